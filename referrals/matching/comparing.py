"""What agrees and what differs between a description and a person, in words. Gives no points."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.codes import Sex
from cases.models import Person
from referrals.matching.dates import GUESS, PREGNANCY, how_near
from referrals.matching.fetching import Likeness, Record, Stay
from referrals.matching.names import closest, given_of, likeness
from referrals.matching.subjects import Subject

Kind = Person.Kind
KNOWN_SEX = {Sex.FEMALE, Sex.MALE}
CROSSED = {"same", "slip", "sound"}
GROWN_UP_AT, CHILD_UNTIL = 16, 19  # between them somebody may be recorded as either


@dataclass(frozen=True, slots=True)
class Features:
    """Each as one word; "" where it cannot be said because one of the two is not known."""

    given: str = ""
    family: str = ""
    swapped: bool = False  # given and family name the other way round
    birth: str = ""
    sex: str = ""
    place: str = ""
    kin: str = ""  # how many others asked about have a likely match in the family
    nhs_number: str = ""
    upn: str = ""
    kind: str = ""
    until: int = 0  # the year somebody left the postcode
    given_share: float | None = None
    family_share: float | None = None


Lexicon = dict[str, dict[str, Likeness]]
NO_HINTS: dict[str, Likeness] = {}


def compare(subject: Subject, person: Record, stays: list[Stay], lexicon: Lexicon) -> Features:
    """Everything but the kin around, which is known when all are compared."""
    birth = _birth(subject, person)
    place, until = _place(subject, stays)
    return Features(
        **_names(subject, person, lexicon),
        birth=birth,
        sex=_same(subject.sex, person.sex) if {subject.sex, person.sex} <= KNOWN_SEX else "",
        place=place,
        until=until,
        nhs_number=_same(subject.nhs_number, person.nhs_number),
        upn=_same(subject.upn, person.upn),
        kind=_kind(subject, person, birth),
    )


def _same(one: str, other: str) -> str:
    if not one or not other:
        return ""
    return "same" if one == other else "different"


def _names(subject: Subject, person: Record, lexicon: Lexicon) -> dict[str, Any]:
    called = [given_of(name) for name in (person.given_key, person.known_key) if name]
    first, last = subject.given, subject.family
    given, family = _called(first, called, lexicon), _alike(last, person.family_key, lexicon)
    swapped = "different" in (given, family) and _swapped(subject, called, person, lexicon)
    if swapped:
        first, last = last, first
        given, family = _called(first, called, lexicon), _alike(last, person.family_key, lexicon)
    return {
        "given": given,
        "family": family,
        "swapped": swapped,
        "given_share": _share(first, called, lexicon),
        "family_share": _share(last, [person.family_key], lexicon),
    }


def _called(asked: str, called: list[str], lexicon: Lexicon) -> str:
    if len(called) == 1:
        return _alike(asked, called[0], lexicon)
    return closest([_alike(asked, name, lexicon) for name in called])


def _alike(asked: str, key: str, lexicon: Lexicon) -> str:
    hint = lexicon.get(asked, NO_HINTS).get(key)
    return likeness(asked, key, "sound" if hint and hint.how == "sound" else "")


def _swapped(subject: Subject, called: list[str], person: Record, lexicon: Lexicon) -> bool:
    if _alike(subject.given, person.family_key, lexicon) not in CROSSED:
        return False
    return _called(subject.family, called, lexicon) in CROSSED


def _share(asked: str, keys: list[str], lexicon: Lexicon) -> float | None:
    hints = lexicon.get(asked, NO_HINTS)
    if hints.keys().isdisjoint(keys):
        return None
    shares = [found.share for key in keys if (found := hints.get(key))]
    return max((share for share in shares if share is not None), default=None)


def _birth(subject: Subject, person: Record) -> str:
    ours, theirs = subject.born or subject.expected, person.date_of_birth or person.expected_on
    if not ours or not theirs:
        return ""
    if not (subject.born and person.date_of_birth):  # one of them an expected date
        return "near" if abs(ours - theirs) <= PREGNANCY else "different"
    found = how_near(ours, theirs)
    estimated = person.date_of_birth_estimated or subject.born_estimated
    if found == "different" and estimated and abs(ours - theirs) <= GUESS:
        return "near"
    return found


def _place(subject: Subject, stays: list[Stay]) -> tuple[str, int]:
    here = [stay for stay in stays if subject.postcode and stay.postcode == subject.postcode]
    if not here:
        return "", 0
    if any(stay.until is None for stay in here):
        return "lives", 0
    return "lived", max(stay.until.year for stay in here if stay.until)


def _kind(subject: Subject, person: Record, birth: str) -> str:
    """ "different" where a child would be its parent; the dates decide where both are known.

    An unborn child may since have been born.
    """
    if not subject.kind or subject.kind == person.kind:
        return ""
    if Kind.ADULT not in (subject.kind, person.kind):
        both_born = subject.born and person.date_of_birth
        return "different" if both_born or birth == "different" else ""
    if subject.born and person.date_of_birth and birth != "different":
        return ""
    born = person.date_of_birth or subject.born
    age = (date.today() - born).days / 365.25 if born else None  # noqa: DTZ011
    between = age is not None and GROWN_UP_AT <= age < CHILD_UNTIL
    return "" if between else "different"
