"""The next meeting: who can be invited to it, who cannot be offered and why, who answered."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.models import Invitation, PlannedMeeting
from assessments.progress import Member
from assessments.queries.meetings import Invited, invited
from audit.text import fold
from cases.extensions import Task
from cases.models import Address, Case, CourtOrder, Membership, ParentalResponsibility, Person
from cases.queries.written_once import read_by
from cases.rules.sharing import why_they_do_not_see
from cases.withholding.words import Finder

ACCOUNT_CLOSED = (
    "{name}: their account is closed. Take them off the team, or ask for somebody else."
)
KEPT_AWAY = (
    "{name} cannot be invited. {kind}: {text} If you mean somebody else, say beside the name who "
    "they are."
)


@dataclass(frozen=True)
class Offered:
    """Who can be invited; who is not offered, with the reason; what to know before inviting."""

    guests: list[Invited]
    not_offered: list[str]
    warnings: list[str]


def who(one: Invited | Invitation) -> tuple[str, Any]:
    """By what somebody is known again: their account, their person, else their name."""
    if one.user_id:
        return "user", one.user_id
    return ("person", one.person_id) if one.person_id else ("name", one.name.casefold())


def kept_away(case: Case, guests: list[Invited]) -> list[str]:
    """Whom a court order keeps away and who is invited all the same, also by name: as sentences."""
    people = {one.person_id for one in guests}
    names = {fold(one.name) for one in guests if not one.user_id and not one.person_id}
    return list(
        dict.fromkeys(
            KEPT_AWAY.format(name=each.restrains, kind=each.kind, text=each.text)
            for each in _restraining(case)
            if each.restrains_id in people
            or names & {fold(name) for name in names_of(each.restrains)}
        )
    )


def names_of(person: Person | None) -> list[str]:
    if person is None:
        return []
    first = [name for name in (person.given_name, person.known_as) if name]
    return [f"{each} {person.family_name}" for each in first]


def next_meeting(case: Case) -> PlannedMeeting | None:
    """The meeting that is neither recorded nor called off, with who is invited."""
    standing = Invitation.objects.filter(withdrawn_at__isnull=True).select_related("agency")
    found = (
        PlannedMeeting.objects.filter(case=case, called_off_at__isnull=True, review__isnull=True)
        .select_related("planned_by")
        .prefetch_related(Prefetch("invitations", standing.order_by("pk")))
        .first()
    )
    if found:
        found.case = case
    return found


def tasks_of(user: Any) -> list[Task]:
    """The meetings to come to which somebody is invited and has not said whether they come, but
    for those they planned themselves. Named in settings.TASKS."""
    return [_task(row) for row in _UNANSWERED(user)]


def _unanswered(user: Any) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(
        user=user.pk,
        answer="",
        withdrawn_at__isnull=True,
        meeting__called_off_at__isnull=True,
        meeting__review__isnull=True,
        meeting__starts_at__date__gte=timezone.localdate(),
        case__in=Case.objects.visible_to(user).live(),
    ).exclude(meeting__planned_by=user.pk)
    return rows.select_related("meeting", "case__family").order_by("meeting__starts_at", "pk")


_UNANSWERED = read_by(_unanswered)


def _task(row: Invitation) -> Task:
    when = timezone.localtime(row.meeting.starts_at)
    said = f"Say whether you come to the TAF meeting, {when.day} {when:%B}, {when:%H:%M}"
    where = reverse("case-meetings", args=[row.case.reference])
    of = row.case.family.name, row.case.reference
    return Task(f"invited-{row.pk}", "Answer an invitation", said, when.date(), *of, where)


def offered(case: Case, members: list[Member], meeting: PlannedMeeting | None) -> Offered:
    """Everybody who belongs at the meeting, and who is invited already. Whom a court order keeps
    away is not offered, nor whoever may not know of the family."""
    orders = _restraining(case)
    restrained = {order.restrains_id for order in orders}
    known = invited(case, members)
    unknowing = [one for one in known if one.user_id and not may_know(case, one.user_id)]
    accounts = User.objects.in_bulk([one.user_id for one in unknowing if one.user_id])
    guests = [one for one in known if one.person_id not in restrained and one not in unknowing]
    free = [one for one in members if one.id not in restrained]
    return Offered(
        [*guests, *_invited_besides(known, meeting)],
        [
            *dict.fromkeys(f"{each.restrains}: {each.kind}. {each.text}" for each in orders),
            *(_why_unknowing(case, user) for user in accounts.values()),
        ],
        without_responsibility(case, free),
    )


def guests_of(case: Case, members: list[Member], meeting: PlannedMeeting | None) -> list[Invited]:
    """Who may have come to a meeting: those invited to it first."""
    known = invited(case, members)
    found = [*known, *_invited_besides(known, meeting)]
    asked = {who(row) for row in meeting.invitations.all()} if meeting else set()
    return sorted(found, key=lambda one: who(one) not in asked)


def may_know(case: Case, user_id: int) -> bool:
    """Whether somebody has an account that works, and sees the case with it."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user is not None and Case.objects.visible_to(user).filter(pk=case.pk).exists()


def _why_unknowing(case: Case, user: User) -> str:
    if not user.is_active:
        return ACCOUNT_CLOSED.format(name=user.name)
    return why_they_do_not_see(case, user)


def _invited_besides(known: list[Invited], meeting: PlannedMeeting | None) -> list[Invited]:
    """Who is invited by name alone, or has left the team since."""
    there = {who(one) for one in known}
    rows = meeting.invitations.all() if meeting else ()
    return [
        Invited(
            f"invited-{row.pk}", row.name, row.agency.name if row.agency else "", row.agency,
            row.person_id, row.user_id,
        )
        for row in rows
        if who(row) not in there
    ]  # fmt: skip


def telling_words(case: Case, text: str) -> list[str]:
    """The words of a text that tell which family it is: names and where they live."""
    found = [word for word in _words(case) if Finder([word]).holds(text)]
    return list(dict.fromkeys(found))


def _words(case: Case) -> list[str]:
    ids = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    people = Person.objects.filter(pk__in=ids.values("person_id"))
    names = people.values_list("given_name", "known_as", "family_name")
    homes = Address.objects.filter(person__in=people, to_date__isnull=True)
    words = [word for row in names for word in row]
    for lines, postcode in homes.values_list("lines", "postcode"):
        words += [postcode, *(part for part in re.split(r"[,\n]", lines) if re.search(r"\d", part))]
    return [word.strip() for word in words if len(re.sub(r"\W", "", word)) > 2]


def _restraining(case: Case) -> list[CourtOrder]:
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    children = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    rows = CourtOrder.objects.filter(
        standing, child__in=children.values("person_id"), restrains__isnull=False
    )
    return list(rows.select_related("restrains").order_by("pk"))


def without_responsibility(case: Case, members: list[Member]) -> list[str]:
    """Of which adults no parental responsibility is recorded, and for which children."""
    adults = [one for one in members if one.kind == Person.Kind.ADULT]
    children = {person.pk: person.name for person in Person.objects.living_children_of(case)}
    rows = ParentalResponsibility.objects.filter(
        holder__in=[one.id for one in adults], child__in=children, to_date__isnull=True
    )
    held: dict[int, set[int]] = {}
    for holder, child in rows.values_list("holder_id", "child_id"):
        held.setdefault(holder, set()).add(child)
    return [
        f"No parental responsibility of {one.name} is recorded for {', '.join(without)}."
        for one in adults
        if (without := [n for pk, n in children.items() if pk not in held.get(one.id, set())])
    ]
