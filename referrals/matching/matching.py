"""From descriptions to candidates, strongest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
    alone = {subject.key: _ranked(subject, found, {}) for subject in asked}
    likely = {key: _likely(ranked) for key, ranked in alone.items()}
    fetch_kin(found, sorted(set().union(*likely.values())))
    return {
        subject.key: _ranked(subject, found, _kin_of_others(subject, likely, found))
        for subject in asked
    }


def _likely(ranked: list[Weighed]) -> set[int]:
    strong = [each for each in ranked[:LIKELY] if each.score.bits >= weights.SHOWN]
    return {each.person.pk for each in strong}


def _kin_of_others(
    subject: Subject, likely: dict[int, set[int]], found: Found
) -> dict[int, str] | None:
    """By person: how many of the others asked about are likely of that person's family."""
    others = [people for key, people in likely.items() if key != subject.key]
    if not others:
        return None
    words = ("none", "one", "two")
    return {
        person: words[min(sum(bool(kin & people) for people in others), 2)]
        for person, kin in found.kin.items()
    }


def _ranked(subject: Subject, found: Found, kin: dict[int, str] | None) -> list[Weighed]:
    weighed = [_weigh(subject, person, found, kin) for person in found.people.values()]
    shown = [each for each in weighed if each.score.bits >= weights.SHOWN]
    return sorted(shown, key=lambda each: (-each.score.bits, each.person.pk))


def _weigh(subject: Subject, person: Person, found: Found, kin: dict[int, str] | None) -> Weighed:
    around = kin.get(person.pk, "none") if kin else ""
    stays = found.stays.get(person.pk, [])
    features = compare(subject, person, stays, found.lexicon, around)
    return Weighed(person, features, score(features))


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
