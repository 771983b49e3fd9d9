"""“Is anyone already helping?”: the answer, and that nothing else can be told from it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.actions import queueing
from audit.models import Job, Look
from audit.refusal import Refused
from audit.web import steady
from cases.actions.leads.allocating import allocate
from cases.actions.people.registering import record_address, register_person
from cases.actions.sharing import asking_who_helps as helping
from cases.actions.sharing.asking_who_helps import Answer, ask_who_helps
from cases.models import Asking, Case, Conflict, Person, SharingBasis
from localities.models import Agency
from tests.cases.helpers import sent
from tests.cast import World
from tests.fixtures.world import as_nobody

ABOUT: dict[str, Any] = {
    "given_name": "Child1",
    "family_name": "Nowak",
    "born": date(2015, 3, 2),
    "postcode": "WV14 0AA",
}
NHS, OTHER_NHS, UPN = "9434765919", "9434765870", "B801200005001"
WHY = {"reason": "safeguarding", "why": "He came without a coat again"}
NO = Answer(False)


def ask(by: User, **changes: Any) -> Answer:
    with acting_as(by):
        return ask_who_helps(by=by, **(WHY | ABOUT | changes))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "wait", lambda seconds: None)


@pytest.fixture
def child(led: Case) -> Person:
    with acting_as_system("arranging a test"):
        found = Person.objects.get(given_name="Child1", family_name="Nowak")
        found.nhs_number, found.upn = NHS, UPN
        found.save()
        return found


def change(**facts: Any) -> Callable[[Case, Person, World], None]:
    def apply(case: Case, child: Person, world: World) -> None:
        Person.objects.filter(pk=child.pk).update(**facts)

    return apply


def restricted(case: Case, child: Person, world: World) -> None:
    """As restricting does; the case follows its family."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_family SET restricted = true WHERE id = %s", [case.family_id])
        cursor.execute("UPDATE cases_person SET restricted = true WHERE id = %s", [child.pk])


def twin(case: Case, child: Person, world: World) -> None:
    """Another record that fits as exactly."""
    other = register_person(
        by=world.desk,
        kind="child",
        given_name=child.given_name,
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
    )
    record_address(person=other, by=world.desk, lines="2 Test Street", postcode="WV14 0AA")


def gone(case: Case, child: Person, world: World) -> None:
    Person.objects.filter(pk=child.pk).update(family_name="Other", family_key="other")


def closed(case: Case, child: Person, world: World) -> None:
    Case.objects.filter(pk=case.pk).update(stage="closed", closed_on=timezone.localdate())


def safe_only(case: Case, child: Person, world: World) -> None:
    child.addresses.update(safe_address=True)


def linked(case: Case, child: Person, world: World) -> None:
    Conflict.objects.create(
        user=world.school,
        person=child,
        link="His father",
        declared_by=world.school,
        declared_at=timezone.now(),
    )


def died(case: Case, child: Person, world: World) -> None:
    Person.objects.filter(pk=child.pk).update(died_on=date(2026, 1, 1))


STATES: dict[str, Callable[[Case, Person, World], None]] = {
    "restricted": restricted,
    "two who fit": twin,
    "only near": change(date_of_birth=date(2015, 2, 3)),
    "not found": gone,
    "closed": closed,
    "safe address": safe_only,
    "linked to the asker": linked,
    "died": died,
}


def arrange(state: str, case: Case, child: Person, world: World) -> None:
    with acting_as_system("arranging a test"):
        STATES[state](case, child, world)


@pytest.mark.parametrize("who", ["school", "school2", "practitioner", "practitioner2", "manager2"])
def test_yes_is_the_same_for_everybody_who_may_ask(world: World, child: Person, who: str) -> None:
    answer = ask(world.people[who])
    assert (answer.helping, answer.agency) == (True, "Wolvermere Council")
    assert answer.handle


@pytest.mark.parametrize("who", ["desk", "social_worker", "head", "analyst", "admin", "nobody"])
def test_others_may_not_ask(world: World, child: Person, who: str, client: Client) -> None:
    with pytest.raises(Refused):
        ask(world.people[who])
    client.force_login(world.people[who])
    assert client.get("/helping/").status_code == 404
    assert client.post("/helping/", {}).status_code == 404
    assert client.post("/helping/call/", {}).status_code == 404


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["school", "practitioner"])
def test_one_negative_answer(world: World, led: Case, child: Person, state: str, who: str) -> None:
    """The practitioner leads the case: what they may see otherwise makes no difference."""
    arrange(state, led, child, world)
    if state == "linked to the asker" and who == "practitioner":
        assert ask(world.practitioner).helping
    else:
        assert ask(world.people[who]) == NO


