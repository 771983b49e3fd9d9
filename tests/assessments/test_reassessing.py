"""A family whose plan goes on is assessed anew: the plan, its dates and its clocks stay; the way to
sign-off has clocks of its own."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.answering import Given, save
from assessments.actions.assessing import open_for_partner, start
from assessments.actions.planning import set_need_aside
from assessments.actions.signing_off import send_back, sign_off
from assessments.actions.submitting import submit
from assessments.blocking import blockers
from assessments.models import Action, Assessment, Goal
from assessments.queries.plan import current_plan, lines_of
from assessments.queries.sheet import Sheet
from assessments.queries.since import since
from audit.models import Job
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.leads import transferring
from cases.actions.leads.handing_over import hand_over_all
from cases.actions.people.describing import record_birth
from cases.actions.people.merging import merge
from cases.actions.people.registering import add_to_family, register_person
from cases.actions.steps import answering, stepping_up
from cases.journey import Stage
from cases.models import Case, Due, Need, Person, StepUp
from cases.queries.my_families import my_families
from cases.queries.needs_you.lists import to_sign_off
from cases.rules.blocking import blockers as case_blockers
from localities.calendar import add_working_days
from localities.models import Timescale
from reporting.asking import Ask
from reporting.counting import count
from reporting.measures.ehas_by_agency import MEASURE as EHAS
from reporting.period import Period
from tests.assessments.arranging import (
    agreed,
    begun,
    every_answer,
    led_case,
    planned,
    said,
    signed_off,
    written,
)
from tests.cases.page.arranging import add_member
from tests.cast import World, arranged, make_family
from tests.databases import count_again

TODAY = timezone.localdate()
FIRSTS = ("stage", "eha_started_on", "eha_submitted_on", "eha_signed_off_on", "plan_agreed_on")
HOUSING = {"housing": "Notice to leave by May"}


def fresh(case: Case) -> Case:
    with acting_as_system("looking at a test"):
        return Case.objects.select_related("family", "locality").get(pk=case.pk)


def the_case(case: Case) -> tuple[Any, ...]:
    """Its stage, its first dates, and every clock that runs or ran, but for a re-assessment's."""
    with acting_as_system("looking at a test"):
        rows = Due.objects.filter(case=case).exclude(pk__in=clocks_of_it(case)).order_by("pk")
        clocks = tuple(rows.values_list("key", "started_on", "due_on", "done_on", "cancelled_on"))
        return *Case.objects.filter(pk=case.pk).values_list(*FIRSTS)[0], clocks


def clocks_of_it(case: Case) -> QuerySet[Due]:
    """The clocks of a re-assessment: of its kinds, those that began since the plan did."""
    first = Due.objects.filter(case=case, key="plan").order_by("pk")[:1]
    since = first.values("pk")
    return Due.objects.filter(case=case, key__in=["sign_off", "reassessment"], pk__gt=since)


def clocks(case: Case) -> list[tuple[str, str]]:
    """Its kind, and whether it was done or cancelled, of each clock of a re-assessment."""
    with acting_as_system("looking at a test"):
        return [
            (due.key, "done" if due.done_on else "cancelled" if due.cancelled_on else "open")
            for due in clocks_of_it(case).order_by("pk")
        ]


def again(case: Case, by: Any) -> Assessment:
    with acting_as(by):
        return start(case=case, by=by)


def changed(assessment: Assessment, question: str, value: Any) -> None:
    """The lead writes something else on a page of the whole family or of the first it is about."""
    by = assessment.started_by
    with acting_as(by):
        row = assessment.answers.filter(question=question).order_by("pk")[0]
        given = Given(row.section, row.person_id, question, value, row.version)
        save(assessment=assessment, by=by, answers=[given])


def sent(assessment: Assessment, by: Any) -> Assessment:
    with acting_as(by):
        return submit(assessment=assessment, by=by)


