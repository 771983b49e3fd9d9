"""Small histories in plain Python, and writing them down as rows.

What a measure counts is checked against these, not against the database.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.acting import acting_as_system
from accounts.models import User
from assessments.models import Answer as AnswerOf
from assessments.models import Assessment, Factor, FormVersion
from audit.models import Job
from cases.closure_reasons import group_of
from cases.models import (
    Case,
    CaseChild,
    Closure,
    ClosureCheck,
    Family,
    Need,
    NeedOutcome,
    Person,
)
from localities.models import Agency, Locality, Service
from referrals.models import Answer, Decision, Referral, ReferralPerson, Sample, Signposting
from tests.databases import count_again
from tests.reporting.steps import WRITTEN as STEPS
from tests.reporting.steps import Down, Up, write_steps

LONDON = ZoneInfo("Europe/London")
WRITTEN = (
    Family, Case, Closure, ClosureCheck, Person, CaseChild, Referral, ReferralPerson, Decision,
    Sample, Answer, Signposting, Assessment, AnswerOf, Factor, Need, NeedOutcome, *STEPS,
)  # fmt: skip
GROUP = {"name": "A group", "offers": "A cup of tea"}


@dataclass(frozen=True)
class Ending:
    on: date
    reason: str
    undone_on: date | None = None
    looks: tuple[tuple[int, str], ...] = ()  # months after, and what was found


@dataclass(frozen=True)
class Needed:
    """A need, and at each ending of its case what had become of it, or nothing."""

    kind: str
    on: date
    became: tuple[str, ...] = ()


@dataclass(frozen=True)
class Episode:
    """A case: `children` are numbers of children with the day each joined."""

    locality: int
    opened: date
    children: tuple[tuple[int, date], ...]
    endings: tuple[Ending, ...] = ()
    door: str = "desk"
    level: int = 3
    ups: tuple[Up, ...] = ()
    downs: tuple[Down, ...] = ()
    tafs: tuple[date, ...] = ()
    planned: datetime | None = None
    needs: tuple[Needed, ...] = ()

    @property
    def closed(self) -> date | None:
        standing = [ending.on for ending in self.endings if not ending.undone_on]
        return standing[0] if standing else None


@dataclass(frozen=True)
class Decided:
    on: date
    outcome: str
    superseded: bool = False
    level: int = 2
    episode: int | None = None
    judged: str = ""  # by a manager who looked at it again


@dataclass(frozen=True)
class Request:
    """A request for support: for each person in it, its kind and the decisions on it."""

    received: datetime
    people: tuple[tuple[str, tuple[Decided, ...]], ...]
    locality: int | None = None
    sender: str = "school"
    due: datetime | None = None
    decided: datetime | None = None
    again_within: int | None = None  # months since the last closure
    answered: str = ""  # "told", or "failed": a letter that came back
    told_of: tuple[tuple[datetime, str], ...] = ()  # services: when, and what became of it


@dataclass(frozen=True)
class Begun:
    """An assessment that was begun, and signed off with these factors, or ended. A form that asks
    for none has none."""

    episode: int
    on: date
    agency: str = "council"
    form: str = "eha"
    signed: date | None = None
    factors: tuple[str, ...] = ()


@dataclass
class Facts:
    episodes: list[Episode] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)

    def child_numbers(self) -> set[int]:
        return {number for episode in self.episodes for number, _ in episode.children}


_numbers = itertools.count(1)


def write_down(facts: Facts, by: User) -> list[Locality]:
    """The facts as rows, in a few statements. Localities are those on record, in their order."""
    with acting_as_system("writing facts down"):
        localities = list(Locality.objects.order_by("order", "name"))
        cases = _cases(facts.episodes, localities)
        _closures(facts.episodes, cases)
        write_steps(facts.episodes, cases, by)
        _children(facts, cases)
        _requests(facts.requests, localities, cases, by)
        _assessments(facts.begun, cases, by)
    count_again(WRITTEN)
    return localities


def _cases(episodes: list[Episode], localities: list[Locality]) -> list[Case]:
    families = Family.objects.bulk_create(
        [Family(reference=f"TF-{next(_numbers)}", name="A family") for _ in episodes]
    )
    return Case.objects.bulk_create(
        [
            Case(
                reference=f"TC-{next(_numbers)}",
                family=family,
                locality=localities[episode.locality],
                stage="closed" if episode.closed else "waiting",
                level=episode.level,
                door=episode.door,
                received_on=episode.opened,
                opened_on=episode.opened,
                closed_on=episode.closed,
            )
            for family, episode in zip(families, episodes, strict=True)
        ]
    )


def _closures(episodes: list[Episode], cases: list[Case]) -> None:
    endings = [ending for episode in episodes for ending in episode.endings]
    closures = Closure.objects.bulk_create(
        [
            Closure(
                case=case,
                closed_on=ending.on,
                reason=ending.reason,
                group=group_of(ending.reason),
                reopened_on=ending.undone_on,
            )
            for case, episode in zip(cases, episodes, strict=True)
            for ending in episode.endings
        ]
    )
    _needs(episodes, cases, closures)
    ClosureCheck.objects.bulk_create(
        ClosureCheck(
            closure=closure,
            case=closure.case,
            months=months,
            due_on=ending.on + timedelta(days=months * 30),
            looked_on=ending.on + timedelta(days=months * 30),
            finding=finding,
            found_on=None if finding == "nothing" else ending.on + timedelta(days=5),
        )
        for closure, ending in zip(closures, endings, strict=True)
        for months, finding in ending.looks
    )


def _needs(episodes: list[Episode], cases: list[Case], closures: list[Closure]) -> None:
    needed = [
        (case, need)
        for case, episode in zip(cases, episodes, strict=True)
        for need in episode.needs
    ]
    rows = Need.objects.bulk_create(
        Need(case=case, kind=need.kind, seen_on=need.on) for case, need in needed
    )
    of_case: dict[int, list[Closure]] = {}
    for closure in closures:
        of_case.setdefault(closure.case_id, []).append(closure)
    NeedOutcome.objects.bulk_create(
        NeedOutcome(closure=closure, case=case, need=row, outcome=outcome)
        for row, (case, need) in zip(rows, needed, strict=True)
        for closure, outcome in zip(of_case.get(case.pk, []), need.became, strict=False)
        if outcome
    )


def _children(facts: Facts, cases: list[Case]) -> None:
    numbers = sorted(facts.child_numbers())
    people = Person.objects.bulk_create([Person(kind="child") for _ in numbers])
    by_number = dict(zip(numbers, people, strict=True))
    CaseChild.objects.bulk_create(
        [
            CaseChild(case=case, person=by_number[number], joined_on=joined)
            for case, episode in zip(cases, facts.episodes, strict=True)
            for number, joined in episode.children
        ]
    )


def _requests(
    requests: list[Request], localities: list[Locality], cases: list[Case], by: User
) -> None:
    rows = Referral.objects.bulk_create(
        [
            Referral(
                reference=f"TR-{next(_numbers)}",
                door="phone",
                received_at=request.received,
                due_at=request.due or request.received,
                decided_at=request.decided,
                stage="decided" if request.decided else "new",
                rereferred_within=request.again_within,
                last_closure_on=date(2016, 1, 1) if request.again_within else None,
                sender=request.sender,
                locality=None if request.locality is None else localities[request.locality],
                worries="Worries",
                family_knows="agrees",
            )
            for request in requests
        ]
    )
    named = [
        (ReferralPerson(referral=row, kind=kind), decisions)
        for row, request in zip(rows, requests, strict=True)
        for kind, decisions in request.people
    ]
    ReferralPerson.objects.bulk_create([person for person, _ in named])
    decisions = Decision.objects.bulk_create(_decisions(named, cases, by))
    judged = [row.judged for _, rows in named for row in rows]
    _samples(decisions, judged, by)
    _answers(requests, rows)
    _signpostings(requests, rows, by)


def _samples(decisions: list[Decision], judged: list[str], by: User) -> None:
    Sample.objects.bulk_create(
        Sample(
            decision=decision,
            week=decision.decided_on,
            drawn_at=decision.decided_at,
            **_judged(verdict, decision, by),
        )
        for decision, verdict in zip(decisions, judged, strict=True)
        if verdict
    )


def _judged(verdict: str, decision: Decision, by: User) -> dict[str, Any]:
    if verdict == "drawn":
        return {}
    return {
        "verdict": verdict,
        "reason": "Read it",
        "judged_by": by,
        "judged_at": decision.decided_at,
    }


def _answers(requests: list[Request], rows: list[Referral]) -> None:
    for request, row in zip(requests, rows, strict=True):
        if request.answered and request.decided:
            failed = request.answered == "failed"
            at = request.decided - timedelta(days=1) if request.answered == "old" else None
            Answer.objects.create(
                referral=row,
                event="decided",
                who="public",
                way="email" if failed else "phone",
                text="We looked at it",
                at=at or request.decided,
                letter=_failed_letter(row) if failed else None,
            )


def _failed_letter(row: Referral) -> Job:
    return Job.objects.create(
        kind="send_mail",
        key=f"letter {row.reference}",
        state="failed",
        asked_at=row.received_at,
        run_after=row.received_at,
        finished_at=row.received_at,
    )


def _signpostings(requests: list[Request], rows: list[Referral], by: User) -> None:
    service: Service | None = None
    for request, row in zip(requests, rows, strict=True):
        for at, outcome in request.told_of:
            service = service or Service.objects.get_or_create(key="a-group", defaults=GROUP)[0]
            Signposting.objects.create(
                referral=row,
                service=service,
                by=by,
                at=at,
                follow_up_on=at.date(),
                outcome=outcome,
                followed_up_at=at if outcome else None,
                followed_up_by=by if outcome else None,
            )


def _decisions(
    named: Iterable[tuple[ReferralPerson, tuple[Decided, ...]]], cases: list[Case], by: User
) -> Iterable[Decision]:
    for person, decisions in named:
        for decided in decisions:
            at = datetime.combine(decided.on, time(12), LONDON)
            yield Decision(
                referral=person.referral,
                child=person,
                outcome=decided.outcome,
                level=decided.level,
                reason="A reason",
                decided_on=decided.on,
                decided_at=at,
                decided_by=by,
                case=None if decided.episode is None else cases[decided.episode],
                superseded_at=at if decided.superseded else None,
            )


def _assessments(begun: list[Begun], cases: list[Case], by: User) -> None:
    forms = {key: _form(key) for key in {row.form for row in begun}}
    agencies = {kind: _agency(kind) for kind in {row.agency for row in begun}}
    rows = Assessment.objects.bulk_create(
        [
            Assessment(
                case=cases[row.episode],
                family_id=cases[row.episode].family_id,
                form=forms[row.form],
                state="signed_off" if row.signed else "ended",
                started_on=row.on,
                started_by=by,
                started_by_agency=agencies[row.agency],
                completed_on=row.signed,
            )
            for row in begun
        ]
    )
    ticked = [pair for pair in zip(rows, begun, strict=True) if pair[1].factors]
    answers = AnswerOf.objects.bulk_create(
        AnswerOf(
            assessment=row,
            case_id=row.case_id,
            section="meaning",
            question="factors",
            value=list(one.factors),
            saved_at=datetime.combine(one.on, time(12), LONDON),
            saved_by=by,
        )
        for row, one in ticked
    )
    Factor.objects.bulk_create(
        Factor(assessment=row, case_id=row.case_id, answer=answer, code=code)
        for answer, (row, one) in zip(answers, ticked, strict=True)
        for code in one.factors
    )


def _form(key: str) -> FormVersion:
    facts: dict[str, Any] = {
        "title": key.upper(),
        "effective_from": date(2015, 1, 1),
        "definition": {},
        "digest": "",
    }
    return FormVersion.objects.get_or_create(key=key, number=99, defaults=facts)[0]


def _agency(kind: str) -> Agency:
    return Agency.objects.get_or_create(name=f"Agency of {kind}", defaults={"kind": kind})[0]