@pytest.mark.parametrize(
    ("typed", "helped"),
    [
        ({}, True),
        ({"given_name": "  CHÍLD1 ", "family_name": "nowak"}, True),
        ({"postcode": "WV10 9AA"}, False),
        ({"given_name": "Child2"}, False),
        ({"born": date(2015, 3, 3)}, False),
        ({"postcode": "", "nhs_number": NHS}, True),
        ({"postcode": "", "upn": UPN}, True),
        ({"postcode": "", "nhs_number": NHS, "given_name": "Ben"}, True),  # the day agrees
        ({"postcode": "", "nhs_number": NHS, "born": date(2001, 1, 1)}, True),  # the names agree
        ({"postcode": "", "nhs_number": NHS, "given_name": "B", "born": date(2001, 1, 1)}, False),
        ({"postcode": "", "upn": UPN, "family_name": "B", "born": date(2001, 1, 1)}, False),
        ({"postcode": "", "nhs_number": OTHER_NHS}, False),
    ],
)
def test_what_fits(world: World, child: Person, typed: dict[str, Any], helped: bool) -> None:
    assert ask(world.school, **typed).helping is helped


def test_a_number_that_is_another_persons_is_unclear(
    world: World, led: Case, child: Person
) -> None:
    with acting_as_system("arranging a test"):
        sister = Person.objects.get(given_name="Child2", family_name="Nowak")
        Person.objects.filter(pk=sister.pk).update(nhs_number=OTHER_NHS)
    assert ask(world.school, nhs_number=OTHER_NHS, family_name="Nowak").helping
    typed = {"nhs_number": OTHER_NHS, "born": date(2016, 3, 2), "upn": UPN}
    assert ask(world.school, **(typed | {"given_name": "Child1"})) == NO


NOT_NAMED: dict[str, Callable[[Case, World], Any]] = {
    "another of the family is in a refuge": lambda case, world: record_address(
        person=Person.objects.get(given_name="Child2", family_name="Nowak"),
        by=world.desk,
        kind="refuge",
        safe_address=True,
    ),
    "sharing was stopped": lambda case, world: SharingBasis.objects.create(
        family=case.family,
        agency=world.council,
        what="Plan",
        from_date="2026-11-01",
        stopped_at=timezone.now(),
    ),
    "agreement was withdrawn": lambda case, world: case.family.agreements.create(
        how="in_person", given_on="2026-11-01", withdrawn_on="2026-11-02"
    ),
    "nobody leads": lambda case, world: case.allocations.update(
        ended_at=timezone.now(), end_reason="closed"
    ),
}


@pytest.mark.parametrize("state", NOT_NAMED)
def test_yes_without_the_agency(world: World, led: Case, child: Person, state: str) -> None:
    with acting_as_system("arranging a test"):
        NOT_NAMED[state](led, world)
    answer = ask(world.school)
    assert (answer.helping, answer.agency) == (True, "")


# What the page tells, word for word, byte for byte.


def form(**changes: Any) -> dict[str, Any]:
    born = ABOUT["born"]
    typed = WHY | {k: v for k, v in ABOUT.items() if k != "born"}
    day = {"born_day": born.day, "born_month": born.month, "born_year": born.year}
    return sent(**typed, **day) | changes


def masked(answer: Any) -> str:
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r'nonce="[^"]*"', "", text)
    return re.sub(r'value="[0-9a-f-]{36}"', "", text)


def asked_page(client: Client, by: User) -> tuple[Any, list[str]]:
    client.force_login(by)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/helping/", form())
    return answer, [re.sub(r"'[^']*'|\d+", "…", one["sql"]) for one in queries]


