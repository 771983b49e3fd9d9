"""How the family may safely be told: asked of whoever sends a request, and what follows from it."""

import csv
import html
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.models import Event, Job
from audit.refusal import Refused
from cases.models import Contact
from referrals.actions.accepting import TELL_SAFELY
from referrals.actions.doors import receiving
from referrals.actions.doors.replying import open_reply_path
from referrals.actions.telling.senders import NO_CHOICE, NO_REASON, NOT_SAID_SAFE, Tell, note_told
from referrals.answering import BY_HAND, ways_said_safe
from referrals.importing.columns import COLUMNS
from referrals.importing.example import example_file
from referrals.models import Answer, Outcome, Referral, ReplyPath
from referrals.queries.answers import unanswered
from tests.cast import World
from tests.referrals.api import STEP_DOWNS, a_step_down, errors_of, system_of
from tests.referrals.files import file_of, imported, row
from tests.referrals.kinds import typed_step_down
from tests.referrals.requests import decided, make_offer, make_request, typed_form

FORM = reverse("request-support-form")
NUMBER = "01632 960301, while he is at work"
REASON = "He opens her letters and looks at her telephone"
PROFESSIONAL: dict[str, Any] = {
    "sender": "school",
    "sender_name": "Sam School",
    "sender_phone": "01632 960100",
}
DO_NOT: dict[str, Any] = {"safe_way": "do_not", "safe_way_words": REASON}


def text_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def page_of(client: Client, name: str, referral: Referral) -> str:
    return text_of(client.get(reverse(name, args=[referral.reference])))


def told() -> list[tuple[str, str, str]]:
    with acting_as_system("looking"):
        return list(Answer.objects.order_by("pk").values_list("event", "who", "way"))


def send_form(client: Client, **changes: Any) -> Any:
    client.post(reverse("request-support"), {"danger": ""})
    return client.post(FORM, typed_form(**(PROFESSIONAL | changes)))


# Asked at every door.


def test_nothing_is_preselected_and_nobody_need_say(client: Client, world: World) -> None:
    client.post(reverse("request-support"), {"danger": ""})
    page = text_of(client.get(FORM))
    for value in Referral.SafeWay.values:
        assert f'name="safe_way" type="radio" value="{value}"' in page
    assert "checked" not in page.split("How may the family safely be told")[1]
    assert send_form(client).status_code == 302
    assert Referral.objects.get().safe_way == ""


@pytest.mark.parametrize(
    ("way", "typed", "kept", "receipt"),
    [
        ("phone", {"safe_phone": NUMBER}, NUMBER, "safely be told by telephone"),
        ("letter", {"safe_address": "9 Other Road"}, "9 Other Road", "safely be told by letter"),
        ("in_person", {"safe_place": ""}, "", "safely be told in person"),
        ("do_not", {"why_no_contact": REASON}, REASON, "nobody should contact the family"),
        ("not_known", {"safe_phone": NUMBER}, "", "finds out how the family"),
    ],
)
def test_it_is_kept_shown_to_the_desk_and_named_in_the_receipt(
    client: Client, world: World, way: str, typed: dict[str, str], kept: str, receipt: str
) -> None:
    sent = send_form(client, safe_way=way, **typed)
    referral = Referral.objects.get()
    assert (referral.safe_way, referral.safe_way_words) == (way, kept)
    page = text_of(client.get(sent["Location"]))
    assert receipt in page
    assert not kept or kept not in page
    client.force_login(world.desk)
    for name in ("request", "request-tell"):
        shown = page_of(client, name, referral)
        assert "Telling the family" in shown
        assert kept in shown


@pytest.mark.parametrize(
    ("typed", "error", "box"),
    [
        ({"safe_way": "phone"}, "Enter the telephone number", "safe_phone"),
        ({"safe_way": "do_not"}, "Enter why nobody should contact the family", "why_no_contact"),
        ({"safe_way": "pigeon"}, "from the list", "safe_way"),
    ],
)
def test_what_is_missing_of_it_stands_beside_the_question(
    client: Client, world: World, typed: dict[str, str], error: str, box: str
) -> None:
    page = text_of(send_form(client, **typed))
    assert error in page
    assert f'id="id_{box}-error"' in page or f'href="#id_{box}' in page
    assert "Late and hungry" in page
    assert not Referral.objects.exists()


