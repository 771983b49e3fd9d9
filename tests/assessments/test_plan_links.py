"""A family reads its plan by a link: who is let in, what they read, what comes back, what shuts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system, acting_by_link
from accounts.actions.mailing import USE
from accounts.sealing import unseal
from assessments.actions import linking
from assessments.actions.doing import NewAction, add_action
from assessments.actions.saying import MOST, say
from assessments.family_copy.phrases import languages, words_in
from assessments.link_rules import MOST_TRIES, against, closed_because, giving_blockers
from assessments.models import (
    Action,
    FamilyWord,
    Goal,
    Invitation,
    Plan,
    PlanLink,
    PlannedMeeting,
)
from assessments.queries.family_words import tasks_of
from assessments.queries.meetings import Invited
from assessments.queries.plan_links import behind, holders_of
from audit.models import Event, Job, Look, OneTimeKey
from audit.refusal import Refused
from audit.web import steady
from cases.actions.people import protecting
from cases.actions.sharing.withholding import withhold
from cases.models import Address, Case, ContactWay, Family, Membership, Need, Person, Withheld
from cases.queries.sharing.withheld import audience_of, warnings_for
from cases.queries.timeline import timeline_of
from cases.queries.timing.due_work import due_work
from cases.withholding.copies import beside
from localities.calendar import add_working_days
from tests.assessments.arranging import agreed, led_case, planned_meeting
from tests.cases.page.arranging import children_of, mother_of
from tests.cases.withheld.arranging import (
    HIDDEN_STREET,
    acts_for_father,
    family_with_a_past,
    father_of,
    items_of_each_kind,
    keep_from_father,
    let_in,
)
from tests.cast import World, arranged, make_family

SAFE = "She has her own telephone, and lives alone with the children."


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "wait", lambda seconds: None)


@pytest.fixture
def case(world: World) -> Case:
    return family_with_a_past(world)


def given(world: World, case: Case, person: Person | None = None, **facts: Any) -> linking.Given:
    """A link for the mother, or for somebody else, from the lead."""
    person = person or mother_of(case)
    with acting_as(world.practitioner):
        seen = facts.pop("seen", list(against(case, person)))
        until = facts.pop("until", timezone.localdate() + timedelta(days=20))
        terms = linking.Terms(**{"why_safe": SAFE, "until": until} | facts)
        return linking.give(case=case, person=person, by=world.practitioner, terms=terms, seen=seen)


def path_of(one: linking.Given) -> str:
    return "/our-plan/" + one.url.rsplit("/our-plan/", 1)[1]


def enter(one: linking.Given, code: str = "", client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    answer = client.post(path_of(one), {"code": code or one.code}, follow=True)
    return client, answer


def is_in(answer: Any) -> bool:
    return "Supper without a quarrel" in answer.content.decode()


def keys_of(page: str) -> list[str]:
    return re.findall(r'name="one_time_key" value="([0-9a-f-]+)"', page)


def send(client: Client, path: str, **data: str) -> Any:
    """What the page sends: with a key of its own."""
    return client.post(path, {"one_time_key": str(uuid4())} | data)


def shown(answer: Any) -> str:
    """A page without what differs from one asking to the next."""
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", answer.content.decode())
    return f"{answer.status_code} {text}"


def test_it_opens_with_its_code_and_shows_their_own_copy(world: World, case: Case) -> None:
    """Exactly the words of the copy that would be made for them now, no address, no way further."""
    one = given(world, case)
    client, answer = enter(one)
    assert is_in(answer)
    page = answer.content.decode()
    with acting_as(world.practitioner):
        audience = audience_of(case, f"person-{mother_of(case).pk}")
        copy = audience and beside(case, "plan", Plan.objects.get(case=case).pk, audience)
    assert copy
    for row in copy.rows:
        assert row.copy
        assert row.copy.words.strip("“”") in page or row.key.startswith("need-")
    streets = Address.objects.filter(person__memberships__family=case.family_id)
    assert all(street.lines not in page for street in streets)
    assert case.reference not in page
    links = set(re.findall(r'<a [^>]*href="([^"#][^"]*)"', page))
    assert {link for link in links if not link.startswith("tel:")} == {"/our-plan/leave/"}
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert one.code not in page
    assert HIDDEN_STREET not in page
    gone = client.get("/our-plan/leave/")
    assert gone["Location"].startswith("https://www.bbc.co.uk/")
    assert gone["Referrer-Policy"] == "no-referrer"
    assert not is_in(client.get(path_of(one)))


def test_nothing_of_it_is_kept_that_opens_it(world: World, case: Case) -> None:
    way = safe_way(case)
    one = given(world, case, way=way)
    job = Job.objects.get(kind="send_sealed_mail")
    letter = unseal(job.payload["mail"], use=USE)
    assert one.url in letter
    for said in (one.code, case.reference, case.family.name, mother_of(case).given_name):
        assert said not in letter
    assert not any(child.given_name in letter for child in children_of(case))
    key = path_of(one).split("/")[2]
    with connection.cursor() as cursor:
        for table in ("assessments_planlink", "audit_job", "audit_event", "audit_change"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            kept = cursor.fetchone()[0] or ""
            assert key not in kept, table
            assert one.code not in kept, table


@arranged
def safe_way(case: Case, safe: str = "yes") -> ContactWay:
    return ContactWay.objects.create(
        person=mother_of(case), kind="email", value="n@example.org", safe_to_contact=safe
    )


def test_it_is_given_by_the_lead_once_it_is_safe(world: World, case: Case, client: Client) -> None:
    """What stands against it must have been read; the way must be safe; why is said."""
    father = father_of(case)
    order(world, case)
    bad: list[dict[str, Any]] = [
        {"why_safe": "  "},
        {"until": timezone.localdate()},
        {"until": timezone.localdate() + timedelta(days=400)},
        {"way": safe_way(case, "unknown")},
        {"way": safe_way(case)},  # the mother's
        {"seen": []},
    ]
    for facts in bad:
        with pytest.raises(Refused):
            given(world, case, father, **facts)
    with acting_as(world.practitioner):
        child = children_of(case)[0]
        assert "on paper" in giving_blockers(case, child, world.practitioner)[0]
        said = " ".join(against(case, father).values())
        assert "restrains Emeka" in said
        assert "No parental responsibility" in said
    for who in ("school", "practitioner2", "desk"):
        with acting_as(world.people[who]):
            assert giving_blockers(case, father, world.people[who])
    client.force_login(world.practitioner)
    url = reverse("plan-link-give", args=[case.reference, father.pk])
    page = client.get(url).content.decode()
    assert "restrains Emeka" in page
    assert "See both versions" in page
    assert "checked" not in page  # nothing is chosen beforehand
    day = timezone.localdate() + timedelta(days=9)
    data = {
        "one_time_key": keys_of(page)[0], "seen": " ".join(against(case, father)),
        "why_safe": SAFE, "way": "hand", "language": "pl",
        "until_day": day.day, "until_month": day.month, "until_year": day.year,
    }  # fmt: skip
    assert "Tick that you have read" in client.post(url, data).content.decode()
    older = client.post(url, data | {"read": "on", "seen": ""}).content.decode()
    assert "while you were writing" in older
    assert re.search(r'name="seen" value="[^"]*order-', older)  # the next sending has seen it
    made = client.post(url, data | {"read": "on"}).content.decode()
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", made)
    path = re.search(r"/our-plan/[\w-]+/", made)
    assert code
    assert path
    assert PlanLink.objects.get(person=father).known
    again = client.post(url, data | {"read": "on"}, follow=True).content.decode()
    assert code[0] not in again
    assert "cannot be shown again" in again
    inside = Client().post(path[0], {"code": code[0].lower().replace("-", " ")}, follow=True)
    assert 'lang="pl"' in inside.content.decode()
    assert is_in(inside)


@arranged
def order(world: World, case: Case) -> Any:
    return protecting.record_order(
        case=case, person=children_of(case)[0], by=world.practitioner, kind="Non-molestation order",
        text="He must not come near", source="Seen", made_on=timezone.localdate(),
        restrains=father_of(case),
    )  # fmt: skip


def test_every_link_that_does_not_open_looks_the_same(world: World, case: Case) -> None:
    """Never given, ended, over, locked, another person's code, a wrong code: the same page and the
    same number of questions, and before a code is typed, none at all of the links."""
    mother, father = given(world, case), given(world, case, father_of(case))
    unknown = mother._replace(url=f"http://x/our-plan/{'k' * 43}/")
    now, today = timezone.now(), timezone.localdate()
    tries: list[tuple[linking.Given, str, dict[str, Any]]] = [
        (unknown, mother.code, {}),
        (mother, father.code, {}),
        (mother, "2345-ABCD", {}),
        (mother, "short", {}),
        (mother, "", {}),
        (mother, "", {"until": today - timedelta(days=1)}),
        (mother, "", {"locked_at": now}),
        (mother, "", {"ended_at": now, "ended_by": world.practitioner, "end_reason": "So"}),
    ]
    answers, questions = {}, {}
    for number, (one, code, values) in enumerate(tries):
        with undone():
            if values:
                PlanLink.objects.filter(pk=one.link.pk).update(**values)
            asking, answer, asked, found = tried(one, code or one.code)
        assert asked == []
        answers[number] = (asking, answer)
        questions[number] = found
    assert is_in_page(answers.pop(4)[1])  # the right code of a link that stands
    assert questions.pop(4)
    assert len(set(answers.values())) == 1
    assert len(set(questions.values())) == 1, questions


def tried(one: linking.Given, code: str) -> tuple[str, str, list[str], int]:
    """Both pages, what was asked of the links before a code was typed, and how much at it."""
    client = Client()
    with CaptureQueriesContext(connection) as before:
        asking = client.get(path_of(one))
    with CaptureQueriesContext(connection) as found:
        answer = client.post(path_of(one), {"code": code})
    asked = [query["sql"] for query in before if "plan" in query["sql"]]
    page = re.sub(r'value="[^"]*"', "", shown(answer)).rstrip()
    return shown(asking), page, asked, len(found)


def is_in_page(page: str) -> bool:
    return page.startswith("302")


def test_wrong_codes_lock_it_and_a_new_code_opens_it_again(
    world: World, case: Case, client: Client
) -> None:
    one = given(world, case)
    inside, _ = enter(one)
    for _number in range(MOST_TRIES - 1):
        enter(one, "2345-ABCD")
    assert is_in(enter(one)[1])  # the right one begins the count anew
    for _number in range(MOST_TRIES):
        assert not is_in(enter(one, "2345-ABCD")[1])
    assert not is_in(enter(one)[1])
    assert not is_in(inside.get(path_of(one)))
    client.force_login(world.practitioner)
    assert "locked itself after 5 wrong codes" in client.get(links_of(case)).content.decode()
    assert "link locked itself" in client.get("/my-families/").content.decode()
    with acting_as(world.practitioner):
        version = PlanLink.objects.get(pk=one.link.pk).version
        code = linking.new_code(link=one.link, by=world.practitioner, version=version)
    assert not is_in(enter(one)[1])
    assert is_in(enter(one, code)[1])
    with acting_as(world.practitioner):
        names = Look.objects.filter(case_id=case.pk, what__startswith="Code or link")
        assert set(names.values_list("actor_name", flat=True)) == {
            f"Somebody with the link of {mother_of(case).name}"
        }
        came = Look.objects.filter(case_id=case.pk, what__startswith="Came in by")
        assert {row.actor_name for row in came} == {f"{mother_of(case).name}, by the link"}


def test_a_new_code_asked_for_in_two_tabs_is_made_once(
    world: World, case: Case, client: Client
) -> None:
    """The second is told that somebody was before them, and may ask again."""
    one = given(world, case)
    client.force_login(world.practitioner)
    url = reverse("plan-link-code", args=[case.reference, one.link.pk])
    version = str(one.link.version)
    assert send(client, url, version=version).status_code == 200
    with acting_as(world.practitioner):
        now = PlanLink.objects.get(pk=one.link.pk).version
    late = send(client, url, version=version)
    page = late.content.decode()
    assert "Someone else changed this while you were working" in page
    assert f'name="version" value="{now}"' in page
    with acting_as(world.practitioner):
        assert PlanLink.objects.get(pk=one.link.pk).version == now


def test_tries_from_one_place_are_limited(world: World, case: Case, settings: Any) -> None:
    settings.CODES_AN_HOUR = 1
    one = given(world, case)
    assert is_in(enter(one)[1])
    again = Client().post(path_of(one), {"code": one.code})
    assert again.status_code == 429
    assert "Wait an hour" in again.content.decode()


def links_of(case: Case) -> str:
    return reverse("plan-links", args=[case.reference])


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within is rolled back."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def _later_mark(world: World, case: Case, link: PlanLink) -> None:
    Withheld.objects.create(
        family=case.family, kind="cases.contact", row_id=1, person=link.person, why="harm",
        set_by=world.manager, set_at=timezone.now(),
    )  # fmt: skip


def _later_need(world: World, case: Case, link: PlanLink) -> None:
    Need.objects.create(case=case, kind="domestic_abuse", seen_on=timezone.localdate())


def _later_order(world: World, case: Case, link: PlanLink) -> None:
    order(world, case)
    link.person.restrained_by.model.objects.filter(kind="Non-molestation order").update(
        restrains=link.person
    )


def _person(**values: Any) -> Callable[[World, Case, PlanLink], None]:
    def change(world: World, case: Case, link: PlanLink) -> None:
        Person.objects.filter(pk=link.person_id).update(**values)

    return change


def _case(**values: Any) -> Callable[[World, Case, PlanLink], None]:
    def change(world: World, case: Case, link: PlanLink) -> None:
        Case.objects.filter(pk=case.pk).update(**values)

    return change


def _link(**values: Any) -> Callable[[World, Case, PlanLink], None]:
    def change(world: World, case: Case, link: PlanLink) -> None:
        PlanLink.objects.filter(pk=link.pk).update(**values)

    return change


def _left(world: World, case: Case, link: PlanLink) -> None:
    Membership.objects.filter(person=link.person).update(to_date=timezone.localdate())


def _not_safe(world: World, case: Case, link: PlanLink) -> None:
    ContactWay.objects.filter(person=link.person).update(safe_to_contact="no")


def _plan_gone(world: World, case: Case, link: PlanLink) -> None:
    Plan.objects.filter(case=case).update(state="draft", agreed_on=None)


def _restricted(world: World, case: Case, link: PlanLink) -> None:
    Family.objects.filter(pk=case.family_id).update(restricted=True)


def _end(world: World, case: Case, link: PlanLink) -> None:
    linking.end(link=link, by=world.practitioner, version=link.version, why="He reads her email")


def _new_code(world: World, case: Case, link: PlanLink) -> None:
    linking.new_code(link=link, by=world.practitioner, version=link.version)


def _closed(world: World, case: Case, link: PlanLink) -> None:
    linking.end_with_case(case, world.manager, timezone.localdate())


YESTERDAY = timezone.localdate() - timedelta(days=1)
SHUTS: dict[str, tuple[Callable[[World, Case, PlanLink], None], str]] = {
    "a mark": (_later_mark, "Something is not to be shared with"),
    "abuse that is worked on": (_later_need, "Since it was given: This tells"),
    "an order": (_later_order, "Since it was given: Non-molestation order"),
    "death": (_person(died_on=YESTERDAY), "has died"),
    "a closed identity": (_person(identity_closed_on=YESTERDAY), "is closed"),
    "a child after all": (_person(kind="child", date_of_birth=YESTERDAY), "A link is for adults"),
    "left the family": (_left, "does not belong to this family"),
    "restricted": (_restricted, "restricted"),
    "closed": (_case(stage="closed", closed_on=YESTERDAY), "The case is closed"),
    "closed by its verb": (_closed, "The case was closed"),
    "no plan": (_plan_gone, "no agreed plan"),
    "its last day": (_link(until=YESTERDAY), "Its last day was"),
    "locked": (_link(locked_at=timezone.now()), "locked itself"),
    "an unsafe address": (_not_safe, "no longer marked as safe"),
    "ended": (_end, "He reads her email"),
    "a new code": (_new_code, ""),
}


def test_a_plan_about_domestic_abuse_is_given_with_care(
    world: World, case: Case, client: Client
) -> None:
    """Whoever would read of it is said so, by link and by copy, until it is marked."""
    father = father_of(case)
    assert not any(key.startswith("abuse") for key in against(case, father))
    with acting_as(world.practitioner):
        need = Need.objects.create(
            case=case, kind="domestic_abuse", seen_on=timezone.localdate(), words="As she told us"
        )
        whom = audience_of(case, f"person-{father.pk}")
        assert whom
        told = f"This tells {father.name} what is done about domestic abuse."
        assert against(case, father)[f"abuse-{need.pk}"].startswith(told)
        assert told in " ".join(warnings_for(case, whom))
    client.force_login(world.practitioner)
    url = reverse("plan-link-give", args=[case.reference, father.pk])
    assert told in client.get(url).content.decode()
    with acting_as(world.practitioner):
        withhold(
            case=case, by=world.practitioner, kind="cases.need", row_id=need.pk, why="harm",
            person=father,
        )  # fmt: skip
        assert f"abuse-{need.pk}" not in against(case, father)
        assert told not in " ".join(warnings_for(case, whom))


def test_whatever_makes_it_unsafe_shuts_it_at_once(world: World, case: Case) -> None:
    """Each between reading and writing: the next page asks for the code, what was typed is kept for
    them and not for the record, the code opens nothing, and the lead is told why."""
    one = given(world, case, way=safe_way(case))
    client, answer = enter(one)
    assert is_in(answer)
    key = keys_of(answer.content.decode())[0]
    comment = {"what": "comment", "about": "", "words": "Mornings are better", "one_time_key": key}
    faults = []
    for name, (change, reason) in SHUTS.items():
        with undone():
            with acting_as_system(name):
                change(world, case, link_now(one))
            link = link_now(one)
            posted = client.post(path_of(one), comment)
            again = Client().post(path_of(one), {"code": one.code}, follow=True)
            faults += [f"{name}: open"] if is_in(posted) or is_in(again) else []
            faults += [f"{name}: kept"] if FamilyWord.objects.exists() else []
            faults += [] if "Mornings are better" in posted.content.decode() else [f"{name}: lost"]
            said = " ".join(closed_because(link))
            faults += [] if reason in said else [f"{name}: {said}"]
        faults += [f"{name} stays"] if closed_because(link_now(one)) else []
    assert faults == []
    assert is_in(client.get(path_of(one)))


def link_now(one: linking.Given) -> PlanLink:
    rows = PlanLink.objects.select_related("person", "way", "case__family", "case__locality")
    return rows.get(pk=one.link.pk)


def test_whoever_is_invited_reads_where_they_meet_and_nobody_else(world: World, case: Case) -> None:
    """The street itself is not told to whom it is withheld from, invited or not."""
    mother, father = mother_of(case), father_of(case)
    asked = [Invited("", one.name, person_id=one.pk) for one in (mother,)]
    meeting = planned_meeting(world, case, guests=asked, place="Room 4, the Rocket hub")
    pages = {one: enter(given(world, case, one))[1].content.decode() for one in (mother, father)}
    day = f"{timezone.localtime(meeting.starts_at):%H:%M}"
    assert day in pages[mother]
    assert day in pages[father]
    assert "Room 4, the Rocket hub" in pages[mother]
    assert "Room 4, the Rocket hub" not in pages[father]
    with acting_as_system("arranging"):
        PlannedMeeting.objects.filter(pk=meeting.pk).update(place=f"At {HIDDEN_STREET}")
        Invitation.objects.filter(meeting=meeting).update(person=father, name=father.name)
    keep_from_father(world, case, "cases.address", items_of_each_kind(case)["cases.address"])
    page = enter(given(world, case, father))[1].content.decode()
    assert day in page
    assert HIDDEN_STREET not in page


def test_what_is_withheld_from_them_is_never_there(world: World, case: Case) -> None:
    """Marked after they came in: the link shuts. Given again by somebody who has looked: not there,
    nor can they speak of it, nor words that tell of it."""
    father = father_of(case)
    items = items_of_each_kind(case)
    goal = Goal.objects.get(pk=items["assessments.goal"])
    with acting_as_system("arranging"):
        other = Goal.objects.create(plan=goal.plan, case=case, words="To be at football on time")
        telling = Goal.objects.create(plan=goal.plan, case=case, words=f"A key to {HIDDEN_STREET}")
    client, _ = enter(given(world, case, father))
    keep_from_father(world, case, "assessments.goal", goal.pk)
    keep_from_father(world, case, "cases.address", items["cases.address"])
    assert not is_in(client.get("/"))
    one = given(world, case, father)
    client, answer = enter(one)
    page = answer.content.decode()
    assert other.words in page
    assert goal.words not in page
    assert HIDDEN_STREET not in page
    assert "A key to" not in page
    for hidden in (goal, telling):
        action = Action.objects.filter(goal=hidden).first()
        for key in [f"goal-{hidden.pk}", *([f"action-{action.pk}"] if action else [])]:
            refused = send(client, path_of(one), what="comment", about=key, words="Why?")
            assert hidden.words not in refused.content.decode()
    assert not FamilyWord.objects.exists()


def test_row_security_shows_them_one_case(world: World, case: Case) -> None:
    other = agreed(world, led_case(world, make_family(world, "Other"))).case
    one, theirs = given(world, case), mother_of(other)
    with acting_by_link("Ngozi, by the link", case_id=case.pk):
        assert list(Case.objects.values_list("pk", flat=True)) == [case.pk]
        assert not Goal.objects.exclude(case=case).exists()
        assert not Person.objects.exclude(memberships__family=case.family_id).exists()
        assert behind(case, mother_of(case))
        assert list(Case.objects.values_list("pk", flat=True)) == [case.pk]
        link = link_now(one)
        link.person = theirs
        with pytest.raises(Refused):
            say(link=link, kind="comment", words="Hello")


def test_what_they_say_arrives(world: World, case: Case, client: Client) -> None:
    """Beside the goal, in the timeline as theirs, with the lead until it is read; the verdict with
    the plan as it stood; that they did something does not tick it."""
    plan, goal = Plan.objects.get(case=case), Goal.objects.get(case=case)
    mother = mother_of(case)
    with acting_as_system("arranging"):
        mine = add_action(goal=goal, by=world.manager, action=NewAction(
            "Put the telephones down", "family", mother.name, timezone.localdate()))  # fmt: skip
    one = given(world, case)
    theirs, _ = enter(one)
    path = path_of(one)
    words = "The <b>telephones</b> help.\nShe sleeps."
    for data in (
        {"what": "comment", "about": f"goal-{goal.pk}", "words": words},
        {"what": "verdict", "verdict": "agrees"},
        {"what": "done", "about": f"action-{mine.pk}"},
    ):
        assert send(theirs, path, **data).status_code == 302
        thanked = theirs.get(path).text
        assert "Thank you for telling us" in thanked.split('role="alert" lang="en" dir="ltr"')[1]
        assert "Success" not in thanked
    refused = [
        {"what": "comment", "about": "", "words": "  "},
        {"what": "comment", "about": "", "words": "x" * 2001},
        {"what": "comment", "about": "goal-0", "words": "Hello"},
        {"what": "comment", "about": "need-1", "words": "Hello"},
        {"what": "done", "about": f"action-{goal.actions.exclude(pk=mine.pk)[0].pk}"},
        {"what": "verdict", "verdict": "comment"},
        {"what": "else"},
    ]
    for data in refused:
        answer = send(theirs, path, **data)
        assert answer.status_code == 200
        if data.get("words") == "Hello":
            assert "has changed" in answer.content.decode()
            assert "Hello</textarea>" in answer.content.decode()
    assert sorted(FamilyWord.objects.values_list("kind", flat=True)) == [
        "agrees",
        "comment",
        "done",
    ]
    mine.refresh_from_db()
    assert mine.is_open
    page = theirs.get(path).content.decode()
    assert "You said" in page
    assert "&lt;b&gt;telephones" in page
    with acting_as(world.practitioner):
        assert len(tasks_of(world.practitioner)) == 3
        next_working_day = add_working_days(timezone.localdate(), 1)
        assert sum(row.on == next_working_day and "family said" in row.what
                   for row in due_work(world.practitioner)) == 3  # fmt: skip
        lines, _ = timeline_of(case)
        told = next(line for line in lines if line.title.startswith("Words of"))
        assert any(("In their words", words) in line.details for line in lines)
        assert told.by == f"{mother.name}, by the link"
    client.force_login(world.practitioner)
    url = reverse("case-plan", args=[case.reference])
    page = client.get(url).content.decode()
    assert f"{mother.name} agreed with this plan" in page
    assert "changed since" not in page
    assert "&lt;b&gt;telephones" in page
    assert page.count("I have read this") == 3
    comment = FamilyWord.objects.get(kind="comment")
    agreed = FamilyWord.objects.get(kind="agrees")
    client.post(reverse("family-word-read", args=[case.reference, comment.pk]))
    with acting_as(world.practitioner):
        assert len(tasks_of(world.practitioner)) == 2
    with acting_as_system("a later change"):
        goal.refresh_from_db()
        goal.change(words="Supper together on Sundays")
    page = client.get(url).content.decode()
    assert "It has changed since" in page
    saw = client.get(reverse("family-word-saw", args=[case.reference, agreed.pk]))
    assert "Supper without a quarrel" in saw.content.decode()
    assert plan.pk == agreed.plan_id
    assert Event.objects.filter(verb="link.said", actor_id=None).count() == 3


@pytest.mark.parametrize("language", languages())
def test_what_is_wrong_is_said_in_their_language(world: World, case: Case, language: str) -> None:
    """Every refusal of the page, its heading, and what is said before each to who hears it."""
    one = given(world, case, language=language)
    theirs, _ = enter(one)
    phrases = words_in(language)
    theirs_not = Goal.objects.get(case=case).actions.get()
    for data, wrong in (
        ({"what": "comment", "words": " "}, "write_first"),
        ({"what": "comment", "words": "x" * 2001}, "too_long"),
        ({"what": "comment", "about": "goal-0", "words": "Hello"}, "part_changed"),
        ({"what": "done", "about": f"action-{theirs_not.pk}"}, "not_yours"),
        ({"what": "verdict"}, "choose_one"),
        ({"what": "verdict", "verdict": "comment"}, "choose_one"),
        ({"what": "comment", "words": "Hello", "one_time_key": "x"}, "page_was_old"),
    ):
        page = send(theirs, path_of(one), **data).content.decode()
        summary = page[page.index("govuk-error-summary") : page.index("<h1")]
        assert phrases[wrong] in summary, wrong
        assert phrases["there_is_a_problem"] in summary
        assert f'dir="{languages()[language].direction}"><div class="govuk-error-summary' in page
        if "verdict" in data["what"]:
            assert f"{phrases['error']}:</span> {phrases[wrong]}" in page
    assert str(MOST).replace("2000", "2,000") in words_in(language)["too_long"]


def test_a_code_that_opens_nothing_is_said_in_every_language(world: World, case: Case) -> None:
    """Before a code opens nobody knows which is theirs."""
    _, answer = enter(given(world, case), code="2222-2222")
    page = answer.content.decode()
    assert all(words_in(code)["code_opens_nothing"] in page for code in languages())


def test_without_a_code_it_is_asked_for_once_in_every_language(world: World, case: Case) -> None:
    page = Client().post(path_of(given(world, case)), {"code": ""}).content.decode()
    for code in languages():
        asked = words_in(code)["enter_code"]
        assert f"{asked} – {asked}" not in page
        assert asked in page


def test_who_reads_what_came_back(world: World, case: Case, client: Client) -> None:
    """The council and the lead. Nobody of a partner's team, nor who acts for the father."""
    one = given(world, case)
    theirs, _ = enter(one)
    send(theirs, path_of(one), what="comment", about="", words="Not for the school")
    number = FamilyWord.objects.get().pk
    let_in(world, case, world.school)
    acts_for_father(world, case, world.school2.agency)
    pages = [reverse("case-plan", args=[case.reference]), links_of(case),
             reverse("case-timeline", args=[case.reference]),
             reverse("case-history", args=[case.reference])]  # fmt: skip
    for who, reads in (("manager", True), ("practitioner", True), ("school", False),
                       ("school2", False)):  # fmt: skip
        client.force_login(world.people[who])
        found = "".join(client.get(page).content.decode() for page in pages)
        assert ("Not for the school" in found) is reads, who
        assert (SAFE in found) is reads, who
        url = reverse("family-word-read", args=[case.reference, number])
        if not reads:
            assert client.post(url).status_code == 404
            saw = client.get(reverse("family-word-saw", args=[case.reference, number]))
            assert saw.status_code == 404
            assert client.get(
                reverse("plan-link-end", args=[case.reference, one.link.pk])
            ).status_code == 404  # fmt: skip


