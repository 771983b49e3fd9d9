"""What we know of a request's family: whom its people may be, and the family's story so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from cases.models import Allocation, Case, Closure, Family, Membership, Person, TafMember
from referrals.describing import age_words, source_words
from referrals.matching import Candidate, Verdict, match, subjects_of
from referrals.models import Decision, MatchJudgement, Outcome, Referral, ReferralPerson
from referrals.queries.alike import requests_alike
from referrals.rules.rereferral import within

YEAR = timedelta(days=365)
MOST = 20  # other requests on one page


@dataclass(frozen=True)
class Match:
    """A candidate beside somebody described: why, what was judged, whose family."""

    person: Person
    score: int
    says: str
    reasons: list[str]
    judgement: MatchJudgement | None
    families: list[Family]
    live_case: Case | None

    @property
    def is_same(self) -> bool:
        return bool(self.judgement and self.judgement.verdict == MatchJudgement.Verdict.SAME)

    @property
    def is_not_same(self) -> bool:
        return bool(self.judgement and self.judgement.verdict == MatchJudgement.Verdict.NOT_SAME)


@dataclass(frozen=True)
class Described:
    """Somebody a request names, and whom they may be."""

    row: ReferralPerson
    age: str
    matches: list[Match]


@dataclass(frozen=True)
class OtherRequest:
    """Another request about one of these people; `seems`: whom it seems to name, by what was
    written alone."""

    reference: str
    received_on: date
    outcomes: list[str]
    source: str = ""
    seems: tuple[str, ...] = ()
    later: bool = False  # it came after the one beside which it stands


@dataclass
class FamilyStory:
    """A family of somebody linked: and its cases."""

    family: Family
    cases: list[Case] = field(default_factory=list)


@dataclass
class WhatWeKnow:
    people: list[Described]
    stories: list[FamilyStory]
    others: list[OtherRequest]
    in_twelve_months: int
    last_closure_on: date | None
    rereferred_within: int | None

    @property
    def unjudged(self) -> list[str]:
        """People whom somebody already known is likely to be, of which nothing was said yet."""
        return [
            each.row.name
            for each in self.people
            if not any(match.is_same for match in each.matches)
            and any(m.says == Verdict.SAME and m.judgement is None for m in each.matches)
        ]


def what_we_know(referral: Referral, *, by: Any) -> WhatWeKnow:
    """Everything beside the request as written. As many queries for one child as for six."""
    people = list(referral.people.all())
    # Once decided, the people are registered: there is nothing left to look for.
    decided = referral.stage == Referral.Stage.DECIDED
    found = {} if decided else match(subjects_of(referral, people))
    judged = _judgements(people)
    linked = {person.person_id for person in people if person.person_id}
    candidates = {each.person.pk for several in found.values() for each in several}
    homes = _families(candidates | linked | {person for _, person in judged})
    cases = _cases({family.pk for several in homes.values() for family in several}, by)
    today = timezone.localdate()
    described = [
        Described(
            row=row,
            age=age_words(row, today),
            matches=_matches(row, found.get(row.pk, []), judged, homes, cases),
        )
        for row in people
    ]
    others, in_a_year = _others(referral, people, linked, by)
    closed = _last_closure(referral, linked, homes, cases)
    return WhatWeKnow(
        described,
        _stories(linked, homes, cases),
        others,
        in_a_year,
        closed,
        within(closed, timezone.localdate(referral.received_at)),
    )


def _matches(
    row: ReferralPerson,
    candidates: Iterable[Candidate],
    judged: dict[tuple[int, int], MatchJudgement],
    homes: dict[int, list[Family]],
    cases: dict[int, list[Case]],
) -> list[Match]:
    """Candidates, and whoever was judged before and is none now; what is open comes first."""
    shown = [(each.person, each.score, str(each.verdict), each.reasons) for each in candidates]
    pks = {person.pk for person, *_ in shown}
    for (key, person_id), judgement in judged.items():
        if key == row.pk and person_id not in pks:
            shown.append((judgement.person, 0, "", judgement.reasons))
    matches = [
        Match(
            person=person,
            score=score,
            says=says,
            reasons=reasons,
            judgement=judged.get((row.pk, person.pk)),
            families=homes.get(person.pk, []),
            live_case=_live(homes.get(person.pk, []), cases),
        )
        for person, score, says, reasons in shown
    ]
    return sorted(matches, key=lambda match: (not match.is_same, match.is_not_same, -match.score))


def _live(families: Iterable[Family], cases: dict[int, list[Case]]) -> Case | None:
    return next(
        (case for family in families for case in cases.get(family.pk, []) if case.is_live), None
    )


def _judgements(people: list[ReferralPerson]) -> dict[tuple[int, int], MatchJudgement]:
    rows = MatchJudgement.objects.filter(referral_person__in=people).select_related("person", "by")
    return {(row.referral_person_id, row.person_id): row for row in rows}


def _families(people: set[int]) -> dict[int, list[Family]]:
    homes: dict[int, list[Family]] = defaultdict(list)
    rows = Membership.objects.filter(person__in=people, to_date__isnull=True)
    for row in rows.select_related("family").order_by("family_id"):
        homes[row.person_id].append(row.family)
    return homes


def _cases(families: set[int], by: Any) -> dict[int, list[Case]]:
    """Cases by family, the latest first, each with who leads and how it ended."""
    cases: dict[int, list[Case]] = defaultdict(list)
    rows = (
        Case.objects.visible_to(by)
        .filter(family__in=families)
        .select_related("locality")
        .prefetch_related(
            Prefetch(
                "allocations",
                Allocation.objects.filter(ended_at__isnull=True).select_related("user"),
                to_attr="leads",
            ),
            Prefetch(
                "closures", Closure.objects.filter(reopened_on__isnull=True), to_attr="ending"
            ),
            Prefetch(
                "taf_members",
                TafMember.objects.filter(left_on__isnull=True).select_related("agency"),
                to_attr="working",
            ),
        )
        .order_by("-opened_on", "-id")
    )
    for case in rows:
        cases[case.family_id].append(case)
    return cases


def _stories(
    linked: set[int], homes: dict[int, list[Family]], cases: dict[int, list[Case]]
) -> list[FamilyStory]:
    families = {family.pk: family for person in linked for family in homes.get(person, [])}
    return [FamilyStory(family, cases.get(key, [])) for key, family in sorted(families.items())]


def _last_closure(
    referral: Referral,
    linked: set[int],
    homes: dict[int, list[Family]],
    cases: dict[int, list[Case]],
) -> date | None:
    """The last time help ended before this request came. Once decided, as it was noted then."""
    if referral.stage == Referral.Stage.DECIDED:
        return referral.last_closure_on
    received = timezone.localdate(referral.received_at)
    families = {family.pk for person in linked for family in homes.get(person, [])}
    ended = [case.closed_on for family in families for case in cases.get(family, [])]
    return max((day for day in ended if day and day <= received), default=None)


def _others(
    referral: Referral, people: list[ReferralPerson], linked: set[int], by: Any
) -> tuple[list[OtherRequest], int]:
    """Requests that name one of these people, or seem to, the latest first; and how many came in
    the twelve months before this one."""
    alike = requests_alike(referral, people)
    named = ReferralPerson.objects.filter(person__in=linked)
    recorded = set(named.values_list("referral_id", flat=True))
    standing = Decision.objects.filter(superseded_at__isnull=True)
    others = Referral.objects.visible_to(by).filter(pk__in=recorded | alike.keys())
    others = others.exclude(pk=referral.pk)
    year = (referral.received_at - YEAR, referral.received_at)
    in_a_year = others.filter(received_at__range=year).count()
    rows = (
        others.only("reference", "received_at", "sender", "sender_agency__name")
        .select_related("sender_agency")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing"))
        .order_by("-received_at", "-id")[:MOST]
    )
    return [
        OtherRequest(
            row.reference,
            timezone.localdate(row.received_at),
            list(dict.fromkeys(Outcome(each.outcome).label for each in row.standing)),
            source_words(row),
            () if row.pk in recorded else tuple(alike.get(row.pk, ())),
            later=row.received_at > referral.received_at,
        )
        for row in rows
    ], in_a_year
