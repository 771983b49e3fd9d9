"""Social care hands a family to early help: what it says, its files, and what the case gets."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.models import Job, Look
from audit.refusal import Refused
from cases.files.keeping import _path, sweep
from cases.models import Case, Document, StepDown, StepDownAction
from referrals.actions.doors.stepping_down import DECIDED, add_file
from referrals.answering_words import SUBJECTS
from referrals.models import Outcome, OutstandingAction, Referral, RequestFile, StepDownRequest
from referrals.queries import Filters, board
from referrals.queries.answers import unanswered
from tests.cast import World, make_case, make_family
from tests.referrals.kinds import HANDOVER, make_step_down, typed_step_down
from tests.referrals.requests import CHILD, decided, make_request

URL = reverse("step-down-new")
PDF = b"%PDF-1.7"


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.desk)
    return client


def test_it_waits_in_the_queue_and_the_card_says_what_it_is(world: World) -> None:
    referral = make_step_down(world)
    with acting_as(world.desk):
        card = board(world.desk, Filters()).columns[0].cards[0]
    assert (card.request.reference, card.kind) == (referral.reference, "Step-down from social care")
    assert (referral.source_code, referral.sender_name) == ("5A", "Wren Walker")


def test_an_ordinary_request_says_nothing_of_its_kind(world: World) -> None:
    make_request()
    with acting_as(world.desk):
        assert board(world.desk, Filters()).columns[0].cards[0].kind == ""


def test_the_page_shows_what_only_social_care_knows(world: World, desk: Client) -> None:
    referral = make_step_down(world)
    page = desk.get(reverse("request", args=[referral.reference])).content.decode()
    for words in ("Wren Walker", "01632 960444", "3 November 2026", "Speech therapy referral",
                  "10 December 2026", "Four visits done", "Why early help now"):  # fmt: skip
        assert words in page
    assert Look.objects.filter(what=f"Request {referral.reference}").exists()


def test_what_is_outstanding_goes_on_into_the_case(world: World, client: Client) -> None:
    referral = make_step_down(world)
    with acting_as(world.social_worker):
        add_file(referral=referral, by=world.social_worker, title="Plan", content=PDF, name="p.pdf")
    case = decided(referral, world.desk).case
    assert case is not None
    assert case.door == Case.Door.STEP_DOWN
    step_down = StepDown.objects.get(case=case)
    assert step_down.social_care_worker == "Wren Walker, 01632 960444"
    assert step_down.plan == HANDOVER["plan"]
    actions = list(StepDownAction.objects.filter(case=case).values_list("what", "who"))
    assert actions == [("Speech therapy referral", "Health visitor"), ("Bedtime routine", "")]
    assert Document.objects.get(case=case).title == "Plan"
    client.force_login(world.manager)
    plan = client.get(reverse("case-plan", args=[case.reference])).text
    assert "What social care left to be done" in plan
    assert "Speech therapy referral: Health visitor, by 10 December 2026" in plan


def test_a_live_case_gets_it_too(world: World) -> None:
    family = make_family(world)
    case = make_case(world, family)
    child = family.people.get(given_name="Child1")
    referral = make_step_down(
        world,
        {"kind": "child", "given_name": "Child1", "family_name": "Okafor",
         "date_of_birth": child.date_of_birth},
    )  # fmt: skip
    done = decided(referral, world.desk, family=family)
    assert done.case == case
    assert done.added_to_live_case
    assert StepDownAction.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"handover": {"social_worker": ""}}, "name of the social worker"),
        ({"handover": {"social_worker_phone": ""}}, "telephone number or email"),
        ({"handover": {"last_meeting_on": None}}, "day of the last meeting"),
        ({"outstanding": []}, "at least one thing"),
        ({"outstanding": [{"what": " "}]}, "take this line out"),
        ({"family_knows": "not_told"}, "why the family was not told"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_written(
    world: World, change: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        make_step_down(world, **change)
    assert not Referral.objects.exists()
    assert not StepDownRequest.objects.exists()


@pytest.mark.parametrize("who", ["practitioner", "school", "manager", "analyst", "nobody"])
def test_others_cannot(world: World, client: Client, who: str) -> None:
    with pytest.raises(Refused, match="MASH"):
        make_step_down(world, by=world.people[who])
    client.force_login(world.people[who])
    assert client.get(URL).status_code == 404


def test_the_form_sends_it_once_with_every_action(world: World, desk: Client) -> None:
    typed = typed_step_down() | {
        "actions-TOTAL_FORMS": "2",
        "actions-1-what": "Dentist",
        "actions-1-by_when_day": "1",
        "actions-1-by_when_month": "12",
        "actions-1-by_when_year": "2026",
    }
    answers = [desk.post(URL, typed) for _ in range(2)]
    referral = Referral.objects.get()
    assert {answer["Location"] for answer in answers} == {
        reverse("request", args=[referral.reference])
    }
    rows = OutstandingAction.objects.filter(referral=referral).values_list("what", flat=True)
    assert list(rows) == ["Speech therapy referral", "Dentist"]


def test_the_social_worker_is_told_whoever_wrote_it_down(world: World, client: Client) -> None:
    """Theirs by letter; what the desk writes down for them waits until the desk has rung them."""
    for who in (world.social_worker, world.desk):
        client.force_login(who)
        client.post(URL, typed_step_down())
    theirs, desks = Referral.objects.order_by("pk")
    assert (theirs.sender_user, desks.sender_user) == (world.social_worker, None)
    for referral in (theirs, desks):
        decided(referral, world.desk, Outcome.ADVICE, None)
    letters = [job.payload for job in Job.objects.filter(kind="send_mail").order_by("pk")]
    subjects = [SUBJECTS["received"], SUBJECTS["decided"]]
    assert [letter["subject"] for letter in letters] == subjects
    assert {letter["to"][0] for letter in letters} == {world.social_worker.email}
    assert not re.search("Amara|Okafor", str(letters))
    with acting_as(world.desk):
        assert [row.reference for row in unanswered(world.desk)] == [desks.reference]
    page = client.get(reverse("request-tell", args=[desks.reference])).content.decode()
    assert "01632 960444" in page


def test_another_action_keeps_every_word(world: World, desk: Client) -> None:
    page = desk.post(URL, typed_step_down() | {"actions-add": "1"}).content.decode()
    assert "Speech therapy referral" in page
    assert "actions-1-what" in page
    assert "There is a problem" not in page
    assert not Referral.objects.exists()


def test_errors_stand_beside_the_questions_and_the_words_stay(world: World, desk: Client) -> None:
    typed = typed_step_down() | {"actions-0-what": "", "actions-0-who": "Gran", "worries": ""}
    page = desk.post(URL, typed | {"social_worker_phone": ""}).content.decode()
    for words in ("Enter what is outstanding", "Enter why early help is right now",
                  "telephone number or email", 'value="Gran"', "Four visits"):  # fmt: skip
        assert words in page


def test_a_file_is_judged_kept_and_fetched(world: World, desk: Client) -> None:
    referral = make_step_down(world)
    url = reverse("request-file-add", args=[referral.reference])
    key = {"one_time_key": "5b4d8a7e-0f2f-4f6e-9b59-1f4ab3b1a111", "title": "Plan"}
    bad = desk.post(url, key | {"file": SimpleUploadedFile("x.pdf", b"MZ\x90\x00 program")})
    assert bad.status_code == 200
    assert not RequestFile.objects.exists()
    good = desk.post(url, key | {"file": SimpleUploadedFile("x.exe", PDF)})
    assert good.status_code == 302
    file = RequestFile.objects.get()
    answer = desk.get(reverse("request-file", args=[referral.reference, file.pk]))
    assert answer.content == PDF
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Look.objects.filter(kind="downloaded").exists()
    other = make_step_down(world, CHILD | {"given_name": "Other"})
    assert desk.get(reverse("request-file", args=[other.reference, file.pk])).status_code == 404


def test_the_sweeper_leaves_the_files_of_requests_alone(world: World) -> None:
    referral = make_step_down(world)
    with acting_as(world.desk):
        file = add_file(referral=referral, by=world.desk, title="Plan", content=PDF, name="p.pdf")
    sweep(older_than=-1)
    assert _path(file.stored_as).exists()
    RequestFile.objects.all().delete()
    sweep(older_than=-1)
    assert not _path(file.stored_as).exists()


def test_after_the_decision_files_go_to_the_case(world: World) -> None:
    referral = make_step_down(world)
    decided(referral, world.desk)
    with acting_as(world.desk), pytest.raises(Refused, match=DECIDED[:20]):
        add_file(referral=referral, by=world.desk, title="Plan", content=PDF, name="p.pdf")