def test_sent_twice_in_two_tabs_and_without_the_forms_token(
    world: World, case: Case, settings: Any
) -> None:
    mother, father = given(world, case), given(world, case, father_of(case))
    client, answer = enter(mother)
    key = keys_of(answer.content.decode())[0]
    data = {"what": "comment", "about": "", "words": "Once", "one_time_key": key}
    assert [client.post(path_of(mother), data).status_code for _ in range(2)] == [302, 302]
    assert FamilyWord.objects.count() == 1
    assert set(OneTimeKey.objects.values_list("result_url", flat=True)) == {"./"}  # not the link
    # Another link opened in the same browser: the first asks for its code, and keeps what is typed.
    enter(father, client=client)
    late = client.post(path_of(mother), data | {"words": "From the first tab"})
    assert "From the first tab" in late.content.decode()
    assert FamilyWord.objects.count() == 1
    back = {"code": mother.code, "kept_about": "", "kept_words": "From the first tab"}
    page = client.post(path_of(mother), back, follow=True).content.decode()
    assert "From the first tab</textarea>" in page
    settings.FAMILY_LINK_SECONDS = -1
    assert not is_in(client.get(path_of(mother)))
    settings.FAMILY_LINK_SECONDS = 60
    client, _ = enter(mother)
    assert "You have finished" in client.post(path_of(mother), {"what": "finish"}).content.decode()
    assert not is_in(client.get(path_of(mother)))
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path_of(mother), {"code": mother.code}).status_code == 403


def test_a_worker_who_is_signed_in_does_not_speak_for_them(
    world: World, case: Case, client: Client
) -> None:
    one = given(world, case)
    client.force_login(world.practitioner)
    for answer in (client.get(path_of(one)), client.post(path_of(one), {"code": one.code})):
        assert "This page is for a family" in answer.content.decode()


def test_a_new_link_ends_the_old_one_and_the_list_asks_few_questions(
    world: World, case: Case, client: Client
) -> None:
    first, second = given(world, case), given(world, case)
    assert not is_in(enter(first)[1])
    assert is_in(enter(second)[1])
    assert PlanLink.objects.get(pk=first.link.pk).end_reason == linking.REPLACED
    with acting_as(world.practitioner):
        names = [one.person.name for one in holders_of(case)]
        assert len(names) == 3
        assert not any(child.name in names for child in children_of(case))
    client.force_login(world.practitioner)
    with CaptureQueriesContext(connection) as found:
        page = client.get(links_of(case)).content.decode()
    assert "Opens" in page
    assert len(found) < 60