def test_the_desk_and_social_care_are_asked_too(client: Client, world: World) -> None:
    client.force_login(world.social_worker)
    said = {"safe_way": "phone", "safe_phone": NUMBER}
    assert client.post(reverse("step-down-new"), typed_step_down(**said)).status_code == 302
    call = typed_form(**PROFESSIONAL, **said)
    assert client.post(reverse("request-call"), call).status_code == 302
    assert set(Referral.objects.values_list("safe_way", "safe_way_words")) == {("phone", NUMBER)}


def test_a_partner_saves_it_with_the_draft_and_sends_it(client: Client, world: World) -> None:
    client.force_login(world.school)
    url, draft = reverse("partner-start"), str(uuid4())
    typed = typed_form(safe_way="do_not", why_no_contact=REASON, sender_role="DSL", draft=draft)
    client.post(url, typed | {"save": "1"})
    assert REASON in text_of(client.get(reverse("draft", args=[draft])))
    assert client.post(url, typed).status_code == 302
    assert Referral.objects.get().safe_way_words == REASON


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"safe_way": "phone"}, "safe_way_words"),
        ({"safe_way": "do_not", "safe_way_words": " "}, "safe_way_words"),
        ({"safe_way": "pigeon"}, "safe_way"),
        ({"safe_way_words": NUMBER}, "safe_way"),
    ],
)
def test_a_system_says_it_and_reads_its_mistakes(
    world: World, said: dict[str, str], field: str
) -> None:
    school = system_of(world.school_agency)
    assert list(errors_of(school.send(**said))) == [field]
    care = system_of(world.council, "step-downs:write")
    assert list(errors_of(care.post(STEP_DOWNS, a_step_down(**said)))) == [field]
    assert not Referral.objects.exists()
    good = {"safe_way": "phone", "safe_way_words": NUMBER}
    answer = school.send(**good)
    assert answer.status_code == 201
    assert NUMBER not in answer.content.decode()
    assert care.post(STEP_DOWNS, a_step_down(**good)).status_code == 201
    assert set(Referral.objects.values_list("safe_way", "safe_way_words")) == {("phone", NUMBER)}


@pytest.mark.parametrize("way", Referral.SafeWay)
def test_a_file_says_it_by_code_or_in_words(
    world: World, tmp_path: Path, way: Referral.SafeWay
) -> None:
    said = REASON if way in {"do_not", "phone"} else ""
    rows = [
        row(reference=str(number), safe_way=typed, safe_way_words=said)
        for number, typed in enumerate((way.value, way.label.upper()))
    ]
    imported(tmp_path, file_of(*rows, row(reference="3")))
    found = list(Referral.objects.order_by("pk").values_list("safe_way", "safe_way_words"))
    assert found == [(way.value, said), (way.value, said), ("", "")]


def test_a_file_reads_its_mistakes_and_the_mend(world: World, tmp_path: Path) -> None:
    wrong = [
        ({"safe_way": "phone"}, "safe_way_words", "Enter the telephone number"),
        ({"safe_way": "do_not"}, "safe_way_words", "Enter why nobody should contact"),
        ({"safe_way_words": NUMBER}, "safe_way", "Select how the family may safely be told"),
        ({"safe_way": "pigeon"}, "safe_way", "Write one of: phone, letter"),
    ]
    errors = tmp_path / "errors.csv"
    rows = [row(reference=str(number), **said) for number, (said, _, _) in enumerate(wrong)]
    imported(tmp_path, file_of(*rows), "--errors", errors)
    assert not Referral.objects.exists()
    told = list(csv.reader(io.StringIO(errors.read_text("utf-8-sig"))))[1:]
    assert [line[1] for line in told] == [column for _, column, _ in wrong]
    for line, (_, _, sentence) in zip(told, wrong, strict=True):
        assert sentence in line[3]


