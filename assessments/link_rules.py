"""Whether somebody of a family can be given a link to the plan, what to know before, and whether
a link that was given still opens. Each answers with reasons, in sentences.

Nothing here ends a link: it is asked anew at every opening, so that no event is missed.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone

from assessments.models import Plan, PlanLink
from audit.days import in_words
from cases.models import (
    Case,
    ContactWay,
    CourtOrder,
    Membership,
    ParentalResponsibility,
    Person,
    Withheld,
)
from cases.queries.sharing.withheld import TELLS_OF_ABUSE, abuse_they_read
from cases.rules.blocking import Rule, lead_or_manager, live, reasons_of

YOUNGEST = 13  # the age at which somebody may agree to an online service (UK GDPR, Article 8)
MOST_TRIES = 5

TO_GIVE: list[Rule] = [
    live,
    lead_or_manager,
    lambda case, by: RESTRICTED if case.restricted else "",
    lambda case, by: "" if agreed_plan(case) else NO_PLAN,
]
TO_END: list[Rule] = [lead_or_manager]
RESTRICTED = "The record is restricted. Nobody reads a restricted plan by a link."
NO_PLAN = "The family has not agreed a plan yet."
NOT_HERE = "{} does not belong to this family now."
TOO_YOUNG = "A link is for adults and for young people of {} and over. Give {} a copy on paper."


def agreed_plan(case: Case) -> Plan | None:
    return Plan.objects.filter(case=case, state=Plan.State.LIVE).first()


def giving_blockers(case: Case, person: Person, by: Any) -> list[str]:
    """Why `by` cannot give this person a link to the plan."""
    return reasons_of(TO_GIVE, case, by) + list(_not_theirs(case, person))


def closed_because(link: PlanLink) -> list[str]:
    """Why a link does not open now. None: it opens with its code."""
    case, person = link.case, link.person
    if link.ended_at:
        return [f"It was ended on {in_words(timezone.localdate(link.ended_at))}: {link.end_reason}"]
    found = [*_of_the_link(link), *_of_the_case(case), *_not_theirs(case, person), *_new(link)]
    return list(dict.fromkeys(found))


def _of_the_link(link: PlanLink) -> Iterator[str]:
    if link.until < timezone.localdate():
        yield f"Its last day was {in_words(link.until)}."
    if link.locked_at:
        yield f"It locked itself after {MOST_TRIES} wrong codes. A new code opens it again."
    if link.by_email and not (link.way and is_safe(link.way)):
        yield "The address it was sent to is no longer marked as safe."


def _of_the_case(case: Case) -> Iterator[str]:
    if not case.is_live:
        yield "The case is closed."
    if case.restricted:
        yield RESTRICTED
    if not agreed_plan(case):
        yield "There is no agreed plan now."


def _not_theirs(case: Case, person: Person) -> Iterator[str]:
    if person.died_on:
        yield f"{person.name} has died."
    elif person.identity_closed_on or person.merged_into_id:
        yield f"The record of {person.name} is closed."
    elif not Membership.objects.filter(
        family=case.family_id, person=person, to_date__isnull=True
    ).exists():
        yield NOT_HERE.format(person.name)
    elif person.kind != Person.Kind.ADULT and (age_of(person) or 0) < YOUNGEST:
        yield TOO_YOUNG.format(YOUNGEST, person.name)


def _new(link: PlanLink) -> Iterator[str]:
    """What has come to stand against it since it was given."""
    for key, sentence in against(link.case, link.person).items():
        if key not in link.known:
            yield f"Since it was given: {sentence}"


def against(case: Case, person: Person) -> dict[str, str]:
    """What speaks against a link for this person, or must be known before: by key, a sentence."""
    return dict(
        [
            *_marks(case, person),
            *_orders(case, person),
            *_abuse(case, person),
            *_responsibility(case, person),
            *_deaths(case),
        ]
    )


def _marks(case: Case, person: Person) -> Iterator[tuple[str, str]]:
    rows = Withheld.objects.filter(
        Q(person=person) | Q(name__iexact=person.name),
        family=case.family_id,
        ended_at__isnull=True,
    )
    for mark in rows.order_by("pk"):
        why = mark.get_why_display().lower()
        yield f"mark-{mark.pk}", f"Something is not to be shared with {person.name} ({why})."


def _orders(case: Case, person: Person) -> Iterator[tuple[str, str]]:
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    children = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    rows = CourtOrder.objects.filter(standing, child__in=children.values("person"))
    rows = rows.filter(Q(restrains=person) | Q(restrains__isnull=True))
    for order in rows.select_related("child").order_by("pk"):
        whom = f"restrains {person.name}" if order.restrains_id else f"about {order.child.name}"
        yield f"order-{order.pk}", f"{order.kind} {whom}: {order.text}"


def _abuse(case: Case, person: Person) -> Iterator[tuple[str, str]]:
    """Whoever reads the plan reads what is done about domestic abuse, unless it is marked."""
    for need in abuse_they_read(case, [person]):
        yield f"abuse-{need.pk}", TELLS_OF_ABUSE.format(person.name)


def _responsibility(case: Case, person: Person) -> Iterator[tuple[str, str]]:
    if person.kind != Person.Kind.ADULT:
        return
    held = ParentalResponsibility.objects.filter(holder=person, to_date__isnull=True)
    children = Person.objects.living_children_of(case)
    for child in children.exclude(pk__in=held.values("child")):
        yield (
            f"child-{child.pk}",
            f"No parental responsibility of {person.name} is recorded for {child.name}.",
        )


def _deaths(case: Case) -> Iterator[tuple[str, str]]:
    """What the plan says of somebody who has died is looked at before anybody reads it."""
    rows = Person.objects.filter(case_children__case=case, died_on__isnull=False)
    for child in rows.order_by("pk"):
        lost = child.kind == Person.Kind.UNBORN
        said = f"{child.name} was lost." if lost else f"{child.name} has died."
        yield f"death-{child.pk}", f"{said} Look first at what the plan says of them."


def is_safe(way: ContactWay) -> bool:
    return (
        way.kind == ContactWay.Kind.EMAIL
        and way.safe_to_contact == ContactWay.Safe.YES
        and way.ended_on is None
    )


def age_of(person: Person) -> int | None:
    return person.age_on(timezone.localdate())
