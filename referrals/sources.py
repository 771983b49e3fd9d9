"""The source of a request in the codes of the Children in Need census, recorded once.

Every return reads `Referral.source_code`. A council's own choice between neighbouring codes
(a school nurse is 3C, a hospital's ward 3F) is made by the desk; here stands the code that is
right when nothing more is known than the kind of sender.
"""

from localities.models import Agency
from referrals.models import Referral

Sender = Referral.Sender

CODES: dict[str, str] = {
    "1A": "Individual: family member, relative or carer",
    "1B": "Individual: acquaintance, such as a neighbour",
    "1C": "Individual: self",
    "1D": "Individual: other",
    "2A": "Schools",
    "2B": "Education services",
    "3A": "Health services: GP",
    "3B": "Health services: health visitor",
    "3C": "Health services: school nurse",
    "3D": "Health services: other primary care",
    "3E": "Health services: emergency department",
    "3F": "Health services: other",
    "4": "Housing",
    "5A": "Council: social care",
    "5B": "Council: other department",
    "5C": "Another council",
    "5D": "Council: early help",
    "6": "Police",
    "7": "Other legal agency",
    "8": "Other",
    "9": "Anonymous",
    "10": "Unknown",
}

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


def source_code(sender: str, *, named: bool) -> str:
    """The census code of a sender. Somebody of the public who gives no name is anonymous."""
    if not named and sender in {Sender.RELATIVE, Sender.OTHER}:
        return "9"
    return BY_SENDER.get(Sender(sender), "10")
