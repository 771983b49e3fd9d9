"""“Who can see this”: a family's restriction, the people named, and declared links."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May, may
from cases.actions.sharing import declaring, restricting
from cases.forms.sharing.access import ConflictForm, NameForm, ReasonForm, RestrictForm, SureForm
from cases.models import Case, Conflict, NamedPerson
from cases.queries.people.identities import identities_for
from cases.queries.people.members import members_of
from cases.queries.sharing.access import BY_LOCALITY, EVERYWHERE, access_to, may_be_named
from cases.rules.blocking import blockers
from cases.views.loading import opened, visible_case
from cases.views.one_form import METHODS, one_form

READERS = (May.WORK, May.ALLOCATE, May.RESTRICT)


@require_safe
@only_for(*READERS)
def access(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who sees the record by name, and how."""
    case = visible_case(request, reference)
    opened(request, case, f"Who can see {case.reference}")
    context = {
        "case": case,
        "back": reverse("case", args=[case.reference]),
        "access": access_to(case),
        "by_locality": BY_LOCALITY,
        "everywhere": EVERYWHERE,
        "identities": identities_for(request.user)
        .filter(person__memberships__family=case.family_id)
        .select_related("person")
        .distinct(),
        "may_restrict": may(request.user, May.RESTRICT),
        "manages": may(request.user, May.ALLOCATE),
        "reasons_not_to_restrict": blockers(case, "restrict", request.user),
        "reasons_not_to_name": blockers(case, "change_names", request.user),
    }
    return render(request, "cases/access.html", context)


OWN_LINK = (
    "You declare a link of your own. If the family tells you that somebody else who works here is "
    "linked to them, ring a manager now: a manager declares it.\n\n"
)


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def restrict(request: HttpRequest, reference: str) -> HttpResponse:
    """Restrict the record. Afterwards it is closed to whoever is not named."""
    case = visible_case(request, reference)

    def act(data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("kind", "reason", "named", "deputies")}
        restricting.restrict(case=case, by=request.user, **facts)

    form = RestrictForm(request.POST or None, people=may_be_named())

    def against() -> list[str]:
        named, deputies = (form.cleaned_data.get(name) for name in ("named", "deputies"))
        if named is None or deputies is None:  # nothing is said of those who are not chosen yet
            return []
        return restricting.reasons_against_names(case, list(named), list(deputies))

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading="Restrict this record",
        submit="Restrict",
        rule="restrict",
        done="The record is restricted to the people named",
        back=_back(case),
        intro="From then on only the people you name find it: not the early help desk, not other "
        "managers, not partners in the Team Around the Family. Everything about the family is "
        "restricted, all its cases and what was sent about it.",
    )


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def name(request: HttpRequest, reference: str) -> HttpResponse:
    case = visible_case(request, reference)

    def act(data: dict[str, Any]) -> None:
        restricting.name(case=case, by=request.user, user=data["user"], deputy=data["deputy"])

    return _about_names(request, case, NameForm(request.POST or None, people=may_be_named()), act)


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def unname(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = visible_case(request, reference)
    rows = NamedPerson.objects.filter(family=case.family_id, pk=number, ended_at__isnull=True)
    named = rows.select_related("user").first()
    if named is None:
        raise Http404
    return one_form(
        request,
        case,
        SureForm(request.POST or None),
        lambda data: restricting.unname(case=case, by=request.user, named=named),
        heading=f"{named.user.name} is no longer named",
        submit="Take them off",
        rule="change_names",
        done=f"{named.user.name} no longer sees the record",
        back=_back(case),
    )


@require_http_methods(METHODS)
@only_for(May.RESTRICT)
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    case = visible_case(request, reference)
    return one_form(
        request,
        case,
        ReasonForm(request.POST or None),
        lambda data: restricting.lift(case=case, by=request.user, reason=data["reason"]),
        heading="Lift the restriction",
        submit="Lift the restriction",
        rule="change_names",
        done="The restriction was lifted",
        back=_back(case),
        intro="Everybody whose role reaches the family finds it again.",
    )


@require_http_methods(METHODS)
@only_for(*READERS)
def declare(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare a link to somebody in the family: for oneself, or as a manager for others."""
    case = visible_case(request, reference)
    form = ConflictForm(
        request.POST or None,
        users=_whom(request.user),
        people=[row.person for row in members_of(case)],
        initial={"user": request.user.pk},
    )

    def act(data: dict[str, Any]) -> None:
        facts = {"user": data["user"], "person": form.chosen(), "link": data["link"]}
        declaring.declare(case=case, by=request.user, **facts)

    return one_form(
        request,
        case,
        form,
        act,
        heading="Declare a link to this family",
        submit="Declare",
        rule="",
        done="Declared. The record is closed to whoever is linked to it",
        back=_back(case),
        intro=("" if may(request.user, May.ALLOCATE) else OWN_LINK)
        + "Somebody who is related to a member of the family, or knows them well, does not "
        "see its records. They lose sight of them at once, and if they lead the case its manager "
        "is asked to allocate it anew.",
    )


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def end_conflict(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case = visible_case(request, reference)
    people = case.family.memberships.values("person")
    rows = Conflict.objects.filter(pk=number, person__in=people, ended_at__isnull=True)
    found = rows.select_related("user", "person").first()
    if found is None:
        raise Http404
    return one_form(
        request,
        case,
        ReasonForm(request.POST or None),
        lambda data: declaring.end_conflict(conflict=found, by=request.user, reason=data["reason"]),
        heading=f"{found.user.name} is not linked to {found.person.name}",
        submit="End it",
        rule="",
        done="Ended",
        back=_back(case),
    )


def _about_names(request: HttpRequest, case: Case, form: Any, act: Any) -> HttpResponse:
    return one_form(
        request,
        case,
        form,
        act,
        heading="Name somebody on this record",
        submit="Name them",
        rule="change_names",
        done="Named",
        back=_back(case),
    )


def _whom(user: Any) -> Any:
    if may(user, May.ALLOCATE):
        return User.objects.filter(is_active=True).order_by("sort_name")
    return User.objects.filter(pk=user.pk)


def _back(case: Case) -> str:
    return reverse("case-access", args=[case.reference])
