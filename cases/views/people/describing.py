"""The forms about one person of a family, and about adding another."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions.people import describing, placing
from cases.forms.people.facts import AddPersonForm, BirthForm, DeathForm, FactsForm, facts_of
from cases.forms.people.placing import LeaveForm, PlaceForm
from cases.models import Case, Couple, Family, Membership, Parentage, Person
from cases.queries.people.members import member, members_of
from cases.queries.people.merges import families_of_the_same
from cases.rules.describing import contradictions, reasons_against_adding, unnamed
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form
from cases.withholding.audience import is_withheld

KEYS = ("one_time_key", "version")
RECORDED_TWICE = (
    "{name} has another record, of the same date of birth, in the {families}. If this is one "
    "person, ask the early help desk to make the two records one."
)
YOUNGEST_PARENT = 11  # years
YOUNGEST_PARTNER = 14


def person_page(request: HttpRequest, reference: str, number: int) -> tuple[Case, Membership]:
    """The case and somebody of its family, or a 404. The number of a record that was merged
    into another leads to the one that was kept."""
    case = visible_case(request, reference)
    membership = member(case, number) or _of_the_kept(case, number)
    if membership is None:
        raise Http404
    return case, membership


def _of_the_kept(case: Case, number: int) -> Membership | None:
    kept = Person.objects.filter(pk=number).values_list("merged_into", flat=True).first()
    return member(case, kept) if kept else None


def back_to(case: Case, person: Person | None = None) -> str:
    """The People page, at somebody's card."""
    place = f"#person-{person.pk}" if person else ""
    return reverse("case-people", args=[case.reference]) + place


def others_than(case: Case, person: Person) -> list[Person]:
    return [row.person for row in members_of(case) if row.person_id != person.pk]


