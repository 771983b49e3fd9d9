"""The filters of the board."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm
from localities.models import Locality
from referrals.models import Referral
from referrals.queries.filters import AGES, CLOCKS, Filters

UNROUTED = "none"
KEPT = ("locality", "sender", "age", "clock", "mine")  # what the address of a page keeps


class FilterForm(ItemForm):
    """Which requests to show. Never a name: it stands in the address of the page."""

    mark_optional = False

    locality = forms.ChoiceField(label="Locality", required=False)
    sender = forms.ChoiceField(
        label="From", required=False, choices=[("", "Everybody"), *Referral.Sender.choices]
    )
    age = forms.ChoiceField(
        label="Age of a child", required=False, choices=[("", "Any age"), *AGES.items()]
    )
    clock = forms.ChoiceField(label="Clock", required=False, choices=[("", "Any"), *CLOCKS.items()])
    mine = forms.BooleanField(label="Only those I have taken", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = {place.slug: place for place in Locality.objects.all()}
        self.fields["locality"].choices = [  # type: ignore[attr-defined]
            ("", "All localities"),
            *((slug, place.name) for slug, place in self.localities.items()),
            (UNROUTED, "No locality yet"),
        ]

    def filters(self, user: Any) -> Filters:
        if not self.is_valid():
            return Filters()
        chosen = self.cleaned_data
        return Filters(
            locality=self.localities.get(chosen["locality"]),
            unrouted=chosen["locality"] == UNROUTED,
            sender=chosen["sender"],
            age=chosen["age"],
            clock=chosen["clock"],
            taken_by=user if chosen["mine"] else None,
        )
