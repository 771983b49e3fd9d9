"""A section is asked of somebody of the team: they write it alone, hand it in, the lead sees it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.answering import Given, save
from assessments.actions.delegating import ask, hand_in, note_read, take_back
from assessments.actions.gathering import leave
from assessments.actions.submitting import submit
from assessments.blocking import blockers, writing_blockers
from assessments.models import Answer, Assessment, Delegation
from assessments.progress import Page
from assessments.queries.delegated import tasks_of
from assessments.queries.sheet import Sheet
from audit.models import Event, Job
from audit.refusal import Refused
from cases.actions.leads.allocating import allocate
from cases.models import Case, TafMember
from cases.queries.timing.due_work import due_work
from tests.assessments.arranging import started, written
from tests.assessments.test_pages import Browser, date_boxes
from tests.cases.sharing.arranging import join
from tests.cases.withheld.arranging import let_in
from tests.cast import World, arranged

SOON = timezone.localdate() + timedelta(days=7)
CAST = ("practitioner", "manager", "head", "duty", "practitioner2", "school", "school2", "desk",
        "social_worker", "analyst", "nobody")  # fmt: skip


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Led by the practitioner; a school's worker and one of the other hub are in the team."""
    found = started(world)
    let_in(world, found.case, world.school)
    join(found.case, world.practitioner2)
    return found


def page_at(assessment: Assessment, place: int) -> Page:
    """One of the pages about a child."""
    return [page for page in Sheet(assessment).pages if page.person_id][place]


def asked(world: World, assessment: Assessment, who: str = "school", place: int = 0) -> Delegation:
    with acting_as(world.practitioner):
        return ask(
            assessment=assessment,
            page=page_at(assessment, place),
            writer=world.people[who],
            by=world.practitioner,
            question="How is school?",
            due_on=SOON,
        )


def words_of(page: Page) -> Given:
    question = next(q for q in page.questions if q.kind in {"long", "text"})
    return Given(page.section.key, page.person_id, question.key, "She draws a lot", 0)


def writes(world: World, assessment: Assessment, who: str) -> set[int]:
    """On which of three pages somebody may write, by the rule; the verb says the same."""
    user, found = world.people[who], set()
    for place in range(3):
        page = page_at(assessment, place)
        with acting_as(user):
            if not writing_blockers(assessment, page, user):
                found.add(place)
                save(assessment=assessment, by=user, answers=[words_of(page)])
                continue
            with pytest.raises((Refused, Assessment.DoesNotExist)):
                save(assessment=assessment, by=user, answers=[words_of(page)])
    return found


def reads(world: World, assessment: Assessment, who: str, client: Client) -> bool:
    client.force_login(world.people[who])
    page = page_at(assessment, 2)
    where = f"/cases/{assessment.case.reference}/assessment/{assessment.pk}/"
    url = f"{where}{page.section.key}/{page.person_id}/"
    return client.get(url).status_code == 200


def test_who_reads_and_writes_which_section(
    world: World, assessment: Assessment, client: Client
) -> None:
    """Everybody × before, while it is out, and after: three sections."""
    every, none = {0, 1, 2}, set[int]()
    fixed = {"practitioner": every, "manager": every, "head": every, "duty": every}
    fixed |= {"practitioner2": every}  # of the council, and in the team: as before
    before = {who: fixed.get(who, none) for who in CAST}
    assert {who: writes(world, assessment, who) for who in CAST} == before
    row = asked(world, assessment)
    asked(world, assessment, "practitioner2", 1)
    during = before | {"school": {0}}
    assert {who: writes(world, assessment, who) for who in CAST} == during
    seen = {who for who in CAST if reads(world, assessment, who, client)}
    assert seen == {*fixed, "school", "desk", "social_worker"}
    with acting_as(world.school):
        hand_in(delegation=row, by=world.school)
    assert {who: writes(world, assessment, who) for who in CAST} == before


