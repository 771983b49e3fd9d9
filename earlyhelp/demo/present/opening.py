"""A case of today from the request to its lead."""

from datetime import date

from cases.journey import Stage
from cases.models import Agreement, Allocation, Case, CaseChild, PrivacyNotice
from earlyhelp.demo.kin import Household
from earlyhelp.demo.place import COUNCIL
from earlyhelp.demo.present.around import share_with
from earlyhelp.demo.present.coming_in import come_in
from earlyhelp.demo.present.course import Course
from earlyhelp.demo.present.scene import Folder, Scene, next_moment, tell
from earlyhelp.demo.staff import Worker
from earlyhelp.demo.wording import Story, going_well, worries
from localities.models import Timescale

Door, Happening = Case.Door, Timescale.Happening

DECIDED = (
    "Several needs, and one agency alone cannot meet them. {mother} agrees to a visit.",
    "Needs a whole-family assessment and a lead practitioner; no sign of significant harm.",
    "School has done what it can. The family asks for help at home.",
    "Screened with health and police: no harm alleged. Early help at home is right now.",
)
RISKS = (
    "Money is short until Friday; food parcel arranged. {mother} has the desk’s number.",
    "{mother} says she copes till the visit and has her mother near.",
    "No danger known. The school sees {child} every day and will ring.",
    "Former partner has come to the door twice. {mother} will ring 999 if he does again.",
)


def open_case(
    scene: Scene,
    home: Household,
    story: Story,
    course: Course,
    *,
    lead: Worker | None,
    door: str = Door.DESK,
    level: int | None = None,
) -> Folder:
    """Write a case from the request to the allocation, and keep it for what comes after."""
    book, chance = scene.book, scene.chance
    manager = scene.staff.manager(home.locality_id, course.opened)
    partner = lead is not None and lead.agency != scene.place.council
    door = Door.PARTNER if partner else door
    number = book.add_case(
        family_id=home.id,
        locality_id=home.locality_id,
        team_id=None if lead is None else scene.place.teams[home.locality_id].pk,
        stage=course.stage.value,
        level=level or chance.weighted({2: 30, 3: 66, 4: 4}),
        door=door,
        reason=story.say(chance.pick(DECIDED)),
        worries=worries(chance, story),
        strengths=going_well(chance, story),
        minded_by_id=manager.id,
        received_on=course.received,
        opened_on=course.opened,
        allocated_on=course.allocated,
        family_contacted_on=course.contacted,
        eha_started_on=course.eha_started,
        eha_submitted_on=course.submitted,
        eha_signed_off_on=course.signed_off,
        plan_agreed_on=course.plan_agreed,
        last_taf_on=course.tafs[-1] if course.tafs else None,
        with_social_care_on=course.social_care,
    )
    folder = Folder(number, book[Case].rows[-1], home, story, course, manager, lead)
    if course.stage == Stage.WAITING:
        folder.stamp(risk=story.say(chance.pick(RISKS)), check_on=_checked(scene, course))
    _children(scene, folder)
    opener = come_in(scene, folder, door)
    said = f"Case opened in {_locality(scene, home)} at level {folder.row['level']}"
    tell(scene, folder, "case.opened", said, course.opened, opener, reason=folder.row["reason"])
    folder.tell_clocks(course.opened, Happening.CASE_OPENED, opener)
    if lead and course.allocated:
        _allocate(scene, folder, lead, course.allocated, opener)
    if course.contacted:
        _agree(scene, folder, course.contacted)
    return folder


def _children(scene: Scene, folder: Folder) -> None:
    for child in folder.home.children:
        scene.book.add(
            CaseChild, case_id=folder.id, person_id=child.id, joined_on=folder.course.opened
        )


def _allocate(scene: Scene, folder: Folder, lead: Worker, day: date, opener: Worker) -> None:
    partner = lead.agency != scene.place.council
    by = opener if partner else folder.manager
    if partner:
        share_with(scene, folder, lead.agency, day, by)
    started = next_moment(scene, folder, day)
    number = scene.book.add(
        Allocation,
        case_id=folder.id,
        user_id=lead.id,
        agency_id=lead.agency.pk,
        started_at=started,
        allocated_by_id=by.id,
        note="",
    )
    said = f"{lead.name} is the lead practitioner"
    args = (day, by, Allocation, number)
    tell(scene, folder, "case.allocated", said, *args, when=started)
    folder.tell_clocks(day, Happening.CASE_ALLOCATED, by)


def _agree(scene: Scene, folder: Folder, day: date) -> None:
    home, who = folder.home, folder.worker
    person = home.carer
    scene.book.add(
        Agreement,
        family_id=home.id,
        person_id=person.id,
        how=scene.chance.weighted(
            {Agreement.How.IN_PERSON: 70, Agreement.How.BY_PHONE: 20, Agreement.How.IN_WRITING: 10}
        ),
        given_on=day,
        recorded_by_id=who.id,
    )
    scene.book.add(
        PrivacyNotice,
        family_id=home.id,
        person_id=person.id,
        given_on=day,
        language=home.language,
        recorded_by_id=who.id,
    )


def _checked(scene: Scene, course: Course) -> date:
    """Somebody looks how a family that waits is every five working days."""
    day = course.opened
    while day < scene.today:
        day = scene.days.add(day, 5)
    return scene.days.on_or_after(day)


def _locality(scene: Scene, home: Household) -> str:
    places = {place.pk: place.name for place in scene.place.localities}
    return places.get(home.locality_id, COUNCIL)
