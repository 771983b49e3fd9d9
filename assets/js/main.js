// Every page's script. Each part works on the markup it finds; a page without scripts works too.
import { createAll, initAll } from "./govuk-frontend.min.js";
import { Alert, SortableTable } from "./moj-frontend.min.js";
import { initAddAnother } from "./add-another.js";
import { initAutocomplete } from "./autocomplete.js";
import { initAutosave } from "./autosave.js";
import { initDanger } from "./danger.js";
import { initFold } from "./fold.js";
import { initFolded } from "./folded.js";
import { initIdle } from "./idle.js";
import { initReturn } from "./return.js";
import { initUnsent } from "./unsent-shown.js";
import { initWebauthn } from "./webauthn.js";

initAll();
createAll(SortableTable);
createAll(Alert);
initAutocomplete();
initAddAnother();
initAutosave();
initDanger();
initFold();
initFolded();
initIdle();
initReturn();
initUnsent();
initWebauthn();

// ARIA does not let a radio be "expanded" (a tick box may be), so GOV.UK's mark is taken off again.
function unmarkRadios() {
  for (const radio of document.querySelectorAll("input[type=radio][aria-expanded]"))
    radio.removeAttribute("aria-expanded");
}
unmarkRadios();
for (const moment of ["click", "pageshow"]) window.addEventListener(moment, unmarkRadios);

// Loaded only by the pages that need them.
if (document.querySelector("[hx-get], [hx-post]")) import("./htmx.esm.min.js");

// What htmx brings in is brought to life the same way.
document.addEventListener("htmx:after:swap", (event) => {
  if (event.target instanceof Element) initAll({ scope: event.target });
});
