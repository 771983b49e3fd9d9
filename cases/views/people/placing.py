"""The forms about addresses, ways to reach somebody, warnings, orders and responsibility."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from cases.actions.people import housing, protecting
from cases.forms.people.placing import AddressForm, JudgeWayForm, WayForm
from cases.forms.people.protecting import AlertForm, LookAgainForm, OrderForm, ResponsibilityForm
from cases.models import Alert, ContactWay
from cases.views.one_form import METHODS, one_form
from cases.views.people.describing import KEYS, back_to, others_than, person_page


@require_http_methods(METHODS)
@login_required
def address(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Where somebody lives from a day on, and who with them."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    form = AddressForm(request.POST or None, others=others_than(case, person))

    def act(data: dict[str, Any]) -> None:
        typed = {name: value for name, value in data.items() if name not in (*KEYS, "others")}
        people = [person, *form.chosen_others()]
        housing.move_home(case=case, people=people, by=request.user, **typed)

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"Address of {person.name}",
        submit="Save address",
        done="Address recorded",
        back=back_to(case, person),
    )


@require_http_methods(METHODS)
@login_required
def way(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A way to reach somebody."""
    case, membership = person_page(request, reference, number)
    person = membership.person

    def act(data: dict[str, Any]) -> None:
        housing.record_way(case=case, person=person, by=request.user, **_typed(data))

    return one_form(
        request,
        case,
        WayForm(request.POST or None),
        act,
        heading=f"A way to reach {person.name}",
        submit="Save",
        done="Way to reach them recorded",
        back=back_to(case, person),
    )


@require_http_methods(METHODS)
@login_required
def judge_way(request: HttpRequest, reference: str, number: int, way: int) -> HttpResponse:
    """Whether a way is still safe, or has ended."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    found = ContactWay.objects.filter(pk=way, person=person, ended_on__isnull=True).first()
    if found is None:
        raise Http404
    initial = {"safe_to_contact": found.safe_to_contact, "note": found.note}

    def act(data: dict[str, Any]) -> None:
        housing.judge_way(case=case, way=found, by=request.user, **_typed(data))

    return one_form(
        request,
        case,
        JudgeWayForm(request.POST or None, initial=initial),
        act,
        heading=f"{found.get_kind_display()} of {person.name}",
        submit="Save",
        done="Saved how they can be reached",
        back=back_to(case, person),
    )


@require_http_methods(METHODS)
@login_required
def alert(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A warning for whoever visits."""
    case, membership = person_page(request, reference, number)
    person = membership.person

    def act(data: dict[str, Any]) -> None:
        protecting.raise_alert(case=case, person=person, by=request.user, **_typed(data))

    return one_form(
        request,
        case,
        AlertForm(request.POST or None),
        act,
        heading=f"A warning for visits to {person.name}",
        submit="Save warning",
        done="Warning recorded",
        back=back_to(case, person),
        intro="It shows on every page of the case, above addresses and telephone numbers.",
    )


@require_http_methods(METHODS)
@login_required
def look_again(request: HttpRequest, reference: str, number: int, alert: int) -> HttpResponse:
    """Whether a warning still holds."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    found = Alert.objects.filter(pk=alert, person=person, ended_on__isnull=True).first()
    if found is None:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        protecting.look_again(
            case=case,
            alert=found,
            by=request.user,
            holds=data["holds"] == "yes",
            review_on=data["review_on"],
            reason=data["reason"],
        )

    return one_form(
        request,
        case,
        LookAgainForm(request.POST or None),
        act,
        heading=f"Look again: {found.get_kind_display().lower()}",
        submit="Save",
        done="Warning looked at again",
        back=back_to(case, person),
        intro=f"{found.text} (source: {found.source})",
    )


@require_http_methods(METHODS)
@login_required
def order(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A court's order about somebody."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    form = OrderForm(request.POST or None, others=others_than(case, person))

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data) | {"restrains": form.chosen()}
        protecting.record_order(case=case, person=person, by=request.user, **typed)

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"A court order about {person.name}",
        submit="Save order",
        done="Court order recorded",
        back=back_to(case, person),
        intro="It warns before any visit, call, copy or link, until it ends.",
    )


@require_http_methods(METHODS)
@login_required
def responsibility(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Who has parental responsibility for a child."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    form = ResponsibilityForm(request.POST or None, others=others_than(case, person))

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data) | {"holder": form.chosen()}
        protecting.record_responsibility(case=case, person=person, by=request.user, **typed)

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"Parental responsibility for {person.name}",
        submit="Save",
        done="Parental responsibility recorded",
        back=back_to(case, person),
    )


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in KEYS}
