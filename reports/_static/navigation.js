// Fill the panel that a narrow page opens for its header with the links and the switch of the theme that stand there.
(() => {
  const panel = document.querySelector("#pst-primary-sidebar .sidebar-header-items");
  const header = document.getElementById("pst-header");
  // a page for mail has lost its menus, which led to pages that it does not have
  if (!panel || !header) return;
  const list = document.createElement("ul");
  list.className = "bd-navbar-elements navbar-nav";
  header.querySelectorAll(".bd-navbar-elements a").forEach((link) => {
    const item = document.createElement("li");
    item.className = link.parentElement.className;
    item.classList.add("nav-item");
    item.append(link.cloneNode(true));
    item.firstChild.classList.remove("dropdown-item");
    list.append(item);
  });
  const links = document.createElement("nav");
  links.append(list);
  const end = document.createElement("div");
  end.className = "sidebar-header-items__end";
  const theme = header.querySelector(".theme-switch-container");
  if (theme) end.append(theme.parentElement.cloneNode(true));
  panel.append(links, end);
})();
