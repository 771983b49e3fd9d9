"""From descriptions to candidates, strongest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cases.models import Person
from referrals.matching import weights
from referrals.matching.comparing import Features, compare
from referrals.matching.fetching import Found, fetch, fetch_kin
from referrals.matching.reasons import in_words
from referrals.matching.scoring import Score, may_be_sure, score
from referrals.matching.subjects import Subject

MOST = 5
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


@dataclass(frozen=True)
class Weighed:
    """A person beside a subject: how they compare, and what that says."""

    person: Person
    features: Features
    score: Score


Likely = dict[int, list[Weighed]]


def match(subjects: Iterable[Subject]) -> dict[int, list[Candidate]]:
    """By each subject's key: at most five candidates. Five queries, however many subjects."""
    return {key: _candidates(ranked) for key, ranked in weigh(subjects).items()}


def weigh(subjects: Iterable[Subject]) -> Likely:
    """Everybody who may be each subject, strongest first: alone, then with the family around."""
    asked = list(subjects)
    found = fetch(asked)
    alone = {each.key: _weigh(each, found.people.values(), found) for each in asked}
    likely = {key: _likely(weighed) for key, weighed in alone.items()}
    members = fetch_kin(found, sorted(set().union(*likely.values())))
    for each in asked:
        alone[each.key] += _weigh(each, members, found)
    return {each.key: _ranked(alone[each.key], _around(each, likely, found)) for each in asked}


def _weigh(subject: Subject, people: Iterable[Person], found: Found) -> list[Weighed]:
    weighed = []
    for person in people:
        stays = found.stays.get(person.pk, [])
        features = compare(subject, person, stays, found.lexicon)
        weighed.append(Weighed(person, features, score(features)))
    return weighed


def _likely(weighed: list[Weighed]) -> set[int]:
    return {each.person.pk for each in _ranked(weighed, {})[:LIKELY]}


def _around(subject: Subject, likely: dict[int, set[int]], found: Found) -> dict[int, str]:
    """By person: how many of the others asked about are likely of that person's family."""
    others = [people for key, people in likely.items() if key != subject.key]
    if not others:
        return {}
    words = ("none", "one", "two")
    return {
        person: words[min(sum(bool(kin & people) for people in others), 2)]
        for person, kin in found.kin.items()
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
            each.person,
            each.score.percent,
            Verdict.SAME if sure and each is ranked[0] else Verdict.POSSIBLY,
            in_words(each.features, each.person),
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
