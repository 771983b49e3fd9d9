// Beside an answer that was carried over: gone as soon as what was saved is whoever writes' own.
// [data-carried] says how many there still are on the page.
export function own(form, parts) {
  for (const part of parts) {
    const mark = form.querySelector(`.eh-carried button[value="${CSS.escape(part)}"]`)?.closest(".eh-carried");
    if (mark && !mark.contains(document.activeElement)) mark.remove();
  }
  const said = document.querySelector("[data-carried]");
  if (said) count(said, form.querySelectorAll(".eh-carried").length);
}

function count(said, number) {
  if (!number) return said.remove();
  const words = number > 1 ? `${number} answers on this page were` : "1 answer on this page was";
  said.querySelector("[data-carried-number]").textContent = words;
  const all = said.querySelector("button");
  if (number > 1) all.textContent = `All ${number} are still right`;
  else all?.remove();
}
