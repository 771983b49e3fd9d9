"""Several of the same on one page, with "Add another" and "Remove" that need no scripts."""

import re
from typing import Any, cast

from django import forms
from django.forms import formsets


class AddAnother(formsets.BaseFormSet):
    """A formset that people make longer and shorter; made by `several`.

    When one of the two buttons was pressed, `changing` is true: draw the page again (it holds
    what was typed, one item more or fewer, and no errors) instead of going on.
    """

    item_name: str = "item"  # as people say it: "child", "adult", "goal"
    default_error_messages = {
        "missing_management_form": "This page was out of date. Check it and send it again.",
        "too_many_forms": "Enter %(num)d at most",
        "too_few_forms": "Enter at least %(num)d",
    }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        self.changing = False
        if data is not None:
            data = self._after_buttons(data, prefix)
        super().__init__(data, *args, **kwargs)

    def _after_buttons(self, data: Any, prefix: str) -> Any:
        total = _number(data.get(f"{prefix}-TOTAL_FORMS"))
        removed = data.get(f"{prefix}-remove")
        self.changing = f"{prefix}-add" in data or removed is not None
        if not self.changing:
            return data
        data = data.copy()
        if removed is None:
            total = min(total + 1, self.max_num or formsets.DEFAULT_MAX_NUM)
        elif total > 1:
            close_the_gap(data, prefix, _number(removed))
            total -= 1
        data[f"{prefix}-TOTAL_FORMS"] = str(total)
        return data

    def is_valid(self) -> bool:
        return not self.changing and super().is_valid()

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.changing:
            form.as_typed()
        return form

    def full_clean(self) -> None:
        super().full_clean()
        if self.changing:
            self._errors: list[Any] = [{} for _ in self.forms]
            self._non_form_errors = self.error_class()

    @property
    def filled(self) -> list[Any]:
        """The items that were not left blank; a blank one has nothing to read."""
        return [item for item in self.forms if item.has_changed()]

    @property
    def add_label(self) -> str:
        return f"Add another {self.item_name}"


def several(
    item: type[forms.Form], item_name: str, *, at_least: int = 1, at_most: int = 12
) -> type[AddAnother]:
    """A formset class for `item`: `Children = several(ChildForm, "child")`."""
    named = type("AddAnother", (AddAnother,), {"item_name": item_name})
    made = forms.formset_factory(item, formset=named, extra=0, min_num=at_least, max_num=at_most)
    return cast(type[AddAnother], made)


def close_the_gap(data: Any, prefix: str, removed: int) -> None:
    """Take out item number `removed`; those after it move up by one."""
    place = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    found = [(match, key) for key in list(data) if (match := place.fullmatch(key))]
    kept = {}
    for match, key in found:
        index, values = int(match[1]), data.pop(key)
        if index != removed:
            kept[f"{prefix}-{index - (index > removed)}-{match[2]}"] = values
    for key, values in kept.items():
        data.setlist(key, values)


def _number(text: Any) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", str(text or "")) else 0
