"""The work that was done on a case of the past: assessments, plan, meetings, contacts."""

from collections.abc import Iterator
from datetime import date, timedelta

from assessments.adult_information import QUESTIONS
from assessments.models import (
    Answer,
    Assessment,
    Attendance,
    Review,
    Score,
    SignOff,
)
from audit.days import in_words
from cases.models import ChildSeen, Contact, TafMember
from earlyhelp.demo.book import at
from earlyhelp.demo.past.planning import write_needs_and_plan
from earlyhelp.demo.past.published import EHA_FROM
from earlyhelp.demo.past.scene import PastCase, PastScene
from earlyhelp.demo.themes import CHILD_SAYS, PARENT_SAYS, factors_of

MOST_CONTACTS = 4
TEXTS = (
    (Contact.Kind.HOME_VISIT, "Home visit. {mother} and {child} showed what has changed."),
    (Contact.Kind.HOME_VISIT, "Visited after school; talked about routines and sleep."),
    (Contact.Kind.PHONE, "{mother} rang: a better week than the last."),
    (Contact.Kind.PHONE, "Rang the school about attendance, then {mother}."),
    (Contact.Kind.SCHOOL, "Saw {child} at school."),
    (Contact.Kind.OFFICE, "{mother} came to the hub for the parents’ group."),
)
MINUTES = (
    "Plan gone through with the family. Attendance is better; sleep is still hard.",
    "Short meeting: two actions done, one goes on. Next in six weeks.",
    "School and health visitor came. No new worries. The family is pleased with the club.",
)


def write_work(scene: PastScene, case: PastCase) -> None:
    """Everything between the allocation and the end."""
    _write_assessments(scene, case)
    write_needs_and_plan(scene, case)
    _write_meetings(scene, case)
    _write_contacts(scene, case)
    scene.book.add(
        TafMember,
        case_id=case.id,
        family_id=case.home.id,
        name="Family support worker",
        role="School",
        agency_id=scene.place.schools(case.home.locality_id)[0].pk,
        joined_on=case.days.contacted,
        left_on=case.closed,
    )


def _write_assessments(scene: PastScene, case: PastCase) -> None:
    days = case.days
    if days.caf:
        _assessment(scene, case, "caf", days.caf)
    if case.episode.eha:
        number, whole = _assessment(scene, case, "eha", case.episode.eha)
        when, said = at(case.episode.eha), "Early help assessment started"
        args = (when, case.lead, Assessment, number)
        scene.book.tell("assessment.started", said, *args, **case.keys())
        _answers(scene, case, number, whole)


def _assessment(scene: PastScene, case: PastCase, form: str, begun: date) -> tuple[int, bool]:
    """One assessment; signed off after some weeks, if the case did not end before: whether so."""
    submitted = scene.days.add(begun, scene.chance.between(6, 20))
    signed_off = scene.days.add(submitted, scene.chance.between(1, 5))
    if case.days.caf in {begun, None}:  # the first assessment, whose days the case bears
        submitted = case.days.submitted or submitted
        signed_off = case.days.signed_off or signed_off
    whole = signed_off < case.closed
    state = Assessment.State.SIGNED_OFF if whole else Assessment.State.ENDED
    number = scene.book.add(
        Assessment,
        case_id=case.id,
        family_id=case.home.id,
        form_id=scene.forms[form],
        state=state,
        started_on=begun,
        started_by_id=case.lead.id,
        started_by_agency_id=case.lead.agency.pk,
        submitted_at=at(submitted, 15) if whole else None,
        submitted_by_id=case.lead.id if whole else None,
        completed_on=signed_off if whole else None,
    )
    if whole:
        scene.book.add(
            SignOff,
            assessment_id=number,
            case_id=case.id,
            verdict=SignOff.Verdict.SIGNED_OFF,
            by_id=case.manager.id,
            at=at(signed_off, 16),
        )
    return number, whole


def _answers(scene: PastScene, case: PastCase, number: int, whole: bool) -> None:
    """The heart of the assessment: what is well, what worries, which factors, what is wished."""
    chance, story = scene.chance, case.story
    theme, found = story.themes[0], factors_of(story.themes)
    for section, question, value in (
        ("well", "strengths", story.say("{mother} asked for help herself.")),
        ("meaning", "worries", story.say(chance.pick(theme.seen))),
        ("meaning", "factors", found),
        ("next", "wishes", chance.pick(PARENT_SAYS)),
    ):
        answer = scene.book.add(
            Answer,
            assessment_id=number,
            case_id=case.id,
            section=section,
            question=question,
            value=value,
            about_an_adult=(section, question) in QUESTIONS,
            saved_at=at(case.episode.eha or EHA_FROM, 14),
            saved_by_id=case.lead.id,
            saved_by_agency_id=case.lead.agency.pk,
        )
        if whole and value is found:
            scene.book.add_factors(number, answer, case.id, found)


def _write_meetings(scene: PastScene, case: PastCase) -> None:
    book, chance, carer = scene.book, scene.chance, case.home.carer
    level = chance.between(3, 5)
    for day in case.days.tafs:
        level = min(9, level + chance.between(0, 2))
        review_id = book.add(
            Review,
            case_id=case.id,
            held_on=day,
            place="At school",
            minutes=chance.pick(MINUTES),
            family_view=chance.pick(PARENT_SAYS),
            child_view=chance.pick(case.story.fitting(CHILD_SAYS)),
            copied_to_family_on=scene.days.add(day, 3),
            recorded_by_id=case.lead.id,
            recorded_at=at(day, 16),
        )
        said = f"TAF meeting of {in_words(day)} recorded"
        book.tell("taf.held", said, at(day, 16), case.lead, Review, review_id, **case.keys())
        own = {"review_id": review_id, "case_id": case.id}
        lead = case.lead
        guest = {"name": lead.name, "agency_id": lead.agency.pk, "user_id": lead.id}
        book.add(Attendance, **own, **guest, came=True)
        book.add(Attendance, **own, name=carer.name, person_id=carer.id, came=chance.happens(0.9))
        for scorer, kin_id, name, value in (
            (Score.Scorer.WORKER, None, lead.name, level),
            (Score.Scorer.PARENT, carer.id, carer.name, min(10, level + chance.between(-1, 2))),
        ):
            book.add(
                Score,
                **own,
                person_id=kin_id,
                instrument=Score.SAFETY,
                scorer=scorer,
                scorer_name=name,
                value=value,
                scored_on=day,
            )


def _write_contacts(scene: PastScene, case: PastCase) -> None:
    child = case.story.child
    for day in _contact_days(scene, case):
        kind, text = scene.chance.pick(TEXTS)
        contact_id = scene.book.add(
            Contact,
            case_id=case.id,
            kind=kind,
            happened_at=scene.moment(day),
            recorded_at=at(day, 17),
            by_id=case.lead.id,
            text=case.story.say(text),
        )
        if kind in {Contact.Kind.HOME_VISIT, Contact.Kind.SCHOOL}:
            scene.book.add(
                ChildSeen,
                contact_id=contact_id,
                case_id=case.id,
                person_id=child.id,
                alone=kind == Contact.Kind.SCHOOL,
            )


def _contact_days(scene: PastScene, case: PastCase) -> Iterator[date]:
    """The first contact, some between, and one shortly before the end."""
    first, last = case.days.contacted, max(case.days.contacted, case.closed - timedelta(days=6))
    yield first
    number = min(MOST_CONTACTS - 2, (last - first).days // 50)
    for _ in range(number):
        yield scene.days.within(scene.chance, first + timedelta(days=1), last)
    if last > first:
        yield last
