"""A Django form field as the GOV.UK component it is, with label, hint and error."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from audit.web.dates import PARTS, DateInput
from earlyhelp.govuk.macros import Params, render

# Widget attributes that the components take by another way, or must not have.
TAKEN = {
    "cols",
    "class",
    "id",
    "name",
    "value",
    "maxlength",
    "minlength",
    "aria-describedby",
    "aria-invalid",
}
DJANGOS_ROWS = forms.Textarea().attrs["rows"]
NAMED = {"rows", "autocomplete", "inputmode", "pattern", "spellcheck"}


def field_html(bound: BoundField, **options: Any) -> SafeString:
    """The whole field. Options: label_size="s" (s, m, l, xl or none), page_heading=True."""
    if bound.is_hidden:
        return bound.as_hidden()
    component, params = describe(bound, options)
    return render(component, params)


def describe(bound: BoundField, options: Params) -> tuple[str, Params]:
    """The component and its parameters, by the kind of widget."""
    for kind, maker in MAKERS:
        if isinstance(bound.field.widget, kind):
            return maker(bound, options)
    return text_input(bound, options)


def text_input(bound: BoundField, options: Params) -> tuple[str, Params]:
    widget = bound.field.widget
    params = labelled(bound, options) | {"value": text_of(bound)}
    if isinstance(widget, forms.NumberInput):
        params.setdefault("inputmode", "numeric")
    else:
        params["type"] = getattr(widget, "input_type", "text")
    return "input", params


def password(bound: BoundField, options: Params) -> tuple[str, Params]:
    """Never with what was typed. `reveal=False` leaves out the button that shows it."""
    if options.get("reveal", True):
        return "passwordInput", labelled(bound, options)
    return "input", labelled(bound, options) | {"type": "password"}


def textarea(bound: BoundField, options: Params) -> tuple[str, Params]:
    params = labelled(bound, options) | {"value": text_of(bound)}
    if params.get("rows") == DJANGOS_ROWS:
        params["rows"] = 5
    limit = getattr(bound.field, "max_length", None)
    if not limit:
        return "textarea", params
    return "characterCount", params | {"maxlength": limit, "threshold": 75}


def file_upload(bound: BoundField, options: Params) -> tuple[str, Params]:
    return "fileUpload", labelled(bound, options)


def select(bound: BoundField, options: Params) -> tuple[str, Params]:
    items = [
        {"value": item["value"], "text": item["label"], "selected": item["selected"]}
        for item in answers(bound)
    ]
    return "select", labelled(bound, options) | {"items": items}


def radios(bound: BoundField, options: Params) -> tuple[str, Params]:
    return "radios", grouped(bound, options) | {"items": choice_items(bound)}


def checkboxes(bound: BoundField, options: Params) -> tuple[str, Params]:
    return "checkboxes", grouped(bound, options) | {"items": choice_items(bound)}


def single_checkbox(bound: BoundField, options: Params) -> tuple[str, Params]:
    """A tick by itself: its label is the field's."""
    item = {
        "value": "on",
        "text": bound.label,
        "checked": bool(bound.value()),
        "id": bound.auto_id,
        "hint": hint(bound),
        "attributes": attributes(bound),
        "conditional": conditional(bound, "on"),
    }
    params = {"name": bound.html_name, "idPrefix": bound.auto_id, "items": [item]}
    return "checkboxes", params | {"classes": classes(bound), "errorMessage": error(bound)}


def date_input(bound: BoundField, options: Params) -> tuple[str, Params]:
    value = bound.value()
    typed = value if isinstance(value, list) else bound.field.widget.decompress(value)
    wrong = wrong_parts(bound)
    items = [
        {
            "id": f"{bound.auto_id}-{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.capitalize(),
            "value": str(text or ""),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
            "autocomplete": f"bday-{part}" if bound.field.widget.attrs.get("bday") else None,
        }
        for part, text in zip(PARTS, typed, strict=True)
    ]
    params = grouped(bound, options) | {"id": bound.auto_id, "items": items}
    return "dateInput", params | {"attributes": {}}


