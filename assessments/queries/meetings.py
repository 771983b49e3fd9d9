"""TAF meetings: who is invited, what was recorded, how the scores went."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assessments.models import Action, Attendance, Plan, Review, Score
from assessments.progress import Member
from cases.models import (
    AdultSpokenWith,
    Allocation,
    Case,
    ChildSeen,
    Contact,
    Person,
    TafMember,
)
from localities.models import Agency

MOST_CONTACTS = 20
TICKED = (
    "“{}” is no longer open: somebody has ticked it or taken it out. It is left out here. What you "
    "wrote of it: {}."
)
LEFT = "{} is no longer in the team. If they came, add them under “Anybody else who came”."


@dataclass(frozen=True)
class Invited:
    """Somebody who belongs at a meeting of this family."""

    key: str
    name: str
    note: str = ""
    agency: Agency | None = None
    person_id: int | None = None
    user_id: int | None = None

    @property
    def label(self) -> str:
        return f"{self.name} ({self.note})" if self.note else self.name


def invited(case: Case, members: list[Member]) -> list[Invited]:
    """The lead, the team around the family, and the family itself."""
    lead = _lead(case)
    known = {one.user_id for one in lead}
    team = [one for one in _team(case) if one.user_id is None or one.user_id not in known]
    born = [one for one in members if one.kind != Person.Kind.UNBORN]
    family = [Invited(f"person-{m.id}", m.name, m.note, person_id=m.id) for m in born]
    return [*lead, *team, *family]


def team_of(case: Case) -> QuerySet[TafMember]:
    """Who is in the Team Around the Family now."""
    rows = TafMember.objects.filter(case=case, left_on__isnull=True)
    return rows.select_related("agency", "user").order_by("name", "pk")


def meetings_of(case: Case) -> QuerySet[Review]:
    """The meetings of a case, newest first, with who came."""
    attendances = Attendance.objects.select_related("agency").order_by("-came", "name", "pk")
    return (
        Review.objects.filter(case=case)
        .select_related("recorded_by")
        .prefetch_related(Prefetch("attendances", attendances))
    )


def open_actions_of(case: Case) -> QuerySet[Action]:
    """What the plan still waits for."""
    rows = Action.objects.filter(case=case, done_on__isnull=True, dropped_on__isnull=True)
    return rows.exclude(goal__plan__state=Plan.State.ENDED).select_related("goal")


def done_by(review: Review) -> QuerySet[Action]:
    """What was done from the meeting before until this one."""
    before = Review.objects.filter(case=review.case_id, held_on__lt=review.held_on)
    last = before.order_by("-held_on").values("held_on")[:1]
    rows = Action.objects.filter(case=review.case_id, dropped_on=None, done_on__lte=review.held_on)
    since = Coalesce(Subquery(last), Value(date.min))
    return rows.filter(done_on__gt=since).order_by("done_on", "pk")


def gone_meanwhile(
    case: Case, typed: Mapping[str, Any], guests: Iterable[Invited], actions: Iterable[Action]
) -> list[str]:
    """What was written of an action that somebody has ticked since the page was opened, and of
    somebody who has left the team: as sentences, so that no words are lost unseen."""
    open_now = {action.pk for action in actions}
    ticked = [number for number in _numbers(typed, "done-") if number not in open_now]
    rows = Action.objects.filter(case=case, pk__in=ticked)
    known = {one.key for one in guests}
    left = [
        number
        for number in _numbers(typed, "guest-taf-")
        if f"taf-{number}" not in known and typed[f"guest-taf-{number}"] in {"came", "away"}
    ]
    team = TafMember.objects.filter(case=case, pk__in=left)
    return [
        *(TICKED.format(row.words, typed.get(f"result-{row.pk}") or "nothing") for row in rows),
        *(LEFT.format(member.name) for member in team),
    ]


def _numbers(typed: Mapping[str, Any], prefix: str) -> list[int]:
    found = (re.fullmatch(rf"{prefix}([1-9]\d{{0,17}})", key) for key in typed)
    return [int(each[1]) for each in found if each]


def contacts_since_the_last(case: Case) -> list[Contact]:
    """What happened with the family since the meeting before, newest first: the latest of it."""
    rows = Contact.objects.filter(case=case)
    if case.last_taf_on:
        rows = rows.filter(happened_at__date__gt=case.last_taf_on)
    people = (
        Prefetch(name, model.objects.select_related("person").order_by("person_id"))
        for name, model in (("sightings", ChildSeen), ("conversations", AdultSpokenWith))
    )
    return list(rows.select_related("by").prefetch_related(*people)[:MOST_CONTACTS])


def came_from(review: Review) -> list[str]:
    """Who came, by agency: "Hawthorn Primary School (2)", and the family."""
    counts: dict[str, int] = {}
    for row in review.attendances.all():
        if row.came:
            counts[_side(row)] = counts.get(_side(row), 0) + 1
    return [f"{name} ({number})" if number > 1 else name for name, number in counts.items()]


def readings_of(case: Case) -> dict[str, dict[str, list[tuple[date, int]]]]:
    """The readings on each instrument, by who scored whom in which area, in the order of days."""
    found: dict[str, dict[str, list[tuple[date, int]]]] = {}
    for row in standing_of(case):
        series = found.setdefault(row.instrument, {})
        series.setdefault(scored_by(row), []).append((row.scored_on, row.value))
    return found


def standing_of(case: Case) -> QuerySet[Score]:
    """The readings that stand, in the order of days; a right one where the wrong one stood."""
    rows = Score.objects.filter(Score.STANDS, case=case).select_related("person")
    return rows.order_by("scored_on", Coalesce("corrects_id", "pk"))


def corrected_of(case: Case) -> QuerySet[Score]:
    """The readings that were wrong, the last corrected first, each with the one that followed."""
    rows = Score.objects.filter(case=case).exclude(Score.STANDS)
    return rows.select_related("person", "corrected_by", "right_one").order_by("-corrected_at")


def scored_by(row: Score) -> str:
    """Who scored; on other instruments than safety, whom and in which area too."""
    who = row.scorer_name or str(row.get_scorer_display())
    whom = row.person.name if row.person and row.person.name != who else ""
    about = [row.area, whom] if row.instrument != Score.SAFETY else []
    return ", ".join([*filter(None, about), who])


def _side(row: Any) -> str:
    if row.person_id:
        return "The family"
    return row.agency.name if row.agency else "Others"


def _lead(case: Case) -> list[Invited]:
    rows = Allocation.objects.filter(case=case, ended_at__isnull=True)
    return [
        Invited(
            f"user-{row.user_id}",
            row.user.name,
            ", ".join(["lead practitioner", *([row.agency.name] if row.agency else [])]),
            row.agency,
            user_id=row.user_id,
        )
        for row in rows.select_related("user", "agency")
    ]


def _team(case: Case) -> list[Invited]:
    return [
        Invited(
            f"taf-{row.pk}",
            row.name,
            ", ".join(filter(None, [row.role, row.agency.name if row.agency else ""])),
            row.agency,
            user_id=row.user_id,
        )
        for row in team_of(case)
    ]
