"""From descriptions to candidates, strongest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cases.models import Person
from referrals.matching.candidates import Stays, fetch
from referrals.matching.scoring import Comparison, compare
from referrals.matching.subjects import Subject

MOST = 5
SURE, WORTH_SHOWING = 85, 40


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


def match(subjects: Iterable[Subject]) -> dict[int, list[Candidate]]:
    """By each subject's key: at most five candidates. Two queries, however many subjects."""
    asked = list(subjects)
    people, stays = fetch(asked)
    return {subject.key: _candidates(subject, people, stays) for subject in asked}


def _candidates(subject: Subject, people: Iterable[Person], stays: Stays) -> list[Candidate]:
    found = []
    for person in people:
        comparison = compare(subject, person, stays.get(person.pk, []))
        if comparison.score >= WORTH_SHOWING:
            found.append(
                Candidate(person, comparison.score, verdict(comparison), comparison.reasons)
            )
    found.sort(key=lambda candidate: (-candidate.score, candidate.person.pk))
    return found[:MOST]


def verdict(comparison: Comparison) -> Verdict:
    """A number decides only where surname or date of birth agrees; else names and date must."""
    same_birth = comparison.birth == "same"
    if comparison.number and (comparison.family_agrees or same_birth):
        return Verdict.SAME
    if comparison.score >= SURE and same_birth and comparison.names_agree:
        return Verdict.SAME
    return Verdict.POSSIBLY