@pytest.fixture(params=[planned, agreed], ids=["plan to be agreed", "plan agreed"])
def with_plan(request: pytest.FixtureRequest, world: World) -> Case:
    """A case whose assessment has been signed off, a year ago."""
    case: Case = request.param(world).case
    long_ago = TODAY - timedelta(days=365)
    with acting_as_system("arranging a test"):
        stamps = ("eha_started_on", "eha_submitted_on", "eha_signed_off_on")
        Case.objects.filter(pk=case.pk).update(**dict.fromkeys(stamps, long_ago))
    return fresh(case)


@pytest.fixture
def supported(world: World) -> Case:
    """A case whose plan the family has agreed."""
    return fresh(agreed(world).case)


def test_the_whole_way_moves_no_stage_no_first_date_and_no_clock(
    world: World, with_plan: Case
) -> None:
    before = the_case(with_plan)
    anew = again(with_plan, world.practitioner)
    assert (anew.is_reassessment, anew.title) == (True, "Re-assessment")
    assert fresh(with_plan).reassessment == "written"
    assert clocks(with_plan) == []
    for _ in range(2):
        sent(anew, world.practitioner)
        assert fresh(with_plan).reassessment == "sent"
        assert the_case(with_plan) == before
        assert clocks(with_plan)[-1] == ("sign_off", "open")
        with acting_as(world.manager):
            send_back(assessment=anew, by=world.manager, comments="More on the father.")
        assert fresh(with_plan).reassessment == "written"
        assert the_case(with_plan) == before
        assert clocks(with_plan)[-2:] == [("sign_off", "cancelled"), ("reassessment", "open")]
    sent(anew, world.practitioner)
    with acting_as(world.practitioner), pytest.raises(Refused, match="Only a manager of Bilston"):
        sign_off(assessment=anew, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=anew, by=world.manager)
    now = fresh(with_plan)
    assert (now.reassessment_started_on, now.reassessment_submitted_on) == (None, None)
    assert the_case(with_plan) == before
    returned = [("sign_off", "cancelled"), ("reassessment", "done")]
    assert clocks(with_plan) == [*returned, *returned, ("sign_off", "done")]
    assert again(now, world.practitioner).follows_id == anew.pk  # and once more


def test_it_starts_from_the_last_and_feeds_the_record_as_the_first_did(
    world: World, with_plan: Case
) -> None:
    with acting_as_system("looking at a test"):
        last = Assessment.objects.get(case=with_plan)
        needs = {need.pk: need.version for need in with_plan.needs.all()}
        goals = list(Goal.objects.filter(case=with_plan).values_list("pk", "need"))
        actions = list(Action.objects.filter(case=with_plan).values_list("pk", "done_on"))
    anew = again(with_plan, world.practitioner)
    with acting_as(world.practitioner):
        assert anew.follows_id == last.pk
        assert all(row.carried_from_id == last.pk for row in anew.answers.all())
        assert Sheet(anew).saved_at is None  # nobody has written in this one
    changed(anew, "housing", HOUSING["housing"])
    changed(anew, "worries", "Notice to leave by May")
    with acting_as(world.practitioner):
        ticked = anew.answers.filter(question="needs").order_by("pk")[0]
        assert ticked.value
    changed(anew, "needs", {**ticked.value, "finance": "Rent is owed"})
    with acting_as(world.practitioner):
        found = since(Sheet(anew))
        assert found
        assert {one.question.key for one in found.changed} == {"housing", "worries", "needs"}
    sent(anew, world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=anew, by=world.manager)
        now = {need.pk: need for need in Need.objects.filter(case=with_plan)}
        (new,) = [need for pk, need in now.items() if pk not in needs]
        assert (new.kind, new.words, new.person_id) == ("finance", "Rent is owed", ticked.person_id)
        assert {pk: now[pk].version for pk in needs} == needs  # not doubled, not touched
        assert list(Goal.objects.filter(case=with_plan).values_list("pk", "need")) == goals
        assert list(Action.objects.filter(case=with_plan).values_list("pk", "done_on")) == actions
        lines = lines_of(with_plan, current_plan(with_plan))
        without = [line.need for line in lines if not line.goals and not line.why_none]
        assert without == [new]
    assert fresh(with_plan).worries == "Notice to leave by May"


