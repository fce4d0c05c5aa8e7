// Paper is light, whatever theme the reader has on the screen.
(() => {
  const root = document.documentElement;
  let theme;
  window.addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    // exhibits.js draws for the sheet, not for the theme
    root.dataset.printing = "";
    root.dataset.theme = "light";
  });
  window.addEventListener("afterprint", () => {
    delete root.dataset.printing;
    root.dataset.theme = theme;
  });
})();
