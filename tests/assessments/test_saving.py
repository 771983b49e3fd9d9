"""Saving a section: while one types (JSON), and on sending it without scripts."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.models import Answer, Assessment
from assessments.queries.sheet import Sheet
from tests.assessments.arranging import started, submitted
from tests.cast import World


@pytest.fixture
def assessment(world: World) -> Assessment:
    return started(world)


@pytest.fixture
def desk(world: World, client: Client) -> Client:
    """The practitioner's browser."""
    client.force_login(world.practitioner)
    return client


def address(assessment: Assessment, section: str = "family", person: int | None = None) -> str:
    tail = f"{person}/" if person else ""
    return f"/cases/{assessment.case.reference}/assessment/{assessment.pk}/{section}/{tail}"


def marks(page: str) -> dict[str, str]:
    """The hidden marks a page was drawn from."""
    import re

    return dict(re.findall(r'name="([\w]+-drawn)" value="([^"]+)"', page))


def drawn(client: Client, url: str) -> dict[str, str]:
    return marks(client.get(url).content.decode())


def send(client: Client, url: str, parts: list[str], **typed: Any) -> Any:
    return client.post(f"{url}save/", {"changed": parts, "one_time_key": uuid.uuid4(), **typed})


def other_writes(world: World, assessment: Assessment, question: str, value: Any) -> None:
    with acting_as(world.manager):
        row = Answer.objects.filter(assessment=assessment, question=question).first()
        given = Given("family", None, question, value, row.version if row else 0)
        save(assessment=assessment, by=world.manager, answers=[given])


def value_of(question: str) -> Any:
    return Answer.objects.get(question=question, section="family").value


def test_what_changed_is_saved_and_the_page_goes_on_from_it(
    desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    answer = send(desk, url, ["who_helps"], who_helps="School", **mark)
    assert answer.status_code == 200
    assert value_of("who_helps") == "School"
    new = answer.json()["drawn"]
    again = send(desk, url, ["who_helps"], **{"who_helps": "School and gran",
                                              "who_helps-drawn": new["who_helps"]})  # fmt: skip
    assert again.status_code == 200
    assert value_of("who_helps") == "School and gran"


def test_sent_again_because_the_answer_was_lost(desk: Client, assessment: Assessment) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    for _ in range(3):
        answer = send(desk, url, ["who_helps"], who_helps="School", **mark)
        assert answer.status_code == 200
    assert Answer.objects.get(question="who_helps").version == 1


def test_the_same_words_changed_by_two_are_both_handed_back(
    world: World, desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "The health visitor")
    answer = send(
        desk,
        url,
        ["who_helps", "who_lives_where"],
        who_helps="School",
        who_lives_where="Two homes",
        **mark,
    )
    assert answer.status_code == 409
    found = answer.json()
    (conflict,) = found["conflicts"]
    assert conflict["part"] == "who_helps"
    assert conflict["boxes"] == {"who_helps": ["The health visitor"]}
    assert "Mo Manager changed this" in conflict["html"]
    assert "The health visitor" in conflict["html"]
    assert set(found["drawn"]) == {"who_lives_where"}
    assert value_of("who_helps") == "The health visitor"
    assert value_of("who_lives_where") == "Two homes"
    mine = {"who_helps": "School", "who_helps-drawn": conflict["drawn"]}
    assert send(desk, url, ["who_helps"], **mine).status_code == 200
    assert value_of("who_helps") == "School"


def test_both_versions_keep_words_from_right_to_left_to_themselves(
    world: World, desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "د. الرحمن (7)")
    answer = send(desk, url, ["who_helps"], who_helps="School", **mark)
    (conflict,) = answer.json()["conflicts"]
    assert "<bdi>د. الرحمن</bdi> (7)" in conflict["html"]
    assert conflict["boxes"] == {"who_helps": ["د. الرحمن (7)"]}  # typed in, so as it is


def test_what_another_wrote_is_not_undone_by_a_part_nobody_touched(
    world: World, desk: Client, assessment: Assessment
) -> None:
    """Typed and taken back: the page must not go on from words it does not show."""
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "The health visitor")
    answer = send(desk, url, ["who_helps"], who_helps="", **mark)
    assert answer.json()["drawn"] == {}
    desk.post(url, {"who_helps": "", **mark})
    assert value_of("who_helps") == "The health visitor"


def test_without_scripts_different_answers_merge(
    world: World, desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "The health visitor")
    answer = desk.post(url, {"who_lives_where": "Two homes", "who_helps": "", **mark})
    assert answer.status_code == 302
    assert value_of("who_lives_where") == "Two homes"
    assert value_of("who_helps") == "The health visitor"


def test_without_scripts_the_same_answer_shows_both_and_asks(
    world: World, desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "The health visitor")
    typed = {"who_helps": "School", "who_lives_where": "Two homes"}
    answer = desk.post(url, typed | mark)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Mo Manager changed this" in page
    assert "The health visitor" in page
    assert ">School</textarea>" in page
    assert value_of("who_lives_where") == "Two homes"
    assert desk.post(url, typed | marks(page)).status_code == 302
    assert value_of("who_helps") == "School"


def test_after_a_clash_what_others_write_elsewhere_still_stands(
    world: World, desk: Client, assessment: Assessment
) -> None:
    """The page shows the old words of a part nobody touched: sending it again keeps the new."""
    url = address(assessment)
    mark = drawn(desk, url)
    other_writes(world, assessment, "who_helps", "The health visitor")
    other_writes(world, assessment, "parents_elsewhere", "Dad in Leeds")
    typed = {"who_helps": "School", "parents_elsewhere": "", "who_lives_where": ""}
    page = desk.post(url, typed | mark).content.decode()
    desk.post(url, typed | marks(page))
    assert value_of("parents_elsewhere") == "Dad in Leeds"