def test_a_new_need_is_said_to_have_no_goal_until_it_has_one_or_a_reason(
    world: World, supported: Case, client: Client
) -> None:
    client.force_login(world.practitioner)
    page = reverse("case", args=[supported.reference])
    assert "No goal yet for" not in client.get(page).content.decode()
    anew = again(supported, world.practitioner)
    with acting_as(world.practitioner):
        ticked = anew.answers.filter(question="needs").order_by("pk")[0]
        assert ticked.value
    changed(anew, "needs", {**ticked.value, "finance": "Rent is owed"})
    sent(anew, world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=anew, by=world.manager)
        (new,) = Need.objects.filter(case=supported, words="Rent is owed")
    shown = client.get(page).content.decode()
    assert re.search(r"No goal yet for:</strong> Financial stability \([^;]*\)\. Add one", shown)
    with acting_as(world.practitioner):
        set_need_aside(case=supported, need=new, by=world.practitioner, why="Citizens Advice helps")
    assert "No goal yet for" not in client.get(page).content.decode()


def test_the_story_says_that_the_family_was_assessed_again(
    world: World, supported: Case, client: Client
) -> None:
    client.force_login(world.practitioner)
    story = reverse("case-story", args=[supported.reference])
    first, again_said = "The assessment was signed off.", "The family was assessed again."
    assert first in (page := client.get(story).content.decode())
    assert again_said not in page
    sent(again(supported, world.practitioner), world.practitioner)
    assert again_said not in client.get(story).content.decode()
    with acting_as(world.manager):
        sign_off(assessment=Assessment.objects.latest("pk"), by=world.manager)
    assert f"{again_said} The re-assessment was signed off." in client.get(story).content.decode()


@pytest.mark.parametrize("who", ["practitioner", "manager"])
def test_whoever_may_start_the_first_may_start_it_and_one_at_a_time(
    world: World, supported: Case, who: str
) -> None:
    by = world.people[who]
    again(supported, by)
    with acting_as(by), pytest.raises(Refused, match="Continue that one"):
        start(case=supported, by=by)


@pytest.mark.parametrize("who", ["duty", "manager2", "school", "analyst"])
def test_nobody_else_starts_it(world: World, supported: Case, who: str) -> None:
    with acting_as(world.people[who]):
        assert blockers(supported, "start", world.people[who])


@pytest.mark.parametrize("stage", [Stage.SIGN_OFF, Stage.SOCIAL_CARE])
def test_at_other_stages_none_begins(world: World, supported: Case, stage: Stage) -> None:
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=supported.pk).update(stage=stage.value)
    with acting_as(world.practitioner), pytest.raises(Refused, match="anew while the plan goes on"):
        start(case=fresh(supported), by=world.practitioner)


def test_it_stands_wherever_a_manager_signs_off(
    world: World, supported: Case, client: Client
) -> None:
    anew = again(supported, world.practitioner)
    changed(anew, "housing", HOUSING["housing"])
    with acting_as(world.manager):
        assert to_sign_off(world.manager).rows == []
    sent(anew, world.practitioner)
    with acting_as(world.manager):
        (row,) = to_sign_off(world.manager).rows
    assert (row.case, row.since) == (supported, TODAY)
    assert row.action == "Sign off the re-assessment"
    assert row.due
    assert (row.due.what, row.due.on) == (
        "Sign-off of the assessment", add_working_days(TODAY, 5)
    )  # fmt: skip
    assert row.url == reverse("assessment-sign-off", args=[supported.reference])
    client.force_login(world.manager)
    for name in ("needs-you", "case"):
        args = [supported.reference] if name == "case" else []
        assert "Sign off the re-assessment" in client.get(reverse(name, args=args)).content.decode()
    page = client.get(row.url).content.decode()
    assert "1 answer changed" in page
    assert HOUSING["housing"] in page
    with acting_as(world.manager2):
        assert to_sign_off(world.manager2).rows == []
    done = client.post(row.url, {**_keys(page), "verdict": "sign_off"}, follow=True)
    assert "Re-assessment signed off" in done.content.decode()
    with acting_as(world.manager):
        assert to_sign_off(world.manager).rows == []
    client.force_login(world.duty)
    read = client.get(reverse("assessment-read", args=[supported.reference, anew.pk]))
    assert "1 answer changed" in read.content.decode()


