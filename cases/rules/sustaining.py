"""What a look at the records after a closure finds. Touches no database.

“Sustained” means that the records show no accepted re-referral of the family and no step-up for
a need that had been met. A case belongs to a family, and it is people’s records that are merged
and split: neither moves a case to another family, so nothing that was found is found anew. What
was disposed of keeps its days and its finding, so that figures still add up.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from cases.closure_reasons import ClosureReason
from cases.models.sustained import ClosureCheck

Finding = ClosureCheck.Finding

# Endings after which nobody looks: there was no work, or a child is mourned.
NOT_LOOKED_AT = frozenset({ClosureReason.OPENED_IN_ERROR, ClosureReason.CHILD_DIED})


@dataclass(frozen=True)
class Fact:
    """Something on record of a family since its case closed.

    `needs` are the kinds it names. `case` is the number of the case that was opened.
    """

    finding: str
    on: date
    needs: frozenset[str] = frozenset()
    case: int | None = None


@dataclass(frozen=True)
class Found:
    """What a look found, and the fact that says so. No fact: nothing is on record."""

    finding: str
    fact: Fact | None = None


def found(facts: Iterable[Fact], met: Collection[str], since: date, until: date) -> Found:
    """What is to be found of these facts: the first that undoes the ending, else the first
    request, else nothing. `met` are the kinds of need that were met.

    What happened on the day of the closing itself is not after it.
    """
    after = sorted((fact for fact in facts if since < fact.on <= until), key=_order)
    read = [_read(fact, met) for fact in after]
    undoing = (one for one in read if one.finding not in ClosureCheck.HOLDS)
    return next(undoing, None) or next(iter(read), Found(Finding.NOTHING))


def _order(fact: Fact) -> tuple[date, str, int]:
    return fact.on, fact.finding, fact.case or 0


def _read(fact: Fact, met: Collection[str]) -> Found:
    """A step-up for another need than those that were met is a request like any other."""
    other = fact.finding == Finding.STEPPED_UP and not fact.needs & set(met)
    return Found(Finding.ASKED if other else fact.finding, fact)
