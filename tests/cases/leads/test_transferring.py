"""Moving a case to another locality."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Job, Look
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.leads import transferring
from cases.actions.leads.allocating import allocate
from cases.actions.sharing.restricting import restrict
from cases.models import Allocation, Case, CaseTransfer, Due
from cases.queries.needs_you.lists import to_allocate, transfers
from tests.cases.helpers import fresh, open_keys, sent
from tests.cast import World, make_case, make_family

WHY, SUMMARY = "The family moved house", "Weekly visits; the school run must not stop"


def ask(case: Case, world: World, by: str = "practitioner", **facts: Any) -> CaseTransfer:
    said: dict[str, Any] = {"to": world.low_hill, "why": WHY, "summary": SUMMARY}
    with acting_as(world.people[by]):
        return transferring.ask(case=case, by=world.people[by], **(said | facts))


def answer(verb: Callable[..., Any], transfer: CaseTransfer, by: Any, **said: Any) -> CaseTransfer:
    with acting_as_system("reading a version"):
        version = CaseTransfer.objects.get(pk=transfer.pk).version
    with acting_as(by):
        found: CaseTransfer = verb(transfer=transfer, by=by, version=version, **said)
        return found


def test_the_case_stays_until_the_other_manager_accepts(world: World, led: Case) -> None:
    asked = ask(led, world, proposed_lead=world.practitioner2)
    assert fresh(led, world).locality == world.bilston
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner
    answer(transferring.accept, asked, world.manager2, words="Welcome")
    now = fresh(led, world)
    assert (now.locality, now.stage, now.team) == (world.low_hill, led.stage, None)
    # Whoever leads goes on until the new manager has allocated, who has two working days.
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner
    due = Due.objects.get(case=led, key="allocation", done_on=None, cancelled_on=None)
    assert (due.because, due.owner) == (transferring.BECAUSE, "manager")
    with acting_as(world.manager2):
        assert [row.case for row in to_allocate(world.manager2).rows] == [led]
        allocate(case=now, lead=world.practitioner2, by=world.manager2)
        assert to_allocate(world.manager2).rows == []
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner2
    assert "allocation" not in open_keys(led)
    assert Event.objects.filter(case_id=led.pk, verb="case.transferred").count() == 1


def test_whoever_accepts_may_name_the_lead_at_once_or_keep_the_one_there_is(
    world: World, led: Case
) -> None:
    answer(transferring.accept, ask(led, world), world.manager2, lead=world.practitioner2)
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner2
    assert "allocation" not in open_keys(led)
    back = ask(fresh(led, world), world, "manager2", to=world.bilston)
    with pytest.raises(Refused, match="does not work in Bilston"):
        answer(transferring.accept, back, world.manager, lead=world.manager2)
    answer(transferring.accept, back, world.manager, lead=world.practitioner2)
    assert fresh(led, world).locality == world.bilston
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner2
    assert "allocation" not in open_keys(led)


def test_a_family_that_waits_is_looked_after_by_whoever_accepts(
    world: World, waiting: Case
) -> None:
    answer(transferring.accept, ask(waiting, world, "manager"), world.manager2)
    now = fresh(waiting, world)
    assert (now.stage, now.minded_by, now.locality) == ("waiting", world.manager2, world.low_hill)
    assert now.check_on
    assert now.check_on > timezone.localdate()
    assert Due.objects.filter(case=waiting, key="allocation", cancelled_on=None).count() == 1


def test_a_refusal_says_why_and_changes_nothing(world: World, led: Case) -> None:
    asked = ask(led, world)
    with pytest.raises(Refused, match="Write why you refuse"):
        answer(transferring.refuse, asked, world.manager2, words=" ")
    answer(transferring.refuse, asked, world.manager2, words="They live in Bilston still")
    assert fresh(led, world).locality == world.bilston
    with pytest.raises(Refused, match="answered already"):
        answer(transferring.accept, asked, world.manager2)
    letter = Job.objects.filter(kind="send_mail", key__contains=f"transfer {asked.pk} answered")
    assert [job.payload["to"] for job in letter] == [["practitioner@example.org"]]
    assert "Nowak" not in letter.get().payload["text"]


def test_the_database_holds_one_open_transfer_of_a_case(world: World, led: Case) -> None:
    first = ask(led, world)
    with pytest.raises(Refused, match="has been asked to take the case"):
        ask(led, world)
    first.pk = None
    first._state.adding = True
    with pytest.raises(IntegrityError, match="one_transfer_of_a_case"), transaction.atomic():
        first.save()


@pytest.mark.parametrize("restricted", [False, True])
def test_whoever_is_asked_reads_what_was_written_and_nothing_else(
    world: World, led: Case, client: Client, restricted: bool
) -> None:
    """And once the family is restricted not even that. Everybody else: as if there were none."""
    asked = ask(led, world)
    named = [world.manager, world.head, world.desk]
    if restricted:
        with acting_as(world.manager):
            restrict(
                case=led, by=world.manager, kind="staff", reason="Works here", named=named,
                deputies=[world.practitioner],
            )  # fmt: skip
    url = f"/transfers/{asked.pk}/"
    ours = {"manager", "head", "practitioner"}
    ours |= set() if restricted else {"manager2", "team_manager", "duty"}
    for who, person in world.people.items():
        client.force_login(person)
        page = client.get(url)
        with acting_as(person):
            seen = CaseTransfer.objects.visible_to(person).filter(pk=asked.pk).exists()
            walled = CaseTransfer.objects.filter(pk=asked.pk).exists()
        # The desk sees every case that is not restricted, but has no page of it.
        there = ours | ({"desk"} if restricted else {"desk", "social_worker"})
        assert seen == walled == (who in there), who
        assert (page.status_code == 200) == (who in ours), who
    if restricted:
        return
    client.force_login(world.manager2)
    text = client.get(url).content.decode()
    assert SUMMARY in text
    assert "Nowak" not in text
    assert led.reference not in text
    assert client.get(f"/cases/{led.reference}/").status_code == 404
    with acting_as(world.manager2):
        assert [row.case for row in transfers(world.manager2).rows] == [None]
    assert "A family of Bilston" in client.get("/needs-you/").content.decode()
    assert Look.objects.filter(case_id=led.pk, actor_id=world.manager2.pk).exists()


def test_on_its_pages_a_case_is_asked_for_answered_and_allocated(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.practitioner)
    url = f"/cases/{led.reference}/transfers/new/"
    page = client.post(url, sent(to=world.low_hill.pk, why=WHY)).content.decode()
    assert "Enter what their manager needs to know" in page
    assert WHY in page
    done = client.post(url, sent(to=world.low_hill.pk, why=WHY, summary=SUMMARY), follow=True)
    assert "Low Hill has been asked to take this case over" in done.content.decode()
    asked = CaseTransfer.objects.get(case=led)
    client.force_login(world.manager2)
    said = {"version": asked.version, "answer": "refused"}
    page = client.post(f"/transfers/{asked.pk}/", sent(**said)).content.decode()
    assert "Write why you refuse" in page
    said |= {"answer": "accepted", "lead": world.practitioner2.pk}
    done = client.post(f"/transfers/{asked.pk}/", sent(**said), follow=True)
    assert "The case is Low Hill’s now" in done.content.decode()
    assert Allocation.objects.get(case=led, ended_at=None).user == world.practitioner2


def test_whoever_asks_again_reads_when_and_why_it_was_refused(
    world: World, led: Case, client: Client
) -> None:
    """And what was taken back, or waits, is no refusal."""
    url = f"/cases/{led.reference}/transfers/new/"
    client.force_login(world.practitioner)
    first = ask(led, world, summary="The first time")
    answer(transferring.take_back, first, world.practitioner, words="Too early")
    assert "refused on" not in client.get(url).content.decode()
    words = "They live in Bilston still; ring me in May"
    answer(transferring.refuse, ask(led, world), world.manager2, words=words)
    page = client.get(url).content.decode()
    day = timezone.localdate()
    assert f"Low Hill refused on {day.day} {day:%B %Y} (Min Manager)" in page
    assert words in page
    assert "Too early" not in page
    assert "There is a problem" not in page
    unsent = client.post(url, sent(to=world.low_hill.pk, why=WHY)).content.decode()
    assert words in unsent
    client.force_login(world.practitioner2)
    assert client.get(url).status_code == 404


def test_the_summary_says_that_the_last_move_asked_for_was_refused_lately(
    world: World, led: Case, client: Client
) -> None:
    client.force_login(world.practitioner)
    said = "Low Hill refused to take this case over on"

    def page() -> str:
        return client.get(f"/cases/{led.reference}/").content.decode()

    asked = ask(led, world)
    assert "has been asked to take this case over" in page()
    answer(transferring.refuse, asked, world.manager2, words="They live in Bilston still")
    assert said in page()
    assert "has been asked to take" not in page()
    again = ask(led, world)
    assert "has been asked to take this case over" in page()
    answer(transferring.take_back, again, world.practitioner, words="They stay")
    assert said not in page()
    answer(transferring.refuse, ask(led, world), world.manager2, words="No")
    assert said in page()
    with acting_as_system("arranging"):
        long_ago = timezone.now() - timedelta(days=40)
        CaseTransfer.objects.update(asked_at=long_ago, answered_at=long_ago)
    assert said not in page()


def test_three_moves_cost_as_many_queries_as_one(world: World, client: Client) -> None:
    client.force_login(world.manager)
    counts = []
    for names in (["Ash", "Birch"], ["Elm", "Fir", "Oak", "Yew"]):
        for number, name in enumerate(names):  # offered to Bilston, and asked by it
            place = world.low_hill if number % 2 else world.bilston
            case = make_case(world, make_family(world, name, children=1), locality=place)
            who, to = ("manager2", world.bilston) if number % 2 else ("manager", world.low_hill)
            ask(case, world, who, to=to)
        client.get("/needs-you/transfers/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/needs-you/transfers/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


# Any sequence of asking, answering, allocating and closing, by anybody.
PEOPLE = ["practitioner", "practitioner2", "manager", "manager2", "head", "desk", "school"]
VERBS = ["ask", "accept", "accept and name", "refuse", "take back", "allocate", "close"]
WALK = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE)), max_size=14)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=WALK, begun=st.booleans())
def test_a_case_is_in_nobodys_hands_at_no_moment(
    world: World, walk: list[tuple[str, str]], begun: bool
) -> None:
    with transaction.atomic():
        case = make_case(world, make_family(world, "Walker", children=1), minded_by=world.manager)
        if begun:
            with acting_as(world.manager):
                allocate(case=case, lead=world.practitioner, by=world.manager)
        for name, who in walk:
            before = fresh(case, world)
            try:
                _do(world, before, name, world.people[who])
                moved = name.startswith("accept")
            except Refused:
                moved = False
            now = fresh(case, world)
            assert moved or now.locality == before.locality
            _in_hands(now)
        transaction.set_rollback(True)


def _do(world: World, case: Case, name: str, by: Any) -> None:
    elsewhere = world.low_hill if case.locality == world.bilston else world.bilston
    lead = world.practitioner if elsewhere == world.bilston else world.practitioner2
    with acting_as(by):
        if name in {"accept", "accept and name", "refuse", "take back"}:
            found = CaseTransfer.objects.visible_to(by).filter(answer="").first()
            if found is None:
                raise Refused("It is not found.")
            said: dict[str, Any] = {"transfer": found, "by": by, "version": found.version}
            if name == "refuse":
                transferring.refuse(**said, words="No room")
            elif name == "take back":
                transferring.take_back(**said)
            else:
                transferring.accept(**said, lead=lead if name.endswith("name") else None)
            return
        if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
            raise Refused("It is not found.")
        if name == "ask":
            transferring.ask(case=case, by=by, to=elsewhere, why=WHY, summary=SUMMARY)
        elif name == "allocate":
            allocate(case=case, lead=world.practitioner, by=by)
        else:
            close_case(case=case, by=by, reason="transferred", outcomes={}, summary="It ends.")


def _in_hands(case: Case) -> None:
    leads = Allocation.objects.filter(case=case, ended_at=None).count()
    waits = CaseTransfer.objects.filter(case=case, answer="")
    allocation = Due.objects.filter(case=case, key="allocation", done_on=None, cancelled_on=None)
    if not case.is_live:
        assert (leads, waits.count(), allocation.count()) == (0, 0, 0)
        return
    assert waits.count() <= 1
    assert all(one.of_id == case.locality_id for one in waits)
    if case.stage == "waiting":
        assert (leads, allocation.count()) == (0, 1)
        assert case.minded_by
        assert case.minded_by.localities.filter(pk=case.locality_id).exists() or (
            case.minded_by.role == "head_of_service"
        )
    else:
        assert leads == 1
        assert allocation.count() <= 1


def test_those_walks_get_somewhere(world: World, led: Case) -> None:
    """The walks would prove nothing if every verb were always refused."""
    way = [("ask", "manager"), ("refuse", "manager2"), ("ask", "practitioner"),
           ("take back", "manager"), ("ask", "manager"), ("accept", "manager2"),
           ("ask", "manager2"), ("accept and name", "manager"), ("ask", "manager"),
           ("close", "manager")]  # fmt: skip
    for name, who in way:
        _do(world, fresh(led, world), name, world.people[who])
    found = CaseTransfer.objects.filter(case=led).order_by("pk").values_list("answer", flat=True)
    assert list(found) == ["refused", "taken_back", "accepted", "accepted", "closed"]
