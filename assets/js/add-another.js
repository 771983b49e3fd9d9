// A formset with "Add another": a new blank item without going to the server.
// The buttons stay submit buttons, so the same page works without scripts.
export function initAddAnother(root = document) {
  for (const set of root.querySelectorAll("[data-add-another]")) watch(set);
}

function watch(set) {
  set.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-add")) act(event, () => add(set));
    if (button.hasAttribute("data-remove")) act(event, () => remove(set, button));
  });
}

function act(event, change) {
  event.preventDefault();
  change();
}

function add(set) {
  const blank = set.querySelector("template[data-blank]").content.cloneNode(true);
  set.querySelector("[data-items]").append(blank);
  number(set);
  items(set).at(-1).querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(set, button) {
  button.closest("[data-item]").remove();
  number(set);
  items(set).at(-1)?.querySelector("legend")?.focus();
}

// Names, ids and headings follow the order on the page: children-0-first_name, children-1-…
function number(set) {
  items(set).forEach((item, index) => {
    renumber(item, set.dataset.addAnother, index);
    const count = item.querySelector("[data-number]");
    if (count) count.textContent = index + 1;
    for (const button of item.querySelectorAll("[data-remove]")) {
      button.value = index;
      button.hidden = items(set).length === 1;
    }
  });
  const total = set.querySelector(`[name="${set.dataset.addAnother}-TOTAL_FORMS"]`);
  total.value = items(set).length;
  total.dispatchEvent(new Event("change", { bubbles: true })); // a form that saves itself notes it
}

function renumber(item, prefix, index) {
  const place = new RegExp(`${prefix}-(\\d+|__prefix__)-`, "g");
  for (const part of item.querySelectorAll("*")) {
    for (const name of ["name", "id", "for", "aria-describedby", "data-aria-controls", "aria-controls"]) {
      const value = part.getAttribute(name);
      if (value) part.setAttribute(name, value.replace(place, `${prefix}-${index}-`));
    }
  }
}

function items(set) {
  return [...set.querySelectorAll("[data-item]")];
}
