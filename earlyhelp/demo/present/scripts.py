"""Contacts with a family, as practitioners write them down."""

from dataclasses import dataclass

from cases.models import Contact

Kind = Contact.Kind


@dataclass(frozen=True)
class Script:
    """A contact as it might be written down."""

    kind: str
    weight: int
    text: str
    seen: bool = False
    alone: bool = False
    no_access: bool = False
    next_step: str = ""


SCRIPTS = (
    Script(
        Kind.HOME_VISIT,
        14,
        "Visited at home. {mother} showed the week’s chart: four mornings of five went well. "
        "{child} showed me {their} room and told me about a film.",
        seen=True,
        next_step="Bring the second chart next week",
    ),
    Script(
        Kind.HOME_VISIT,
        10,
        "Home visit after school. We talked about bedtimes and agreed to try phones downstairs "
        "from nine. {child} was quiet at first and joined in later.",
        seen=True,
    ),
    Script(
        Kind.HOME_VISIT,
        6,
        "Visited. {mother} was tired and tearful; her own mother was there to help. We looked at "
        "the letter from the school together.",
        next_step="Ring the school about the letter",
    ),
    Script(Kind.HOME_VISIT, 5, "Nobody at home at the agreed time. Card left.", no_access=True),
    Script(
        Kind.SCHOOL,
        10,
        "Saw {child} at school, alone, with the feelings cards. {child} says that home is "
        "“better when mum isn’t cross” and that {they} likes the Friday club.",
        seen=True,
        alone=True,
    ),
    Script(
        Kind.PHONE,
        16,
        "{mother} rang. A hard weekend, but she used the plan and it helped. Wants to talk about "
        "the summer.",
    ),
    Script(Kind.PHONE, 8, "Called to confirm tomorrow’s visit. All well."),
    Script(Kind.PHONE, 6, "Rang twice and left a message.", no_access=True),
    Script(Kind.MESSAGE, 8, "Text from {mother}: {child} went to school every day this week."),
    Script(
        Kind.OFFICE,
        5,
        "{mother} came to the hub for the stay-and-play group and stayed to talk about benefits.",
    ),
    Script(
        Kind.PROFESSIONAL,
        10,
        "Spoke with the school. Attendance is up to 88% over four weeks; two late marks.",
        next_step="Ask for figures again before the review",
    ),
    Script(Kind.PROFESSIONAL, 6, "Health visitor rang: weight and review are in order."),
    Script(
        Kind.HOME_VISIT,
        8,
        "Visited after tea. {child} did the homework at the table while we talked. {mother} has "
        "put the rules on the fridge and is proud of them.",
        seen=True,
    ),
    Script(
        Kind.HOME_VISIT,
        7,
        "Home visit with the health visitor. Kitchen and bedrooms seen: clean beds, food in the "
        "cupboards, the damp is worse by the window.",
        next_step="Photographs of the damp to housing",
    ),
    Script(
        Kind.HOME_VISIT,
        6,
        "Session three of the parenting programme at home: praise and ignoring. {mother} tried it "
        "out with {child} while I watched, and laughed.",
        seen=True,
    ),
    Script(
        Kind.HOME_VISIT,
        5,
        "Short visit. {child} is in bed with a cold. {mother} asked about the letter from the "
        "benefits office; we rang them together.",
    ),
    Script(
        Kind.SCHOOL,
        6,
        "Met {child} in the library corner, alone. We drew the three houses. Worries: shouting at "
        "night. Good things: the cat, and nan. Dreams: a garden.",
        seen=True,
        alone=True,
        next_step="Show {mother} the drawing, if {child} agrees",
    ),
    Script(
        Kind.PHONE,
        7,
        "{mother} rang in tears after a row with her former partner. Safety plan gone through "
        "again; she will stay with her sister tonight.",
    ),
    Script(Kind.PHONE, 6, "Rang {mother}: the club has a place for {child} from Monday."),
    Script(Kind.MESSAGE, 6, "Sent {mother} the times of the stay-and-play group. She thanked me."),
    Script(Kind.MESSAGE, 4, "No answer to two messages this week.", no_access=True),
    Script(
        Kind.OFFICE,
        4,
        "{mother} and {child} at the hub for the money advice session. Claim sent in.",
        seen=True,
    ),
    Script(
        Kind.PROFESSIONAL,
        6,
        "School’s lead rang: a good fortnight. {child} has joined the choir and comes on time.",
    ),
    Script(
        Kind.PROFESSIONAL,
        4,
        "Housing officer: inspection is booked for the second week of next month.",
        next_step="Tell {mother} the date",
    ),
    Script(Kind.NOTE, 4, "Letter to the housing officer written and sent with photographs."),
)
OVERSIGHT = (
    "Case discussed in supervision. Direction clear; see {child} alone before the next review.",
    "Supervision. Progress is slow but steady. Ask the school to chair the next TAF.",
    "Discussed. The plan is right; write the father’s part into the assessment.",
)
FIRST = (
    (
        "First visit. Explained what early help is and what we share with whom. {mother} would "
        "like help, above all with {child}. Privacy notice given."
    ),
    "First call with {mother}. Visit agreed for Thursday at four, when {child} is at home.",
)
