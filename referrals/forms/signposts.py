"""Naming services of the directory where a request is decided, without leaving its page."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm
from localities.models import Service
from localities.queries.directory import Found, Wanted, search

AT_ONCE = 6
NONE_NAMED = "Select who can help from the directory, or say that nothing in it fits"


class SignpostForm(ItemForm):
    """Advice names who can help. What was ticked stays, whatever is searched for next."""

    mark_optional = False

    find = forms.CharField(
        label="Search the directory",
        required=False,
        max_length=200,
        help_text="What the family needs, or the name of a service",
    )
    services = forms.MultipleChoiceField(
        label="Who can help", required=False, widget=forms.CheckboxSelectMultiple
    )
    nothing_fits = forms.BooleanField(
        label="Nothing in the directory fits: advice alone", required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        typed = data.get("find", "").replace("\0", "")[:200] if data else ""
        self.found: Found | None = search(Wanted(words=typed), size=AT_ONCE) if typed else None
        self.entries = self._named(data) | {
            one.key: one for one in (self.found.services if self.found else [])
        }
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            (key, self._words(one)) for key, one in self.entries.items()
        ]

    def named(self) -> list[Service]:
        """The entries that were ticked."""
        return [self.entries[key] for key in self.cleaned_data.get("services", ())]

    def refuse_none(self) -> bool:
        """Whether somebody was named, or it was said that nobody could be."""
        if self.named() or self.cleaned_data.get("nothing_fits"):
            return True
        self.add_error("services", NONE_NAMED)
        return False

    def _named(self, data: Any) -> dict[str, Service]:
        keys = data.getlist("services")[:50] if data else []
        if not keys:
            return {}
        rows = Service.objects.offered().defer("words").filter(key__in=keys)
        return {one.key: one for one in rows.prefetch_related("localities").order_by("name")}

    @staticmethod
    def _words(one: Service) -> str:
        ages = f"ages: {one.ages.lower()}" if one.ages else ""
        return " · ".join(filter(None, [one.name, one.where, ages, one.price]))
