"""The same thing sent twice at the same moment, on a database that commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from cases.models import Case
from referrals.actions.judging import judge
from referrals.models import Decision, MatchJudgement, Referral
from tests.cast import World, build_world, make_family
from tests.fixtures.database import CommittedDatabase
from tests.referrals.requests import CHILD, make_request, typed_form


def at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do these in threads of their own, each with a connection of its own."""

    def alone(action: Callable[[], Any]) -> Any:
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(alone, actions))


def decision_of(referral: Referral, **more: Any) -> dict[str, Any]:
    form = {"outcome": "early_help", "level": "3", "reason": "Help with mornings"}
    form["tell"] = "by_hand"
    key = {"one_time_key": str(uuid4()), "version": str(referral.version)}
    return form | key | more


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_eight_sendings_of_one_form_are_one_request(committing_db: CommittedDatabase) -> None:
    build_world()
    client, form = Client(), typed_form()
    client.post(reverse("request-support"), {})

    def send() -> str:
        again = Client()
        again.cookies = client.cookies
        return again.post(reverse("request-support-form"), form).headers["Location"]

    places = at_once(*[send] * 8)
    assert len(set(places)) == 1
    assert client.get(places[0]).status_code == 200
    with acting_as_system("looking"):
        assert Referral.objects.count() == 1


def test_two_desks_deciding_at_once_make_one_decision(committing_db: CommittedDatabase) -> None:
    world = build_world()
    referral = make_request()
    url = reverse("request-decide", args=[referral.reference])
    people = [signed_in(world.desk), signed_in(world.social_worker)]

    def decide(client: Client) -> Callable[[], Any]:
        return lambda: client.post(url, decision_of(referral))

    answers = at_once(*map(decide, people))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert "changed this request" in told
    assert "Help with mornings" in told
    with acting_as_system("looking"):
        assert Decision.objects.count() == Case.objects.count() == 1


def test_two_requests_about_one_family_open_one_case(committing_db: CommittedDatabase) -> None:
    world: World = build_world()
    family = make_family(world, children=1)
    with acting_as_system("looking"):
        child = family.memberships.get(relationship="child").person
    referrals = []
    for _ in range(2):
        referral = make_request(CHILD | {"given_name": "Child1"})
        with acting_as(world.desk):
            judge(
                described=referral.people.get(),
                person=child,
                verdict=MatchJudgement.Verdict.SAME,
                by=world.desk,
            )
            referral.refresh_from_db()
        referrals.append(referral)

    def decide(referral: Referral) -> Callable[[], Any]:
        client = signed_in(world.desk)
        url = reverse("request-decide", args=[referral.reference])
        return lambda: client.post(url, decision_of(referral)).status_code

    assert at_once(*map(decide, referrals)) == [302, 302]
    with acting_as(world.desk):
        case = Case.objects.get()
        assert case.contacts.filter(kind="note").count() == 1
        assert set(Decision.objects.values_list("case_id", flat=True)) == {case.pk}
