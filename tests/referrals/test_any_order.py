"""Any mix of doors, decisions, merges and repeats, by anybody, on any day at any hour.

After each step: every request ends with exactly one decision per child or is in exactly one
queue; nothing is counted twice; no clock runs out while the office is closed, or stands still
where somebody is in danger.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as_system
from audit.actions.keys import AlreadyDone, use_key
from audit.models import Stale
from audit.refusal import Refused
from cases.actions.people.merging import merge
from cases.actions.people.splitting import split
from cases.models import Case, Merge, Person
from localities.calendar import closures, is_working_day
from localities.models import Authority, Closure
from referrals.actions.asking_back import answer, let_lapse
from referrals.actions.deciding import ForChild, children_to_decide, decide
from referrals.actions.disagreeing import disagree
from referrals.actions.doors.receiving import receive
from referrals.actions.judging import judge
from referrals.actions.panels.holding import Lead, decide_item
from referrals.actions.panels.setting_agenda import put_on_agenda
from referrals.actions.passing_on import Alleged, hand_back, pass_on
from referrals.actions.pausing import pause, resume
from referrals.actions.returning import return_from_panel
from referrals.actions.sampling import draw, judge_sample
from referrals.actions.screening import take
from referrals.actions.telling.senders import Tell
from referrals.models import (
    NOT_FINAL,
    Decision,
    MatchJudgement,
    Outcome,
    Panel,
    Pause,
    Referral,
    ReferralPerson,
    Sample,
)
from referrals.stages import QUEUES, Stage
from reporting.asking import Ask
from reporting.counting import count
from reporting.measures import MEASURES
from reporting.period import Period
from tests.cast import World

START = datetime(2025, 12, 22, 9, 0, tzinfo=timezone.get_default_timezone())  # Christmas is near
WHO = ("desk", "social_worker", "manager", "head", "practitioner", "chair", "school")
STEPS, DOORS = 45, ("phone", "public", "partner", "api", "file")
NAMES = ("Ella", "Jack", "Amara", "Zofia")
AT_A_PANEL = [Outcome.EARLY_HELP, Outcome.ADVICE, Outcome.NO_ACTION, Outcome.HARM]
APART = "a panel decided for each child apart"
REACHED: Counter[str] = Counter()
YEAR = Period(date(2025, 1, 1), date(2026, 12, 31))


@dataclass
class Desk:
    """The front door, a clock on the wall, and chance."""

    world: World
    random: Random
    now: datetime = START
    received: int = 0
    done: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Somebody does something; now and then they do the very same again."""
        self.now += timedelta(minutes=self.random.choice([1, 20, 90, 400, 1500, 5000]))
        verb = self.random.choice(VERBS)
        again = self._attempt(verb.__name__, lambda: verb(self))
        if again and self.random.random() < 0.3:
            before = self._counts()
            again()
            assert self._counts() == before, f"{verb.__name__} again did something more"

    def _attempt(self, name: str, act: Callable[[], Any]) -> Callable[[], None] | None:
        """Do it whole or not at all. What does the same again."""
        try:
            with transaction.atomic():
                repeat = act()
        except (Refused, Stale, AlreadyDone):
            self.done.append(f"{name} refused")
            return None
        self.done.append(name)
        return (lambda: self._once_more(name, repeat)) if repeat else None

    def _once_more(self, name: str, repeat: Callable[[], Any]) -> None:
        self._attempt(f"{name} again", lambda: repeat() and None)

    def _counts(self) -> tuple[int, ...]:
        models = (Referral, ReferralPerson, Decision, Case, Pause, MatchJudgement)
        return tuple(model.objects.count() for model in models)

    def somebody(self, *likely: str) -> Any:
        """Mostly one of those whose work it is."""
        who = likely if likely and self.random.random() < 0.85 else WHO
        return self.world.people[self.random.choice(who)]

    def request(self, *likely: str) -> Referral:
        """Mostly one in these stages."""
        every = list(Referral.objects.order_by("pk"))
        fitting = [row for row in every if row.stage in likely]
        return self.random.choice(fitting if fitting and self.random.random() < 0.85 else every)


