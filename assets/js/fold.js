// <details open data-fold-on-phone>: open where there is room for it, folded on a phone.
export function initFold(root = document) {
  if (!window.matchMedia("(max-width: 48.05em)").matches) return;
  for (const details of root.querySelectorAll("[data-fold-on-phone]")) details.open = false;
}
