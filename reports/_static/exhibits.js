// Draw each exhibit with the template of the page's theme, again when the reader changes it, and light on paper.
(() => {
  const root = document.documentElement;
  // the room on a sheet of A4, in pixels; what is up to half taller than the sheet shrinks to it, more would be too small
  const PRINTED = { width: 680, height: 720, most: 1400 };
  const plots = [...document.querySelectorAll(".exhibit-plot")].map((place) => ({
    place,
    figure: JSON.parse(place.querySelector("script").textContent),
  }));

  // Figures hold each colour that depends on the paper in its neutral form (theme.py): put in that of this paper.
  const shaded = (value, shades, colour) => {
    if (typeof value === "string") return colour && Object.hasOwn(shades, value) ? shades[value] : value;
    if (Array.isArray(value)) return value.map((one) => shaded(one, shades, colour));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, shaded(one, shades, colour || /color/i.test(key))]),
    );
  };

  // A chart that scrolls sideways keeps the names of its rows in sight: a copy of them stays at the left edge.
  const keepNames = (place) => {
    place.querySelector(".exhibit-names")?.remove();
    const names = place.querySelector(".yaxislayer-above");
    if (!names?.querySelector(".ytick")) return;
    const { l, t, h } = place._fullLayout._size;
    const copy = document.createElement("div");
    copy.className = "exhibit-names";
    copy.setAttribute("aria-hidden", "true");
    copy.innerHTML = `<svg width="${l}" height="${h}" viewBox="0 ${t} ${l} ${h}" style="top:${t}px"></svg>`;
    copy.firstChild.append(names.cloneNode(true));
    place.prepend(copy);
  };

  // What is drawn is the figure, or the part of it that matrices.js shows.
  const draw = ({ place, figure, shown = figure }, paper, sheet) => {
    const template = window.exhibitTemplates[paper];
    const { data, layout } = shaded({ data: shown.data, layout: shown.layout }, template.layout.meta.shades, false);
    const least = (layout.meta && layout.meta.min_width) || 0;
    const tall = sheet && layout.height > sheet.height && layout.height < sheet.most ? sheet.height / layout.height : 1;
    // a sheet can't be scrolled: what is wider shrinks to it
    const zoom = sheet ? Math.min(1, sheet.width / least, tall) : 1;
    const size = sheet ? { width: sheet.width / zoom } : {};
    if (layout.height) place.style.height = `${layout.height}px`;
    place.style.minWidth = least ? `${least}px` : "";
    place.style.zoom = zoom === 1 ? "" : zoom;
    Plotly.react(place, data, { ...layout, ...size, template }, figure.config);
    if (least) keepNames(place);
  };
  const paperNow = () => (root.dataset.theme === "dark" ? "dark" : "light");
  const drawForTheme = () => plots.forEach((plot) => draw(plot, paperNow()));
  drawForTheme();
  const drawAnew = (plot) => {
    draw(plot, paperNow());
    // a place that became narrower or wider
    Plotly.Plots.resize(plot.place);
  };
  window.exhibits = { plots, draw: drawAnew };

  // A cell of a matrix leads to its chain: links, statements, claims, evidence, sources.
  plots
    .filter(({ figure }) => figure.layout.meta && figure.layout.meta.chains)
    .forEach(({ place }) => {
      place.on("plotly_click", ({ points: [point] }) => {
        // a page in a mail may have no site to lead to
        if (!point.customdata || !root.dataset.content_root) return;
        const [row, column] = point.customdata;
        window.location.href = `${root.dataset.content_root}chains/${row}.html#${row}-to-${column}`;
      });
    });
  const drawUnlessPrinting = () => "printing" in root.dataset || drawForTheme();
  new MutationObserver(drawUnlessPrinting).observe(root, { attributeFilter: ["data-theme"] });
  window.addEventListener("beforeprint", () => plots.forEach((plot) => draw(plot, "light", PRINTED)));
  window.addEventListener("afterprint", drawForTheme);
})();
