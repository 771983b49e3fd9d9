// [data-return]: Return in a box in it presses the button in it, and not the first of the form.
export function initReturn(root = document) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    const button = event.target.closest("[data-return]")?.querySelector("button");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}
