"""Contacts with the family: visits, calls, closed doors, notes and oversight."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import ChildSeen, Contact
from earlyhelp.demo.present.scene import Folder, Scene, tell
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


def write_contacts(scene: Scene, folder: Folder, until: date | None = None) -> None:
    """Contacts from the first one on, one every week or two, the last one not long ago."""
    course, chance = folder.course, scene.chance
    if course.contacted is None or folder.lead is None:
        return
    last = until or scene.today
    kind = Kind.HOME_VISIT if chance.happens(0.7) else Kind.PHONE
    first = Script(kind, 0, FIRST[0 if kind == Kind.HOME_VISIT else 1])
    reached = course.contacted
    _write(scene, folder, first, course.contacted, folder.lead)
    day = _next(scene, course.contacted)
    while day <= last:
        script = chance.weighted(_WEIGHTS)
        _write(scene, folder, script, day, folder.lead)
        if script.kind in Contact.WITH_FAMILY and not script.no_access:
            reached = day
        day = _next(scene, day)
    for month in range(30, (last - course.opened).days, 45):
        said = Script(Kind.OVERSIGHT, 0, chance.pick(OVERSIGHT))
        on = scene.days.on_or_after(course.opened + timedelta(days=month))
        if on <= last:
            _write(scene, folder, said, on, folder.manager)
    folder.stamp(last_contact_on=reached)
    folder.tell_clocks(course.contacted, Timescale.Happening.FAMILY_CONTACTED, folder.lead)


def _next(scene: Scene, day: date) -> date:
    return scene.days.on_or_after(day + timedelta(days=scene.chance.between(4, 17)))


def _write(scene: Scene, folder: Folder, script: Script, day: date, by: Worker) -> None:
    happened = scene.moment(day)
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
        next_step=script.next_step,
        significant=script.alone or script.kind == Kind.OVERSIGHT,
    )
    if script.seen:
        _children_seen(scene, folder, contact_id, script)
    said = f"{Kind(script.kind).label} recorded"
    tell(scene, folder, "contact.recorded", said, day, by, Contact, contact_id)


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