def test_save_and_continue_goes_through_every_section(desk: Client, assessment: Assessment) -> None:
    with acting_as(assessment.started_by):
        pages = len(Sheet(assessment).pages)
    url, visited = address(assessment), 0
    while "submit" not in url:
        answer = desk.post(url, drawn(desk, url))
        assert answer.status_code == 302
        url, visited = answer["Location"], visited + 1
    assert visited == pages


def test_what_cannot_be_kept_is_said_and_the_rest_is_saved(
    desk: Client, assessment: Assessment
) -> None:
    url = address(assessment)
    typed = {"who_helps": "x" * 10_001, "who_lives_where": "Two homes"}
    answer = send(desk, url, ["who_helps", "who_lives_where"], **typed, **drawn(desk, url))
    assert answer.status_code == 400
    assert answer.json()["message"] == "Not all saved. Use 10,000 characters or fewer."
    assert value_of("who_lives_where") == "Two homes"
    page = desk.post(url, typed).content.decode()
    assert "Use 10,000 characters or fewer" in page
    assert "x" * 10_001 in page


def test_a_date_begun_is_kept_and_asked_for(desk: Client, assessment: Assessment) -> None:
    with acting_as(assessment.started_by):
        child = Sheet(assessment).members[0].id
    url = address(assessment, "words", child)
    typed = {"seen_on-date_day": "3", "seen_on-date_month": "", "seen_on-date_year": ""}
    assert send(desk, url, ["seen_on"], **typed, **drawn(desk, url)).status_code == 200
    page = desk.post(url, typed | drawn(desk, url)).content.decode()
    assert "Date must include a month and year" in page
    assert Answer.objects.get(question="seen_on").value == ["3", "", ""]
    assert 'value="3"' in desk.get(url).content.decode()


def test_a_day_to_come_is_no_answer_to_what_has_happened(
    desk: Client, assessment: Assessment
) -> None:
    """It is kept as typed, said at its question, and asked for before sign-off; a day in words of
    a month is one. What is to come may be to come. The published form is as it was."""
    with acting_as(assessment.started_by):
        child = Sheet(assessment).members[0].id
    tomorrow = timezone.localdate() + timedelta(days=1)

    def sent(section: str, key: str, day: date, person: int | None) -> str:
        url = address(assessment, section, *([person] if person else []))
        parts = {"day": f"{day.day}", "month": f"{day:%b}", "year": f"{day.year}"}
        typed = {f"{key}-date_{part}": text for part, text in parts.items()}
        answer = desk.post(url, typed | drawn(desk, url))
        return answer.content.decode() if answer.status_code == 200 else "saved"

    assert "Date must be today or in the past" in sent("words", "seen_on", tomorrow, child)
    assert Answer.objects.get(question="seen_on").value == tomorrow.isoformat()
    url = reverse("assessment-submit", args=[assessment.case.reference])
    told = "has a day that has not come yet. Enter today or a day before."
    assert told in desk.get(url).content.decode()
    assert sent("next", "plan_meeting_on", tomorrow, None) == "saved"
    assert sent("words", "seen_on", timezone.localdate(), child) == "saved"
    assert told not in desk.get(url).content.decode()


def test_tampered_answers_are_refused(desk: Client, assessment: Assessment) -> None:
    with acting_as(assessment.started_by):
        child = Sheet(assessment).members[0].id
    url = address(assessment, "words", child)
    for typed in ({"how_seen": "asleep"}, {"own_score": "11"}, {"own_score": "-1"}):
        (part,) = typed
        assert send(desk, url, [part], **typed).status_code == 400
    assert not Answer.objects.filter(section="words").exists()


@pytest.mark.parametrize("typed", [
    {"changed": "nothing_asked", "nothing_asked": "x"},
    {"changed": "who_helps", "who_helps-drawn": "²:x", "who_helps": "x"},
    {"changed": "who_helps", "who_helps-drawn": "99999999999999999999:x", "who_helps": "x"},
    {"changed": "who_helps", "who_helps": "\x00\ud7ff�"},
    {},
])  # fmt: skip
def test_odd_messages_do_no_harm(
    desk: Client, assessment: Assessment, typed: dict[str, str]
) -> None:
    assert desk.post(f"{address(assessment)}save/", typed).status_code in {200, 409}


def test_nobody_saves_after_it_was_submitted(world: World, client: Client) -> None:
    assessment = submitted(world)
    client.force_login(world.practitioner)
    answer = send(client, address(assessment), ["who_helps"], who_helps="Late words")
    assert answer.status_code == 409
    assert "waiting for sign-off" in answer.json()["message"]
    page = client.post(address(assessment), {"who_helps": "Late words"}).content.decode()
    assert "Late words" in page
    assert "waiting for sign-off" in page


def test_somebody_signed_out_is_told_and_keeps_their_words(
    client: Client, assessment: Assessment
) -> None:
    answer = send(client, address(assessment), ["who_helps"], who_helps="School")
    assert answer.status_code == 401
    assert "your words are still here" in answer.json()["message"]


def test_the_next_person_at_the_computer_does_not_save_in_their_own_name(
    world: World, client: Client, assessment: Assessment
) -> None:
    client.force_login(world.manager)
    typed = {"who_helps": "School", "writer": world.practitioner.pk}
    answer = send(client, address(assessment), ["who_helps"], **typed)
    assert answer.status_code == 409
    assert "Somebody else has signed in" in answer.json()["message"]
    assert "Somebody else has signed in" in client.post(address(assessment), typed).content.decode()
    assert not Answer.objects.filter(question="who_helps").exists()
