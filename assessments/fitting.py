"""Which forms fit a family, and why another does not. Touches no database.

In the style of `cases.rules.blocking`: a rule answers with the reasons, as sentences. What may be
written now, and by whom, is `assessments.blocking`'s to say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assessments.definition import Audience, Purpose
from assessments.progress import Member

OLD_ENOUGH, GROWN_UP = 11, 19  # years: who writes a form of their own
NOBODY_EXPECTED = (
    "Nobody in this family is recorded as expected. Add the unborn child on the People page."
)
NOBODY_OLD_ENOUGH = f"No child of this case is {OLD_ENOUGH} or over."


@dataclass(frozen=True)
class Choice:
    """A form for its purpose; a young person's own with whose it is."""

    purpose: Purpose
    about: Member | None = None


def choices(purposes: Iterable[Purpose], members: Sequence[Member]) -> Iterator[Choice]:
    """Every form that can be thought of for this family, whether it fits or not."""
    for purpose in purposes:
        young = young_people(members) if purpose == Purpose.YOUNG_PERSON else []
        yield from [Choice(purpose, member) for member in young] or [Choice(purpose)]


def does_not_fit(choice: Choice, members: Sequence[Member]) -> list[str]:
    """Why a form does not fit this family. None: it fits."""
    if choice.purpose == Purpose.UNBORN and not _expected(members):
        return [NOBODY_EXPECTED]
    if choice.purpose == Purpose.YOUNG_PERSON and choice.about not in young_people(members):
        return [NOBODY_OLD_ENOUGH]
    return []


def young_people(members: Iterable[Member]) -> list[Member]:
    return [one for one in members if one.audience == Audience.CHILD and _is_of_age(one)]


def _is_of_age(member: Member) -> bool:
    return member.age is not None and OLD_ENOUGH <= member.age < GROWN_UP


def _expected(members: Iterable[Member]) -> list[Member]:
    return [member for member in members if member.audience == Audience.UNBORN]