def receives(desk: Desk) -> Callable[[], Any]:
    """A door; the same form is sent again with its one-time key."""
    random, key = desk.random, UUID(int=desk.random.getrandbits(128))
    children = [_child(random) for _ in range(random.randint(1, 3))]
    facts: dict[str, Any] = {
        "door": random.choice(DOORS),
        "sender": "parent",
        "worries": "Late and hungry",
        "family_knows": "agrees",
        "urgent": random.random() < 0.2,
        "postcode": random.choice(["WV14 0AA", "WV10 9AA", ""]),
        "people": children,
    }

    def send() -> Any:
        use_key(key, by=None)
        return receive(by=None, at=desk.now, **facts)

    send()
    desk.received += 1
    return send


def _child(random: Random) -> dict[str, Any]:
    born = random.choice([date(2016, 3, 27), date(2018, 5, 1), None])
    kind = "child" if born or random.random() < 0.8 else "unborn"
    return {
        "kind": kind,
        "given_name": random.choice(NAMES) if kind == "child" else "",
        "family_name": random.choice(["Okafor", "Hughes"]),
        "date_of_birth": born if kind == "child" else None,
    }


def takes(desk: Desk) -> Callable[[], Any]:
    request, by = desk.request(Stage.NEW), desk.somebody("desk", "social_worker")

    def act() -> Any:
        return take(referral=request, by=by, expected_version=request.version, at=desk.now)

    act()
    return act


def decides(desk: Desk) -> Callable[[], Any]:
    request, random = desk.request(Stage.NEW, Stage.SCREENING, Stage.PANEL), desk.random
    if request.stage == Stage.PANEL:
        by = desk.somebody("chair")
    else:
        by = desk.somebody("desk", "social_worker")
    one = random.choice(list(Outcome))
    children = children_to_decide(request)
    rows = [_for(desk, child, one if random.random() < 0.7 else random.choice(list(Outcome)))
            for child in children]  # fmt: skip

    def act() -> Any:
        return decide(
            referral=request,
            decisions=rows,
            by=by,
            expected_version=request.version,
            locality=desk.world.bilston,
            at_panel=request.stage == Stage.PANEL,
            tell=Tell.BY_HAND,
            at=desk.now,
        )

    act()
    return act


def panel_decides(desk: Desk) -> None:
    """A panel meets about a request put to it: all children alike, or each apart."""
    request, random = _put_to_a_panel(desk), desk.random
    by = desk.world.people[random.choice(["chair", "chair", "chair", "desk", "school"])]
    panel = Panel.objects.create(
        meets_at=timezone.now(), chair=desk.world.chair, place="Civic Centre"
    )
    item = put_on_agenda(panel=panel, referrals=[request], by=desk.world.desk)[0]
    offered = AT_A_PANEL if random.random() < 0.8 else list(Outcome)
    one, apart = random.choice(offered), random.random() < 0.8
    decisions = [
        _for(desk, child, random.choice(offered) if apart else one)
        for child in children_to_decide(request)
    ]
    early_help = any(row.outcome == Outcome.EARLY_HELP for row in decisions)
    decide_item(
        item=item,
        decisions=decisions,
        by=by,
        version=item.version,
        lead=Lead(desk.world.practitioner) if early_help and random.random() < 0.5 else None,
        locality=desk.world.bilston,
        at=desk.now,
    )
    if len({row.outcome for row in decisions}) > 1:
        desk.done.append(APART)


def _put_to_a_panel(desk: Desk) -> Referral:
    """One that waits for a panel; else the desk puts one to it now, all its children alike."""
    request = desk.request(Stage.PANEL, Stage.NEW, Stage.SCREENING)
    if request.stage != Stage.PANEL:
        children = children_to_decide(request)
        rows = [_for(desk, child, Outcome.PANEL) for child in children]
        decide(referral=request, decisions=rows, by=desk.world.desk, at=desk.now)
        request.refresh_from_db()
    return request