def test_a_partner_who_leads_writes_all_and_the_covered_lead_too(
    world: World, assessment: Assessment
) -> None:
    with acting_as(world.manager):
        allocate(case=Case.objects.get(pk=assessment.case_id), lead=world.school, by=world.manager)
    assessment = Assessment.objects.select_related("case__locality", "form").get(pk=assessment.pk)
    assert writes(world, assessment, "school") == {0, 1, 2}


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("practitioner", "leads this case"),
        ("school2", "not in the Team Around the Family"),
        ("desk", "not in the Team Around the Family"),
    ],
)
def test_who_cannot_be_asked(world: World, assessment: Assessment, who: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        asked(world, assessment, who)
    join(assessment.case, world.school2)
    with pytest.raises(Refused, match="no sharing basis covers"):
        asked(world, assessment, "school2")


@pytest.mark.parametrize("who", ["practitioner2", "school", "duty", "desk", "nobody"])
def test_only_the_lead_or_a_manager_asks_and_takes_back(
    world: World, assessment: Assessment, who: str
) -> None:
    row, by = asked(world, assessment), world.people[who]
    with acting_as(by), pytest.raises((Refused, Case.DoesNotExist)):
        take_back(delegation=row, by=by, why="x")
    assert blockers(assessment, "delegate", by)
    assert not blockers(assessment, "delegate", world.manager)


def test_the_way_of_a_section(world: World, assessment: Assessment) -> None:
    """Asked, written, handed in, read; each time whoever waits is told, and no name in a letter."""
    row = asked(world, assessment)
    with acting_as(world.school):
        (task,) = tasks_of(world.school)
        assert task.on == SOON
        assert "Child1" in task.what
        assert [(w.key, w.on) for w in due_work(world.school)] == [(f"section-{row.pk}", SOON)]
        with pytest.raises(Refused, match="Nothing is written"):
            hand_in(delegation=row, by=world.school)
        page = page_at(assessment, 0)
        save(assessment=assessment, by=world.school, answers=[words_of(page)])
        hand_in(delegation=row, by=world.school, note="Ask me about Friday")
        assert not tasks_of(world.school)
    with acting_as(world.practitioner):
        (came,) = tasks_of(world.practitioner)
        assert came.what.startswith("Sam School, Hawthorn Primary School, handed in")
        assert not any(w.key.startswith("came") for w in due_work(world.practitioner))
        note_read(delegation=row, by=world.practitioner)
        note_read(delegation=row, by=world.practitioner)
        assert not tasks_of(world.practitioner)
    letters = Job.objects.filter(kind="send_mail", key__contains=f"section {row.pk} ").order_by(
        "pk"
    )
    assert [job.payload["to"][0] for job in letters] == [
        "school@example.org",
        "practitioner@example.org",
    ]
    assert not any("Child" in str(job.payload) or "Okafor" in str(job.payload) for job in letters)
    verbs = Event.objects.filter(subject="assessments.delegation").order_by("pk")
    assert [event.verb.partition("section_")[2] for event in verbs] == [
        "asked", "handed_in", "read",
    ]  # fmt: skip


def test_whoever_reads_the_whole_sees_who_wrote_a_section(
    world: World, assessment: Assessment, client: Client
) -> None:
    row = asked(world, assessment)
    with acting_as(world.school):
        hand_in(delegation=row, by=world.school, note="Ask me about Friday")
    with acting_as_system("a test"):
        written(world, assessment)
        submit(assessment=assessment, by=world.practitioner)
    said = "Handed in by Sam School, Hawthorn Primary School, "
    client.force_login(world.manager)
    case = assessment.case.reference
    for url in (
        reverse("assessment-sign-off", args=[case]),
        reverse("assessment-read", args=[case, assessment.pk]),
    ):
        page = client.get(url).text
        assert page.count(said) == 1
        assert "They say: Ask me about Friday" in page


def test_asked_again_of_somebody_else_with_a_reason(world: World, assessment: Assessment) -> None:
    first = asked(world, assessment)
    with pytest.raises(Refused, match="Say why"):
        asked(world, assessment, "practitioner2")
    with acting_as(world.practitioner):
        second = ask(
            assessment=assessment,
            page=page_at(assessment, 0),
            writer=world.practitioner2,
            by=world.practitioner,
            question="And at home?",
            due_on=SOON,
            why_again="Sam is away",
        )
    first.refresh_from_db()
    assert (first.why_ended, second.is_out) == ("Sam is away", True)
    assert writes(world, assessment, "school") == set()
    told = Job.objects.filter(key__contains=f"section {first.pk} 2").get()
    assert told.payload["to"] == ["school@example.org"]


def test_submitting_while_a_section_is_out_asks_why(world: World, assessment: Assessment) -> None:
    written(world, assessment)
    row = asked(world, assessment)
    lead = Browser(world.practitioner)
    page = lead.open("assessment-submit", assessment.case)
    assert "Others still write" in page
    assert "Sam School" in page
    answer = lead.send("assessment-submit", assessment.case)
    assert "Enter why you do not wait" in answer.content.decode()
    with acting_as(world.practitioner), pytest.raises(Refused, match="Say why"):
        submit(assessment=assessment, by=world.practitioner)
    assert lead.send("assessment-submit", assessment.case, without="Off sick").status_code == 302
    row.refresh_from_db()
    assert row.why_ended == "Off sick"


def test_who_leaves_the_team_is_no_longer_asked(world: World, assessment: Assessment) -> None:
    row = asked(world, assessment)
    with acting_as(world.practitioner):
        member = TafMember.objects.get(user=world.school, case=assessment.case)
        leave(member=member, by=world.practitioner)
    row.refresh_from_db()
    assert row.why_ended == "Left the Team Around the Family"


def test_by_the_pages(world: World, assessment: Assessment) -> None:
    """The lead asks, the partner writes and hands in, the lead notes that it was read."""
    lead, school, case = Browser(world.practitioner), Browser(world.school), assessment.case
    page = page_at(assessment, 0)
    where = (assessment.pk, page.section.key, page.person_id)
    shown = lead.send("section-ask", case, *where).content.decode()
    assert "Select who is asked" in shown
    sent = lead.send(
        "section-ask", case, *where, writer=world.school.pk, question="How is school?",
        **date_boxes("due_on"),
    )  # fmt: skip
    assert sent.status_code == 302
    row = _only()
    assert "Sam School writes it by" in lead.open("case-assessment", case)
    assert "How is school?" in school.open("assessment-section", case, *where)
    answer = words_of(page)
    typed = school.send("assessment-section", case, *where, **{answer.question: answer.value})
    assert typed["Location"].endswith(f"/asked/{row.pk}/hand-in/")
    other = page_at(assessment, 1)
    assert "You are not asked" in school.open(
        "assessment-section", case, assessment.pk, other.section.key, other.person_id
    )
    assert "Write “" in school.client.get("/our-families/").content.decode()
    assert school.send("section-hand-in", case, row.pk, note="Done").status_code == 302
    assert "handed in" in lead.client.get("/my-families/").content.decode()
    read = f"/cases/{case.reference}/asked/{row.pk}/read/"
    assert lead.client.post(read).status_code == 302
    assert "handed in" not in lead.client.get("/my-families/").content.decode()
    strangers: Any = [world.school2, world.nobody]
    for name in ("section-hand-in", "section-take-back"):
        for user in strangers:
            url = f"/cases/{case.reference}/asked/{row.pk}/{name.removeprefix('section-')}/"
            assert Browser(user).client.get(url).status_code == 404


@arranged
def _only() -> Delegation:
    return Delegation.objects.get()


def test_whoever_writes_a_section_is_not_led_where_only_the_lead_may_go(
    world: World, assessment: Assessment
) -> None:
    asked(world, assessment)
    case, page = assessment.case, page_at(assessment, 0)
    place = ("assessment-section", case, assessment.pk, page.section.key, page.person_id)
    missing = "See what is still missing"
    for who, is_led in ((world.practitioner, True), (world.school, False)):
        browser = Browser(who)
        assert (missing in browser.open("case-assessment", case)) == is_led
        if not is_led:
            assert missing not in browser.open(*place)
    lead = ("assessment-section", case, assessment.pk, "family")
    assert missing in Browser(world.practitioner).open(*lead)


@arranged
def test_the_past_is_no_day_to_ask_for(world: World, assessment: Assessment) -> None:
    with pytest.raises(Refused, match="today or in the future"):
        ask(
            assessment=assessment, page=page_at(assessment, 0), writer=world.school,
            by=world.practitioner, question="?", due_on=date(2020, 1, 1),
        )  # fmt: skip
    assert not Answer.objects.filter(saved_by=world.school).exists()


def test_handing_in_an_empty_section_says_that_it_is_empty(
    world: World, assessment: Assessment
) -> None:
    row = asked(world, assessment)
    Answer.objects.filter(assessment=assessment, section=row.section, person=row.person_id).delete()
    school = Browser(world.school)
    assert "Nothing is saved in this section yet" in school.open(
        "section-hand-in", assessment.case, row.pk
    )
    with acting_as(world.school):
        save(assessment=assessment, by=world.school, answers=[words_of(page_at(assessment, 0))])
    assert "Nothing is saved" not in school.open("section-hand-in", assessment.case, row.pk)
