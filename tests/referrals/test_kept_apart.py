"""A request about a restricted family goes to the people named on it, with an alarm."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.actions.queueing import run
from audit.models import Event, Job
from audit.refusal import Refused
from cases.models import Case, Person
from referrals.models import Outcome, Referral
from tests.cases.sharing.test_restricting import restricted
from tests.cast import World, make_case, make_family
from tests.referrals.requests import CHILD, decided, make_request


@pytest.fixture
def child(world: World) -> Person:
    case = restricted(make_case(world, make_family(world, "Quillon")), world)
    found = Person.objects.filter(case_children__case=case).order_by("pk").first()
    assert found is not None
    Person.objects.filter(pk=found.pk).update(nhs_number="9434765919", upn="A123456789012")
    return found


def described(child: Person, **more: Any) -> dict[str, Any]:
    return {
        "kind": "child",
        "given_name": child.given_name,
        "family_name": child.family_name,
        "date_of_birth": child.date_of_birth,
    } | more


SURE: dict[str, dict[str, Any]] = {
    "name and date": {},
    "in capitals, with an accent": {"family_name": "QUÍLLON"},
    "NHS number alone": {"given_name": "X", "family_name": "Y", "date_of_birth": None,
                         "nhs_number": "9434765919"},
    "UPN alone": {"given_name": "X", "family_name": "Y", "date_of_birth": None,
                  "upn": "A123456789012"},
}  # fmt: skip


@pytest.mark.parametrize("how", SURE)
def test_it_never_reaches_the_desk(world: World, child: Person, how: str) -> None:
    request = make_request(described(child, **SURE[how]))
    with acting_as(world.desk):
        assert not Referral.objects.visible_to(world.desk).exists()
        assert not Referral.objects.exists()
    for who in ("social_worker", "head"):
        with acting_as(world.people[who]):
            assert Referral.objects.visible_to(world.people[who]).get() == request


def test_somebody_of_the_same_name_born_another_day_is_the_desks(
    world: World, child: Person
) -> None:
    make_request(described(child, date_of_birth=None))
    with acting_as(world.desk):
        assert Referral.objects.visible_to(world.desk).count() == 1


def test_the_people_named_and_their_deputies_are_alarmed_once(world: World, child: Person) -> None:
    request = make_request(described(child))
    job = Job.objects.get(kind="screen_request")
    run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="waiting", finished_at=None, attempts=0)
    run(job.pk)
    mails = [job.payload for job in Job.objects.filter(kind="send_mail").order_by("pk")]
    assert [mail["to"] for mail in mails] == [["head@example.org"], ["social_worker@example.org"]]
    assert all(request.reference in mail["text"] for mail in mails)
    assert "Quillon" not in str(mails)
    assert Event.objects.filter(verb="request.kept").exists()


def test_what_the_job_finds_without_being_sure_says_nothing_to_the_desk(
    world: World, child: Person
) -> None:
    """A restricted record is no match, not even a possible one."""
    request = make_request(described(child, given_name="Childe1", date_of_birth=None))
    run(Job.objects.get(kind="screen_request").pk)
    request.refresh_from_db()
    assert request.known == Referral.Known.NOT_KNOWN


def test_the_board_says_that_another_team_has_it_and_nothing_else(
    world: World, child: Person, client: Client
) -> None:
    kept, mine = make_request(described(child)), make_request(CHILD)
    client.force_login(world.desk)
    board = client.get(reverse("triage")).content.decode()
    assert f"{kept.reference}, received" in board
    assert "1 request waits" in board
    page = client.get(reverse("request", args=[kept.reference]))
    assert page.status_code == 200
    assert child.family_name not in page.content.decode()
    for name in ("request-take", "request-match", "request-decide"):
        assert client.post(reverse(name, args=[kept.reference])).status_code == 404
    client.force_login(world.social_worker)
    assert "Taken by another team" not in client.get(reverse("triage")).content.decode()
    assert client.get(reverse("request", args=[mine.reference])).status_code == 200


def test_the_sender_gets_the_same_receipt(world: World, child: Person, client: Client) -> None:
    from tests.referrals.requests import typed_form

    client.post(reverse("request-support"), {})
    answers = []
    for family_name in (child.family_name, "Nobody"):
        form = typed_form() | {
            "children-0-given_name": child.given_name,
            "children-0-family_name": family_name,
        }
        answers.append(client.post(reverse("request-support-form"), form, follow=True))
    texts = [re.sub(r'nonce="[^"]+"', "", a.content.decode()) for a in answers]
    texts = [re.sub(r'(?<="eh-code">)[^<]+', "", text) for text in texts]
    references = [a.redirect_chain[-1][0].rstrip("/").rpartition("/")[2] for a in answers]
    shown = [text.replace(ref, "…") for text, ref in zip(texts, references, strict=True)]
    assert shown[0] == shown[1]
    assert Case.objects.count() == 1


def test_the_people_named_decide_without_a_panel(world: World, child: Person) -> None:
    kept = make_request(described(child))
    with pytest.raises(Refused, match="who decide on it without a panel"):
        decided(kept, world.social_worker, Outcome.PANEL, None)
    decided(kept, world.social_worker, Outcome.ADVICE, None)


def test_what_waited_for_a_panel_before_it_was_kept_is_decided_by_the_people_named(
    world: World, child: Person
) -> None:
    waits = make_request()
    decided(waits, world.desk, Outcome.PANEL, None)
    family = child.memberships.get().family
    Referral.objects.filter(pk=waits.pk).update(kept_for=family)
    done = decided(waits, world.social_worker, Outcome.ADVICE, None)
    assert done.referral.stage == "decided"
