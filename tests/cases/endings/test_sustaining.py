"""How closed cases hold: what the product reads by itself, and asking who agreed to be asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.acting import acting_as, acting_as_system
from audit.models import Event
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.endings.sustaining import look, look_at_all, write_call
from cases.actions.opening import open_case
from cases.models import (
    Case,
    Closure,
    ClosureCheck,
    Due,
    Need,
    NeedOutcome,
    Person,
    SharingBasis,
)
from cases.queries.endings.sustained import how_it_held, standing_closure
from cases.queries.needs_you.lists import asking
from cases.queries.timing.due_work import due_work
from cases.rules.sustaining import Fact, found
from referrals.models import Decision, Referral, ReferralPerson
from tests.cases.helpers import sent
from tests.cast import World

Finding = ClosureCheck.Finding
YEAR = timedelta(days=400)
CLOSED = date(2026, 1, 5)


@pytest.fixture
def closed(world: World, led: Case, needs: list[Need]) -> Case:
    """A case that closed some time ago with both needs met; the family may be rung."""
    with acting_as(world.manager):
        closure = close_case(
            case=led,
            by=world.manager,
            reason="needs_met",
            outcomes={need.pk: ("met", "") for need in needs},
            summary="They live safely.",
            family_view="“We are fine.”",
            stays_in_touch="School",
            may_ask="phone",
        )
    return closure.case


def looked(case: Case, days: int = 400) -> list[str]:
    """What each look found, were it so many days from now."""
    look_at_all(timezone.localdate() + timedelta(days=days))
    made = ClosureCheck.objects.filter(case=case).order_by("months")
    return list(made.values_list("finding", flat=True))


def later_case(case: Case, world: World, after: int, **facts: Any) -> Case:
    """Another case of the family, opened so many days after today."""
    day = timezone.localdate() + timedelta(days=after)
    return open_case(
        family=case.family, children=[], locality=world.bilston, level=3, by=world.desk,
        reason="Again", received_on=day, on=day, **facts,
    )  # fmt: skip


def request(case: Case, after: int, **facts: Any) -> Referral:
    at = timezone.now() + timedelta(days=after)
    said: dict[str, Any] = {
        "reference": "RQ-1", "door": "phone", "received_at": at, "due_at": at, "sender": "school",
        "worries": "Worries", "family_knows": "agrees", "family": case.family,
    }  # fmt: skip
    return Referral.objects.create(**(said | facts))


def test_each_look_reads_the_records_of_its_day(world: World, closed: Case) -> None:
    assert looked(closed, 100) == ["nothing"]
    later = later_case(closed, world, 120)
    assert looked(closed, 200) == ["nothing", "came_back"]
    assert looked(closed) == ["nothing", "came_back", "came_back"]
    check = ClosureCheck.objects.get(case=closed, months=6)
    assert (check.later_case, check.found_on) == (later, later.opened_on)
    event = Event.objects.get(verb="closure.looked_at", subject_id=check.pk)
    assert (event.actor_id, event.actor_name) == (None, "the look at closed cases")
    # What was published stays.
    closure = Closure.objects.get(case=closed)
    assert closure.reason == "needs_met"
    assert set(closure.outcomes.values_list("outcome", flat=True)) == {NeedOutcome.Outcome.MET}
    assert not Due.objects.filter(case=closed, done_on=None, cancelled_on=None).exists()
    assert look_at_all(timezone.localdate() + YEAR) == 0


def test_a_night_on_which_nothing_ran_changes_no_finding(world: World, closed: Case) -> None:
    later_case(closed, world, 120)
    assert looked(closed) == ["nothing", "came_back", "came_back"]


def test_a_case_opened_in_error_brings_nobody_back(world: World, closed: Case) -> None:
    later = later_case(closed, world, 10)
    with acting_as(world.manager):
        close_case(
            case=later, by=world.manager, reason="opened_in_error", outcomes={}, summary="Twice.",
            on=later.opened_on,
        )  # fmt: skip
    assert looked(closed, 100) == ["nothing"]
    assert not Due.objects.filter(case=later, done_on=None, cancelled_on=None).exists()


@pytest.mark.parametrize(
    ("reasons", "passed", "finding"),
    [
        (["housing"], True, "stepped_up"),
        (["mental_health"], True, "asked"),
        (["housing"], False, "asked"),
    ],
)
def test_a_step_up_at_the_door_counts_for_the_same_need_alone(
    world: World, closed: Case, reasons: list[str], passed: bool, finding: str
) -> None:
    made = request(closed, 20, reasons=reasons)
    if passed:
        Referral.objects.filter(pk=made.pk).update(stage="decided", decided_at=made.received_at)
        child = ReferralPerson.objects.create(referral=made, kind="child")
        Decision.objects.create(
            referral=made, child=child, outcome="social_care", reason="Harm",
            decided_on=made.received_at.date(), decided_at=made.received_at, decided_by=world.desk,
        )  # fmt: skip
    assert looked(closed, 100) == [finding]


def test_a_request_of_another_family_of_a_child_is_that_familys(world: World, closed: Case) -> None:
    child = Person.objects.filter(case_children__case=closed).first()
    other = Case.objects.exclude(pk=closed.pk).first()
    made = request(closed, 20, family=None)
    ReferralPerson.objects.create(referral=made, kind="child", person=child)
    assert other is None
    assert looked(closed, 100) == ["asked"]


FACTS = st.lists(
    st.builds(
        Fact,
        st.sampled_from(["asked", "came_back", "stepped_up"]),
        st.dates(CLOSED - timedelta(days=30), CLOSED + YEAR),
        st.frozensets(st.sampled_from(["housing", "education", "debt"])),
    ),
    max_size=6,
)


@given(facts=FACTS, met=st.frozensets(st.sampled_from(["housing", "education"])))
def test_what_did_not_last_never_lasts_again(facts: list[Fact], met: frozenset[str]) -> None:
    ends = [CLOSED + timedelta(days=days) for days in (91, 182, 365)]
    seen = [found(facts, met, CLOSED, end) for end in ends]
    holds = [one.finding in ClosureCheck.HOLDS for one in seen]
    assert holds == sorted(holds, reverse=True)
    for one, end in zip(seen, ends, strict=True):
        within = [fact for fact in facts if CLOSED < fact.on <= end]
        undoing = [
            fact.on
            for fact in within
            if fact.finding == "came_back" or (fact.finding == "stepped_up" and fact.needs & met)
        ]
        assert (one.finding in ClosureCheck.HOLDS) == (not undoing)
        assert (one.finding == Finding.NOTHING) == (one.fact is None) == (not within)
        if undoing:
            assert one.fact is not None
            assert one.fact.on == min(undoing)


@pytest.mark.parametrize("may_ask", ["", "no", "phone"])
def test_somebody_rings_only_where_it_was_agreed(world: World, closed: Case, may_ask: str) -> None:
    Closure.objects.filter(case=closed).update(may_ask=may_ask)
    looked(closed, 100)
    with acting_as(world.manager):
        there = [row.case for row in asking(world.manager).rows]
        due = [row.reference for row in due_work(world.manager)]
    assert there == ([closed] if may_ask == "phone" else [])
    assert (closed.reference in due) == (may_ask == "phone")


def test_a_family_is_asked_one_thing_at_a_time(world: World, closed: Case) -> None:
    looked(closed, 200)
    waiting = ClosureCheck.objects.filter(case=closed, to_ask=True).values_list("months", flat=True)
    assert list(waiting.all()) == [ClosureCheck.After.SIX]
    later_case(closed, world, 250)
    looked(closed)
    assert list(waiting.all()) == []


def test_nobody_rings_after_a_death_or_while_somebody_helps(world: World, closed: Case) -> None:
    child = Person.objects.filter(case_children__case=closed).first()
    assert child
    Person.objects.filter(pk=child.pk).update(died_on=timezone.localdate())
    looked(closed, 100)
    assert not ClosureCheck.objects.filter(to_ask=True).exists()
    Person.objects.filter(pk=child.pk).update(died_on=None)
    later_case(closed, world, 300)
    looked(closed, 200)
    assert not ClosureCheck.objects.filter(to_ask=True).exists()


def test_nobody_rings_a_family_that_came_back_since_the_look(
    world: World, closed: Case, client: Client
) -> None:
    """What was looked at stands until the next look; its page says that they have a case again."""
    looked(closed, 100)
    client.force_login(world.manager)
    url = f"/cases/{closed.reference}/"
    assert "Ask how it goes" in client.get("/needs-you/").content.decode()
    assert "The family has an open case" not in client.get(url).content.decode()
    later = later_case(closed, world, 1)
    assert "Ask how it goes" not in client.get("/needs-you/").content.decode()
    page = client.get(url).content.decode()
    assert "Ask how it goes" not in page
    assert "The family has an open case" in page
    assert "Since then a new case was opened" in page
    assert later.reference in page


def test_silence_is_no_finding(world: World, closed: Case) -> None:
    looked(closed, 100)
    check = ClosureCheck.objects.get(case=closed)
    by = world.manager

    def write(**said: Any) -> Any:
        with acting_as(by):
            now = ClosureCheck.objects.get(pk=check.pk)
            return write_call(check=now, by=by, version=now.version, **said)

    with pytest.raises(Refused, match="Silence is no finding"):
        write(came_of="no_answer", how="Fine, I suppose")
    with pytest.raises(Refused, match="Write how things are"):
        write(came_of="told", said_by="Mother")
    write(came_of="no_answer")
    with acting_as(by):
        assert [row.case for row in asking(by).rows] == [closed]
    write(came_of="told", said_by="Mother", how="We argue less", next_step="Nothing")
    with acting_as(by):
        assert asking(by).rows == []
    with pytest.raises(Refused, match="settled already"):
        write(came_of="left")
    check.refresh_from_db()
    assert check.finding == Finding.NOTHING


def test_a_child_who_died_is_not_looked_after_by_a_clock(
    world: World, led: Case, needs: list[Need]
) -> None:
    with acting_as(world.manager):
        close_case(
            case=led, by=world.manager, reason="child_died", outcomes={}, summary="Amara died.",
            risk_check="The bereavement service is with them.",
        )  # fmt: skip
    assert not Due.objects.filter(case=led, done_on=None, cancelled_on=None).exists()


def test_its_page_says_how_it_has_held_to_the_council_alone(
    world: World, closed: Case, client: Client
) -> None:
    """A school that led the case to its end reads it still, but not who came back since."""
    with acting_as_system("arranging a test"):
        SharingBasis.objects.create(
            family=closed.family, agency=world.school_agency, what="Plan",
            from_date=timezone.localdate(),
        )  # fmt: skip
        closed.allocations.update(user=world.school, agency=world.school_agency)
    later = later_case(closed, world, 20)
    looked(closed, 100)
    url = f"/cases/{closed.reference}/"
    client.force_login(world.manager)
    page = client.get(url).content.decode()
    assert "How it has held" in page
    assert "Not sustained" in page
    assert later.reference in page
    record = client.get(f"{url}documents/closure/{Closure.objects.get(case=closed).pk}/")
    assert "Now: not sustained" in record.content.decode()
    assert "Ask for help for this family again" in page
    client.force_login(world.school)
    page = client.get(url).content.decode()
    assert 'href="/partner/start/">Ask for help for this family again' in page
    assert "How it has held" not in page
    for tab in ("", "history/", "timeline/", "documents/"):
        text = client.get(f"{url}{tab}").content.decode()
        assert later.reference not in text
        assert "A new case of the family" not in text
    with acting_as(world.school):
        assert not ClosureCheck.objects.exists()
        case = Case.objects.get(pk=closed.pk)
        assert how_it_held(case, standing_closure(case), world.school) is None


def test_a_manager_writes_down_what_the_family_says(
    world: World, closed: Case, client: Client
) -> None:
    looked(closed, 100)
    check = ClosureCheck.objects.get(case=closed)
    client.force_login(world.manager)
    assert "Ask how it goes" in client.get("/needs-you/").content.decode()
    url = f"/cases/{closed.reference}/closure/looks/{check.pk}/call/"
    said = {"version": check.version, "came_of": "told", "said_by": "Ngozi", "how": ""}
    assert "Write how things are" in client.post(url, sent(**said)).content.decode()
    page = client.post(url, sent(**(said | {"how": "Calmer mornings"})), follow=True)
    assert "Calmer mornings" in page.content.decode()
    client.force_login(world.practitioner)
    assert client.get(url).status_code in {403, 404}


def test_a_look_that_was_made_meanwhile_is_not_made_twice(world: World, closed: Case) -> None:
    due = Due.objects.get(case=closed, key="closure_3")
    with acting_as_system("a test"):
        assert look(due=due, on=due.due_on) is not None
        assert look(due=due, on=due.due_on) is None