def _for(desk: Desk, child: ReferralPerson, outcome: str) -> ForChild:
    return ForChild(
        child,
        outcome,
        "A reason",
        desk.random.randint(1, 4) if outcome == Outcome.EARLY_HELP else None,
        question="Where do they live?",
        answer_by=timezone.localdate(desk.now) + timedelta(days=desk.random.randint(1, 7)),
        said_by="The school nurse",
        alleged="A bruise",
    )


def answers(desk: Desk) -> Callable[[], Any]:
    request = desk.request(Stage.SENDER)

    def act() -> Any:
        return answer(referral=request, words="In Bilston", by=desk.world.desk, at=desk.now)

    act()
    return act


def lapses(desk: Desk) -> None:
    let_lapse(at=desk.now)


def passes_on(desk: Desk) -> Callable[[], Any]:
    request, by = desk.request(), desk.somebody("desk")
    children = list(request.people.exclude(kind="adult"))
    alleged = [Alleged(child, "A neighbour", "Shouting") for child in children[:1]]

    def act() -> Any:
        return pass_on(referral=request, alleged=alleged, by=by, at=desk.now)

    act()
    return act


def hands_back(desk: Desk) -> None:
    request, by = desk.request(Stage.SOCIAL_WORK), desk.somebody("social_worker")
    hand_back(referral=request, found="Nothing", by=by, at=desk.now)


def returns(desk: Desk) -> None:
    request, by = desk.request(Stage.PANEL), desk.somebody("chair")
    return_from_panel(referral=request, reason="No lead", by=by, at=desk.now)


def pauses(desk: Desk) -> Callable[[], Any]:
    request, by = desk.request(Stage.NEW, Stage.SCREENING), desk.somebody("desk")
    until = timezone.localdate(desk.now) + timedelta(days=desk.random.randint(-1, 9))

    def act() -> Any:
        return pause(referral=request, reason="School is shut", until=until, by=by, at=desk.now)

    act()
    return act


def resumes(desk: Desk) -> None:
    paused = Referral.objects.filter(paused_until__isnull=False).order_by("pk").first()
    resume(referral=paused or desk.request(), by=desk.somebody("desk"), at=desk.now)


def samples(desk: Desk) -> None:
    today = timezone.localdate(desk.now)
    draw(week=today - timedelta(days=today.weekday()), at=desk.now)
    sample = Sample.objects.filter(judged_at__isnull=True).first()
    if sample:
        verdict = desk.random.choice(Sample.Verdict.values)
        by = desk.world.people[desk.random.choice(["manager", "head"])]
        judge_sample(sample=sample, verdict=verdict, reason="Read it", by=by, at=desk.now)


def disagrees(desk: Desk) -> None:
    decision = Decision.objects.filter(referral=desk.request()).order_by("-pk").first()
    if decision is None:
        raise Refused("Nothing is decided yet.")
    disagree(decision=decision, by=desk.somebody(), why="I see it otherwise", at=desk.now)


def judges(desk: Desk) -> Callable[[], Any]:
    request = desk.request()
    described = desk.random.choice(list(request.people.all()))
    person = Person.objects.filter(merged_into=None).order_by("pk").last()
    if person is None:
        raise Refused("Nobody is known yet.")
    verdict = desk.random.choice(MatchJudgement.Verdict.values)

    def act() -> Any:
        return judge(described=described, person=person, verdict=verdict, by=desk.world.desk)

    act()
    return act


def merges(desk: Desk) -> None:
    people = list(Person.objects.filter(merged_into=None).order_by("pk"))
    if len(people) < 2:
        raise Refused("Nobody to merge.")
    kept, merged = desk.random.sample(people, 2)
    stands = dict.fromkeys(
        ("kind", "given_name", "family_name", "date_of_birth", "sex", "expected_on"), "kept"
    )
    merge(kept=kept, merged=merged, by=desk.world.head, reason="One person", stands=stands,
          versions=(kept.version, merged.version))  # fmt: skip


