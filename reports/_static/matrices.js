// Let readers narrow a matrix to the rows, columns and kinds of cells that they choose; the address keeps it.
(() => {
  const { get, set, onReturn, field } = window.address;
  // so few names need no filter
  const FEW = 10;
  // pixels that a column takes at most
  const WIDEST = 76;
  // and the least width of a matrix, whose legend needs room
  const LEAST = 480;

  const written = (text) => {
    const joined = text.replace(/-<br>/g, "-").replace(/<br>/g, " ");
    return new DOMParser().parseFromString(joined, "text/html").body.textContent;
  };
  const columnOf = (bar, point) => Math.round(bar.base[point] + bar.x[point] / 2);

  // The places of an axis that stay: those whose names hold the words, and the headings above them.
  const kept = (axis, headings, words) => {
    const stays = axis.ticktext.map((name, place) => !headings.has(place) && written(name).toLowerCase().includes(words));
    let below = false;
    for (let place = stays.length - 1; place >= 0; place--) {
      if (headings.has(place)) [stays[place], below] = [below, false];
      else below ||= stays[place];
    }
    const places = new Map();
    stays.forEach((one, place) => one && places.set(place, places.size));
    return places;
  };

  const pick = (list, points) => points.map((point) => list[point]);
  const narrowBars = (bar, rows, columns) => {
    const points = bar.y.flatMap((row, point) => (rows.has(row) && columns.has(columnOf(bar, point)) ? [point] : []));
    const moved = points.map((point) => {
      const column = columnOf(bar, point);
      return bar.base[point] + columns.get(column) - column;
    });
    const lists = Object.entries(bar).filter(([name, value]) => Array.isArray(value) && !["base", "y"].includes(name));
    const picked = Object.fromEntries(lists.map(([name, list]) => [name, pick(list, points)]));
    return { ...bar, ...picked, base: moved, y: points.map((point) => rows.get(bar.y[point])) };
  };
  const narrowSheet = (sheet, rows, columns) => ({
    ...sheet,
    z: pick(sheet.z, [...rows.keys()]).map((row) => pick(row, [...columns.keys()])),
    x: [...columns.values()],
    y: [...rows.values()],
  });
  const narrowAxis = (axis, places) => ({
    ...axis,
    ticktext: pick(axis.ticktext, [...places.keys()]),
    tickvals: [...places.values()],
    range: axis.range[0] > axis.range[1] ? [places.size - 0.5, -0.5] : [-0.5, places.size - 0.5],
  });

  // What stands between two rows or columns: names of groups, and the lines before them.
  const between = (things, side, places) =>
    (things ?? []).flatMap((thing) => {
      const at = thing[side] ?? thing[`${side}0`];
      const place = Math.ceil(at - 0.45);
      if (thing[`${side}ref`] === "paper" || !Number.isFinite(at)) return [thing];
      if (!places.has(place) || (thing.type === "line" && places.get(place) === 0)) return [];
      const moved = at - place + places.get(place);
      return [thing.type === "line" ? { ...thing, [`${side}0`]: moved, [`${side}1`]: moved } : { ...thing, [side]: moved }];
    });

  const narrowed = ({ data, layout }, rows, columns, hidden, { rowHeight, roomFor }) => {
    const all = { rows: layout.yaxis.ticktext.length, columns: layout.xaxis.ticktext.length };
    const { min_width: least, ...meta } = layout.meta;
    const traces = data.map((trace) => {
      const cells = trace.base ? narrowBars(trace, rows, columns) : trace.z ? narrowSheet(trace, rows, columns) : trace;
      return hidden.has(trace.legendgroup) ? { ...cells, visible: "legendonly" } : cells;
    });
    const words = between(layout.annotations, "y", rows);
    const lines = between(between(layout.shapes, "y", rows), "x", columns);
    const minWidth = Math.max(Math.min(least, LEAST), (least * columns.size) / all.columns);
    const share = columns.size < all.columns ? Math.min(1, (WIDEST * columns.size) / roomFor(minWidth)) : 1;
    const xaxis = { ...narrowAxis(layout.xaxis, columns), domain: [0, share] };
    const lower = layout.xaxis2 && { xaxis2: { ...narrowAxis(layout.xaxis2, columns), domain: xaxis.domain } };
    const axes = { yaxis: narrowAxis(layout.yaxis, rows), xaxis, ...lower };
    const size = {
      height: layout.height - rowHeight * (all.rows - rows.size),
      meta: { ...meta, min_width: minWidth },
    };
    return { data: traces, layout: { ...layout, ...axes, ...size, annotations: words, shapes: lines } };
  };

  // Bold names among those of columns, and the bold words drawn across rows, are headings.
  const headingsOf = (layout) => ({
    rows: new Set((layout.annotations ?? []).filter((one) => one.yref !== "paper").map((one) => Math.floor(one.y))),
    columns: new Set(layout.xaxis.ticktext.flatMap((name, place) => (name.startsWith("<b>") ? [place] : []))),
  });

  const box = (words, on, apply) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = on;
    input.addEventListener("change", apply);
    label.append(input, ` ${words}`);
    return label;
  };

  // Without a mouse, too, each cell leads to its chain: from the same cell in the table twin.
  const leadOn = ({ place, figure: { data, layout } }) => {
    // a page in a mail may have no site to lead to
    if (!document.documentElement.dataset.content_root) return;
    const names = (axis) => axis.ticktext.map(written);
    const [rows, columns] = [names(layout.yaxis), names(layout.xaxis)];
    const chains = new Map();
    data.filter((trace) => trace.base).forEach((bar) =>
      bar.customdata.forEach(([row, column], point) => {
        const address = `${document.documentElement.dataset.content_root}chains/${row}.html#${row}-to-${column}`;
        chains.set(`${rows[bar.y[point]]}\n${columns[columnOf(bar, point)]}`, address);
      }),
    );
    place.closest(".cell_output").querySelectorAll(".exhibit-twin tbody tr").forEach(({ cells }) => {
      const address = chains.get(`${cells[0].textContent.trim()}\n${cells[1].textContent.trim()}`);
      if (!address) return;
      const link = document.createElement("a");
      link.href = address;
      link.append(...cells[2].childNodes);
      link.setAttribute("aria-label", `${link.textContent}: links and evidence of this cell`);
      cells[2].append(link);
    });
  };

  const furnish = (plot) => {
    const { place, figure } = plot;
    const { layout } = figure;
    if (layout.xaxis.ticktext.length + layout.yaxis.ticktext.length < FEW) return;
    const key = place.closest(".exhibit").id;
    const headings = headingsOf(layout);
    const lines = figure.data.filter((trace) => trace.showlegend && trace.legendgroup);
    const rowHeight = place._fullLayout._size.h / layout.yaxis.ticktext.length;
    const roomFor = (minWidth) => {
      const { width, _size } = place._fullLayout;
      return Math.max(place.parentElement.clientWidth, minWidth) - (width - _size.w);
    };
    const form = document.createElement("div");
    const kinds = document.createElement("details");
    const told = document.createElement("p");
    const hiddenNow = () => new Set(get(`${key}.hide`).split(",").filter(Boolean));

    const show = () => {
      const hidden = hiddenNow();
      const rows = kept(layout.yaxis, headings.rows, get(`${key}.rows`).toLowerCase());
      const columns = kept(layout.xaxis, headings.columns, get(`${key}.columns`).toLowerCase());
      kinds.open ||= hidden.size > 0;
      boxes.forEach((label, line) => (label.firstChild.checked = !hidden.has(lines[line].legendgroup)));
      const names = [rows, columns].map((places, side) => {
        const skip = side ? headings.columns : headings.rows;
        return [...places.keys()].filter((one) => !skip.has(one)).length;
      });
      const none = !names[0] || !names[1];
      told.textContent = none ? "No row and column has such a name." : `Shown: rows ${names[0]}, columns ${names[1]}.`;
      place.hidden = none;
      plot.shown = none ? figure : narrowed(figure, rows, columns, hidden, { rowHeight, roomFor });
      if (!none) window.exhibits.draw(plot);
    };
    const boxes = lines.map(({ legendgroup, name }) =>
      box(written(name), true, (event) => {
        const hidden = hiddenNow();
        if (event.target.checked) hidden.delete(legendgroup);
        else hidden.add(legendgroup);
        set(`${key}.hide`, [...hidden].join(","));
        show();
      }),
    );
    place.on("plotly_legendclick", ({ data, curveNumber }) => {
      boxes[lines.findIndex((line) => line.legendgroup === data[curveNumber].legendgroup)]?.firstChild.click();
      return false;
    });
    place.on("plotly_legenddoubleclick", () => false);

    form.className = "matrix-filter";
    form.setAttribute("role", "group");
    form.setAttribute("aria-label", "Narrow the matrix");
    told.setAttribute("role", "status");
    kinds.innerHTML = "<summary>Kinds of cells</summary>";
    kinds.append(...boxes);
    form.append(field("Rows: ", `${key}.rows`, show), field("Columns: ", `${key}.columns`, show), kinds, told);
    place.closest(".exhibit-scroll").before(form);
    onReturn(show);
    if ([...new URLSearchParams(location.search).keys()].some((name) => name.startsWith(`${key}.`))) show();
  };
  const matrices = window.exhibits.plots.filter(({ figure }) => figure.layout.meta?.chains);
  matrices.forEach(leadOn);
  matrices.forEach(furnish);
})();
