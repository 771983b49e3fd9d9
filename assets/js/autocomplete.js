// <select data-autocomplete>: type to find one of many. Without scripts it stays a select.
export async function initAutocomplete(root = document) {
  const selects = root.querySelectorAll("select[data-autocomplete]");
  if (!selects.length) return;
  await import("./accessible-autocomplete.min.js");
  for (const select of selects) {
    const wrong = select.classList.contains("govuk-select--error");
    const id = select.id; // the box takes it over
    window.accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "",
      showAllValues: true,
      confirmOnBlur: false,
      inputClasses: wrong ? "govuk-input--error" : null,
      dropdownArrow: () => "",
      tNoResults: () => "Nothing found",
    });
    const box = document.getElementById(id);
    if (wrong) box.setAttribute("aria-invalid", "true");
    describe(box, select.getAttribute("aria-describedby"));
  }
}

// The hint and the error of the select are the box's too. It takes its own description away and
// brings it back as somebody types: theirs stays.
function describe(box, theirs) {
  if (!theirs) return;
  const keep = () => {
    const now = box.getAttribute("aria-describedby") ?? "";
    if (!now.startsWith(theirs)) box.setAttribute("aria-describedby", `${theirs} ${now}`.trim());
  };
  keep();
  new MutationObserver(keep).observe(box, { attributeFilter: ["aria-describedby"] });
}
