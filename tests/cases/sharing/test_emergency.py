"""Opening a closed record in an emergency: a reason, some hours, and everybody told."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from accounts.idling import CONFIRMED
from accounts.models import KeptText
from accounts.roles import ROLES, May
from audit.models import Event, Look
from audit.refusal import Refused
from cases.actions.sharing import breaking_glass
from cases.actions.sharing.breaking_glass import NOTHING, Whom, break_glass, look_into, shut_again
from cases.actions.sharing.declaring import declare
from cases.models import BreakGlass, Case, Person
from cases.queries.sharing.access import openings_for
from tests.accounts.people import sign_in
from tests.accounts.test_doors import rewind
from tests.cast import PASSWORD, World, make_case, make_family
from tests.letters import the_letter


@pytest.fixture
def case(world: World) -> Case:
    """A restricted case of Low Hill, whose manager is not among the people named."""
    case = make_case(world, make_family(world, "Quillon"), locality=world.low_hill)
    with acting_as(world.head):
        from cases.actions.sharing.restricting import restrict

        restrict(
            case=case,
            by=world.head,
            kind="high_risk",
            reason="He looks for her",
            named=[world.social_worker],
            deputies=[world.head],
        )
    return case


def opened(case: Case, user: Any, **more: Any) -> BreakGlass:
    facts: dict[str, Any] = {"reason": "Police at the door", "hours": 2}
    with acting_as(user):
        whom = more.pop("whom", Whom(reference=case.reference))
        return break_glass(whom=whom, by=user, **(facts | more))


def test_it_is_open_for_its_hours_and_no_longer(world: World, case: Case) -> None:
    glass = opened(case, world.duty)
    with acting_as(world.duty):
        assert Case.objects.visible_to(world.duty).get() == case
        assert Case.objects.get() == case  # the database says the same
    BreakGlass.objects.filter(pk=glass.pk).update(
        opened_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    with acting_as(world.duty):
        assert not Case.objects.visible_to(world.duty).exists()
        assert not Case.objects.exists()


def test_in_the_transaction_that_opens_it_and_in_the_one_that_shuts_it(
    world: World, case: Case
) -> None:
    with acting_as(world.duty):
        assert not Case.objects.exists()
        whom = Whom(reference=case.reference)
        glass = break_glass(whom=whom, by=world.duty, reason="Police", hours=1)
        assert Case.objects.exists()
        shut_again(glass=glass, by=world.duty)
        assert not Case.objects.exists()


def test_everybody_who_must_know_is_told_at_once_without_a_name(world: World, case: Case) -> None:
    opened(case, world.duty)
    mail = the_letter()
    assert set(mail["to"]) == {
        f"{who}@example.org" for who in ("manager2", "governance", "social_worker", "head")
    }
    assert "Quillon" not in str(mail)
    assert case.reference not in mail["subject"]


def test_reason_and_hours_stand_on_the_record(world: World, case: Case) -> None:
    opened(case, world.duty)
    event = Event.objects.get(verb="case.glass_broken")
    assert (event.case_id, event.actor_id) == (case.pk, world.duty.pk)
    assert (event.reason, event.summary) == (
        "Police at the door",
        "Opened in an emergency, for 2 hours",
    )


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_roles_that_may(world: World, case: Case, role: str) -> None:
    user = world.people["nobody"]
    user.role = role
    user.save()
    if May.BREAK_GLASS in ROLES[role].may:
        assert opened(case, user).family_id == case.family_id
    else:
        with pytest.raises(Refused, match="Your role cannot"):
            opened(case, user)


def test_by_the_whole_name_and_date_of_birth(world: World, case: Case) -> None:
    mother = Person.objects.get(memberships__family=case.family, given_name="Ngozi")
    whom = Whom("", mother.given_name.upper(), mother.family_name, mother.date_of_birth)
    assert opened(case, world.duty, whom=whom).family_id == case.family_id


@pytest.mark.parametrize(
    "whom",
    [
        Whom(reference="EH-2026-99999"),
        Whom(reference=""),
        Whom("", "Ngozi", "Quillon", date(1990, 5, 5)),
        Whom("", "Ngozi", "", date(1990, 5, 4)),
    ],
)
def test_what_names_no_record_opens_none(world: World, case: Case, whom: Whom) -> None:
    with pytest.raises(Refused) as refusal:
        opened(case, world.duty, whom=whom)
    assert refusal.value.reasons == [NOTHING]


def test_somebody_linked_to_the_family_gets_the_very_same_no(world: World, case: Case) -> None:
    mother = Person.objects.get(memberships__family=case.family, given_name="Ngozi")
    with acting_as(world.head):
        declare(case=case, person=mother, user=world.duty, by=world.head, link="brother")
    with pytest.raises(Refused) as refusal:
        opened(case, world.duty)
    assert refusal.value.reasons == [NOTHING]
    assert not BreakGlass.objects.exists()


def test_one_name_in_two_families_opens_neither(world: World, case: Case) -> None:
    make_case(world, make_family(world, "Quillon"))
    with pytest.raises(Refused):
        opened(case, world.duty, whom=Whom("", "Ngozi", "Quillon", date(1990, 5, 4)))


@pytest.mark.parametrize("hours", [0, -1, 9, 24])
def test_for_at_most_eight_hours(world: World, case: Case, hours: int) -> None:
    with pytest.raises(Refused, match="hour"):
        opened(case, world.duty, hours=hours)


def test_who_lists_them(world: World, case: Case) -> None:
    """Of a restricted record: information governance and the people named, not other managers,
    and never whoever opened it."""
    opened(case, world.duty)
    seeing = {who for who, user in world.people.items() if openings_for(user)}
    assert seeing == {"governance", "social_worker", "head"}


def test_a_free_record_is_listed_for_its_managers(world: World) -> None:
    case = make_case(world, locality=world.low_hill)
    opened(case, world.duty)
    seeing = {who for who, user in world.people.items() if openings_for(user)}
    assert seeing == {"governance", "manager2", "head"}


def test_it_is_looked_into_once_and_by_somebody_else(world: World, case: Case) -> None:
    glass = opened(case, world.duty)
    for who in ("duty", "manager", "manager2", "practitioner"):
        with acting_as(world.people[who]), pytest.raises(Refused):
            look_into(number=glass.pk, by=world.people[who], finding="Fine")
    with acting_as(world.governance):
        look_into(number=glass.pk, by=world.governance, finding="The call was real")
        with pytest.raises(Refused, match="already"):
            look_into(number=glass.pk, by=world.governance, finding="Again")
    found = BreakGlass.objects.get(pk=glass.pk)
    assert (found.seen_by, found.finding) == (world.governance, "The call was real")


def test_the_pages(world: World, case: Case, client: Client) -> None:
    client.force_login(world.duty)
    page = client.get(reverse("emergency"))
    typed = {
        "one_time_key": page.context["form"]["one_time_key"].value(),
        "reference": case.reference.lower(),
        "reason": "Police at the door",
        "hours": "2",
    }
    answer = client.post(reverse("emergency"), typed, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("case", args=[case.reference])
    assert "You opened this record in an emergency" in answer.content.decode()
    assert client.post(reverse("emergency"), typed).headers["Location"] == reverse(
        "case", args=[case.reference]
    )
    assert BreakGlass.objects.count() == 1  # sent twice, opened once
    assert Look.objects.filter(case_id=case.pk, actor_id=world.duty.pk).exists()
    number = BreakGlass.objects.get().pk
    client.post(reverse("emergency-shut", args=[number]))
    assert client.get(reverse("case", args=[case.reference])).status_code == 404


def test_who_finds_the_pages(world: World, client: Client) -> None:
    for who, user in world.people.items():
        client.force_login(user)
        role = ROLES.get(user.role)
        for name, needs in (("emergency", May.BREAK_GLASS), ("emergency-openings", May.SEE_LOOKS)):
            expected = 200 if role and needs in role.may else 404
            assert client.get(reverse(name)).status_code == expected, (who, name)


def test_the_reason_is_asked_for_and_nothing_typed_is_lost(world: World, client: Client) -> None:
    client.force_login(world.duty)
    page = client.get(reverse("emergency"))
    key = page.context["form"]["one_time_key"].value()
    answer = client.post(
        reverse("emergency"), {"one_time_key": key, "given_name": "Ngozi", "reason": "Call"}
    )
    text = answer.content.decode()
    assert "Enter a reference, or the first name, last name and date of birth" in text or (
        "how long" in text
    )
    assert 'value="Ngozi"' in text
    assert breaking_glass.MOST_HOURS == 8


def test_who_opens_it_has_just_shown_who_they_are_and_loses_no_word(
    world: World, case: Case, client: Client
) -> None:
    """On a machine left alone nobody breaks the glass; what was typed waits meanwhile."""
    sign_in(client, world.duty.email)
    page = reverse("emergency")
    assert client.get(page).status_code == 200
    rewind(client, CONFIRMED, settings.CONFIRMED_SECONDS + 1)
    assert client.get(page).headers["Location"] == "/account/confirm/?next=%2Femergency%2F"
    typed = {"one_time_key": str(uuid4()), "reference": case.reference,
             "reason": "Police at the door", "hours": "2"}  # fmt: skip
    late = client.post(page, typed)
    assert late.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fkept%2F"
    assert not BreakGlass.objects.exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/kept/"})
    assert "Police at the door" in client.get("/account/kept/").content.decode()
    again = client.post(page, typed | {"kept": str(KeptText.objects.get().pk)})
    assert again.headers["Location"] == reverse("case", args=[case.reference])
    assert BreakGlass.objects.get().reason == "Police at the door"
    assert not KeptText.objects.exists()


def test_who_may_not_open_one_is_not_asked_who_they_are(world: World, client: Client) -> None:
    sign_in(client, world.school.email)
    rewind(client, CONFIRMED, settings.CONFIRMED_SECONDS + 1)
    assert client.get(reverse("emergency")).status_code == 404
