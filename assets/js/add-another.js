// A formset with "Add another": a new blank item without going to the server.
// The buttons stay submit buttons, so the same page works without scripts.
import { initAll } from "./govuk-frontend.min.js";
import { initAutocomplete } from "./autocomplete.js";

export function initAddAnother(root = document) {
  for (const set of root.querySelectorAll("[data-add-another]")) watch(set);
}

// As many items in each set as `values` says, by the names of boxes, before they are filled from it.
export function fit(root, values) {
  for (const set of root.querySelectorAll("[data-add-another]")) {
    const wanted = Number(values[`${set.dataset.addAnother}-TOTAL_FORMS`]?.[0]);
    if (!wanted || wanted === items(set).length) continue;
    while (items(set).length > wanted) items(set).at(-1).remove();
    while (items(set).length < wanted) append(set);
    number(set);
  }
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
  append(set);
  number(set);
  items(set).at(-1).querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

// What a tick opens needs its ids before it is brought to life.
function append(set) {
  const blank = set.querySelector("template[data-blank]").content.cloneNode(true);
  set.querySelector("[data-items]").append(blank);
  const all = items(set);
  renumber(all.at(-1), set.dataset.addAnother, all.length - 1);
  initAll({ scope: all.at(-1) });
  initAutocomplete(all.at(-1));
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
