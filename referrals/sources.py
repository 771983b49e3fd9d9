"""The source of a request in the codes of the Children in Need census, recorded once.

Every return reads `Referral.source_code`; none works it out again. It is written when a request
is received, from who sent it, their agency and their role; the desk puts it right in one place
(referrals.actions.correcting), with the reason. The letters are those of ILACS Annex A.
"""

from dataclasses import dataclass
from functools import lru_cache

from audit.text import fold
from localities.models import Agency
from referrals.models import Referral

Sender, Kind = Referral.Sender, Referral.Kind


@dataclass(frozen=True)
class Source:
    """One code of the official list, with its letter in Annex A and its words."""

    code: str
    letter: str
    label: str

    @property
    def for_annex_a(self) -> str:
        return f"{self.letter}) {self.code}: {self.label}"


SOURCES: dict[str, Source] = {
    source.code: source
    for source in (
        Source("1A", "a", "Individual: family member, relative or carer"),
        Source("1B", "b", "Individual: acquaintance, such as a neighbour or childminder"),
        Source("1C", "c", "Individual: self"),
        Source("1D", "d", "Individual: other"),
        Source("2A", "e", "Schools"),
        Source("2B", "f", "Education services"),
        Source("3A", "g", "Health services: GP"),
        Source("3B", "h", "Health services: health visitor"),
        Source("3C", "i", "Health services: school nurse"),
        Source("3D", "j", "Health services: other primary care"),
        Source("3E", "k", "Health services: emergency department"),
        Source("3F", "l", "Health services: other"),
        Source("4", "m", "Housing"),
        Source("5A", "n", "Council: social care"),
        Source("5B", "o", "Council: other department"),
        Source("5C", "p", "Another council"),
        Source("5D", "p1", "Council: early help"),
        Source("6", "q", "Police"),
        Source("7", "r", "Other legal agency"),
        Source("8", "s", "Other"),
        Source("9", "t", "Anonymous"),
        Source("10", "u", "Unknown"),
    )
}
CODES: dict[str, str] = {code: source.label for code, source in SOURCES.items()}

BY_SENDER: dict[str, str] = {
    Sender.PARENT: "1A",
    Sender.YOUNG_PERSON: "1C",
    Sender.RELATIVE: "1B",  # relatives and neighbours are asked as one
    Sender.SCHOOL: "2A",
    Sender.HEALTH: "3F",
    Sender.POLICE: "6",
    Sender.HOUSING: "4",
    Sender.VOLUNTARY: "8",
    Sender.COUNCIL: "5B",
    Sender.OTHER: "1D",
}

# What somebody's role says more than their kind does: the first words found in it decide. Each
# stands as folded words, so that "A&E" is looked for as "ae".
BY_ROLE: dict[str, list[tuple[str, str]]] = {
    Sender.RELATIVE: [
        (relation, "1A")
        for relation in (
            "aunt", "uncle", "grandmother", "grandfather", "grandparent", "gran", "nan",
            "brother", "sister", "cousin", "relative", "godparent", "stepmother", "stepfather",
        )
    ],
    Sender.SCHOOL: [
        (role, "2B")
        for role in (
            "education welfare", "attendance officer", "attendance service", "admissions",
            "educational psychologist", "education psychologist", "send service",
            "virtual school", "elective home education",
        )
    ] + [("school nurse", "3C"), ("childminder", "1B")],
    Sender.HEALTH: [
        ("school nurse", "3C"),
        ("school nursing", "3C"),
        ("health visitor", "3B"),
        ("health visiting", "3B"),
        ("emergency department", "3E"),
        ("accident and emergency", "3E"),
        ("ae", "3E"),
        ("midwife", "3D"),
        ("midwifery", "3D"),
        ("dentist", "3D"),
        ("pharmacist", "3D"),
        ("practice nurse", "3D"),
        ("district nurse", "3D"),
        ("community nurse", "3D"),
        ("gp", "3A"),
        ("general practitioner", "3A"),
        ("family doctor", "3A"),
    ],
    Sender.COUNCIL: [
        ("early help", "5D"),
        ("family hub", "5D"),
        ("family support", "5D"),
        ("housing", "4"),
        ("education welfare", "2B"),
        ("attendance", "2B"),
        ("admissions", "2B"),
        ("educational psychologist", "2B"),
        ("social worker", "5A"),
        ("social care", "5A"),
        ("social work", "5A"),
        ("other council", "5C"),
        ("another council", "5C"),
        ("other local authority", "5C"),
    ],
}  # fmt: skip
# Of whoever sends it as part of their work, whatever their agency is.
LEGAL = ("probation", "cafcass", "court", "solicitor", "prison", "immigration", "border force")

# Senders who write as part of their work: they give a name and a way to reach them.
PROFESSIONALS = frozenset(
    {
        Sender.SCHOOL,
        Sender.HEALTH,
        Sender.POLICE,
        Sender.HOUSING,
        Sender.VOLUNTARY,
        Sender.COUNCIL,
    }
)

BY_AGENCY: dict[str, str] = {
    Agency.Kind.COUNCIL: Sender.COUNCIL,
    Agency.Kind.EDUCATION: Sender.SCHOOL,
    Agency.Kind.HEALTH: Sender.HEALTH,
    Agency.Kind.POLICE: Sender.POLICE,
    Agency.Kind.VOLUNTARY: Sender.VOLUNTARY,
    Agency.Kind.HOUSING: Sender.HOUSING,
    Agency.Kind.OTHER: Sender.OTHER,
}


def source_code(
    sender: str,
    *,
    named: bool,
    role: str = "",
    agency: Agency | None = None,
    kind: str = Kind.REQUEST,
) -> str:
    """The census code of a sender. Somebody of the public who gives no name is anonymous.

    Where an agency is known it says more than what was ticked, and the role more than either.
    """
    if kind == Kind.STEP_DOWN:
        return "5A"
    if sender not in BY_SENDER:
        return "10"
    if agency is None and not named and sender in {Sender.RELATIVE, Sender.OTHER}:
        return "9"
    who = BY_AGENCY[agency.kind] if agency else sender
    return _by_role(who, role) or _of_an_agency(who, agency) or BY_SENDER[Sender(who)]


@lru_cache(5000)
def _by_role(who: str, role: str) -> str:
    words = f" {fold(role)} "
    if who in PROFESSIONALS and any(f" {legal} " in words for legal in LEGAL):
        return "7"
    return next((code for said, code in BY_ROLE.get(who, []) if f" {said} " in words), "")


def _of_an_agency(who: str, agency: Agency | None) -> str:
    """An agency that is none of the kinds is no individual."""
    return "8" if agency and who == Sender.OTHER else ""
