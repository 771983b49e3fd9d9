"""Assessments of today: begun, sent for sign-off, returned, signed off."""

from datetime import date, datetime
from typing import Any

from assessments.adult_information import QUESTIONS
from assessments.models import Answer, Assessment, Score, SignOff
from cases.models import Need
from earlyhelp.demo.book import at
from earlyhelp.demo.present.answering import Answering
from earlyhelp.demo.present.scene import Folder, Scene, tell
from earlyhelp.demo.themes import Theme
from localities.models import Timescale

State, Happening = Assessment.State, Timescale.Happening

RETURNED = (
    "Good on {child}, but the father is missing. Say what is known of him and how you will try.",
    "Please write what {child} says in {their} own words, and see {them} alone once.",
    "The worries are clear. Say what the family already does well, and the housing letter’s date.",
)
SIGNED_OFF = (
    "A clear picture of each child. Agreed.",
    "Thank you: the family’s own words make it. Agreed.",
    "",
)


def write_assessment(scene: Scene, folder: Folder) -> None:
    """The assessment of a case, as far as its course has come."""
    course, lead = folder.course, folder.lead
    if course.eha_started is None or lead is None:
        return
    state = _state(folder)
    number = scene.book.add(
        Assessment,
        **folder.keys(),
        form_id=scene.eha[0],
        state=state,
        started_on=course.eha_started,
        started_by_id=lead.id,
        started_by_agency_id=lead.agency.pk,
        submitted_at=at(course.submitted, 16) if course.submitted else None,
        submitted_by_id=lead.id if course.submitted else None,
        completed_on=course.signed_off,
    )
    args = (course.eha_started, lead, Assessment, number)
    tell(scene, folder, "assessment.started", "Early help assessment started", *args)
    whole = state in {State.SUBMITTED, State.SIGNED_OFF, State.RETURNED}
    share = 1.0 if whole else min(0.9, (scene.today - course.eha_started).days / 40 + 0.1)
    answers = Answering(scene, folder).answers(share)
    saved = _saved(scene, course.eha_started, course.submitted or scene.today, answers)
    for (section, person_id, question), value in answers.items():
        answer = scene.book.add(
            Answer,
            assessment_id=number,
            case_id=folder.id,
            section=section,
            person_id=person_id,
            question=question,
            value=value,
            about_an_adult=(section, question) in QUESTIONS,
            saved_at=saved[section],
            saved_by_id=lead.id,
            saved_by_agency_id=lead.agency.pk,
        )
        if question == "factors" and state == State.SIGNED_OFF:
            scene.book.add_factors(number, answer, folder.id, value)
    _verdicts(scene, folder, number)
    if state == State.SIGNED_OFF:
        _feed(scene, folder, answers)


def _saved(scene: Scene, begun: date, until: date, answers: dict[Any, Any]) -> dict[str, datetime]:
    """When each section was written: one after the other, between two days."""
    sections = list(dict.fromkeys(section for section, _person, _question in answers))
    days = sorted(scene.days.within(scene.chance, begun, until) for _ in sections)
    return {
        section: min(at(day, 11, 7 * number % 60), scene.now)
        for number, (section, day) in enumerate(zip(sections, days, strict=True))
    }


def _state(folder: Folder) -> str:
    course = folder.course
    if course.signed_off:
        return State.SIGNED_OFF
    if course.returned:
        return State.RETURNED
    return State.SUBMITTED if course.submitted else State.DRAFT


def _verdicts(scene: Scene, folder: Folder, number: int) -> None:
    course = folder.course
    if course.submitted:
        args = (course.submitted, folder.worker, Assessment, number)
        said = "Early help assessment submitted for sign-off"
        tell(scene, folder, "assessment.submitted", said, *args)
        folder.tell_clocks(course.submitted, Happening.ASSESSMENT_SUBMITTED, folder.lead)
    if course.returned:
        words = folder.story.say(scene.chance.pick(RETURNED))
        _verdict(scene, folder, number, SignOff.Verdict.RETURNED, course.returned, words)
        folder.tell_clocks(course.returned, Happening.ASSESSMENT_RETURNED, folder.manager)
    elif course.signed_off:
        words = scene.chance.pick(SIGNED_OFF)
        _verdict(scene, folder, number, SignOff.Verdict.SIGNED_OFF, course.signed_off, words)
        folder.tell_clocks(course.signed_off, Happening.ASSESSMENT_SIGNED_OFF, folder.manager)


def _verdict(
    scene: Scene, folder: Folder, number: int, verdict: str, day: date, words: str
) -> None:
    scene.book.add(
        SignOff,
        assessment_id=number,
        case_id=folder.id,
        verdict=verdict,
        comments=words,
        by_id=folder.manager.id,
        at=at(day, 17),
    )
    said = f"Early help assessment: {SignOff.Verdict(verdict).label.lower()}"
    args = (day, folder.manager, Assessment, number, words)
    tell(scene, folder, f"assessment.{verdict}", said, *args)


def _feed(scene: Scene, folder: Folder, answers: dict[Any, Any]) -> None:
    """What signing off leaves on the case: needs, words and scores."""
    day = folder.course.signed_off
    people = {kin.id: kin for kin in [*folder.home.children, *folder.home.adults]}
    themes: dict[str, Theme] = {theme.kind.value: theme for theme in folder.story.themes}
    for (section, person_id, question), value in answers.items():
        asked = scene.eha[1].section(section)
        found = asked.question(question) if asked else None
        feeds = found.feeds if found else ""
        if feeds == "needs":
            for kind, words in value.items():
                number = scene.book.add(
                    Need,
                    case_id=folder.id,
                    person_id=person_id,
                    kind=kind,
                    words=words,
                    seen_on=day,
                )
                child = people.get(person_id, folder.story.child)
                folder.needs.append((number, themes[kind], child))
        elif feeds == "score" and found:
            scene.book.add(
                Score,
                case_id=folder.id,
                person_id=person_id,
                instrument=Score.SAFETY,
                scorer=found.scorer,
                scorer_name=people[person_id].name if person_id else folder.worker.name,
                value=value,
                scored_on=day,
            )
        elif feeds in {"worries", "strengths"}:
            folder.stamp(**{feeds: value})
