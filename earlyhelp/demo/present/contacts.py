"""Contacts with the family: visits, calls, closed doors, notes and oversight."""

from datetime import date, timedelta

from cases.models import AdultSpokenWith, ChildSeen, Contact
from earlyhelp.demo.present.scene import Folder, Scene, next_moment, tell
from earlyhelp.demo.present.scripts import FIRST, OVERSIGHT, SCRIPTS, Script
from earlyhelp.demo.staff import Worker
from localities.models import Timescale

Kind = Contact.Kind


SPOKEN_WITH = (Kind.HOME_VISIT, Kind.PHONE, Kind.OFFICE)
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
    if script.kind in SPOKEN_WITH and not script.no_access:
        scene.book.add(
            AdultSpokenWith,
            contact_id=contact_id,
            case_id=folder.id,
            person_id=folder.home.carer.id,
        )
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
