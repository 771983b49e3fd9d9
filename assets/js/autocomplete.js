// <select data-autocomplete>: type to find one of many. Without scripts it stays a select.
export function initAutocomplete(root = document) {
  const library = window.accessibleAutocomplete;
  if (!library) return;
  for (const select of root.querySelectorAll("select[data-autocomplete]")) {
    library.enhanceSelectElement({
      selectElement: select,
      defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "",
      showAllValues: true,
      confirmOnBlur: false,
      dropdownArrow: () => "",
      tNoResults: () => "Nothing found",
    });
  }
}
