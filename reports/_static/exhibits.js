// Draw each exhibit with the template of the page's theme, again when the reader changes it, and light on paper.
(() => {
  const root = document.documentElement;
  const plots = [...document.querySelectorAll(".exhibit-plot")].map((place) => ({
    place,
    figure: JSON.parse(place.querySelector("script").textContent),
  }));
  const draw = (paper) =>
    plots.forEach(({ place, figure }) =>
      Plotly.react(
        place,
        figure.data,
        { ...figure.layout, template: window.exhibitTemplates[paper] },
        figure.config,
      ),
    );
  const drawForTheme = () => draw(root.dataset.theme === "dark" ? "dark" : "light");
  drawForTheme();
  new MutationObserver(drawForTheme).observe(root, { attributeFilter: ["data-theme"] });
  window.addEventListener("beforeprint", () => draw("light"));
  window.addEventListener("afterprint", drawForTheme);
})();
