"""Whoever works with a case reads what was sent about the family, and what must be known before
they contact it."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.models import Look
from cases.actions.leads.allocating import allocate
from cases.models import Case
from referrals.actions.asking_back import answer
from referrals.actions.doors.stepping_down import add_file
from referrals.models import Outcome, Referral, RequestFile
from tests.cases.withheld.arranging import let_in
from tests.cast import World
from tests.referrals.kinds import make_notification, make_step_down
from tests.referrals.requests import CHILD, MOTHER, decided, make_offer, make_request

Sender, Knows, SafeWay = Referral.Sender, Referral.Knows, Referral.SafeWay
NEIGHBOUR: dict[str, Any] = {
    "sender": Sender.RELATIVE,
    "sender_name": "Nan Bevan",
    "sender_phone": "01632 960555",
}
FATHER = {**MOTHER, "given_name": "Emeka", "relationship": "Father"}


def accepted(world: World, referral: Referral, **more: Any) -> Case:
    """The case that early help opened for a request."""
    decided(referral, world.desk, **more)
    with acting_as_system("arranging a test"):
        return Case.objects.select_related("locality", "family").get(referrals=referral)


def led_by(world: World, case: Case, lead: User) -> Case:
    with acting_as(world.manager):
        allocate(case=case, lead=lead, by=world.manager)
    return case


def as_sent(referral: Referral) -> str:
    return reverse("request-as-sent", args=[referral.reference])


def pages(client: Client, case: Case) -> tuple[str, str]:
    """The Summary and the Documents of a case, as somebody sees them."""
    summary, documents = (
        client.get(reverse(name, args=[case.reference])) for name in ("case", "case-documents")
    )
    return summary.content.decode(), documents.content.decode()


def test_the_lead_reads_who_sent_it_what_was_tried_and_how_to_tell_them(
    world: World, client: Client
) -> None:
    referral = make_request(
        CHILD,
        MOTHER,
        **NEIGHBOUR,
        tried="A word over the fence",
        family_knows=Knows.NOT_TOLD,
        why_not="Her partner\nreads her post.",
        safe_way=SafeWay.PHONE,
        safe_way_words="01632 960301, before three",
    )
    case = led_by(world, accepted(world, referral), world.practitioner)
    client.force_login(world.practitioner)
    summary, documents = pages(client, case)
    said = (
        "Before you contact the family: the sender says that the family does not know of the "
        "request yet: “Her partner reads her post”. They may safely be told by telephone: "
        "“01632 960301, before three”."
    )
    assert said in summary
    assert as_sent(referral) in summary
    assert as_sent(referral) in documents
    page = client.get(as_sent(referral)).content.decode()
    for words in (
        "Nan Bevan",
        "01632 960555",
        "A word over the fence",
        "Her partner",
        "Do not tell the family who sent it",
        "The family asks for help with mornings",
    ):
        assert words in page
    assert Look.objects.filter(what=f"Request {referral.reference} as it was sent").exists()


def test_once_the_family_was_contacted_the_summary_says_no_more_of_it(
    world: World, client: Client
) -> None:
    case = led_by(world, accepted(world, make_request()), world.practitioner)
    client.force_login(world.practitioner)
    assert "Before you contact" in pages(client, case)[0]
    with acting_as_system("arranging a test"):
        Case.objects.get(pk=case.pk).change(family_contacted_on=timezone.localdate())
    assert "Before you contact" not in pages(client, case)[0]


@pytest.mark.parametrize(
    ("knows", "way"), list(product(Knows.values, ["", *SafeWay.values])), ids=str
)
def test_whatever_the_sender_said_makes_a_sentence(
    world: World, client: Client, knows: str, way: str
) -> None:
    told: dict[str, Any] = {
        "family_knows": knows,
        "why_not": "" if knows == Knows.AGREES else "She is ill.",
    }
    silent = way in ("", SafeWay.NOT_KNOWN)
    referral = make_request(
        sender=Sender.SCHOOL,
        sender_name="Sam School",
        sender_phone="01632 960100",
        safe_way=way,
        safe_way_words="" if silent else "Ask the aunt.",
        **told,
    )
    case = accepted(world, referral)
    client.force_login(world.manager)
    summary = pages(client, case)[0]
    [said] = [line for line in summary.split("govuk-inset-text") if "Before you contact" in line]
    assert ("“She is ill”." in said) == (knows != Knows.AGREES)
    assert ("“Ask the aunt”." in said) == (not silent)
    assert ".." not in said.split("<a")[0]
    assert "None" not in said


def test_a_request_that_says_nothing_of_it_breaks_no_page(world: World, client: Client) -> None:
    referral = make_request()
    case = accepted(world, referral)
    with acting_as_system("arranging a test"):
        Referral.objects.filter(pk=referral.pk).update(family_knows="")
    client.force_login(world.manager)
    assert "says nothing of whether the family knows." in pages(client, case)[0]


Matrix = list[tuple[str, Callable[[World], User], bool]]
READERS: Matrix = [
    ("the desk", lambda world: world.desk, True),
    ("the locality's manager", lambda world: world.manager, True),
    ("the lead", lambda world: world.practitioner, True),
    ("a practitioner of another case", lambda world: world.practitioner2, False),
    ("another locality's manager", lambda world: world.manager2, False),
    ("a partner of the team", lambda world: world.school, False),
    ("an analyst", lambda world: world.analyst, False),
]


@pytest.mark.parametrize(("who", "reader", "reads"), READERS, ids=[row[0] for row in READERS])
def test_who_reads_it(
    world: World, client: Client, who: str, reader: Callable[[World], User], reads: bool
) -> None:
    referral = make_request(**NEIGHBOUR)
    case = led_by(world, accepted(world, referral), world.practitioner)
    let_in_as_the_lead(world, case, world.school)
    client.force_login(reader(world))
    found = client.get(as_sent(referral))
    assert found.status_code == (200 if reads else 404)
    assert (b"Nan Bevan" in found.content) == reads


def let_in_as_the_lead(world: World, case: Case, user: User) -> None:
    with acting_as(world.manager):
        let_in(world, case, user)


def test_a_partner_of_the_team_does_not_find_it_on_the_case(world: World, client: Client) -> None:
    referral = make_request(**NEIGHBOUR)
    case = led_by(world, accepted(world, referral), world.practitioner)
    let_in_as_the_lead(world, case, world.school)
    client.force_login(world.school)
    summary, documents = pages(client, case)
    assert "Before you contact" not in summary
    assert "Request for support" not in documents


def test_a_partner_who_leads_reads_all_but_which_neighbour_wrote(
    world: World, client: Client
) -> None:
    first = make_offer(world, CHILD, MOTHER)
    decided(first, world.desk, accept_offer=True)
    with acting_as_system("arranging a test"):
        case = Case.objects.get(referrals=first)
        family = case.family
    second = make_request(CHILD, **NEIGHBOUR, worries="Shouting at night")
    decided(second, world.desk, family=family)
    client.force_login(world.school)
    page = client.get(as_sent(second)).content.decode()
    assert "Shouting at night" in page
    assert "The early help desk knows who" in page
    assert "Nan Bevan" not in page
    assert "01632 960555" not in page
    assert world.school.name in client.get(as_sent(first)).content.decode()


def test_of_an_allegation_only_the_councils_workers_read(world: World, client: Client) -> None:
    referral = make_offer(world, CHILD)
    decided(referral, world.desk, Outcome.HARM, None)
    decided(referral, world.social_worker, Outcome.EARLY_HELP, accept_offer=True)
    client.force_login(world.school)
    assert "His arm is bruised" not in client.get(as_sent(referral)).content.decode()
    client.force_login(world.manager)
    assert "His arm is bruised" in client.get(as_sent(referral)).content.decode()


def test_the_senders_answer_to_the_desk_is_read_with_it(world: World, client: Client) -> None:
    referral = make_offer(world, CHILD)
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    with acting_as(world.school):
        answer(referral=referral, words="With their aunt in the week", by=world.school)
    case = accepted(world, referral)
    client.force_login(world.manager)
    page = client.get(as_sent(referral)).content.decode()
    assert "Where do the children live now?" in page
    assert "With their aunt in the week" in page
    assert case.reference in page


def test_a_notification_has_its_own_page_and_is_named_before_contact(
    world: World, client: Client
) -> None:
    referral = make_notification(world)
    case = led_by(world, accepted(world, referral), world.practitioner)
    client.force_login(world.practitioner)
    assert client.get(as_sent(referral)).status_code == 404
    summary, documents = pages(client, case)
    own = reverse("notification", args=[referral.reference])
    assert "read the domestic abuse notification" in summary
    assert own in summary
    assert own in documents
    assert as_sent(referral) not in documents


def test_the_lead_has_social_cares_plan(world: World, client: Client) -> None:
    referral = make_step_down(world)
    with acting_as(world.social_worker):
        kept: dict[str, Any] = {"title": "The plan", "content": b"%PDF-1.7", "name": "plan.pdf"}
        add_file(referral=referral, by=world.social_worker, **kept)
    case = led_by(world, accepted(world, referral), world.practitioner)
    with acting_as_system("arranging a test"):
        number = RequestFile.objects.get().pk
    url = reverse("request-file", args=[referral.reference, number])
    client.force_login(world.practitioner)
    page = client.get(as_sent(referral)).content.decode()
    for words in ("Step-down from social care", "Wren Walker", "Four visits done", url):
        assert words in page
    assert client.get(url).status_code == 200
    let_in_as_the_lead(world, case, world.school)
    client.force_login(world.school)
    assert client.get(url).status_code == 404


def test_a_refuge_is_shown_on_asking(world: World, client: Client) -> None:
    referral = make_request(address_kind="refuge", address="9 Hidden Row")
    accepted(world, referral, locality=world.bilston)
    client.force_login(world.manager)
    page = client.get(as_sent(referral)).content.decode()
    assert "Show the safe address" in page.split("9 Hidden Row")[0]
