"""The directory: what is found by words, age, place, topic and language; what is not offered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Job
from localities.actions.loading_services import CannotLoad, load_services
from localities.actions.reminding import remind_keepers
from localities.models import Service
from localities.queries.directory import Wanted, languages, search
from tests.cast import World

TODAY = date(2026, 11, 26)


def make_service(key: str, *places: Any, **facts: Any) -> Service:
    defaults: dict[str, Any] = {
        "name": key.replace("-", " ").capitalize(),
        "offers": "Help for families",
    }
    service = Service.objects.create(key=key, **(defaults | facts))
    service.localities.set(places)
    return service


def keys(wanted: Wanted) -> list[str]:
    return [service.key for service in search(wanted).services]


def test_words_are_found_in_any_form_and_order_the_name_first(world: World) -> None:
    make_service("talk-time", offers="A group where parents meet and talk about parenting")
    make_service("parents-together", offers="Six evenings about routines")
    make_service("debt-desk", also_called="bailiffs arrears", offers="Advice about money")
    assert keys(Wanted(words="parent")) == ["parents-together", "talk-time"]
    assert keys(Wanted(words="talking parents")) == ["talk-time"]
    assert keys(Wanted(words="Bailiff!")) == ["debt-desk"]
    assert keys(Wanted(words="& | ' :*")) == ["debt-desk", "parents-together", "talk-time"]


def test_where_nothing_has_all_the_words_what_has_some_is_offered_and_says_so(
    world: World,
) -> None:
    make_service("debt-desk", offers="Advice about money")
    found = search(Wanted(words="money unicorns"))
    assert (found.some, [one.key for one in found.services]) == (True, ["debt-desk"])
    assert search(Wanted(words="unicorns")).total == 0


@pytest.mark.parametrize(
    ("age", "found"),
    [
        (0, ["all", "to-four"]),
        (4, ["all", "four-to-six", "to-four"]),
        (5, ["all", "four-to-six"]),
        (7, ["all"]),
        (16, ["all", "from-sixteen"]),
        (40, ["all", "from-sixteen"]),
    ],
)
def test_age_fits_both_ends(world: World, age: int, found: list[str]) -> None:
    make_service("all")
    make_service("to-four", age_to=4)
    make_service("four-to-six", age_from=4, age_to=6)
    make_service("from-sixteen", age_from=16)
    assert sorted(keys(Wanted(age=age))) == found


def test_a_locality_finds_its_own_the_whole_area_and_what_is_online(world: World) -> None:
    make_service("there", world.bilston)
    make_service("elsewhere", world.low_hill)
    make_service("both", world.bilston, world.low_hill)
    make_service("everywhere", everywhere=True)
    make_service("online", online=True)
    make_service("nowhere")
    assert keys(Wanted(locality=world.bilston)) == ["both", "everywhere", "online", "there"]


def test_topic_language_and_cost(world: World) -> None:
    make_service("one", topics=["money", "housing"], languages=["Polish", "English"])
    make_service("two", topics=["money"], languages=["English"], cost="charge")
    assert keys(Wanted(topic="money")) == ["one", "two"]
    assert keys(Wanted(topic="housing")) == ["one"]
    assert keys(Wanted(language="Polish")) == ["one"]
    assert keys(Wanted(free=True)) == ["one"]
    assert languages() == ["English", "Polish"]


def test_what_is_out_of_date_or_ended_is_not_offered_but_its_page_says_so(
    world: World, client: Client
) -> None:
    today = timezone.localdate()
    make_service("last-day", valid_until=today)
    old = make_service("old", valid_until=today - timedelta(days=1), kept_by="Hub team")
    make_service("gone", ended_on=today)
    assert keys(Wanted()) == ["last-day"]
    client.force_login(world.practitioner)
    page = client.get("/directory/old/").text
    assert "Nobody has checked this entry" in page
    assert "Hub team" in page
    assert "This service ended" in client.get("/directory/gone/").text
    assert not old.is_offered()


def test_the_page_searches_by_post_for_staff_and_partners(world: World, client: Client) -> None:
    make_service("talk-time", world.bilston, offers="Parents talk", languages=["Polish"])
    make_service("debt-desk", offers="Advice about money")
    assert client.get("/directory/").status_code == 302
    for who in (world.practitioner, world.school, world.desk, world.chair):
        client.force_login(who)
        everything = client.get("/directory/").text
        assert "Talk time" in everything
        assert "Debt desk" in everything
        found = client.post("/directory/", {"words": "parents", "age": "3"}).text
        assert "Talk time" in found
        assert "Debt desk" not in found
        assert 'value="parents"' in found
    wrong = client.post("/directory/", {"words": "parents", "age": "four"}).text
    assert "Age must be a whole number" in wrong
    assert 'value="parents"' in wrong
    assert "Nothing in the directory" in client.post("/directory/", {"words": "unicorns"}).text


@pytest.mark.parametrize("many", [1, 3, 40])
def test_as_many_queries_for_many_entries_as_for_one(
    world: World, client: Client, many: int
) -> None:
    client.force_login(world.practitioner)
    for number in range(many):
        make_service(f"group-{number}", world.bilston, agency=world.council)
    with CaptureQueriesContext(connection) as counted:
        page = client.post("/directory/", {"words": "families"})
    asked = [q["sql"] for q in counted if "localities_service" in q["sql"]]
    assert page.status_code == 200
    assert len(asked) == 4  # languages, how many, the page, its localities


def test_pages_go_on_and_back_with_what_was_typed(world: World, client: Client) -> None:
    client.force_login(world.practitioner)
    for number in range(41):
        make_service(f"group-{number:02}")
    page = client.post("/directory/", {"words": "families", "page": "3"}).text
    assert "41 to 41 of 41" in page
    assert "Next page" not in page
    assert 'name="page" value="2"' in page
    assert "41 to 41" in client.post("/directory/", {"page": "99999"}).text
    assert "1 to 20" in client.post("/directory/", {"page": "x"}).text


def test_words_are_looked_up_by_their_index_among_five_thousand(world: World) -> None:
    Service.objects.bulk_create(
        Service(key=f"s{n}", name=f"Group {n}", offers=f"Something number{n} for families")
        for n in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE localities_service")
        cursor.execute(
            "EXPLAIN SELECT id FROM localities_service"
            " WHERE words @@ plainto_tsquery('english', 'number4321')"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "words_of_services" in plan
    assert keys(Wanted(words="number4321")) == ["s4321"]


def test_the_keeper_is_reminded_once_for_each_last_day(world: World) -> None:
    make_service("soon", valid_until=TODAY + timedelta(days=21), kept_by_email="hub@example.org")
    make_service("over", valid_until=TODAY - timedelta(days=90))
    make_service("later", valid_until=TODAY + timedelta(days=22))
    make_service("ended", valid_until=TODAY, ended_on=TODAY)
    make_service("always")
    assert remind_keepers(by=None, on=TODAY) == 2
    sent = Job.objects.filter(kind="send_mail").order_by("pk")
    assert sorted(job.payload["to"][0] for job in sent) == ["desk@example.org", "hub@example.org"]
    assert remind_keepers(by=None, on=TODAY) == 0
    Service.objects.filter(key="soon").update(valid_until=TODAY + timedelta(days=10))
    assert remind_keepers(by=None, on=TODAY) == 1


FILE = """key,name,offers,topics,age_from,age_to,localities,languages,valid_until,agency,online
stay,Stay and play,Play for under fives,parenting;babies,,4,Bilston,English;Polish,2027-03-31,,
advice,Money advice,Debt,money,16,,all,English,,Wolvermere Council,yes
"""


def test_a_file_is_loaded_and_the_same_file_again_changes_nothing(world: World) -> None:
    for _ in range(2):
        assert load_services(FILE.splitlines(), by=world.admin) == 2
    stay, advice = Service.objects.order_by("-key")
    assert (stay.topics, stay.age_to, stay.valid_until) == (
        ["parenting", "babies"],
        4,
        date(2027, 3, 31),
    )
    assert [place.name for place in stay.localities.all()] == ["Bilston"]
    assert (advice.everywhere, advice.online, advice.agency) == (True, True, world.council)


def test_a_file_with_faults_loads_nothing_and_says_which_lines(world: World) -> None:
    wrong = FILE + "bad,,No name,unicorns,9,3,Nowhere,,soon,Nobody,\n"
    with pytest.raises(CannotLoad) as refused:
        load_services(wrong.splitlines(), by=world.admin)
    said = str(refused.value)
    assert all(line.startswith("Line 4:") for line in refused.value.problems)
    for words in ("locality “Nowhere”", "agency “Nobody”", "name:", "topics:", "valid until:"):
        assert words in said
    assert not Service.objects.exists()
    with pytest.raises(CannotLoad, match="needs the columns"):
        load_services(["a,b"], by=world.admin)
