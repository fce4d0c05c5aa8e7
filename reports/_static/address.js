// What readers choose on a page stands in its address: a reload, a bookmark and the way back give the same view.
window.address = (() => {
  const get = (name) => new URLSearchParams(location.search).get(name) ?? "";
  // each choice is a step that the way back takes back; typing on is no new one
  const set = (name, value, step = true) => {
    const all = new URLSearchParams(location.search);
    if (value) all.set(name, value);
    else all.delete(name);
    const place = `${location.pathname}${all.size ? `?${all}` : ""}${location.hash}`;
    history[step ? "pushState" : "replaceState"](null, "", place);
  };
  const onReturn = (apply) => window.addEventListener("popstate", apply);

  // a field to type in, whose words the address keeps under a name
  const field = (words, name, apply) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    input.value = get(name);
    let step = true;
    input.addEventListener("input", () => {
      set(name, input.value, step);
      step = false;
      apply();
    });
    input.addEventListener("change", () => (step = true));
    onReturn(() => (input.value = get(name)));
    label.append(words, input);
    return label;
  };
  return { get, set, onReturn, field };
})();
