// <select data-autocomplete>: type to find one of many. Without scripts it stays a select.
export async function initAutocomplete(root = document) {
  const selects = root.querySelectorAll("select[data-autocomplete]");
  if (!selects.length) return;
  await import("./accessible-autocomplete.min.js");
  for (const select of selects) {
    window.accessibleAutocomplete.enhanceSelectElement({
      selectElement: select,
      defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "",
      showAllValues: true,
      confirmOnBlur: false,
      inputClasses: select.classList.contains("govuk-select--error") ? "govuk-input--error" : null,
      dropdownArrow: () => "",
      tNoResults: () => "Nothing found",
    });
  }
}