def test_a_file_from_before_is_known_again(world: World, tmp_path: Path) -> None:
    """Whoever adds the columns and leaves them empty sends the same file."""
    columns = [name for name in COLUMNS if not name.startswith("safe_way")]
    imported(tmp_path, file_of(row(), columns=columns))
    assert "There already: 1." in imported(tmp_path, file_of(row()))
    assert "it says something else" in imported(tmp_path, file_of(row(safe_way="letter")))
    assert Referral.objects.get().safe_way == ""


def test_the_example_file_has_every_column_and_is_imported(
    client: Client, world: World, tmp_path: Path
) -> None:
    client.force_login(world.head)
    page = text_of(client.get(reverse("import-new")))
    text = example_file()
    assert list(next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))) == list(COLUMNS)
    for name, column in COLUMNS.items():
        assert f"<code>{name}</code>" in page
        assert column.words in page
    assert "Written: 2 (1 requests)" in imported(tmp_path, text)
    assert Referral.objects.get().safe_way == "phone"


def test_the_version_before_this_one_still_sends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the product is updated, it knows nothing of the new columns."""
    known = receiving._columns

    def before(row: Any) -> dict[str, Any]:
        return {name: value for name, value in known(row).items() if "safe_way" not in name}

    monkeypatch.setattr(receiving, "_columns", before)
    referral = make_request()
    referral.refresh_from_db()
    assert (referral.safe_way, referral.safe_way_words) == ("", "")


# What the desk may do then.


@pytest.mark.parametrize("said", ["", *Referral.SafeWay.values])
@pytest.mark.parametrize("way", [way.value for way in BY_HAND])
def test_the_family_is_told_by_a_way_that_was_said_to_be_safe(
    world: World, said: str, way: str
) -> None:
    """By another only where it is written down how the desk knows that it is."""
    referral = make_offer(world, safe_way=said, safe_way_words=REASON if said else "")
    free = way == "not_told" or said in {"", "not_known", way}
    assert (way in ways_said_safe(said)) == free
    with acting_as(world.desk):

        def tell(**more: Any) -> None:
            note_told(referral=referral, event="decided", way=way, words="A friend rang",
                      by=world.desk, **more)  # fmt: skip

        tell()  # the sender: what is safe for the family says nothing of them
        if free:
            tell(family=True)
        else:
            with pytest.raises(Refused) as refusal:
                tell(family=True, safe_because=" ")
            assert refusal.value.reasons == [NOT_SAID_SAFE]
            tell(family=True, safe_because="She asked for it on Monday")
    assert told() == [("decided", "professional", way), ("decided", "family", way)]
    reason = Event.objects.filter(verb="request.answered").latest("pk").reason
    assert reason == ("" if free else "She asked for it on Monday")


def test_the_page_asks_who_was_told_and_says_which_ways_are_not_said_to_be_safe(
    client: Client, world: World
) -> None:
    referral = make_offer(world, safe_way="phone", safe_way_words=NUMBER)
    decided(referral, world.desk)
    client.force_login(world.desk)
    url = reverse("request-tell", args=[referral.reference])
    page = text_of(client.get(url))
    assert NUMBER in page
    assert "checked" not in page
    hint = "The request does not say that this is safe for the family"
    assert page.count(hint) == 2
    typed = {
        "one_time_key": "5b4d8a7e-0f2f-4f6e-9b59-1f4ab3b1a111",
        "event": "decided",
        "way": "letter",
        "text": "That we help",
    }
    assert "Select who was told" in text_of(client.post(url, typed))
    family = typed | {"whom": "family"}
    assert "Enter how you know" in text_of(client.post(url, family))
    assert client.post(url, family | {"way": "phone"}).status_code == 302
    assert told()[-1] == ("decided", "family", "phone")
    assert "The family" in text_of(client.get(url))


def test_where_nothing_was_said_the_page_asks_no_more_than_before(
    client: Client, world: World
) -> None:
    client.force_login(world.desk)
    page = page_of(client, "request-tell", make_request())
    assert "The sender has not said how they may safely be told" in page
    for words in ("Who was told?", "How do you know", "does not say that this is safe"):
        assert words not in page


def test_nobody_should_contact_them_is_offered_as_the_reason_and_recorded(
    client: Client, world: World
) -> None:
    referral = make_offer(world, **DO_NOT)
    client.force_login(world.desk)
    page = page_of(client, "request", referral)
    assert "Record that the family is not told, as the sender asks" in page
    assert page.count(REASON) >= 2  # as the sender wrote it, and in the box
    asked = page.split("Record that the family is not told")[0][-400:]
    assert "checked" not in asked
    assert f">{REASON}</textarea>" in page_of(client, "request-tell", referral).replace("\n", "")
    child = referral.people.get()
    typed = {
        "one_time_key": "5b4d8a7e-0f2f-4f6e-9b59-1f4ab3b1a112",
        "version": str(referral.version),
        "outcome": "no_action",
        "reason": "The school supports them already",
        "family_not_told": "on",
        "why_not_told": "",
    }
    url = reverse("request-decide", args=[referral.reference])
    assert "why they were not told" in text_of(client.post(url, typed))
    assert not child.decisions.exists()
    assert client.post(url, typed | {"why_not_told": REASON}).status_code == 302
    assert told() == [("decided", "professional", "email"), ("decided", "family", "not_told")]
    with acting_as(world.desk):
        assert Answer.objects.get(who="family").why_not == REASON


def test_a_decision_without_the_tick_records_nothing_of_the_family(world: World) -> None:
    referral = make_offer(world, **DO_NOT)
    with pytest.raises(Refused) as refusal:
        decided(referral, world.desk, tell=Tell.NOT_TOLD, why_not_told=" ")
    assert refusal.value.reasons == [NO_REASON]
    decided(referral, world.desk)
    assert [who for _, who, _ in told()] == ["professional"]


def test_what_the_family_was_told_is_no_answer_to_whoever_asked(world: World) -> None:
    referral = make_request(**PROFESSIONAL)
    decided(referral, world.desk)
    with acting_as(world.desk):
        note_told(referral=referral, event="decided", way="phone", words="So", by=world.desk,
                  family=True)  # fmt: skip
        assert [row.reference for row in unanswered(world.desk)] == [referral.reference]
        note_told(referral=referral, event="decided", way="phone", words="So", by=world.desk)
        assert not unanswered(world.desk).exists()


def test_no_letter_goes_to_a_family_that_says_nobody_should_contact_it(world: World) -> None:
    referral = make_request(**DO_NOT)
    with acting_as_system("arranging"):
        open_reply_path(referral=referral, email="n@example.org")
        ReplyPath.objects.update(confirmed_at=timezone.now())
    for way in (Tell.EMAIL, Tell.BY_HAND):
        with pytest.raises(Refused) as refusal:
            decided(referral, world.desk, tell=way)
        assert refusal.value.reasons == [NO_CHOICE]
    decided(referral, world.desk, tell=Tell.NOT_TOLD, why_not_told=REASON)
    assert told() == [("decided", "family", "not_told")]


@pytest.mark.parametrize("said", ["", *Referral.SafeWay.values])
def test_no_letter_says_to_such_a_family_that_a_question_waits(world: World, said: str) -> None:
    referral = make_request(safe_way=said, safe_way_words=REASON if said else "")
    with acting_as_system("arranging"):
        open_reply_path(referral=referral, email="n@example.org")
        ReplyPath.objects.update(confirmed_at=timezone.now())
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None, tell="")
    assert Job.objects.filter(kind="send_mail").exists() == (said != "do_not")


@pytest.mark.parametrize(
    "facts", [{"safe_way": "phone", "safe_way_words": NUMBER}, DO_NOT, {"safe_way": "letter"}, {}]
)
def test_a_note_in_an_open_case_says_where_it_stands_and_not_what(
    world: World, facts: dict[str, Any]
) -> None:
    """The words may be what whoever reads a copy of the case must not know."""
    case = decided(make_request(**PROFESSIONAL), world.desk).case
    assert case
    decided(make_request(**PROFESSIONAL, **facts), world.desk, family=case.family)
    with acting_as(world.manager):
        note = Contact.objects.get(case=case)
    assert (TELL_SAFELY in note.text) == bool(facts)
    assert NUMBER not in note.text
    assert REASON not in note.text