MAKERS: list[tuple[Any, Callable[[BoundField, Params], tuple[str, Params]]]] = [
    (DateInput, date_input),
    (forms.CheckboxSelectMultiple, checkboxes),  # before RadioSelect, whose subclass it is
    (forms.RadioSelect, radios),
    (forms.CheckboxInput, single_checkbox),
    (forms.Select, select),
    (forms.Textarea, textarea),
    (forms.FileInput, file_upload),
    (forms.PasswordInput, password),
]


def labelled(bound: BoundField, options: Params) -> Params:
    """What every component with a <label> takes."""
    size = options.get("label_size", "s")
    label = {
        "text": label_text(bound),
        "classes": "" if size == "none" else f"govuk-label--{size}",
        "isPageHeading": bool(options.get("page_heading")),
    }
    own = {key: value for key, value in bound.field.widget.attrs.items() if key in NAMED}
    return own | common(bound) | {"id": bound.auto_id, "label": label}


def grouped(bound: BoundField, options: Params) -> Params:
    """What every component with a <fieldset> takes."""
    size = options.get("label_size", "s")
    legend = {
        "text": label_text(bound),
        "classes": "" if size == "none" else f"govuk-fieldset__legend--{size}",
        "isPageHeading": bool(options.get("page_heading")),
    }
    return common(bound) | {"idPrefix": bound.auto_id, "fieldset": {"legend": legend}}


def common(bound: BoundField) -> Params:
    return {
        "name": bound.html_name,
        "hint": hint(bound),
        "errorMessage": error(bound),
        "classes": classes(bound),
        "attributes": attributes(bound),
    }


def label_text(bound: BoundField) -> str:
    form, label = bound.form, str(bound.label)
    inside = bound.name in form.revealed_names() if hasattr(form, "revealed_names") else False
    marked = getattr(form, "mark_optional", False) and not bound.field.required and not inside
    return f"{label} (optional)" if marked and "(optional)" not in label else label


def hint(bound: BoundField) -> Params | None:
    words = bound.help_text
    if not words:
        return None
    return {"html": words} if isinstance(words, SafeString) else {"text": str(words)}


def error(bound: BoundField) -> Params | None:
    if not bound.errors:
        return None
    prefix = getattr(bound.form, "error_prefix", "Error")
    return {"text": bound.errors[0], "visuallyHiddenText": prefix}


def classes(bound: BoundField) -> str:
    return str(bound.field.widget.attrs.get("class", ""))


def attributes(bound: BoundField) -> Params:
    """The widget's other attributes, such as data-danger."""
    own = bound.field.widget.attrs
    return {key: value for key, value in own.items() if key not in TAKEN | NAMED | {"bday"}}


def choice_items(bound: BoundField) -> list[Params]:
    hints = getattr(bound.form, "option_hints", {}).get(bound.name, {})
    alone = getattr(bound.form, "exclusive", {}).get(bound.name)
    return [
        {
            "value": item["value"],
            "text": item["label"],
            "checked": item["selected"],
            "hint": {"text": hints[item["value"]]} if item["value"] in hints else None,
            "conditional": conditional(bound, item["value"]),
            "behaviour": "exclusive" if item["value"] == alone else None,
        }
        for item in answers(bound)
        if item["value"] != ""  # "nothing chosen" is not an answer
    ]


def answers(bound: BoundField) -> Iterable[Params]:
    """The options of a choice, flat, each with value, label and whether it is chosen."""
    chosen = bound.field.widget.format_value(bound.value())
    for _group, options, _index in bound.field.widget.optgroups(bound.html_name, chosen):
        for option in options:
            yield {**option, "value": str(option["value"]), "label": option["label"]}


def conditional(bound: BoundField, value: str) -> Params | None:
    """The questions this answer opens, drawn."""
    names = getattr(bound.form, "reveals", {}).get(bound.name, {}).get(value, ())
    drawn = format_html_join("", "{}", ((field_html(bound.form[name]),) for name in names))
    return {"html": drawn} if drawn else None


def text_of(bound: BoundField) -> Any:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else value


def wrong_parts(bound: BoundField) -> set[str]:
    """The boxes of a date that its error is about; all of them where it does not say."""
    found: set[str] = set()
    for problem in bound.errors.as_data():
        found |= set(str(problem.code or "").split()) & set(PARTS)
    return found or (set(PARTS) if bound.errors else set())
