// Let readers sort a table by its headings and filter its rows by what they type; the address keeps both.
document.querySelectorAll("table.sortable").forEach((table) => {
  const { get, set, onReturn, field } = window.address;
  const body = table.tBodies[0];
  const headings = [...table.tHead.rows[0].cells];
  const asBuilt = [...body.rows];
  const text = (row, column) => row.cells[column].innerText.trim();

  const sort = () => {
    const [, column, way] = /^(\d+)([ad])$/.exec(get("sort")) ?? [];
    const rows = headings[column]
      ? [...asBuilt].sort((a, b) => text(a, column).localeCompare(text(b, column), "en", { numeric: true }))
      : asBuilt;
    body.append(...(way === "d" ? rows.reverse() : rows));
    const order = way === "d" ? "descending" : "ascending";
    headings.forEach((heading, place) => heading.setAttribute("aria-sort", place === Number(column) ? order : "none"));
  };
  const filter = () => {
    const words = get("filter").toLowerCase();
    for (const row of asBuilt) row.hidden = !row.innerText.toLowerCase().includes(words);
  };
  const show = () => {
    filter();
    sort();
  };

  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...(heading.querySelector("p")?.childNodes ?? heading.childNodes));
    heading.replaceChildren(button);
    button.addEventListener("click", () => {
      set("sort", `${column}${heading.getAttribute("aria-sort") === "ascending" ? "d" : "a"}`);
      sort();
    });
  });
  table.before(field("Filter: ", "filter", filter));
  onReturn(show);
  show();
});
