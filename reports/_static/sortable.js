// Let readers sort a table by its headings and filter its rows by what they type; the address keeps both.
document.querySelectorAll("table.sortable").forEach((table) => {
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const state = new URLSearchParams(location.hash.slice(1));
  const remember = () => history.replaceState(null, "", `#${state}`);
  const text = (row, column) => row.cells[column].innerText.trim();

  const sort = (column, down) => {
    const rows = [...body.rows].sort((a, b) =>
      text(a, column).localeCompare(text(b, column), "en", { numeric: true }),
    );
    body.append(...(down ? rows.reverse() : rows));
    headings.forEach((heading, place) =>
      heading.setAttribute("aria-sort", place !== column ? "none" : down ? "descending" : "ascending"),
    );
  };
  const filter = (words) => {
    for (const row of body.rows) row.hidden = !row.innerText.toLowerCase().includes(words.toLowerCase());
  };

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.querySelector("p")?.childNodes ?? heading.childNodes);
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      state.set("sort", `${column}${down ? "d" : "a"}`);
      remember();
      sort(column, down);
    });
  });

  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  input.value = state.get("filter") ?? "";
  input.addEventListener("input", () => {
    state.set("filter", input.value);
    remember();
    filter(input.value);
  });
  label.append("Filter: ", input);
  table.before(label);
  filter(input.value);
  const [, column, way] = /^(\d+)([ad])$/.exec(state.get("sort") ?? "") ?? [];
  if (column && headings[column]) sort(Number(column), way === "d");
});