@require_http_methods(METHODS)
@login_required
def facts(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Change what is recorded of a person."""
    case, membership = person_page(request, reference, number)
    person = membership.person

    form = FactsForm(request.POST or None, person=person)
    if is_withheld("cases.school", person.pk):
        del form.fields["school"]

    def act(data: dict[str, Any]) -> None:
        typed = {name: value for name, value in data.items() if name not in KEYS}
        describing.describe(
            case=case, person=person, by=request.user, version=data["version"], **typed
        )

    def current() -> tuple[int, dict[str, Any]]:
        now = Person.objects.get(pk=person.pk)
        return now.version, facts_of(now)

    return one_form(
        request,
        case,
        form,
        act,
        reasons=lambda: contradictions(person, _said(form)),
        heading=f"Facts about {person.name}",
        submit="Save",
        done=f"Saved what is recorded of {person.name}",
        back=back_to(case, person),
        current=current,
    )


@require_http_methods(METHODS)
@login_required
def birth(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record the birth of a child known before it was born."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    initial = {
        "version": person.version,
        "given_name": person.given_name,
        "family_name": person.family_name,
    }

    def act(data: dict[str, Any]) -> None:
        typed = {name: value for name, value in data.items() if name not in KEYS}
        describing.record_birth(
            case=case, person=person, by=request.user, version=data["version"], **typed
        )

    form = BirthForm(request.POST or None, initial=initial)

    def against() -> list[str]:
        said = _said(form)
        return unnamed(said["given_name"] or "", said["family_name"] or "")

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading=f"Birth of {person.name}",
        submit="Record birth",
        done="Birth recorded",
        back=back_to(case, person),
        intro="The child stays the same person here. What was written before the birth stays.",
    )


@require_http_methods(METHODS)
@login_required
def death(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record that somebody has died, or that a baby was lost before its birth."""
    case, membership = person_page(request, reference, number)
    person = membership.person
    lost = person.kind == Person.Kind.UNBORN

    def act(data: dict[str, Any]) -> None:
        describing.record_death(
            case=case,
            person=person,
            by=request.user,
            version=data["version"],
            died_on=data["died_on"],
        )
        messages.info(request, "Recorded")  # no success

    return one_form(
        request,
        case,
        DeathForm(request.POST or None, person=person),
        act,
        heading=f"Loss of {person.name}" if lost else f"Death of {person.name}",
        submit="Record loss" if lost else "Record death",
        done="",
        back=back_to(case, person),
        then=reverse(settings.AFTER_A_DEATH, args=[case.reference, person.pk]),
        intro="From now on nobody is reminded of anything about them. Actions for a need of theirs "
        "are taken out of the plan, and links to the plan are closed until you have looked at it. "
        "What was written stays.",
    )


@require_http_methods(METHODS)
@login_required
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Add somebody to the family."""
    case = visible_case(request, reference)
    adults = [row.person for row in members_of(case) if row.person.kind == Person.Kind.ADULT]

    def act(data: dict[str, Any]) -> None:
        typed = {name: value for name, value in data.items() if name not in KEYS}
        chosen = {str(adult.pk): adult for adult in adults}
        typed["parents"] = [chosen[key] for key in data.get("parents", [])]
        typed["household"] = data["household"] or 1
        added = describing.add_person(case=case, by=request.user, **typed)
        if families := families_of_the_same(added, request.user):
            messages.warning(
                request, RECORDED_TWICE.format(name=added.name, families=" and ".join(families))
            )

    form = AddPersonForm(request.POST or None, adults=adults)

    def against() -> list[str]:
        said = _said(form)
        return reasons_against_adding(said["kind"], said) if said["kind"] else []

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading="Add a person to the family",
        submit="Add person",
        done="Added to the family",
        back=back_to(case),
        intro="If they belong to another family too, they stand on a record of their own there. "
        "Add them here all the same, and ask the early help desk to make the two records one.",
    )


@require_http_methods(METHODS)
@login_required
def place(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """How somebody belongs to the family."""
    case, membership = person_page(request, reference, number)
    person, others = membership.person, others_than(case, membership.person)
    form = PlaceForm(
        request.POST or None,
        parents=[one for one in others if _older(one, person, YOUNGEST_PARENT)],
        partners=[one for one in others if _grown(one) and _grown(person)],
        initial=_place_now(membership),
    )

    def act(data: dict[str, Any]) -> None:
        placing.place(
            case=case,
            person=person,
            by=request.user,
            version=data["version"],
            relationship=data["relationship"],
            household=data["household"],
            parents=form.parents(),
            partner=form.chosen_partner(),
            state=data.get("state") or Couple.State.TOGETHER,
        )

    def current() -> tuple[int, dict[str, Any]]:
        now = Membership.objects.select_related("family").get(pk=membership.pk)
        values = _place_now(now)
        return values.pop("version"), values

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"{person.name} in the family",
        submit="Save",
        done=f"Saved how {person.name} belongs to the family",
        back=back_to(case, person),
        current=current,
    )


@require_http_methods(METHODS)
@login_required
def leave(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """That somebody no longer belongs to the family."""
    case, membership = person_page(request, reference, number)
    person = membership.person

    def act(data: dict[str, Any]) -> None:
        placing.leave(
            case=case, person=person, by=request.user, on=data["on"], reason=data["reason"]
        )

    return one_form(
        request,
        case,
        LeaveForm(request.POST or None),
        act,
        heading=f"{person.name} no longer belongs to the family",
        submit="Save",
        done=f"{person.name} no longer belongs to the family",
        back=back_to(case),
        intro="For somebody who is no longer one of the people the plan is for. What was "
        "recorded of them stays. For a new address use “Record address”.",
    )


def _said(form: Any) -> dict[str, Any]:
    """What was typed, as far as it can be read; nothing stands for the rest."""
    return {name: form.cleaned_data.get(name) for name in form.fields}


def _older(one: Person, than: Person, years: int) -> bool:
    """Whether somebody is so many years older, as far as is known."""
    if one.kind == Person.Kind.UNBORN:
        return False
    born = than.date_of_birth or than.expected_on or timezone.localdate()
    age = one.age_on(born)
    return one.kind == Person.Kind.ADULT if age is None else age >= years


def _grown(one: Person) -> bool:
    age = one.age_on(timezone.localdate())
    return one.kind == Person.Kind.ADULT or (age or 0) >= YOUNGEST_PARTNER


def _place_now(membership: Membership) -> dict[str, Any]:
    kinds = Parentage.objects.filter(child=membership.person_id)
    parents = {f"parent_{row.parent_id}": row.kind for row in kinds}
    family: Family = membership.family
    return {
        "version": family.version,
        "relationship": membership.relationship,
        "household": membership.household,
        **parents,
    }
