"""Contacts with the family: visits, calls, closed doors, notes and oversight."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import ChildSeen, Contact
from earlyhelp.demo.present.scene import Folder, Scene, next_moment, tell
from earlyhelp.demo.staff import Worker
from localities.models import Timescale

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
_WEIGHTS = {script: float(script.weight) for script in SCRIPTS}
_ON_THE_DAY = 0.85  # of contacts are written down the day they happen


def write_contacts(scene: Scene, folder: Folder) -> None:
    """Contacts from the first one on, one every week or two, the last one not long ago."""
    if folder.lead is None:
        return
    if folder.course.contacted is None:
        _tried_in_vain(scene, folder, folder.lead)
        return
    reached = _first(scene, folder, folder.course.contacted, folder.lead)
    told: list[Script] = []
    day = _next(scene, reached)
    while day <= scene.today:
        script = _another(scene, told)
        _write(scene, folder, script, day, folder.lead)
        if script.kind in Contact.WITH_FAMILY and not script.no_access:
            reached = day
        day = _next(scene, day)
    _oversee(scene, folder)
    folder.stamp(last_contact_on=reached)


def _another(scene: Scene, told: list[Script]) -> Script:
    """Something that was not said lately."""
    weights = {script: weight for script, weight in _WEIGHTS.items() if script not in told[-12:]}
    told.append(scene.chance.weighted(weights))
    return told[-1]


def _first(scene: Scene, folder: Folder, day: date, lead: Worker) -> date:
    kind = Kind.HOME_VISIT if scene.chance.happens(0.7) else Kind.PHONE
    script = Script(kind, 0, FIRST[0 if kind == Kind.HOME_VISIT else 1])
    _write(scene, folder, script, day, lead)
    folder.tell_clocks(day, Timescale.Happening.FAMILY_CONTACTED, lead)
    return day


def _tried_in_vain(scene: Scene, folder: Folder, lead: Worker) -> None:
    assert folder.course.allocated
    day = scene.days.add(folder.course.allocated, 2)
    while day <= scene.today and day < folder.course.opened + timedelta(days=14):
        script = next(script for script in SCRIPTS if script.no_access)
        _write(scene, folder, script, day, lead)
        day = scene.days.add(day, 3)


def _oversee(scene: Scene, folder: Folder) -> None:
    """A manager looks at the case with the lead every six weeks or so."""
    opened = folder.course.opened
    for after in range(30, (scene.today - opened).days, 45):
        on = scene.days.on_or_after(opened + timedelta(days=after))
        if on <= scene.today:
            said = Script(Kind.OVERSIGHT, 0, scene.chance.pick(OVERSIGHT))
            _write(scene, folder, said, on, folder.manager)


def _next(scene: Scene, day: date) -> date:
    return scene.days.on_or_after(day + timedelta(days=scene.chance.between(4, 17)))


def _write(scene: Scene, folder: Folder, script: Script, day: date, by: Worker) -> None:
    happened = next_moment(scene, folder, day)
    on_the_day = scene.chance.happens(_ON_THE_DAY)
    later = timedelta(minutes=40) if on_the_day else timedelta(days=2, hours=3)
    contact_id = scene.book.add(
        Contact,
        case_id=folder.id,
        kind=script.kind,
        happened_at=happened,
        recorded_at=min(happened + later, scene.now),
        by_id=by.id,
        no_access=script.no_access,
        text=folder.story.say(script.text),
        next_step=folder.story.say(script.next_step),
        significant=script.alone or script.kind == Kind.OVERSIGHT,
    )
    if script.seen:
        _children_seen(scene, folder, contact_id, script)
    said = f"{Kind(script.kind).label} recorded"
    written = min(happened + later, scene.now)
    args = (written.date(), by, Contact, contact_id)
    tell(scene, folder, "contact.recorded", said, *args, when=written)


def _children_seen(scene: Scene, folder: Folder, contact_id: int, script: Script) -> None:
    mainly = folder.story.child
    others = [] if script.alone else [c for c in folder.home.children if c is not mainly]
    for child in [mainly, *(c for c in others if scene.chance.happens(0.6))]:
        if child.kind == "child":
            scene.book.add(
                ChildSeen,
                contact_id=contact_id,
                case_id=folder.id,
                person_id=child.id,
                alone=script.alone,
            )