def _keys(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_unfinished_it_is_the_next_step(world: World, supported: Case, client: Client) -> None:
    case_url = reverse("case", args=[supported.reference])
    client.force_login(world.practitioner)
    page = client.get(case_url).content.decode()
    assert "Start re-assessment" in page
    anew = again(supported, world.practitioner)
    for url in (case_url, reverse("my-families")):
        assert "Continue the re-assessment" in client.get(url).content.decode()
    url = reverse("case-assessment", args=[supported.reference])
    assert "The plan goes on while it is written." in client.get(url).content.decode()
    sent(anew, world.practitioner)
    for url in (case_url, reverse("my-families")):
        page = client.get(url).content.decode()
        assert "Re-assessment waiting for sign-off" in page
        assert "Continue the re-assessment" not in page
    page = client.get(case_url).content.decode()
    assert "Record a TAF meeting" in page
    assert "Start re-assessment" not in page
    with acting_as(world.practitioner):
        assert [row.to_continue for row in my_families(world.practitioner)] == [False]


def test_lists_ask_no_more_of_the_database_for_one(
    world: World, supported: Case, client: Client
) -> None:
    def asked(who: str, name: str) -> int:
        client.force_login(world.people[who])
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        return len(found)

    pages = (("practitioner", "my-families"), ("manager", "needs-you"))
    few = [asked(who, name) for who, name in pages]
    written_one = again(fresh(agreed(world, led_case(world, make_family(world, "Moran"))).case),
                        world.practitioner)  # fmt: skip
    sent(again(supported, world.practitioner), world.practitioner)
    assert [asked(who, name) for who, name in pages] == few
    sent(written_one, world.practitioner)
    assert [asked(who, name) for who, name in pages] == few


def test_the_page_that_starts_it_says_so(world: World, supported: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    url = reverse("assessment-start", args=[supported.reference])
    page = client.get(url).content.decode()
    assert "Start re-assessment</h1>" in page.replace("\n", "")
    assert "Re-assessment: early help assessment" in page
    assert "go on as they are" in page
    done = client.post(url, {**_keys(page), "form": "eha"}, follow=True).content.decode()
    assert "Re-assessment started." in done
    assert "carried over" in client.get(client.get(
        reverse("assessment-continue", args=[supported.reference])
    ).headers["location"]).content.decode()  # fmt: skip


def closed(case: Case, by: Any) -> None:
    with acting_as(by):
        outcomes = dict.fromkeys(case.needs.values_list("pk", flat=True), ("not_met", ""))
        close_case(
            case=fresh(case), by=by, reason="disengaged", outcomes=outcomes, summary="Away.",
            family_view="Thank you.", stays_in_touch="The school",
            risk_check="The school sees the children each day.",
        )  # fmt: skip


def test_closing_ends_it_and_waits_for_one_that_was_sent(world: World, supported: Case) -> None:
    anew = again(supported, world.practitioner)
    sent(anew, world.practitioner)
    assert any(
        "A re-assessment waits for sign-off" in reason
        for reason in case_blockers(fresh(supported), "close", world.manager)
    )
    with acting_as(world.manager):
        send_back(assessment=anew, by=world.manager, comments="They moved away.")
    closed(supported, world.manager)
    with acting_as(world.manager):
        anew.refresh_from_db()
        assert anew.state == Assessment.State.ENDED
    assert fresh(supported).reassessment_started_on is None


def to_social_care(world: World, case: Case) -> StepUp:
    by = world.manager
    with acting_as(by):
        found = stepping_up.request(
            case=case, by=by, why_now="Injury", tried="Visits", urgent=True, rung_whom="Duty"
        )
        return answering.accepted(step_up=found, by=by, answer_by="Sol", version=found.version)


def test_with_social_care_it_rests_and_goes_on_where_it_was(world: World, supported: Case) -> None:
    anew = again(supported, world.practitioner)
    sent(anew, world.practitioner)
    step_up = to_social_care(world, supported)
    assert fresh(supported).reassessment == ""
    with acting_as(world.manager):
        assert to_sign_off(world.manager).rows == []
        with pytest.raises(Refused, match="Nothing can be signed off now"):
            sign_off(assessment=anew, by=world.manager)
        answering.came_back(
            step_up=step_up, by=world.manager, reason="Below", version=step_up.version
        )
        assert len(to_sign_off(world.manager).rows) == 1
        sign_off(assessment=anew, by=world.manager)
    assert fresh(supported).stage == Stage.SUPPORTING


def test_social_cares_handover_ends_it(world: World, supported: Case) -> None:
    anew = again(supported, world.practitioner)
    step_up = to_social_care(world, supported)
    with acting_as(world.practitioner), pytest.raises(Refused, match="while the family’s plan"):
        submit(assessment=anew, by=world.practitioner)
    with acting_as(world.manager):
        answering.handed_over(
            step_up=step_up, by=world.manager, handover_note="Sol leads", version=step_up.version
        )
        anew.refresh_from_db()
        assert anew.state == Assessment.State.ENDED


def test_the_other_localitys_manager_signs_it_off(world: World, supported: Case) -> None:
    anew = again(supported, world.practitioner)
    sent(anew, world.practitioner)
    with acting_as(world.practitioner):
        asked = transferring.ask(
            case=supported, by=world.practitioner, to=world.low_hill, why="Moved", summary="Two"
        )
    with acting_as(world.manager2):
        transferring.accept(
            transfer=asked, by=world.manager2, version=asked.version, lead=world.practitioner2
        )
        assert len(to_sign_off(world.manager2).rows) == 1
        sign_off(assessment=anew, by=world.manager2)
    with acting_as(world.manager):
        assert to_sign_off(world.manager).rows == []


def test_whoever_leads_after_a_leaver_continues_it(world: World, supported: Case) -> None:
    anew = again(supported, world.practitioner)
    with acting_as(world.manager):
        leads = {supported.pk: world.duty}
        hand_over_all(leaver=world.practitioner, leads=leads, by=world.manager)
    with acting_as(world.practitioner):
        assert blockers(anew, "submit", world.practitioner)
    with acting_as(world.duty):
        assert [row.to_continue for row in my_families(world.duty)] == [True]
    assert sent(anew, world.duty).submitted_by == world.duty


def test_records_made_one_while_it_is_written_double_no_need(world: World, supported: Case) -> None:
    with acting_as_system("arranging a test"):
        child = supported.children.order_by("pk")[0]
        twice = register_person(by=None, kind="child", given_name="Chid")
        add_to_family(family=supported.family, person=twice, relationship="child", by=None)
    anew = again(supported, world.practitioner)
    with acting_as(world.practitioner):
        save(assessment=anew, by=world.practitioner, answers=every_answer(anew))
    with acting_as(world.desk):
        people = [Person.objects.get(pk=one.pk) for one in (child, twice)]
        merge(
            kept=people[0], merged=people[1], by=world.desk, reason="Same child",
            stands={"given_name": "kept"}, versions=(people[0].version, people[1].version),
        )  # fmt: skip
    sent(anew, world.practitioner)
    with acting_as(world.manager):
        before = Need.objects.filter(case=supported).count()
        sign_off(assessment=anew, by=world.manager)
        assert Need.objects.filter(case=supported).count() == before


@pytest.mark.parametrize("plan_is_agreed", [True, False])
def test_after_a_birth_the_full_assessment_starts_while_the_plan_goes_on(
    world: World, plan_is_agreed: bool
) -> None:
    case = led_case(world)
    baby = add_member(case, world, "", "child", kind="unborn", expected_on=TODAY)
    before = written(world, begun(case, "eha_unborn", world.practitioner))
    with acting_as_system("arranging a test"):
        said(before, "good", "She talks to the baby")
        submit(assessment=before, by=world.practitioner)
        sign_off(assessment=before, by=world.manager)
        if plan_is_agreed:
            Case.objects.filter(pk=case.pk).update(stage=Stage.SUPPORTING, plan_agreed_on=TODAY)
        record_birth(
            case=case, person=baby, by=world.practitioner, version=1, given_name="Ada",
            family_name="Okafor", born_on=TODAY, sex="F",
        )  # fmt: skip
    was = the_case(case)
    eha = again(fresh(case), world.practitioner)
    with acting_as(world.practitioner):
        good = eha.answers.get(person=baby, question="good")
        assert (good.value, good.carried_from_id) == ("She talks to the baby", before.pk)
        save(assessment=eha, by=world.practitioner, answers=every_answer(eha))
    sent(eha, world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=eha, by=world.manager)
    assert the_case(case) == was


def test_an_unfinished_one_before_birth_goes_on_in_it(world: World, supported: Case) -> None:
    baby = add_member(supported, world, "", "child", kind="unborn", expected_on=TODAY)
    before = written(world, begun(supported, "eha_unborn", world.practitioner))
    assert (before.is_reassessment, before.title) == (True, "Early help assessment before birth")
    with acting_as_system("arranging a test"):
        record_birth(
            case=supported, person=baby, by=world.practitioner, version=1, given_name="Ada",
            family_name="Okafor", born_on=TODAY, sex="F",
        )  # fmt: skip
    eha = again(fresh(supported), world.practitioner)
    with acting_as(world.practitioner):
        before.refresh_from_db()
        assert before.state == Assessment.State.ENDED
        assert eha.answers.filter(person=baby, carried_from=before).exists()
    assert fresh(supported).reassessment == "written"


def test_what_an_authority_counts_from_one_assessment_to_the_next_is_met(
    world: World, supported: Case
) -> None:
    with acting_as_system("arranging a test"):
        Timescale.objects.create(
            key="next_assessment", due="Re-assessment", because="a year from sign-off",
            starts_with="assessment_signed_off", ends_with="assessment_signed_off", length=12,
            unit="months", owner="lead", from_date=date(2016, 4, 1),
        )  # fmt: skip
    others = the_case(supported)
    for _ in range(2):
        anew = again(supported, world.practitioner)
        sent(anew, world.practitioner)
        with acting_as(world.manager):
            sign_off(assessment=anew, by=world.manager)
    with acting_as_system("looking at a test"):
        rows = Due.objects.filter(case=supported, key="next_assessment").order_by("pk")
        assert list(rows.values_list("done_on", "cancelled_on")) == [(TODAY, None), (None, None)]
        rows.delete()
    assert the_case(supported) == others


def test_it_is_no_assessment_begun_anew_in_the_figures(world: World, supported: Case) -> None:
    def figure() -> int:
        count_again([Assessment, Case])
        month = Period(TODAY - timedelta(days=30), TODAY)
        (rows,) = count([Ask(EHAS, EHAS.cuts[0], month)])
        return sum(row.numerator for row in rows if not row.part)

    before = figure()
    again(supported, world.practitioner)
    assert figure() == before == 1


def test_an_offer_to_lead_that_is_done_again_starts_none(world: World, supported: Case) -> None:
    job = Job(payload={"case": supported.pk, "user": world.practitioner.pk})
    open_for_partner(job)()
    assert fresh(supported).reassessment == ""


def test_the_database_holds_that_none_goes_on_in_a_closed_case(
    world: World, supported: Case
) -> None:
    with acting_as_system("a test"), transaction.atomic():
        rows = Case.objects.filter(pk=supported.pk)
        with pytest.raises(IntegrityError, match="a_reassessment_submitted"):
            rows.update(reassessment_submitted_on=TODAY)


@arranged
def test_the_first_of_a_case_is_none(world: World) -> None:
    first = signed_off(world)
    assert (first.is_reassessment, first.title) == (False, "Early help assessment")
