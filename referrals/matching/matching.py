"""From descriptions to candidates, strongest first."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cases.models import Person
from referrals.matching import weights
from referrals.matching.comparing import Features, compare
from referrals.matching.fetching import Found, Record, fetch, fetch_kin
from referrals.matching.reasons import in_words
from referrals.matching.scoring import KIN_AT_MOST, Score, may_be_sure, score
from referrals.matching.subjects import Subject

MOST = 5
WITHOUT_HOPE = weights.SHOWN - KIN_AT_MOST  # whatever the family around, nobody would see them
LIKELY = 5  # of each subject, the candidates whose families are looked at


class Verdict(StrEnum):
    SAME = "same person"
    POSSIBLY = "possibly"


@dataclass(frozen=True)
class Candidate:
    """Somebody already known who may be the person described."""

    person: Person
    score: int
    verdict: Verdict
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A person beside a subject: how they compare, and what that says."""

    person: Record
    features: Features
    score: Score


@dataclass(frozen=True)
class Matched:
    """What was found for one request: by each subject's key at most five candidates. Whether
    anybody compared is restricted, or of a restricted family: others are shown less than this."""

    candidates: dict[int, list[Candidate]]
    restricted: bool


Likely = dict[int, list[Weighed]]


def match(subjects: Iterable[Subject]) -> dict[int, list[Candidate]]:
    """By each subject's key: at most five candidates. Five queries, however many subjects."""
    return match_each([list(subjects)])[0].candidates


def match_each(requests: Collection[Collection[Subject]]) -> list[Matched]:
    """The same for many requests at once, each as if it were asked about alone."""
    ranked, restricted = _weigh_each(requests)
    return [
        Matched({each.key: _candidates(ranked[each.key]) for each in request}, met)
        for request, met in zip(requests, restricted, strict=True)
    ]


def weigh(subjects: Iterable[Subject]) -> Likely:
    """Everybody who may be each subject, strongest first: alone, then with the family around."""
    return _weigh_each([list(subjects)])[0]


def _weigh_each(requests: Collection[Collection[Subject]]) -> tuple[Likely, list[bool]]:
    found = fetch([subject for request in requests for subject in request])
    alone: Likely = {}
    for request in requests:
        people = found.people_of(request)
        alone |= {each.key: _weigh(each, people, found) for each in request}
    likely = {key: _likely(weighed) for key, weighed in alone.items()}
    fetch_kin(found, sorted(set().union(*likely.values())))
    ranked: Likely = {}
    restricted = []
    for request in requests:
        people = found.people_of(request)
        families = found.families_of(set().union(*(likely[each.key] for each in request)))
        members = _others(families, people, found)
        ranked |= _with_family(request, members, families, alone, likely, found)
        met = any(person.restricted for person in (*people, *members))
        restricted.append(met or not found.restricted.isdisjoint(families))
    return ranked, restricted


def _others(families: dict[int, set[int]], known: Iterable[Record], found: Found) -> list[Record]:
    """Members of these families who were not found by themselves."""
    members = set().union(*families.values()) - {person.pk for person in known}
    return [found.people[key] for key in members if key in found.people]


def _with_family(
    request: Collection[Subject],
    members: list[Record],
    families: dict[int, set[int]],
    alone: Likely,
    likely: dict[int, set[int]],
    found: Found,
) -> Likely:
    kin: dict[int, set[int]] = defaultdict(set)
    for several in families.values():
        for person in several:
            kin[person] |= several - {person}
    ours = {each.key: likely[each.key] for each in request}
    return {
        each.key: _ranked(alone[each.key] + _weigh(each, members, found), _around(each, ours, kin))
        for each in request
    }


def _weigh(subject: Subject, people: Iterable[Record], found: Found) -> list[Weighed]:
    weighed = []
    for person in people:
        stays = found.stays.get(person.pk, [])
        features = compare(subject, person, stays, found.lexicon)
        scored = score(features)
        if scored.bits >= WITHOUT_HOPE:
            weighed.append(Weighed(person, features, scored))
    return weighed


def _likely(weighed: list[Weighed]) -> set[int]:
    return {each.person.pk for each in _ranked(weighed, {})[:LIKELY]}


def _around(
    subject: Subject, likely: dict[int, set[int]], kin: dict[int, set[int]]
) -> dict[int, str]:
    """By person: how many of the others asked about are likely of that person's family."""
    others = [people for key, people in likely.items() if key != subject.key]
    if not others:
        return {}
    words = ("none", "one", "two")
    return {
        person: words[min(sum(bool(around & people) for people in others), 2)]
        for person, around in kin.items()
    }


def _ranked(weighed: list[Weighed], around: dict[int, str]) -> list[Weighed]:
    """Those worth showing, strongest first. Of whose family nothing was found, nobody is near."""
    if around:
        weighed = [_with_kin(each, around.get(each.person.pk, "none")) for each in weighed]
    shown = [each for each in weighed if each.score.bits >= weights.SHOWN]
    return sorted(shown, key=lambda each: (-each.score.bits, each.person.pk))


def _with_kin(weighed: Weighed, kin: str) -> Weighed:
    features = replace(weighed.features, kin=kin)
    return Weighed(weighed.person, features, score(features))


def _candidates(ranked: list[Weighed]) -> list[Candidate]:
    sure = is_sure(ranked)
    return [
        Candidate(
            person := each.person.person(),
            each.score.percent,
            Verdict.SAME if sure and each is ranked[0] else Verdict.POSSIBLY,
            in_words(each.features, person),
        )
        for each in ranked[:MOST]
    ]


def is_sure(ranked: Collection[Weighed]) -> bool:
    """Whether the strongest is the same person: by itself, and clearly ahead of the next."""
    if not ranked:
        return False
    first, *rest = ranked
    ahead = first.score.bits - rest[0].score.bits if rest else float("inf")
    return may_be_sure(first.features, first.score) and ahead >= weights.AHEAD
