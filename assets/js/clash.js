import { fit } from "./add-another.js";
import { fill, isBox } from "./boxes.js";

// Two people changed the same part of a form that saves while one types. Both versions are
// shown at its question, and the person chooses: [data-keep-mine] or [data-use-theirs].
export class Clash {
  constructor(autosave, { part, html, drawn, boxes }) {
    const own = (field) => autosave.part(field.name ?? "") === part && isBox(field);
    this.fields = [...autosave.form.elements].filter(own);
    this.box = document.createElement("div");
    this.box.innerHTML = html;
    this.fields[0].closest(".govuk-form-group").before(this.box);
    this.on("[data-keep-mine]", () => autosave.settle(part, drawn, true));
    this.on("[data-use-theirs]", () => {
      fit(autosave.form, boxes);
      fill([...autosave.form.elements].filter(own), boxes);
      autosave.settle(part, drawn, false);
    });
  }

  on(selector, choose) {
    this.box.querySelector(selector).addEventListener("click", () => {
      choose();
      this.box.remove();
      this.fields[0].focus();
    });
  }
}
