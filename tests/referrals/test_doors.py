"""The doors' pages: what the public, the desk and a partner type, and what becomes of it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as_system
from referrals.models import Referral
from tests.cast import World, make_case, make_family
from tests.referrals.requests import typed_form

FORM = reverse("request-support-form")


@pytest.fixture
def public(client: Client, world: World) -> Client:
    """Somebody of the public who has answered the first screen."""
    client.post(reverse("request-support"), {})
    return client


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_home_page_leads_to_the_request_and_to_signing_in(client: Client, world: World) -> None:
    page = text_of(client.get("/"))
    assert "Request support for a family" in page
    assert reverse("request-support") in page
    assert reverse("account_login") in page
    assert "01632 960001" in page


@pytest.mark.parametrize(("who", "place"), [("desk", "triage"), ("manager", "needs-you")])
def test_everybody_starts_at_the_place_of_their_role(
    client: Client, world: World, who: str, place: str
) -> None:
    client.force_login(world.people[who])
    assert client.get("/").headers["Location"] == reverse(place)


def test_danger_is_asked_first(client: Client, world: World) -> None:
    assert client.get(FORM).headers["Location"] == reverse("request-support")
    page = text_of(client.get(reverse("request-support")))
    for number in ("999", "01632 960001", "01632 960002"):
        assert number in page


def test_the_tick_repeats_the_numbers_and_marks_the_request(client: Client, world: World) -> None:
    client.post(reverse("request-support"), {"danger": "on"})
    page = client.get(FORM)
    assert "You told us that someone is in danger now" in text_of(page)
    client.post(FORM, typed_form(urgent="True"))
    assert Referral.objects.get().urgent
    client.post(reverse("request-support"), {})
    assert "in danger now</h2>" not in text_of(client.get(FORM))


def test_a_request_is_sent_and_answered_with_a_reference(public: Client) -> None:
    answer = public.post(FORM, typed_form())
    referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("request-received", args=[referral.reference])
    receipt = text_of(public.get(answer.headers["Location"]))
    assert referral.reference in receipt
    assert "What happens next" in receipt
    assert "Okafor" not in receipt
    assert referral.people.get().name == "Amara Okafor"
    assert (referral.postcode, referral.door) == ("WV14 0AA", Referral.Door.PUBLIC)


def test_the_receipt_is_there_for_the_senders_browser_alone(public: Client, world: World) -> None:
    url = public.post(FORM, typed_form()).headers["Location"]
    assert public.get(url).status_code == 200
    assert Client().get(url).status_code == 404
    other = Client()
    other.force_login(world.practitioner)
    assert other.get(url).status_code == 404


def test_sent_twice_is_one_request(public: Client) -> None:
    form = typed_form()
    first, second = public.post(FORM, form), public.post(FORM, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Referral.objects.count() == 1


def test_nothing_typed_is_lost_on_an_error(public: Client) -> None:
    answer = public.post(
        FORM,
        typed_form(
            **{
                "postcode": "nowhere",
                "children-0-date_of_birth_year": "2099",
                "worries": "Late <b>",
            }
        ),
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Enter a full postcode, like WV14 0AA" in page
    assert "Date of birth must be today or in the past" in page
    for typed in ('value="nowhere"', 'value="2099"', 'value="Amara"', "Late &lt;b&gt;", "Loves"):
        assert typed in page
    assert not Referral.objects.exists()


def test_an_empty_form_says_everything_in_the_order_of_the_page(public: Client) -> None:
    blank = {"one_time_key": str(uuid4()), "children-TOTAL_FORMS": "1", "adults-TOTAL_FORMS": "1"}
    blank |= {"children-INITIAL_FORMS": "0", "adults-INITIAL_FORMS": "0"}
    summary = text_of(public.post(FORM, blank)).split("There is a problem")[1]
    sentences = [
        "Select who you are",
        "Child 1: Enter the child’s first name",
        "Enter the postcode, or say below why there is none",
        "Tell us what is worrying you",
        "Select whether the family knows and agrees",
    ]
    places = [summary.index(sentence) for sentence in sentences]
    assert places == sorted(places)


def test_whoever_asks_for_themselves_is_told_where_they_go(public: Client, world: World) -> None:
    public.post(reverse("request-support"), {"one": "sent"})
    page = text_of(public.get(FORM))
    assert "If you ask for your own family, add yourself." in page
    assert "A young person who asks for themselves goes here" in page
    public.force_login(world.desk)
    assert "add yourself" not in text_of(public.get(reverse("request-call")))


def test_another_child_without_scripts_keeps_what_was_typed(public: Client) -> None:
    page = text_of(public.post(FORM, typed_form(**{"children-add": "1", "worries": ""})))
    assert 'name="children-1-given_name"' in page
    assert 'value="Amara"' in page
    assert "There is a problem" not in page


def test_several_children_an_unborn_one_and_adults(public: Client) -> None:
    public.post(
        FORM,
        typed_form(
            **{
                "children-TOTAL_FORMS": "2",
                "children-1-given_name": "",
                "children-1-family_name": "Okafor",
                "children-1-not_born": "on",
                "adults-0-given_name": "Ngozi",
                "adults-0-relationship": "Mother",
            }
        ),
    )
    people = [(person.kind, person.name) for person in Referral.objects.get().people.all()]
    assert people == [
        ("child", "Amara Okafor"),
        ("unborn", "Unborn child (Okafor)"),
        ("adult", "Ngozi"),
    ]


def test_why_the_family_was_not_told_is_asked_inside_its_answer(public: Client) -> None:
    page = text_of(public.post(FORM, typed_form(family_knows="not_told")))
    assert "Enter why the family was not told" in page
    public.post(FORM, typed_form(family_knows="not_told", why_not_told="It is not safe"))
    assert Referral.objects.get().why_not == "It is not safe"


@pytest.mark.parametrize(
    ("why", "kind"),
    [("refuge", "refuge"), ("no_fixed_abode", "no_fixed_abode"), ("unknown", "home")],
)
def test_a_family_without_a_postcode(public: Client, why: str, kind: str) -> None:
    public.post(FORM, typed_form(postcode="", no_postcode=why))
    referral = Referral.objects.get()
    assert (referral.address_kind, referral.locality) == (kind, None)


def test_a_text_that_is_too_long_is_refused_with_its_length(public: Client) -> None:
    page = text_of(public.post(FORM, typed_form(worries="x" * 4001)))
    assert "must be 4000 characters or fewer" in page


def test_sixteen_children_are_too_many_for_one_request(public: Client) -> None:
    many = {f"children-{n}-given_name": f"Child{n}" for n in range(16)}
    answer = public.post(FORM, typed_form(**{"children-TOTAL_FORMS": "16"}, **many))
    assert answer.status_code == 200
    assert not Referral.objects.exists()


def test_the_desk_writes_down_a_call(client: Client, world: World) -> None:
    client.force_login(world.desk)
    answer = client.post(reverse("request-call"), typed_form(urgent="on"))
    referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("request", args=[referral.reference])
    assert (referral.door, referral.urgent) == (Referral.Door.PHONE, True)


def partners_form(**changes: Any) -> dict[str, Any]:
    form = typed_form(sender_role="Safeguarding lead", sender_phone="01632 960100")
    return {key: value for key, value in form.items() if key not in {"sender", "urgent"}} | changes


def test_a_partner_starts_an_assessment(client: Client, world: World) -> None:
    client.force_login(world.school)
    answer = client.post(
        reverse("partner-start"),
        partners_form(**{"children-0-sex": "F", "reasons": ["education", "health"]}),
    )
    referral = Referral.objects.get()
    assert answer.headers["Location"] == reverse("request-received", args=[referral.reference])
    assert referral.offers_to_lead
    assert (referral.sender_user, referral.sender_agency) == (world.school, world.school_agency)
    assert (referral.source_code, referral.door) == ("2A", Referral.Door.PARTNER)
    assert referral.reasons == ["education", "health"]
    assert referral.people.get().sex == "F"


def test_without_agreement_a_partner_is_sent_to_the_other_way(client: Client, world: World) -> None:
    client.force_login(world.school)
    answer = client.post(
        reverse("partner-start"),
        partners_form(family_knows="knows", why_no_agreement="They are unsure"),
    )
    assert "needs the family’s agreement" in text_of(answer)


def test_a_partner_may_send_without_offering_to_lead(client: Client, world: World) -> None:
    client.force_login(world.school)
    client.post(FORM, typed_form(sender="school"))
    referral = Referral.objects.get()
    assert (referral.sender_user, referral.sender_agency) == (world.school, world.school_agency)
    assert not referral.offers_to_lead


def test_an_account_without_an_agency_is_told(client: Client, world: World) -> None:
    world.school.agency = None
    world.school.save()
    client.force_login(world.school)
    answer = client.post(reverse("partner-start"), partners_form())
    assert "Your account belongs to no agency" in text_of(answer)
    assert not Referral.objects.exists()


def test_a_partner_sees_the_same_whoever_the_family_is(client: Client, world: World) -> None:
    """The same answers, and as many queries, whether the child is known and helped or not."""
    make_case(world, make_family(world, children=1))
    client.force_login(world.school)
    receipts = []
    for name in ("Child1", "Stranger"):
        answer = client.post(
            reverse("partner-start"), partners_form(**{"children-0-given_name": name})
        )
        receipt = text_of(client.get(answer.headers["Location"]))
        receipts.append(re.sub(r"RQ-\d+-\d+", "RQ", receipt))
    first, second = (re.sub(r'(value|nonce)="[^"]{20,}"', "", text) for text in receipts)
    assert first == second
    with acting_as_system("looking"):
        assert set(Referral.objects.values_list("known", flat=True)) == {"unchecked"}
