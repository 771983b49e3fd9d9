"""“Somebody asks about their record”: passing a request on from the case."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions.rights import disputing
from cases.actions.rights import requests as rights
from cases.forms.rights import PassOnForm
from cases.models import Case, Contact, Person
from cases.views.loading import opened, visible_case
from cases.views.rights.forms import METHODS, form_page

INTRO = (
    "Everybody may ask to see, correct or object to what we hold about them, in any words, "
    "spoken or written. Pass it on the same day: the answer is due within one month. "
    "Do not answer it yourself."
)


@require_http_methods(METHODS)
@login_required
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    case = visible_case(request, reference)
    people = list(
        Person.objects.filter(memberships__family=case.family_id).distinct().order_by("pk")
    )
    items = _items(case, people)
    form = PassOnForm(
        request.POST or None,
        people=people,
        items=[(key, words) for key, (words, _) in items.items()],
        initial={"received_on": timezone.localdate()},
    )
    back = reverse("case", args=[case.reference])

    def act(typed: dict[str, Any]) -> str:
        item = items.get(typed.pop("item"))
        typed.pop("person")
        found = rights.receive(by=request.user, case=case, person=form.chosen(), **typed)
        if item:
            words, record = item
            disputing.dispute(
                request=found, by=request.user, item=record, words=words, statement=found.words
            )
        return back

    opened(request, case, f"Somebody asks about their record ({case.reference})")
    return form_page(
        request, form, act, heading="Somebody asks about their record",
        submit="Pass it on", done="Passed on to information governance.",
        caption=f"{case.reference} · {case.family.name}", intro=INTRO, back=back,
        back_text="Back to the case",
    )  # fmt: skip


def _items(case: Case, people: list[Person]) -> dict[str, tuple[str, Any]]:
    """What of the record can be named: the facts about each person, and the latest contacts."""
    found: dict[str, tuple[str, Any]] = {
        f"person-{one.pk}": (f"The facts about {one.name}", one) for one in people
    }
    for contact in Contact.objects.filter(case=case)[:30]:
        day = timezone.localtime(contact.happened_at)
        words = f"{contact.get_kind_display()}, {day.day} {day:%B %Y, %H:%M}"
        found[f"contact-{contact.pk}"] = (words, contact)
    return found
