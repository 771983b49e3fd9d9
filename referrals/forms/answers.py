"""All the answers of one page of a door: who sends it, the children, the adults, the family."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, QueryDict

from audit.web.forms import ItemForm
from referrals.forms.asking import FamilyForm, PartnersFamilyForm
from referrals.forms.people import (
    AdultForm,
    ChildForm,
    PartnersAdultForm,
    PartnersChildForm,
    adult_formset,
    child_formset,
)
from referrals.forms.senders import CallerForm, PartnerForm, SenderForm


class Answers:
    """What was typed into one of the doors' pages. Unbound where nothing was sent yet."""

    sender_class: Any = SenderForm
    form_class: type[FamilyForm] = FamilyForm
    child_formset: Any = child_formset(ChildForm)
    adult_formset: Any = adult_formset(AdultForm)

    def __init__(
        self,
        request: HttpRequest,
        initial: dict[str, Any] | None = None,
        typed: Any = None,
    ) -> None:
        """`typed`: what was typed before and is not judged yet, such as a draft."""
        sent = request.POST if request.method == "POST" else None
        data = sent if typed is None else with_new_key(typed)
        self.sender = self.sender_class(data, initial=initial)
        self.form = self.form_class(data)
        self.children = self.child_formset(data, prefix="children")
        self.adults = self.adult_formset(data, prefix="adults")
        if typed is not None:
            self.children.changing = self.adults.changing = True
        self.changing = self.children.changing or self.adults.changing
        if self.changing:  # "Add another child" was pressed: nothing is judged yet
            for form in self._single_forms():
                form.as_typed()

    def are_good(self) -> bool:
        if self.changing or not self.form.is_bound:
            return False
        parts = (self.sender, self.children, self.adults, self.form)
        return all([part.is_valid() for part in parts])  # noqa: C419  every part says its errors

    def facts(self) -> dict[str, Any]:
        """The answers as fields of Referral."""
        facts: dict[str, Any] = self.sender.facts()
        return facts | self.form.facts()

    def people(self) -> list[dict[str, Any]]:
        """Everybody named, as fields of ReferralPerson; items left empty are nobody."""
        return [
            form.facts()
            for form in (*self.children, *self.adults)
            if form.has_changed() or not form.empty_permitted
        ]

    def context(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "sender": self.sender,
            "children": self.children,
            "adults": self.adults,
        }

    def _single_forms(self) -> list[ItemForm]:
        return [self.sender, *self.children, *self.adults, self.form]


def with_new_key(typed: QueryDict) -> QueryDict:
    """What was typed before, to be sent as a new form: its own key was not kept."""
    data = typed.copy()
    data["one_time_key"] = str(uuid4())
    return data


class CallAnswers(Answers):
    sender_class = CallerForm


class PartnersAnswers(Answers):
    sender_class = PartnerForm
    form_class = PartnersFamilyForm
    child_formset = child_formset(PartnersChildForm)
    adult_formset = adult_formset(PartnersAdultForm)
