// "Someone is in danger now": ticking it repeats the numbers at once, and says them aloud.
// <input data-danger="numbers"> and <div id="numbers" role="alert" hidden>…</div>
export function initDanger(root = document) {
  for (const box of root.querySelectorAll("input[data-danger]")) {
    const numbers = document.getElementById(box.dataset.danger);
    if (!numbers) continue;
    const show = () => (numbers.hidden = !box.checked);
    const group = box.form ? box.form.elements[box.name] : [box];
    for (const each of group.length ? group : [group]) each.addEventListener("change", show);
    show();
  }
}