@pytest.fixture
def instants(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the floor of time waits, on a clock of the test's own; nothing sleeps."""
    waited: list[float] = []
    ticks = iter(range(10_000))
    monkeypatch.setattr(steady, "clock", lambda: next(ticks) * 0.07)
    monkeypatch.setattr(steady, "wait", waited.append)
    return waited


def test_no_negative_answer_differs_from_another(
    world: World, led: Case, child: Person, client: Client, instants: list[float]
) -> None:
    """Each state against nobody by that name: the same bytes, questions of the database, time."""
    found = {}
    for state, change_to in STATES.items():
        point = transaction.savepoint()
        with acting_as_system("rolled back"):
            change_to(led, child, world)
        answer, queries = asked_page(client, world.school)
        found[state] = (masked(answer), len(answer.content), queries, answer.status_code)
        transaction.savepoint_rollback(point)
    assert all(found[state] == found["not found"] for state in STATES)
    assert "does not mean that nobody is helping" in found["restricted"][0]
    assert {round(one, 6) for one in instants} == {round(0.3 - 0.07, 6)}


def test_yes_has_the_length_and_the_questions_of_no(
    world: World, led: Case, child: Person, client: Client, instants: list[float]
) -> None:
    yes, asked_yes = asked_page(client, world.school)
    arrange("not found", led, child, world)
    no, asked_no = asked_page(client, world.school)
    assert "Wolvermere Council</strong>" in yes.content.decode()
    assert len(yes.content) == len(no.content) == steady.LENGTH
    assert yes.headers["Content-Length"] == no.headers["Content-Length"] == str(steady.LENGTH)
    assert asked_yes == asked_no
    assert yes.headers["Cache-Control"] == no.headers["Cache-Control"] == "no-store, no-transform"


def test_without_padding_the_length_would_tell(
    world: World,
    led: Case,
    child: Person,
    client: Client,
    instants: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(steady, "LENGTH", 1)
    yes, _ = asked_page(client, world.school)
    arrange("not found", led, child, world)
    no, _ = asked_page(client, world.school)
    assert len(yes.content) != len(no.content)


@pytest.mark.parametrize(("took", "goes_out_at"), [(0.01, 0.3), (0.29, 0.3), (0.31, 0.6)])
def test_an_answer_goes_out_at_a_whole_step(
    monkeypatch: pytest.MonkeyPatch, took: float, goes_out_at: float
) -> None:
    assert gone_out_at(monkeypatch, took) == pytest.approx(goes_out_at)


def test_without_the_floor_the_time_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "STEP", 1e-9)
    quick, slow = gone_out_at(monkeypatch, 0.01), gone_out_at(monkeypatch, 0.29)
    assert slow - quick == pytest.approx(0.28)


def gone_out_at(monkeypatch: pytest.MonkeyPatch, took: float) -> float:
    from django.http import HttpResponse
    from django.test import RequestFactory

    now = [0.0]

    def view(request: Any) -> HttpResponse:
        now[0] += took
        return steady.steady(HttpResponse("answer"))

    def wait(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(steady, "clock", lambda: now[0])
    monkeypatch.setattr(steady, "wait", wait)
    steady.SteadyMiddleware(view)(RequestFactory().post("/helping/"))
    return now[0]


def test_the_wait_holds_no_transaction(settings: Any) -> None:
    order = settings.MIDDLEWARE
    acting = order.index("accounts.middleware.ActingMiddleware")
    assert order.index("audit.web.steady.SteadyMiddleware") < acting


def test_sent_again_it_shows_nothing(world: World, child: Person, client: Client) -> None:
    client.force_login(world.school)
    typed = form()
    first = client.post("/helping/", typed)
    again = client.post("/helping/", typed)
    assert first.status_code == 200
    assert (again.status_code, again.headers["Location"]) == (302, "/helping/")
    with acting_as_system("looking"):
        assert Asking.objects.count() == 1
    assert "Nowak" not in client.get("/helping/").content.decode()


def test_what_was_typed_is_kept_when_something_is_missing(world: World, client: Client) -> None:
    client.force_login(world.school)
    text = client.post("/helping/", form(postcode="", nhs_number="943 476 5910")).content.decode()
    assert "Check the NHS number" in text
    assert "Nowak" in text
    text = client.post("/helping/", form(postcode="")).content.decode()
    assert "Enter the postcode, or an NHS number or UPN" in text
    with acting_as_system("looking"):
        assert not Asking.objects.exists()


def test_each_question_is_on_record_with_its_terms_and_reason(world: World, child: Person) -> None:
    ask(world.school)
    look = Look.objects.get(kind=Look.Kind.SEARCHED)
    assert look.actor_id == world.school.pk
    assert look.details["terms"]["family_name"] == "Nowak"
    assert (look.details["reason"], look.details["why"]) == tuple(WHY.values())
    assert (look.case_id, look.family_id) == (None, None)  # or the record would tell


# How often one may ask.


@pytest.fixture
def few(settings: Any) -> None:
    settings.ASKINGS_A_DAY, settings.ASKINGS_OF_AN_AGENCY_A_DAY = 2, 3


def test_one_person_may_ask_so_often(world: World, child: Person, few: None) -> None:
    ask(world.school)
    ask(world.school, given_name="Nobody")
    with pytest.raises(Refused, match="Ring the early help desk"):
        ask(world.school)
    assert ask(world.school2).helping


def test_an_agency_may_ask_so_often(world: World, child: Person, few: None) -> None:
    colleague = User.objects.create_user(
        "c@example.org", name="Cy", role="partner_practitioner", agency=world.school_agency
    )
    for by in (world.school, world.school, colleague):
        ask(by)
    with pytest.raises(Refused):
        ask(colleague)


def test_a_cache_that_is_away_opens_nothing(
    world: World, child: Person, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "get", lambda *_: None)
    monkeypatch.setattr(cache, "set", lambda *_: None)
    for _ in range(2):
        ask(world.school)
    with pytest.raises(Refused):
        ask(world.school)


def test_the_cache_spares_the_database(world: World, few: None) -> None:
    cache.set(f"asked-who-helps-{timezone.localdate()}-{world.school.pk}", "too often", 60)
    with pytest.raises(Refused):
        ask(world.school)


# The call.


def run_jobs() -> None:
    with acting_as_system("a worker"):
        for job in Job.objects.filter(state="waiting").order_by("pk"):
            queueing.run(job.pk)


def ask_for_a_call(by: User, answer: Answer) -> None:
    assert answer.handle
    with acting_as(by):
        helping.ask_for_a_call(by=by, handle=answer.handle, phone="01632 960100", words="Coat")
    run_jobs()
    run_jobs()  # the mail that the first asked for


def test_whoever_leads_is_asked_to_call(
    world: World, led: Case, child: Person, client: Client
) -> None:
    ask_for_a_call(world.school, ask(world.school))
    (message,) = mail.outbox
    assert message.to == [world.practitioner.email]
    assert not re.search("Nowak|Child1|Sam|Hawthorn", f"{message.subject}{message.body}")
    client.force_login(world.practitioner)
    assert "Please call Sam School" in client.get("/my-families/").content.decode()
    with acting_as(world.practitioner):
        asking = Asking.objects.get()
    url = f"/cases/{led.reference}/calls/{asking.pk}/"
    assert "01632 960100" in client.get(url).content.decode()
    assert client.post(url, sent(words="Told him to ring us")).status_code == 302
    assert "Please call" not in client.get("/my-families/").content.decode()
    with acting_as(world.practitioner), pytest.raises(Refused, match="already"):
        helping.call_made(case=led, asking=asking, by=world.practitioner)


def test_a_manager_sees_that_a_call_waits(world: World, child: Person, client: Client) -> None:
    ask_for_a_call(world.school, ask(world.school))
    for who, sees in {"manager": True, "manager2": False, "head": True}.items():
        client.force_login(world.people[who])
        assert ("Sam School" in client.get("/needs-you/").content.decode()) is sees


def test_where_nobody_leads_the_hub_is_asked(world: World, waiting: Case) -> None:
    ask_for_a_call(world.school, ask(world.school, family_name="Okafor"))
    assert {to for message in mail.outbox for to in message.to} == {
        person.email for person in (world.manager, world.team_manager, world.duty)
    }


def test_a_handle_is_for_its_asker_once_and_for_an_hour(world: World, child: Person) -> None:
    answer = ask(world.school)
    with pytest.raises(Refused, match="too old"):
        ask_for_a_call(world.school2, answer)
    with pytest.raises(Refused, match="too old"):
        ask_for_a_call(world.school, Answer(True, "", uuid4()))
    ask_for_a_call(world.school, answer)
    with pytest.raises(Refused, match="too old"):
        ask_for_a_call(world.school, answer)
    late = ask(world.school)
    with acting_as_system("an hour later"):
        Asking.objects.filter(handle=str(late.handle)).update(
            asked_at=timezone.now() - timedelta(hours=2)
        )
    with pytest.raises(Refused, match="too old"):
        ask_for_a_call(world.school, late)


def test_the_asker_cannot_read_what_was_found(world: World, child: Person) -> None:
    ask(world.school)
    with acting_as(world.school):
        assert not Asking.objects.exists()
    with as_nobody():
        assert not Asking.objects.exists()  # nor can anybody without a context


def test_a_call_about_what_was_restricted_since_is_passed_to_nobody(
    world: World, led: Case, child: Person
) -> None:
    answer = ask(world.school)
    arrange("restricted", led, child, world)
    ask_for_a_call(world.school, answer)
    assert mail.outbox == []


def test_an_agency_that_leads_is_named(world: World, child: Person, led: Case) -> None:
    with acting_as_system("arranging a test"):
        SharingBasis.objects.create(
            family=led.family, agency=world.school_agency, what="Plan", from_date="2026-11-01"
        )
        allocate(case=led, lead=world.school, by=world.manager)
    assert ask(world.practitioner2).agency == Agency.objects.get(pk=world.school_agency.pk).name


def test_no_term_in_an_address(world: World, child: Person, client: Client) -> None:
    client.force_login(world.school)
    assert client.get("/helping/?family_name=Nowak").status_code == 200
    page = client.post("/helping/", form()).content.decode()
    assert "Nowak" not in page
    assert not re.search(r'(href|action)="[^"]*(Nowak|Child1|WV14)', page)
