// Names the boxes that an answer opens and that are folded away, as `folded`: without scripts every
// box stands open, and words in one whose answer is not ticked are asked about instead of lost.
export function initFolded(root = document) {
  root.addEventListener("formdata", (event) => {
    for (const box of event.target.querySelectorAll("[class*=conditional--hidden] :is(input, textarea)[name]"))
      event.formData.append("folded", box.name);
  });
}
