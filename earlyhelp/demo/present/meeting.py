"""TAF meetings of today: who came, what was said, how it was scored."""

from datetime import date
from uuid import NAMESPACE_OID, uuid5

from assessments.models import Attendance, Invitation, PlannedMeeting, Review, Score
from audit.days import in_words
from cases.journey import Stage
from earlyhelp.demo.book import at
from earlyhelp.demo.kin import Kin
from earlyhelp.demo.present.around import Member
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.themes import CHILD_SAYS, PARENT_SAYS
from localities.models import Timescale

Happening = Timescale.Happening
MINUTES = (
    (
        "We went through the plan. School reports better mornings; {mother} says the chart helps. "
        "Housing letter still open. We agreed the next steps in the plan."
    ),
    (
        "Some of the actions are done. {child} came for the last ten minutes and said what {they} "
        "likes. The health visitor will ring about the review. No new worries."
    ),
    (
        "A short meeting: attendance is up, sleep is not. We agreed phones downstairs from nine, "
        "and to meet again in six weeks."
    ),
    (
        "{mother} chaired. She told us what she is proud of, and what she would still change. The "
        "school moves the club to Thursdays so that {child} can come."
    ),
    (
        "A hard few weeks: two weeks of illness, and the car is gone. We looked at what can wait. "
        "The school rings {mother} on Fridays instead of writing."
    ),
    (
        "Most of what we planned is in place. We talked about who the family asks when there is a "
        "bad day, and wrote the names down together."
    ),
    (
        "School and the health visitor came, housing sent a note. {child} drew what a good "
        "week looks like, and we put two things of it into the plan."
    ),
)
PLACES = ("At school", "At the hub", "At home", "By video call")


def write_meetings(scene: Scene, folder: Folder, team: list[Member], plan_id: int | None) -> None:
    """Every meeting of the course. How safe and well things are grows from one to the next."""
    level = scene.chance.between(2, 5)
    said = scene.chance.mixed(MINUTES)
    held = folder.course.tafs
    for number, day in enumerate(held):
        next_on = held[number + 1] if number + 1 < len(held) else None
        level = min(10, max(1, level + scene.chance.weighted({-1: 1, 0: 3, 1: 5, 2: 2})))
        words = said[number % len(said)]
        ahead = _write(scene, folder, day, next_on, plan_id, team, level, words)
        if ahead > scene.today and folder.course.stage == Stage.SUPPORTING:
            _plan_the_next(scene, folder, ahead, day, team)


def _write(
    scene: Scene,
    folder: Folder,
    day: date,
    next_on: date | None,
    plan_id: int | None,
    team: list[Member],
    level: int,
    words: str,
) -> date:
    """One meeting, of which these are the minutes; the day of the next one."""
    copied = _copied(scene, day)
    agreed = folder.course.plan_agreed
    ahead = next_on or scene.days.on_or_after(scene.days.add(day, 29))
    review_id = scene.book.add(
        Review,
        case_id=folder.id,
        plan_id=plan_id if agreed and agreed <= day else None,
        held_on=day,
        place=scene.chance.pick(PLACES),
        minutes=folder.story.say(words),
        family_view=scene.chance.pick(PARENT_SAYS),
        child_view=scene.chance.pick(folder.story.fitting(CHILD_SAYS))
        if _speaks(folder.story.child, day)
        else "",
        next_on=ahead,
        copied_to_family_on=copied,
        recorded_by_id=folder.worker.id,
        recorded_at=max(scene.moment(day), at(day, 15)) if day < scene.today else scene.now,
    )
    _guests(scene, folder, review_id, team)
    _scores(scene, folder, review_id, day, level)
    said = f"TAF meeting of {in_words(day)} recorded"
    tell(scene, folder, "taf.held", said, day, folder.worker, Review, review_id)
    folder.tell_clocks(day, Happening.TAF_HELD, folder.lead)
    folder.tell_clocks(day, Happening.TAF_RECORDED, folder.lead)
    if copied:
        folder.tell_clocks(copied, Happening.TAF_COPIED, folder.lead)
    return ahead


def _plan_the_next(scene: Scene, folder: Folder, on: date, held: date, team: list[Member]) -> None:
    """The next meeting, and who is invited: the lead has said that they come, nobody else yet."""
    lead, carer = folder.worker, folder.home.carer
    planned = min(at(held, 16), scene.now)
    meeting_id = scene.book.add(
        PlannedMeeting,
        case_id=folder.id,
        starts_at=at(on),
        place="The family hub",
        uid=uuid5(NAMESPACE_OID, f"meeting of {folder.id}"),
        planned_by_id=lead.id,
        planned_at=planned,
    )
    keys = {"meeting_id": meeting_id, "case_id": folder.id}
    says = {"answer": Invitation.Answer.COME, "answered_at": planned, "answered_by_id": lead.id}
    own = {"agency_id": lead.agency.pk, "user_id": lead.id, "by_mail": True, **says}
    scene.book.add(Invitation, **keys, name=lead.name, **own)
    scene.book.add(Invitation, **keys, name=carer.name, person_id=carer.id)
    for name, agency, user_id in team:
        if name != lead.name:
            mailed = user_id is not None
            scene.book.add(
                Invitation,
                **keys,
                name=name,
                agency_id=agency.pk,
                user_id=user_id,
                by_mail=mailed,
            )


def _copied(scene: Scene, day: date) -> date | None:
    """Copies go out within a week; one in twelve of the recent ones is still to go."""
    copied = scene.days.add(day, scene.chance.between(0, 4))
    recent = (scene.today - day).days < 20
    if copied > scene.today or (recent and scene.chance.happens(0.12)):
        return None
    return copied


def _guests(scene: Scene, folder: Folder, review_id: int, team: list[Member]) -> None:
    keys = {"review_id": review_id, "case_id": folder.id}
    lead, carer = folder.worker, folder.home.carer
    scene.book.add(
        Attendance, **keys, name=lead.name, agency_id=lead.agency.pk, user_id=lead.id, came=True
    )
    scene.book.add(Attendance, **keys, name=carer.name, person_id=carer.id, came=True)
    for name, agency, user_id in team:
        if name != lead.name:
            says = {"came": scene.chance.happens(0.8), "user_id": user_id}
            scene.book.add(Attendance, **keys, name=name, agency_id=agency.pk, **says)


def _scores(scene: Scene, folder: Folder, review_id: int, day: date, level: int) -> None:
    chance, child, carer = scene.chance, folder.story.child, folder.home.carer
    readings: list[tuple[str, str, Kin | None]] = [
        (Score.Scorer.WORKER, folder.worker.name, None),
        (Score.Scorer.PARENT, carer.name, carer),
    ]
    if _speaks(child, day):
        readings.append((Score.Scorer.CHILD, child.name, child))
    for scorer, name, kin in readings:
        scene.book.add(
            Score,
            case_id=folder.id,
            review_id=review_id,
            person_id=kin.id if kin else None,
            instrument=Score.SAFETY,
            scorer=scorer,
            scorer_name=name,
            value=min(10, max(0, level + chance.between(-1, 2))),
            scored_on=day,
        )


def _speaks(child: Kin, day: date) -> bool:
    return child.born is not None and child.age_on(day) >= 5
