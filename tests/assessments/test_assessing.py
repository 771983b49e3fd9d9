"""From starting an assessment to its sign-off."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.answering import Given, save
from assessments.actions.assessing import open_for_partner, start
from assessments.actions.signing_off import send_back, sign_off
from assessments.actions.submitting import submit
from assessments.blocking import blockers
from assessments.models import Answer, Assessment, Score, SignOff
from assessments.progress import State
from assessments.queries.returned import since_the_return, tasks_of
from assessments.queries.sheet import Sheet
from audit.actions import queueing
from audit.models import Event, Job, Stale
from audit.refusal import Refused
from cases.actions.leads.allocating import hand_to
from cases.actions.sharing.withholding import withhold
from cases.journey import Stage
from cases.models import Case, Due, Need, SharingBasis, Withheld
from tests.assessments.arranging import (
    led_case,
    signed_off,
    started,
    submitted,
    written,
)
from tests.cases.page.arranging import mother_of
from tests.cast import World, make_case, make_family


def open_dues(case: Case) -> set[str]:
    dues = Due.objects.filter(case=case, done_on__isnull=True, cancelled_on__isnull=True)
    return set(dues.values_list("key", flat=True))


def test_starting_fills_in_what_was_sent_and_stamps_the_case(world: World) -> None:
    case = led_case(world, reason="Mum asked the school for help")
    with acting_as(world.practitioner):
        case.change(worries="Late most days", strengths="They eat together")
        assessment = start(case=case, by=world.practitioner)
        values = {row.question: row.value for row in assessment.answers.all()}
        case.refresh_from_db()
    assert assessment.form.key == "eha"
    assert assessment.started_by_agency == world.council
    assert values == {
        "what_brought": "Mum asked the school for help",
        "strengths": "They eat together",
        "worries": "Late most days",
    }
    assert case.eha_started_on == assessment.started_on == timezone.localdate()


def test_work_of_before_the_form_is_on_the_older_one(world: World) -> None:
    case = led_case(world, received_on=date(2017, 5, 2), on=date(2017, 5, 2))
    with acting_as_system("replaying"):
        assessment = start(case=case, by=world.practitioner, on=date(2017, 5, 9))
    assert (assessment.form.key, assessment.started_on) == ("caf", date(2017, 5, 9))


def test_only_one_is_in_progress(world: World) -> None:
    assessment = started(world)
    with acting_as(world.practitioner), pytest.raises(Refused, match="Continue that one"):
        start(case=assessment.case, by=world.practitioner)


def test_a_case_that_nobody_leads_is_not_assessed(world: World) -> None:
    led_case(world)
    waiting = make_case(world, make_family(world, "Bal"))
    with acting_as(world.manager):
        assert any("Nobody leads" in r for r in blockers(waiting, "start", world.manager))


@pytest.mark.parametrize("who", ["desk", "practitioner2", "school", "analyst", "nobody"])
def test_others_do_not_start_it(world: World, who: str) -> None:
    case = led_case(world)
    with acting_as_system("asking"):
        assert blockers(case, "start", world.people[who])


def test_every_child_and_adult_has_pages(world: World) -> None:
    assessment = started(world)
    with acting_as(world.practitioner):
        sheet = Sheet(assessment)
        groups = [(group.title, len(group.pages)) for group in sheet.groups]
    assert groups == [
        ("The whole family", 3),
        ("Child1 Okafor", 2),
        ("Child2 Okafor", 2),
        ("Ngozi Okafor", 1),
        ("Bringing it together", 4),
    ]


def test_a_page_is_not_started_then_in_progress_then_complete(world: World) -> None:
    assessment = started(world)
    with acting_as(world.practitioner):
        page = Sheet(assessment).pages[0]
        seen = [Sheet(assessment).states[page]]
        for key in ("who_helps", "who_lives_where", "parents_elsewhere"):
            save(
                assessment=assessment,
                by=world.practitioner,
                answers=[Given("family", None, key, "Words", 0)],
            )
            seen.append(Sheet(assessment).states[page])
    assert seen == [State.NOT_STARTED, State.IN_PROGRESS, State.IN_PROGRESS, State.COMPLETE]


def test_what_is_missing_is_said_of_each_person(world: World) -> None:
    assessment = started(world)
    with acting_as(world.practitioner):
        reasons = blockers(assessment, "submit", world.practitioner)
    for child in ("Child1", "Child2"):
        assert (
            f"Write what {child} says in {child}’s own words, or say why you cannot yet." in reasons
        )
    assert "Say whether Ngozi took part." in reasons


def test_a_reason_stands_for_a_child_s_missing_words(world: World) -> None:
    assessment = written(world, started(world))
    with acting_as(world.practitioner):
        child = Sheet(assessment).members[0].id
        answers = Sheet(assessment).rows

        def give(question: str, value: Any) -> None:
            version = answers[("words", child, question)].version
            save(
                assessment=assessment,
                by=world.practitioner,
                answers=[Given("words", child, question, value, version)],
            )

        give("own_words", None)
        assert blockers(assessment, "submit", world.practitioner) == []
        give("why_no_words", None)
        assert len(blockers(assessment, "submit", world.practitioner)) == 1


def test_a_question_that_is_not_asked_is_not_missing(world: World) -> None:
    assessment = written(world, started(world))
    with acting_as(world.practitioner):
        sheet = Sheet(assessment)
        adult = sheet.members[-1].id
        took_part = sheet.rows[("adult", adult, "took_part")]
        why = sheet.rows[("adult", adult, "why_not")]
        clear = [Given("adult", adult, "why_not", None, why.version)]
        save(assessment=assessment, by=world.practitioner, answers=clear)
        assert blockers(assessment, "submit", world.practitioner) == []
        no = [Given("adult", adult, "took_part", False, took_part.version)]
        save(assessment=assessment, by=world.practitioner, answers=no)
        assert blockers(assessment, "submit", world.practitioner) == [
            "Say why Ngozi did not take part and what you will try next."
        ]


def test_submitting_moves_the_case_and_its_clocks(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        case = Case.objects.get(pk=assessment.case_id)
        dues = open_dues(case)
    assert (assessment.state, case.stage) == ("submitted", Stage.SIGN_OFF)
    assert case.eha_submitted_on == timezone.localdate()
    assert "assessment" not in dues
    assert "sign_off" in dues


def test_an_unfinished_one_is_refused_with_every_sentence(world: World) -> None:
    assessment = started(world)
    with acting_as(world.practitioner), pytest.raises(Refused) as refused:
        submit(assessment=assessment, by=world.practitioner)
    assert len(refused.value.reasons) > 10


def test_submitted_by_an_old_page_is_stale(world: World) -> None:
    assessment = written(world, started(world))
    with acting_as(world.practitioner), pytest.raises(Stale):
        submit(assessment=assessment, by=world.practitioner, version=assessment.version + 1)


def test_nobody_writes_while_it_waits(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.practitioner), pytest.raises(Refused, match="waiting for sign-off"):
        save(
            assessment=assessment,
            by=world.practitioner,
            answers=[Given("family", None, "who_helps", "Late words", 1)],
        )


def test_signing_off_leaves_needs_words_and_scores_on_the_case(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager, comments="Clear and fair")
        case = Case.objects.get(pk=assessment.case_id)
        needs = {(need.person and need.person.given_name, need.kind, need.words)
                 for need in Need.objects.filter(case=case).select_related("person")}  # fmt: skip
        scores = sorted(Score.objects.filter(case=case).values_list("scorer", "value"))
        assessment.refresh_from_db()
    words = "Missed 31 of 60 sessions"
    assert needs == {(who, "education", words) for who in (None, "Child1", "Child2", "Ngozi")}
    assert case.worries == case.strengths == "What was seen and heard, in some detail."
    assert scores == [("child", 6), ("child", 6), ("parent", 6), ("worker", 6)]
    assert (case.stage, assessment.state) == (Stage.PLANNING, "signed_off")
    assert case.eha_signed_off_on == assessment.completed_on == timezone.localdate()
    assert "plan" in open_dues(case)
    assert "sign_off" not in open_dues(case)


def test_a_need_found_again_is_the_same_need_with_its_newest_words(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        old = Need.objects.create(
            case_id=assessment.case_id, kind="education", words="Before", seen_on=date(2026, 11, 3)
        )
        sign_off(assessment=assessment, by=world.manager)
        old.refresh_from_db()
        family_needs = Need.objects.filter(case=assessment.case_id, person=None)
    assert old.words == "Missed 31 of 60 sessions"
    assert family_needs.count() == 1


def test_what_is_not_for_somebody_stays_so_as_a_need(world: World) -> None:
    """Also where a need that was known has the words of such an answer now."""
    case = led_case(world)
    assessment = written(world, started(world, case))
    mother = mother_of(case)
    own, whole = Need.objects.filter(case=case, person=mother), Need.objects.filter(person=None)
    with acting_as(world.practitioner):
        secret = assessment.answers.get(section="adult", person=mother, question="needs")
        for name in ("Rohan", ""):
            withhold(
                case=case, by=world.practitioner, kind="assessments.answer", row_id=secret.pk,
                name=name, person=None if name else mother, why="asked",
            )  # fmt: skip
        submit(assessment=assessment, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager)
        marks = Withheld.objects.filter(kind="cases.need", row_id=own.get().pk)
        assert {mark.name or mark.person for mark in marks} == {"Rohan", mother}
        assert set(marks.values_list("why", flat=True)) == {"asked"}
        assert not Withheld.objects.filter(
            kind="cases.need", row_id__in=whole.values_list("pk", flat=True)
        ).exists()


def test_a_score_is_of_the_day_it_was_given(world: World) -> None:
    """A meeting between it and the sign-off comes after it, and not before."""
    assessment = written(world, started(world))
    given_on = timezone.now() - timedelta(days=9)
    with acting_as(world.practitioner):
        assessment.answers.update(saved_at=given_on)
        submit(assessment=assessment, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager)
        days = set(
            Score.objects.filter(case=assessment.case_id).values_list("scored_on", flat=True)
        )
    assert days == {timezone.localdate(given_on)}


def test_returned_with_comments_it_can_be_mended_and_sent_again(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        verdict = send_back(assessment=assessment, by=world.manager, comments="Say more of dad")
        case = Case.objects.get(pk=assessment.case_id)
        dues = open_dues(case)
    assert (verdict.verdict, case.stage) == ("returned", Stage.ASSESSING)
    assert "reassessment" in dues
    assert "sign_off" not in dues
    with acting_as(world.practitioner):
        again = submit(assessment=assessment, by=world.practitioner)
    with acting_as(world.manager):
        sign_off(assessment=again, by=world.manager)
    assert SignOff.objects.filter(assessment=assessment).count() == 2


def test_what_was_returned_stands_where_its_lead_starts_until_it_is_sent_again(
    world: World, client: Client
) -> None:
    assessment = submitted(world)

    def listed(who: Any) -> bool:
        client.force_login(who)
        return "returned with comments. Change it" in client.get("/my-families/").content.decode()

    assert not listed(world.practitioner)
    for comments in ("Say more of dad", "And of the school"):
        with acting_as(world.manager):
            send_back(assessment=assessment, by=world.manager, comments=comments)
        assert listed(world.practitioner)
        assert not listed(world.practitioner2)
        with acting_as(world.practitioner):
            assert len(tasks_of(world.practitioner)) == 1
            assessment = submit(assessment=assessment, by=world.practitioner)
        assert not listed(world.practitioner)


def test_sent_again_the_manager_reads_what_changed_since_the_return(
    world: World, client: Client
) -> None:
    """Old beside new, what was added and taken away, and only what is another now."""
    assessment = submitted(world)
    case, by = assessment.case, world.practitioner
    before = {key: row for key, row in Sheet(assessment).rows.items() if key[1] is None}
    with acting_as(world.manager):
        send_back(assessment=assessment, by=world.manager, comments="Say more of the home")
    with acting_as(by):
        for home in ("Two", "Two rooms, no heating"):
            row = assessment.answers.get(section="home", question="housing")
            save(assessment=assessment, by=by,
                 answers=[Given("home", None, "housing", home, row.version)])  # fmt: skip
        money, same = before["home", None, "money"], before["well", None, "strengths"]
        gone = Given("home", None, "money", None, money.version)
        there = [
            Given("well", None, "strengths", words, same.version + number)
            for number, words in enumerate(["Other words", same.value])
        ]
        save(assessment=assessment, by=by, answers=[gone, there[0]])
        save(assessment=assessment, by=by, answers=[there[1]])
        submit(assessment=assessment, by=by)
    with acting_as(world.manager):
        found = since_the_return(Sheet(Assessment.objects.get(pk=assessment.pk)))
        assert found
        assert [(one.question.key, one.then, one.now) for one in found.changed] == [
            ("housing", [before["home", None, "housing"].value], ["Two rooms, no heating"]),
            ("money", [money.value], []),
        ]
    client.force_login(world.manager)
    url = reverse("assessment-sign-off", args=[case.reference])
    page = client.get(url).content.decode()
    assert "2 answers changed since then." in page
    assert page.index("Say more of the home") < page.index("Two rooms, no heating")


def test_what_was_never_returned_says_nothing_of_it(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager):
        assert since_the_return(Sheet(assessment)) is None


def test_a_return_without_comments_is_refused(world: World) -> None:
    assessment = submitted(world)
    with acting_as(world.manager), pytest.raises(Refused, match="Write what should be changed"):
        send_back(assessment=assessment, by=world.manager, comments="  ")


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("manager", True),
        ("head", True),
        ("manager2", False),
        ("practitioner", False),
        ("desk", False),
        ("school", False),
        ("admin", False),
    ],
)
def test_who_signs_off(world: World, who: str, allowed: bool) -> None:
    assessment = submitted(world)
    with acting_as_system("asking"):
        reasons = blockers(assessment, "sign_off", world.people[who])
    assert (not reasons) == allowed


def test_nobody_signs_off_their_own(world: World) -> None:
    case = led_case(world, lead=world.manager)
    assessment = submitted(world, case, world.manager)
    with acting_as(world.manager), pytest.raises(Refused, match="Another manager signs it off"):
        sign_off(assessment=assessment, by=world.manager)
    with acting_as(world.head):
        sign_off(assessment=assessment, by=world.head)


def test_whoever_wrote_it_takes_it_back(world: World) -> None:
    case = led_case(world, lead=world.manager)
    assessment = submitted(world, case, world.manager)
    with acting_as(world.manager):
        send_back(assessment=assessment, by=world.manager, comments="The father is missing.")
        assessment.refresh_from_db()
        case.refresh_from_db()
    assert (assessment.state, case.stage) == (Assessment.State.RETURNED, Stage.ASSESSING)


def test_every_verb_is_in_the_history(world: World) -> None:
    assessment = signed_off(world)
    verbs = list(Event.objects.filter(case_id=assessment.case_id).values_list("verb", flat=True))
    for verb in ("started", "written", "submitted", "signed_off"):
        assert f"assessment.{verb}" in verbs


@pytest.fixture
def partner_case(world: World) -> Case:
    """A case that a school leads, because its offer to lead was accepted."""
    led_case(world)  # publishes the forms
    case = make_case(world, make_family(world, "Dunn"), reason="Hungry in the mornings")
    with acting_as_system("the desk accepting"):
        SharingBasis.objects.create(
            family=case.family,
            agency=world.school_agency,
            what="Early help plan",
            from_date=timezone.localdate() - timedelta(days=1),
        )
        hand_to(case=case, lead=world.school, by=world.desk)
    return case


def ask(world: World, case: Case) -> Job:
    return queueing.ask(
        "open_partner_assessment",
        key=f"open-{case.pk}",
        by=world.desk,
        payload={"case": case.pk, "user": world.school.pk},
    )


def test_a_partner_finds_the_assessment_opened_and_filled(world: World, partner_case: Case) -> None:
    job = ask(world, partner_case)
    open_for_partner(job)()
    open_for_partner(job)()  # a second run starts nothing
    with acting_as(world.school):
        assessment = Assessment.objects.get(case=partner_case)
        assert Answer.objects.get(assessment=assessment).value == "Hungry in the mornings"
    assert assessment.started_by == world.school
    assert assessment.started_by_agency == world.school_agency


def test_a_partner_who_does_not_lead_starts_nothing(world: World) -> None:
    case = led_case(world)
    with pytest.raises(queueing.CannotBeDone):
        open_for_partner(ask(world, case))()
    assert not Assessment.objects.exists()


def test_the_locality_s_manager_signs_off_what_a_partner_wrote(
    world: World, partner_case: Case
) -> None:
    open_for_partner(ask(world, partner_case))()
    with acting_as(world.school):
        assessment = Assessment.objects.get(case=partner_case)
        written(world, assessment, world.school)
        submit(assessment=assessment, by=world.school)
        assert blockers(assessment, "sign_off", world.school)
    with acting_as(world.manager):
        sign_off(assessment=assessment, by=world.manager)