def splits(desk: Desk) -> None:
    made = Merge.objects.filter(split_at__isnull=True).order_by("-pk").first()
    if made is None:
        raise Refused("Nothing to split.")
    split(merge=made, by=desk.world.head, reason="Two after all",
          versions=(made.version, made.kept.version))  # fmt: skip


VERBS: list[Callable[[Desk], Any]] = [
    receives, receives, receives, takes, takes, decides, decides, decides, decides, answers,
    panel_decides, panel_decides, lapses, passes_on, hands_back, returns, pauses, resumes,
    samples, disagrees, judges, merges, splits,
]  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],  # a seed says it all, and smaller ones are no simpler
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 10**9))
def test_any_mix_of_steps_leaves_the_front_door_whole(world: World, seed: int) -> None:
    with transaction.atomic():
        Closure.objects.create(on=date(2026, 12, 29), reason="Shut between the years")
        desk = Desk(world, Random(seed))
        for _ in range(3):
            receives(desk)
        for _ in range(STEPS):
            desk.step()
            holds(desk)
        REACHED.update(desk.done)
        transaction.set_rollback(True)


def test_panels_decided_for_each_child_apart() -> None:
    """What the mix above reached by chance: without it, it would prove nothing of panels."""
    assert not REACHED or REACHED[APART] >= 3, REACHED


def holds(desk: Desk) -> None:
    """What is always true, after whatever was done."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        one_decision_or_one_queue()
        counted_once(desk)
        clocks_keep_office_hours()
    except Exception as fault:
        fault.add_note(" → ".join(desk.done))
        raise


def one_decision_or_one_queue() -> None:
    for request in Referral.objects.prefetch_related("people", "decisions"):
        standing = [row for row in request.decisions.all() if row.superseded_at is None]
        children = [person.pk for person in request.people.all() if person.kind != "adult"]
        decided_on = [row.child_id for row in standing]
        assert len(set(decided_on)) == len(decided_on), request
        ended = {row.child_id for row in standing if row.outcome not in NOT_FINAL}
        if request.stage == Stage.DECIDED:
            assert ended == set(children), request
            assert request.decided_at, request
        else:
            assert request.stage in set(QUEUES), request
            assert ended != set(children), request
            assert request.decided_at is None, request


def counted_once(desk: Desk) -> None:
    """The figures say what the rows say, however often something was sent or decided."""
    asks = [Ask(MEASURES[key], MEASURES[key].cuts[0], YEAR) for key in (
        "contacts_to_desk", "decisions", "referrals_to_early_help")]  # fmt: skip
    contacts, decisions, helped = (
        next(row for row in rows if row.part is None and row.series is None) for rows in count(asks)
    )
    assert contacts.numerator == desk.received == Referral.objects.count()
    standing = Decision.objects.filter(superseded_at__isnull=True)
    final = standing.exclude(outcome__in=NOT_FINAL)
    assert decisions.numerator in {standing.count(), final.count()}
    early_help = standing.filter(outcome=Outcome.EARLY_HELP)
    assert helped.numerator == early_help.count()
    assert helped.also == early_help.values("referral").distinct().count()


def clocks_keep_office_hours() -> None:
    authority, closed = Authority.current(), closures()
    for request in Referral.objects.exclude(stage=Stage.DECIDED):
        due = timezone.localtime(request.due_at)
        assert is_working_day(due.date(), closed), request
        assert authority.opens_at <= due.time() <= authority.closes_at, request
        assert not (request.urgent and request.paused_until), request


@pytest.mark.parametrize("protection", ["one_time_key"])
def test_without_its_key_a_form_sent_twice_is_two_requests(world: World, protection: str) -> None:
    """The anti-test: what keeps a repeat from counting twice is the key."""
    for _ in range(2):
        with acting_as_system("arranging"):
            receive(by=None, door="public", sender="parent", worries="Hungry",
                    family_knows="agrees", people=[_child(Random(1))])  # fmt: skip
    assert Referral.objects.count() == 2
