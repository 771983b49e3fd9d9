"""The timeline: one list newest first, a page at a time, filtered without losing or doubling."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.actions.recording import record
from cases.actions.contacting import record_contact
from cases.actions.people.describing import describe
from cases.models import Case, Contact
from cases.queries.happenings import Place
from cases.queries.history import history_of
from cases.queries.timeline import Filters, Line, timeline_of
from cases.timeline_kinds import KINDS, chosen
from tests.cases.page.arranging import children_of, fill, long_past, mother_of
from tests.cast import World, make_case, make_family


def all_lines(case: Case, filters: Filters | None = None, size: int = 7) -> list[Line]:
    """Every line, read page by page."""
    found: list[Line] = []
    place: Place | None = None
    for _ in range(1000):
        lines, following = timeline_of(case, filters, place, size)
        found += lines
        if not following:
            return found
        place = Place.read(following)
        assert place
    raise AssertionError("the pages never end")


def test_every_line_once_newest_first(world: World, led: Case) -> None:
    fill(led, world)
    long_past(led, world, 61)
    whole, following = timeline_of(led, size=1000)
    assert following == ""
    assert all_lines(led) == whole
    assert [line.at for line in whole] == sorted((line.at for line in whole), reverse=True)
    assert sum(line.title == "Telephone call" for line in whole) == 31


def test_lines_of_one_moment_are_neither_lost_nor_doubled(world: World, led: Case) -> None:
    moment = timezone.now() - timedelta(days=9)
    Contact.objects.bulk_create(
        Contact(case=led, kind="note", happened_at=moment, recorded_at=moment, by=world.head,
                text=str(number))
        for number in range(20)
    )  # fmt: skip
    notes = [line.details[0][1] for line in all_lines(led, size=3) if line.title == "Note"]
    assert sorted(notes, key=int) == [str(number) for number in range(20)]


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.2.x", "9" * 40 + ".1.1", "1.2.3.4"])
def test_a_place_that_is_none_shows_the_newest(
    world: World, led: Case, client: Client, text: str
) -> None:
    client.force_login(world.practitioner)
    answer = client.get(f"/cases/{led.reference}/timeline/", {"before": text})
    assert answer.status_code == 200
    assert "Pat Practitioner is the lead practitioner" in answer.content.decode()


def test_a_contact_says_who_was_seen_and_the_rest_on_opening(world: World, led: Case) -> None:
    children = children_of(led)
    with acting_as(world.practitioner):
        record_contact(
            case=led, by=world.practitioner, kind="home_visit", children_seen=children,
            happened_at=timezone.now() - timedelta(days=4), text="In the kitchen.",
            next_step="Ring school", significant=True,
        )  # fmt: skip
    line = next(line for line in all_lines(led) if line.title.startswith("Home visit"))
    assert line.title == "Home visit, saw Child1 and Child2"
    assert line.tags == ["Significant", "Late entry"]
    assert ("What happened", "In the kitchen.") in line.details
    assert ("Next step", "Ring school") in line.details
    assert line.by == "Pat Practitioner"


def test_a_contact_is_told_once(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        record_contact(case=led, by=world.practitioner, kind="note", text="A thought")
    titles = [line.title for line in all_lines(led)]
    assert titles.count("Note") == 1
    assert "Note recorded" not in titles


def test_kinds_part_the_timeline(world: World, led: Case) -> None:
    fill(led, world)
    long_past(led, world, 12)
    whole = all_lines(led)
    by_kind = [all_lines(led, Filters(kinds=[kind])) for kind in KINDS]
    assert sum(map(len, by_kind)) == len(whole)
    assert all_lines(led, Filters(kinds=list(KINDS))) == whole


def test_whoever_ticks_every_kind_misses_nothing(world: World, led: Case) -> None:
    """Whatever the room of an event, also one that nobody thought of."""
    fill(led, world)
    with acting_as(world.practitioner):
        for verb in ("withdrawal.answered", "document.added", "given.given", "new_room.done"):
            record(verb, led, f"Said by {verb}", by=world.practitioner, case_id=led.pk,
                   family_id=led.family_id)  # fmt: skip
    whole = all_lines(led)
    assert all_lines(led, Filters(list(KINDS))) == whole
    apart = [line for kind in KINDS for line in all_lines(led, Filters([kind]))]
    assert len(apart) == len(whole)
    rest = all_lines(led, Filters(chosen(["rest"])))
    assert [line.title for line in rest[:2]] == ["Said by new_room.done", "Said by given.given"]


def test_what_is_significant_is_told_alone(world: World, led: Case, client: Client) -> None:
    fill(led, world)
    long_past(led, world, 30)
    Contact.objects.filter(case=led, text="Call 4").update(significant=True)
    heavy = all_lines(led, Filters(significant=True))
    calls = [line for line in heavy if line.title == "Telephone call"]
    assert [line.details[0][1] for line in calls] == ["Call 4"]
    assert {line.title for line in heavy} < {line.title for line in all_lines(led)}
    assert any("is the lead practitioner" in line.title for line in heavy)
    assert not any(line.title.startswith("Done:") for line in heavy)
    both = all_lines(led, Filters(chosen(["calls"]), significant=True))
    assert both == calls
    client.force_login(world.practitioner)
    text = client.get(f"/cases/{led.reference}/timeline/", {"significant": "yes"}).text
    assert 'name="significant" type="checkbox" value="yes" checked' in text


def test_a_person_is_found_in_contacts_and_in_what_was_written(world: World, led: Case) -> None:
    one, other = children_of(led)
    with acting_as(world.practitioner):
        describe(case=led, person=one, by=world.practitioner, version=one.version, known_as="Bo")
        record_contact(
            case=led, by=world.practitioner, kind="school", children_seen=[one], text="Seen"
        )
    about = [line.title for line in all_lines(led, Filters(people=[one.pk]))]
    assert any(title.startswith("Seen at school or nursery") for title in about)
    assert "Bo Nowak: known as changed" in about
    assert all_lines(led, Filters(people=[other.pk])) == []


def test_an_adult_is_found_where_they_were_spoken_with(world: World, led: Case) -> None:
    mother, child = mother_of(led), children_of(led)[0]
    with acting_as(world.practitioner):
        record_contact(
            case=led, by=world.practitioner, kind="home_visit", text="In the kitchen.",
            children_seen=[child], adults_spoken_with=[mother],
        )  # fmt: skip
        record_contact(
            case=led, by=world.practitioner, kind="phone", text="She rang.",
            adults_spoken_with=[mother],
        )  # fmt: skip
    lines = all_lines(led, Filters(people=[mother.pk]))
    titles = [line.title for line in lines]
    assert titles[:2] == [
        "Telephone call, spoke with Ngozi", "Home visit, saw Child1, spoke with Ngozi",
    ]  # fmt: skip
    assert ("Adults spoken with", mother.name) in lines[0].details
    both = all_lines(led, Filters(people=[mother.pk, child.pk]))
    assert [line.title for line in both[:2]] == titles[:2]


def test_filters_stand_in_the_address_as_kinds_and_numbers(
    world: World, led: Case, client: Client
) -> None:
    fill(led, world)
    long_past(led, world, 130)
    client.force_login(world.practitioner)
    child = children_of(led)[0]
    url = f"/cases/{led.reference}/timeline/"
    text = client.get(url, {"kind": ["calls", "nonsense"]}).content.decode()
    assert 'href="?kind=calls&amp;before=' in text
    assert "Home visit" not in text.split("eh-filter")[0].split("eh-lines")[1]
    text = client.get(url, {"person": [str(child.pk), "77", "x"]}).content.decode()
    assert (
        f'id="person-{child.pk}" name="person" type="checkbox" value="{child.pk}" checked' in text
    )
    text = client.get(url, {"kind": "social_care"}).content.decode()
    assert "Nothing here for what you ticked." in text


def test_what_others_asked_before_this_case_is_not_told(world: World, led: Case) -> None:
    from audit.actions.recording import record

    record("request.decided", led.family, "Decided: no further action", by=world.desk,
           family_id=led.family_id, reason="The caller says his wife drinks")  # fmt: skip
    assert "Decided: no further action" not in [line.title for line in all_lines(led)]
    assert "Decided: no further action" not in [deed.words for deed in history_of(led)[0]]


def test_another_familys_lines_are_not_here(world: World, led: Case) -> None:
    other = make_case(world, make_family(world, "Quist"))
    long_past(other, world, 6)
    assert not any("thing" in line.title for line in all_lines(led))


def test_history_says_who_when_why_and_what_became_what(
    world: World, led: Case, client: Client
) -> None:
    mother = mother_of(led)
    with acting_as(world.practitioner):
        describe(
            case=led, person=mother, by=world.practitioner, version=mother.version,
            first_language="Igbo", interpreter=True, ethnicity="BAFR",
        )  # fmt: skip
    client.force_login(world.practitioner)
    text = client.get(f"/cases/{led.reference}/history/").content.decode()
    assert "Ngozi Nowak: first language, interpreter needed, ethnicity changed" in text
    assert "Interpreter needed: no" in text
    assert "Black or Black British: African" in text
    assert "{" not in text.split("<tbody")[1].split("</tbody")[0]


def test_history_pages_do_not_lose_anything(world: World, led: Case) -> None:
    long_past(led, world, 90)
    whole, _ = history_of(led, size=1000)
    first, following = history_of(led, size=20)
    rest, end = history_of(led, Place.read(following), size=1000)
    assert first + rest == whole
    assert end == ""


def test_unknown_kinds_are_passed_over() -> None:
    assert chosen(["nonsense"]) == []
