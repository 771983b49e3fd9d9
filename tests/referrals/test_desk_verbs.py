"""Pausing, asking back, passing on, sampling, disagreeing."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from audit.days import in_words
from audit.models import Job
from audit.refusal import Refused
from localities.calendar import (
    add_working_time,
    closing_moment,
    is_working_day,
    working_time_between,
)
from localities.models import Authority
from referrals.actions import asking_back, disagreeing, passing_on, pausing, sampling
from referrals.actions.returning import return_from_panel
from referrals.models import (
    Decision,
    Disagreement,
    DisagreementStage,
    Outcome,
    Pause,
    Question,
    Referral,
    Sample,
)
from referrals.rules.blocking import blockers, outcome_blockers
from referrals.rules.rereferral import within
from tests.cast import World
from tests.referrals.requests import CHILD, SIBLING, decided, make_offer, make_request

LONDON = ZoneInfo("Europe/London")
OFFICE = Authority(opens_at="09:00", closes_at="17:00")
CLOSED = frozenset({date(2026, 11, 27)})
BEGIN, END = datetime(2026, 3, 20), datetime(2027, 1, 10)  # noqa: DTZ001  Hypothesis adds it
moments = st.datetimes(BEGIN, END, timezones=st.just(LONDON))
lengths = st.timedeltas(timedelta(0), timedelta(hours=60))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@given(start=moments, length=lengths)
def test_a_clock_runs_in_office_hours_of_working_days_alone(
    start: datetime, length: timedelta
) -> None:
    end = add_working_time(start, length, OFFICE, CLOSED)
    assert is_working_day(end.date(), CLOSED)
    assert 9 <= timezone.localtime(end).hour <= 17
    assert working_time_between(start, end, OFFICE, CLOSED) == length


@given(start=moments, gap=st.timedeltas(timedelta(0), timedelta(days=9)), length=lengths)
def test_nothing_of_a_clock_is_lost_or_won_over_a_pause(
    start: datetime, gap: timedelta, length: timedelta
) -> None:
    due = add_working_time(start, length, OFFICE, CLOSED)
    paused = min(start + gap, due)
    left = working_time_between(paused, due, OFFICE, CLOSED)
    spent = working_time_between(start, paused, OFFICE, CLOSED)
    assert spent + left == length


@given(day=st.dates(date(2026, 3, 1), date(2027, 1, 10)))
def test_no_time_passes_on_a_day_off(day: date) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    spent = working_time_between(midnight, midnight + timedelta(hours=23), OFFICE, CLOSED)
    assert spent == timedelta(hours=8 if is_working_day(day, CLOSED) else 0)


def test_what_was_left_is_left_after_the_pause(world: World) -> None:
    referral = make_request(at=at(17, 10))  # a Tuesday: due on Wednesday at ten
    with acting_as(world.desk):
        before = Referral.objects.get(pk=referral.pk)
        paused = pausing.stop_clock(
            before, "waiting for the school", date(2026, 11, 20), world.desk, at(17, 15)
        )
        assert paused.paused_until == closing_moment(date(2026, 11, 20), OFFICE)
        assert paused.due_at == at(23, 12)  # three hours were left: Monday, from nine
        pausing.start_clock(paused, world.desk, at(19, 16))
    again = Referral.objects.get(pk=referral.pk)
    assert (again.paused_until, again.due_at) == (None, at(20, 11))
    assert Pause.objects.get().ended_by == world.desk


def test_a_pause_that_ended_by_itself_gives_no_more_than_was_left(world: World) -> None:
    referral = make_request(at=at(17, 10))
    with acting_as(world.desk):
        paused = pausing.stop_clock(referral, "why", date(2026, 11, 18), world.desk, at(17, 15))
        pausing.start_clock(paused, world.desk, at(24, 9))
    assert Referral.objects.get().due_at == at(19, 12)
    assert Pause.objects.get().ended_by is None


def test_a_pause_that_is_over_is_ended_by_the_sweeper(world: World) -> None:
    referral = make_request()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acting_as(world.desk):
        paused = pausing.pause(referral=referral, reason="Why", until=tomorrow, by=world.desk)
    assert pausing.let_pauses_end() == 0
    assert paused.paused_until is not None
    assert pausing.let_pauses_end(at=paused.paused_until) == 1
    ended = Referral.objects.get()
    assert (ended.paused_until, ended.due_at) == (None, paused.due_at)


def test_a_clock_pauses_with_a_reason_and_never_in_danger(world: World) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    referral, urgent = make_request(), make_request(urgent=True)
    with acting_as(world.desk):
        with pytest.raises(Refused, match="Say why"):
            pausing.pause(referral=referral, reason=" ", until=tomorrow, by=world.desk)
        with pytest.raises(Refused, match="never pauses"):
            pausing.pause(referral=urgent, reason="Why", until=tomorrow, by=world.desk)
        paused = pausing.pause(referral=referral, reason="Why", until=tomorrow, by=world.desk)
        assert blockers(paused, "pause", world.desk) == ["The clock is paused."]
        resumed = pausing.resume(referral=referral, by=world.desk)
    assert resumed.paused_until is None


@pytest.mark.parametrize("urgent", [False, True])
def test_an_answer_brings_it_back_to_the_desk_marked(world: World, urgent: bool) -> None:
    referral = make_offer(world, urgent=urgent)
    asked = decided(referral, world.desk, Outcome.MORE_INFORMATION, None).referral
    assert asked.stage == "sender"
    assert bool(asked.paused_until) is not urgent
    with acting_as(world.school2), pytest.raises(Referral.DoesNotExist):
        asking_back.answer(referral=referral, words="I am not the sender", by=world.school2)
    with acting_as(world.school):
        back = asking_back.answer(referral=referral, words="With their aunt", by=world.school)
    assert (back.stage, back.returned) == ("screening", "answered")
    assert back.paused_until is None
    assert Question.objects.get().answered_by == world.school
    done = decided(referral, world.desk, Outcome.ADVICE, None).referral
    assert (done.stage, done.returned) == ("decided", "")


def test_a_day_that_passes_brings_it_back_once(world: World) -> None:
    decided(make_request(), world.desk, Outcome.MORE_INFORMATION, None)
    question = Question.objects.get()
    assert asking_back.let_lapse() == 0
    after = closing_moment(question.answer_by, Authority.current())
    assert asking_back.let_lapse(at=after) == 1
    assert asking_back.let_lapse(at=after) == 0
    back = Referral.objects.get()
    assert (back.stage, back.returned, back.paused_until) == ("screening", "no_answer", None)
    assert Question.objects.get().ending == Question.Ending.NO_ANSWER


# Who may choose what where harm is alleged: role × where the request is × outcome.
DESK_NEVER = {Outcome.SOCIAL_CARE, Outcome.NO_ACTION}
ENDS = [Outcome.EARLY_HELP, Outcome.ADVICE, Outcome.SOCIAL_CARE, Outcome.NO_ACTION]


@pytest.mark.parametrize("outcome", ENDS)
@pytest.mark.parametrize("state", ["new", "alleged", "handed_back", "answered"])
@pytest.mark.parametrize("role", ["desk", "social_worker", "head"])
def test_only_a_social_worker_decides_about_harm(
    world: World, role: str, state: str, outcome: str
) -> None:
    referral = make_request(CHILD, SIBLING)
    by = world.people[role]
    if state != "new":
        decided(referral, world.desk, Outcome.HARM, None)
    if state == "handed_back":
        with acting_as(world.social_worker):
            passing_on.hand_back(referral=referral, found="Nothing", by=world.social_worker)
    if state == "answered":
        decided(referral, world.social_worker, Outcome.MORE_INFORMATION, None)
        with acting_as(world.desk):
            asking_back.answer(referral=referral, words="At home", by=world.desk)
    free = state == "new" and outcome != Outcome.SOCIAL_CARE
    looked_into = state == "handed_back" and outcome not in DESK_NEVER
    allowed = role == "social_worker" or (role == "desk" and (free or looked_into))
    before = Decision.objects.count()
    if allowed:
        assert decided(referral, by, outcome).referral.stage == "decided"
        return
    with pytest.raises(Refused):
        decided(referral, by, outcome)
    assert Decision.objects.count() == before


def test_harm_goes_to_a_social_worker_at_once_in_somebodys_words(world: World) -> None:
    referral = make_request()
    with acting_as(world.desk):
        pausing.pause(
            referral=referral,
            reason="Why",
            until=timezone.localdate() + timedelta(days=1),
            by=world.desk,
        )
    passed = decided(referral, world.desk, Outcome.HARM, None).referral
    assert (passed.stage, passed.harm_alleged, passed.taken_by) == ("social_work", True, None)
    assert passed.paused_until is None
    mail = Job.objects.get(key__startswith=f"mail harm alleged {referral.reference}")
    assert mail.payload["to"] == ["social_worker@example.org"]
    assert "Amara" not in str(mail.payload)
    assert blockers(passed, "take", world.desk) == [
        "Harm is alleged: a social worker takes this request."
    ]
    assert outcome_blockers(passed, Outcome.NO_ACTION, world.desk)
    decided(referral, world.social_worker, Outcome.SOCIAL_CARE, None, "Section 47")
    allegation = referral.allegations.get()
    assert (allegation.said_by, allegation.looked_into_by) == (
        "The school nurse",
        world.social_worker,
    )


def test_a_sibling_of_a_child_who_is_harmed_is_not_left_alone(world: World) -> None:
    from referrals.actions.deciding import ForChild, decide

    referral = make_request(CHILD, SIBLING)
    one, other = referral.people.all()
    with acting_as(world.desk), pytest.raises(Refused, match="only a social worker"):
        decide(
            referral=referral,
            decisions=[
                ForChild(one, Outcome.HARM, "Why", said_by="A", alleged="B"),
                ForChild(other, Outcome.NO_ACTION, "Why"),
            ],
            by=world.desk,
        )


def test_the_panel_decides_or_gives_it_back(world: World) -> None:
    referral = make_request()
    assert decided(referral, world.desk, Outcome.PANEL, None).referral.stage == "panel"
    with pytest.raises(Refused, match="waits for the panel"):
        decided(referral, world.desk, Outcome.ADVICE, None)
    with acting_as(world.desk):
        back = return_from_panel(referral=referral, reason="A lead is found", by=world.desk)
    assert (back.stage, back.returned) == ("screening", "from_panel")
    decided(referral, world.desk, Outcome.PANEL, None)
    done = decided(referral, world.desk, Outcome.EARLY_HELP, at_panel=True)
    assert (done.referral.stage, bool(done.case)) == ("decided", True)


def drawn(world: World, by: Any = None) -> Sample:
    decided(make_request(), by or world.desk, Outcome.NO_ACTION, None)
    today = timezone.localdate()
    assert sampling.draw(week=today - timedelta(days=today.weekday())) >= 1
    return Sample.objects.latest("pk")


def test_ten_of_a_week_are_drawn_the_same_again(world: World) -> None:
    for _ in range(12):
        decided(make_request(), world.desk, Outcome.ADVICE, None)
    decided(make_request(), world.desk, Outcome.PANEL, None)  # ends nothing
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    assert sampling.draw(week=monday) == sampling.EACH_WEEK
    assert sampling.draw(week=monday) == 0
    first = set(Sample.objects.values_list("decision_id", flat=True))
    Sample.objects.all().delete()
    sampling.draw(week=monday)
    assert set(Sample.objects.values_list("decision_id", flat=True)) == first


def test_overturning_opens_the_request_at_the_desk_and_keeps_its_history(world: World) -> None:
    sample = drawn(world)
    with acting_as(world.head):
        with pytest.raises(Refused, match="Write your reason"):
            sampling.judge_sample(sample=sample, verdict="overturned", reason="", by=world.head)
        sampling.judge_sample(sample=sample, verdict="overturned", reason="Missed", by=world.head)
        with pytest.raises(Refused, match="Hana Head has looked at this"):
            sampling.judge_sample(sample=sample, verdict="agreed", reason="Yes", by=world.head)
    referral = Referral.objects.get()
    assert (referral.stage, referral.returned, referral.decided_at) == (
        "screening",
        "overturned",
        None,
    )
    decided(referral, world.desk, Outcome.ADVICE, None)
    first, second = Decision.objects.order_by("pk")
    assert first.overturned_at is not None
    assert first.superseded_at is not None
    assert second.superseded_at is None


def test_nobody_samples_their_own_and_the_desk_samples_nothing(world: World) -> None:
    sample = drawn(world)
    with acting_as(world.desk), pytest.raises(Refused, match="Only a manager") as refusal:
        sampling.judge_sample(sample=sample, verdict="agreed", reason="Yes", by=world.desk)
    assert sampling.THEIR_OWN in refusal.value.reasons


def disputed(world: World) -> Disagreement:
    referral = make_offer(world)
    decided(referral, world.desk, Outcome.ADVICE, None)
    with acting_as(world.school):
        return disagreeing.disagree(
            decision=Decision.objects.get(superseded_at__isnull=True),
            why="He is not safe",
            by=world.school,
        )


def test_a_disagreement_goes_higher_by_itself_until_the_heads(world: World) -> None:
    raised = disputed(world)
    first = DisagreementStage.objects.get()
    assert (first.ours, first.their_name) == (world.desk, "Sam School")
    mail = Job.objects.get(key__startswith=f"mail disagreement {raised.pk} ")
    assert mail.payload["to"] == ["desk@example.org"]
    late = timezone.now() + timedelta(days=40)
    assert disagreeing.escalate_what_is_late() == 0
    assert disagreeing.escalate_what_is_late(at=late) == 1
    much_later = late + timedelta(days=40)
    assert disagreeing.escalate_what_is_late(at=much_later) == 1
    assert disagreeing.escalate_what_is_late(at=much_later + timedelta(days=99)) == 0
    assert [stage.number for stage in raised.stages.all()] == [1, 2, 3]
    with acting_as(world.desk), pytest.raises(Refused, match="a manager settles it"):
        disagreeing.settle(disagreement=raised, outcome="stands", settled="So", by=world.desk)
    with acting_as(world.head):
        disagreeing.settle(disagreement=raised, outcome="changed", settled="So", by=world.head)
    assert Referral.objects.get().stage == "screening"
    assert Decision.objects.get().overturned_at is not None


def letters(raised: Disagreement) -> list[tuple[str, str]]:
    """To whom, and with what subject."""
    sent = Job.objects.filter(kind="send_mail", key__startswith=f"mail disagreement {raised.pk} ")
    return sorted((job.payload["to"][0], job.payload["subject"]) for job in sent)


def test_whose_turn_it_is_and_whoever_disagrees_are_told_at_each_stage(world: World) -> None:
    raised = disputed(world)
    by_whom, yours = (
        "Somebody disagrees with a decision of yours",
        "Your disagreement with a decision",
    )
    turn = "A disagreement waits for you"
    assert letters(raised) == [("desk@example.org", by_whom)]
    talk = Job.objects.get(key__startswith=f"mail disagreement {raised.pk} ").payload["text"]
    assert f"by {in_words(raised.stages.get().due_on)}" in talk  # as the table says
    assert re.search(rf"https?://\S+/disagreements/{raised.pk}/$", talk)
    late = timezone.now() + timedelta(days=40)
    assert disagreeing.escalate_what_is_late(at=late) == 1
    managers = ("head@example.org", "manager@example.org", "team_manager@example.org")
    told = [*((to, turn) for to in managers), ("school@example.org", yours)]
    assert letters(raised) == sorted([("desk@example.org", by_whom), *told])  # no case: its place
    with acting_as(world.head):
        disagreeing.name_who_talks(
            disagreement=raised, ours=world.manager, their_name="Hed Teacher", by=world.head
        )
        disagreeing.settle(
            disagreement=raised, outcome="stands", settled="Amara goes", by=world.head
        )
    settled = "A disagreement with a decision of yours is settled"
    assert letters(raised) == sorted(
        [("desk@example.org", by_whom), ("desk@example.org", settled), *told,
         ("school@example.org", yours),
         ("manager@example.org", "You speak for the desk in a disagreement")]
    )  # fmt: skip
    sent = Job.objects.filter(kind="send_mail", key__startswith="mail disagreement")
    for job in sent:
        assert "Amara" not in str(job.payload)
    assert "settled: the decision stands" in str([job.payload for job in sent])


def test_managers_of_the_place_are_told_of_a_case_and_nobody_who_is_linked(world: World) -> None:
    decided(make_offer(world), world.desk)
    with acting_as(world.school):
        raised = disagreeing.disagree(
            decision=Decision.objects.get(), why="More is needed", by=world.school
        )
    Referral.objects.update(closed_to=[world.team_manager.pk])
    disagreeing.escalate_what_is_late(at=timezone.now() + timedelta(days=40))
    turn = [to for to, subject in letters(raised) if subject == "A disagreement waits for you"]
    assert turn == ["head@example.org", "manager@example.org"]


def test_two_who_take_it_higher_at_once_skip_no_stage(world: World) -> None:
    raised = disputed(world)
    with acting_as(world.head):
        disagreeing.escalate(disagreement=raised, by=world.head, from_stage=1)
        with pytest.raises(Refused, match="It is at stage 2 now: between managers"):
            disagreeing.escalate(disagreement=raised, by=world.head, from_stage=1)
        with pytest.raises(Refused, match="It is at stage 2 now"):
            disagreeing.settle(
                disagreement=raised, outcome="stands", settled="So", by=world.head, from_stage=1
            )
    assert raised.stages.count() == 2


def test_safeguarding_waits_for_no_disagreement(world: World) -> None:
    raised = disputed(world)
    referral = raised.referral
    with acting_as(world.desk):
        passed = passing_on.pass_on(
            referral=referral,
            alleged=[passing_on.Alleged(referral.people.get(), "His aunt", "He was hit")],
            by=world.desk,
        )
    assert (passed.stage, passed.decided_at) == ("social_work", None)
    raised.refresh_from_db()
    assert raised.ended_at is None


def test_one_disagreement_about_a_request_at_a_time(world: World) -> None:
    raised = disputed(world)
    with acting_as(world.desk), pytest.raises(Refused, match="Sam School disagrees already"):
        disagreeing.disagree(decision=raised.decision, why="Me too", by=world.desk)


@pytest.mark.parametrize(
    ("closed", "months"),
    [
        (date(2026, 8, 26), 3), (date(2026, 8, 25), 6), (date(2026, 5, 25), 12),
        (date(2025, 11, 26), 12), (date(2025, 11, 25), None), (None, None),
    ],
)  # fmt: skip
def test_within_how_many_months(closed: date | None, months: int | None) -> None:
    assert within(closed, date(2026, 11, 26)) == months


VERBS = ["take", "harm", "ask", "answer", "lapse", "hand_back", "panel", "advice", "care",
         "return", "overturn"]  # fmt: skip


@given(verbs=st.lists(st.sampled_from(VERBS), max_size=9))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_order_leaves_a_request_in_one_queue_or_decided(world: World, verbs: list[str]) -> None:
    referral = make_request(CHILD, SIBLING)
    for verb in verbs:
        try:
            _do(world, referral, verb)
        except Refused:
            continue
        referral.refresh_from_db()
        standing = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
        final = standing.exclude(outcome__in=["more_information", "panel", "harm"])
        assert standing.values("child").distinct().count() == standing.count()
        assert (referral.stage == "decided") == (final.count() == 2)
        if referral.urgent or referral.harm_alleged:
            assert referral.paused_until is None


def _do(world: World, referral: Referral, verb: str) -> None:
    from referrals.actions.screening import take

    desk, social = world.desk, world.social_worker
    if verb == "take":
        with acting_as(desk):
            take(referral=referral, by=desk)
    elif verb == "lapse":
        asking_back.let_lapse(at=timezone.now() + timedelta(days=30))
    elif verb == "answer":
        with acting_as(desk):
            asking_back.answer(referral=referral, words="So", by=desk)
    elif verb == "hand_back":
        with acting_as(social):
            passing_on.hand_back(referral=referral, found="So", by=social)
    elif verb == "return":
        with acting_as(desk):
            return_from_panel(referral=referral, reason="So", by=desk)
    elif verb == "overturn":
        today = timezone.localdate()
        sampling.draw(week=today - timedelta(days=today.weekday()))
        sample = Sample.objects.filter(decision__referral=referral, verdict="").first()
        if sample:
            with acting_as(world.head):
                sampling.judge_sample(
                    sample=sample, verdict="overturned", reason="So", by=world.head
                )
    else:
        outcome = {"harm": Outcome.HARM, "ask": Outcome.MORE_INFORMATION, "panel": Outcome.PANEL,
                   "advice": Outcome.ADVICE, "care": Outcome.SOCIAL_CARE}[verb]  # fmt: skip
        decided(referral, social if verb == "care" else desk, outcome, None)
