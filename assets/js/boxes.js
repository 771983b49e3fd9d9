// The boxes of a form read and filled, whatever kind they are.
export const isTick = (field) => ["checkbox", "radio"].includes(field.type);
export const isButton = (field) => ["submit", "button", "reset"].includes(field.type);
export const isBox = (field) => !isButton(field) && !["hidden", "password", "file"].includes(field.type);

// `values` has, by the name of a box, everything that is chosen or written in it.
export function fill(fields, values) {
  for (const field of fields) {
    const given = values[field.name] ?? [];
    if (isTick(field)) field.checked = given.includes(field.value);
    else field.value = given[0] ?? "";
    field.dispatchEvent(new Event("click", { bubbles: true })); // GOV.UK shows what it reveals
  }
}

export function written(fields) {
  const values = {};
  for (const field of fields) {
    values[field.name] ??= [];
    if (!isTick(field) || field.checked) values[field.name].push(field.value);
  }
  return values;
}

// Each question with what is typed in words below it, for somebody to read: [["Who helps?", "…"]].
export function inWords(fields) {
  const typed = fields.filter((field) => !isTick(field) && field.tagName !== "SELECT" && field.value.trim());
  return typed.map((field) => [field.labels?.[0]?.textContent.trim() ?? "", field.value]);
}
