"""Former identities: closing one, reading it when cleared, and who is cleared."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.people import changing_identity
from cases.forms.people.identities import ClearForm, IdentityForm, UnclearForm
from cases.models import ClosedIdentity
from cases.numbers import spaced_nhs_number
from cases.queries.people.identities import identities_for, may_be_cleared
from cases.views.one_form import METHODS, one_form
from cases.views.people.describing import back_to, person_page


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def close_page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Closing the record of who somebody was."""
    case, membership = person_page(request, reference, number)
    person = membership.person

    def act(data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("why", "reason", "cleared")}
        changing_identity.close_identity(person=person, by=request.user, **facts)

    return one_form(
        request,
        case,
        IdentityForm(request.POST or None, people=may_be_cleared()),
        act,
        heading=f"{person.name}: adopted, or a protected identity",
        submit="Close this record",
        rule="",
        done="The record is closed to everybody who is not cleared",
        back=back_to(case),
        intro="This record is closed from now on: no search, match, list, family tree or copy "
        "shows it to anybody you do not choose here, and their place in the family ends. The "
        "new identity gets a record of its own, as somebody new. Nothing links the two: never "
        "write the new name here, or the former name there. Ask information governance where "
        "you are not sure.",
    )


@require_safe
@login_required
def closed(request: HttpRequest, number: int) -> HttpResponse:
    """The record of a former identity, for whoever is cleared."""
    identity = _cleared_for(request, number)
    _looked(request, identity)
    context = {
        "identity": identity,
        "person": identity.person,
        "nhs_number": spaced_nhs_number(identity.person.nhs_number),
        "cleared": identity.cleared.filter(ended_at__isnull=True).select_related("user"),
        "may_change": may(request.user, May.RESTRICT),
    }
    return render(request, "cases/identity.html", context)


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def clear_page(request: HttpRequest, number: int) -> HttpResponse:
    """Clearing one more person."""
    identity = _cleared_for(request, number)
    form = ClearForm(request.POST or None, people=may_be_cleared())

    def verb() -> None:
        changing_identity.clear(closed=identity, user=form.cleaned_data["user"], by=request.user)

    said = ("Clear somebody for a former identity", "Clear them", "They are cleared")
    return _asked(request, identity, form, verb, said)


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def unclear_page(request: HttpRequest, number: int, row: int) -> HttpResponse:
    """Taking somebody off."""
    identity = _cleared_for(request, number)
    cleared = identity.cleared.filter(pk=row, ended_at__isnull=True).first()
    if cleared is None:
        raise Http404
    form = UnclearForm(request.POST or None)

    def verb() -> None:
        changing_identity.end_clearance(closed=identity, row=cleared, by=request.user)

    said = (f"Take {cleared.user.name} off", "Take them off", "They are no longer cleared")
    return _asked(request, identity, form, verb, said)


def _asked(
    request: HttpRequest, identity: ClosedIdentity, form: Any, verb: Any, said: tuple[str, str, str]
) -> HttpResponse:
    back = reverse("identity", args=[identity.pk])

    def done() -> str:
        verb()
        messages.success(request, said[2])
        still = identities_for(request.user).filter(pk=identity.pk).exists()
        return back if still else reverse("home")

    if request.method == "POST" and form.is_valid():
        answer = send(form, done, by=request.user)
        if answer:
            return answer
    _looked(request, identity)
    context = {"form": form, "heading": said[0], "submit": said[1], "cancel_url": back}
    return render(request, "cases/identity_form.html", context)


def _cleared_for(request: HttpRequest, number: int) -> ClosedIdentity:
    rows = identities_for(request.user).select_related("person", "closed_by")
    identity = rows.filter(pk=number).first()
    if identity is None:
        raise Http404
    return identity


def _looked(request: HttpRequest, identity: ClosedIdentity) -> None:
    """In no family's looks: it would tell that there is something."""
    looked(Look.Kind.OPENED, f"Former identity, record {identity.pk}", by=request.user)
