"""The pages: who finds them, what they ask of the database, what they say."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from audit.models import Job, Look
from cases.actions.rights import disputing, keeping
from cases.models import Case, Disposal, Dispute, Family, LegalHold, Person, RightsRequest
from reporting.actions import copying
from tests.accounts.people import sign_in
from tests.cases.rights.arranging import asked, governance, proved, run
from tests.cast import World, make_family


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


def mother(case: Case) -> Person:
    with acting_as_system("arranging a test"):
        return Person.objects.get(
            memberships__family=case.family_id, memberships__relationship="mother"
        )


@pytest.fixture
def addresses(world: World, led: Case) -> list[tuple[str, str]]:
    """Every address of this room with something behind it, and the methods it answers to."""
    by, person = governance(world), mother(led)
    wrong = proved(world, led, person, kind="rectification")
    request = proved(world, led, person)
    with acting_as(by):
        dispute = disputing.dispute(
            request=wrong, by=by, item=led, words="The reason", statement="Not so"
        )
        held = keeping.hold(by=by, reference=led.reference, reason="A claim")
        due = Disposal.objects.create(
            family_id=led.family_id, reference="FA-1", name="Nowak family", why="Because.",
            record_class="early_help_record", due_on="2025-01-02", listed_on="2026-11-25",
        )  # fmt: skip
        copying.ask_for_draft(request=request, by=by)
    job = run(Job.objects.get(kind="subject_access"))
    assert job.state == Job.State.DONE, job.problem
    ref, get, post = request.reference, "get", "post"
    return [
        (get, reverse("rights")),
        (get, reverse("rights-new")),
        (get, reverse("rights-holds")),
        (get, reverse("rights-hold-new")),
        (get, reverse("rights-hold-end", args=[held.pk])),
        (get, reverse("rights-disposal")),
        (get, reverse("rights-disposal-decide", args=[due.pk])),
        *[
            (get, reverse(f"rights-{name}", args=[ref]))
            for name in [
                "request",
                "identify",
                "ask-proof",
                "prove",
                "extend",
                "answer",
                "withdraw",
            ]
        ],
        (get, reverse("rights-name-part", args=[wrong.reference])),
        (get, reverse("rights-dispute", args=[wrong.reference, dispute.pk])),
        (get, reverse("copy", args=[ref])),
        (get, reverse("copy-progress", args=[ref])),
        (get, reverse("copy-items", args=[ref])),
        (get, reverse("copy-item", args=[ref, 1])),
        (post, reverse("copy-keep", args=[ref])),
        (post, reverse("copy-produce", args=[ref])),
        (get, reverse("copy-download", args=[ref, "draft", "pdf"])),
        (get, reverse("copy-download", args=[ref, "draft", "json"])),
    ]


def test_every_page_is_there_for_who_handles_rights_and_for_nobody_else(
    world: World, addresses: list[tuple[str, str]]
) -> None:
    for user in world.people.values():
        client = Client()
        client.force_login(user)
        for method, url in addresses:
            status = getattr(client, method)(url, {"one_time_key": str(uuid4())}).status_code
            if user.role == "information_governance":
                assert status in {200, 302}, url
            else:
                assert status == 404, (user, url)
    assert Client().get(addresses[0][1]).status_code == 302


def test_every_address_of_this_room_is_in_the_matrix(addresses: list[tuple[str, str]]) -> None:
    from django.urls import resolve

    import cases.urls
    import reporting.urls

    known = {resolve(url).url_name for _method, url in addresses}
    ours = {
        str(path.name)
        for path in (*cases.urls.RIGHTS, *reporting.urls.urlpatterns)
        if str(path.name).startswith(("rights", "copy"))
    }
    assert ours == known


def test_a_worker_passes_a_request_on_and_names_what_is_wrong(
    world: World, led: Case, client: Client
) -> None:
    person = mother(led)
    client.force_login(world.practitioner)
    url = reverse("case-rights-new", args=[led.reference])
    assert "Somebody asks about their record" in client.get(url).content.decode()
    typed = {
        "one_time_key": str(uuid4()), "kind": "rectification", "person": str(person.pk),
        "item": f"person-{person.pk}", "words": "My name is spelt wrongly", "asker": "self",
        "received_on_day": "24", "received_on_month": "11", "received_on_year": "2026",
    }  # fmt: skip
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 302  # sent twice: one effect
    with acting_as(world.practitioner):
        found = RightsRequest.objects.get()
        assert (found.person_id, found.given_name) == (person.pk, person.given_name)
        assert Dispute.objects.get().item_id == person.pk
    page = client.get(reverse("case-people", args=[led.reference])).content.decode()
    assert "My name is spelt wrongly" in page
    client.force_login(world.practitioner2)
    assert client.get(url).status_code == 404


def test_what_was_typed_wrongly_is_kept_and_named(world: World, led: Case, client: Client) -> None:
    client.force_login(governance(world))
    page = client.post(
        reverse("rights-new"), {"one_time_key": str(uuid4()), "words": "Please send my file"}
    ).content.decode()
    assert "Please send my file" in page
    assert "There is a problem" in page


def test_a_download_is_an_attachment_and_a_look(
    world: World, addresses: list[tuple[str, str]], client: Client
) -> None:
    sign_in(client, governance(world).email)  # just now, so that it is not asked for again
    for _method, url in addresses[-2:]:
        before = Look.objects.filter(kind="downloaded").count()
        response = client.get(url)
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "no-store" in response.headers["Cache-Control"]
        assert Look.objects.filter(kind="downloaded").count() == before + 1


def refuses(view: Any) -> Any:
    from django.http import HttpResponse

    return lambda request, *args, **kwargs: HttpResponse(status=403)


def test_a_download_asks_again_who_one_is(
    world: World, addresses: list[tuple[str, str]], client: Client, settings: Any
) -> None:
    settings.RECENTLY_CONFIRMED = "tests.cases.rights.test_pages.refuses"
    client.force_login(governance(world))
    assert client.get(addresses[-1][1]).status_code == 403


def test_whoever_had_to_sign_in_is_shown_the_file_and_takes_it_away_from_there(
    world: World, addresses: list[tuple[str, str]], client: Client
) -> None:
    sign_in(client, governance(world).email)
    url = addresses[-1][1]
    signing_in = f"http://testserver/account/login/?next={url}"
    page = client.get(url, headers={"referer": signing_in})
    assert "Your file is ready" in page.content.decode()
    assert f'href="{url}"' in page.content.decode()
    assert not Look.objects.filter(kind="downloaded").exists()
    answer = client.get(url, headers={"referer": f"http://testserver{url}"})
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["rights", "rights-holds", "rights-disposal"])
def test_a_list_asks_as_much_for_one_row_as_for_thirty(
    world: World, led: Case, client: Client, name: str
) -> None:
    by, person = governance(world), mother(led)
    client.force_login(by)

    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    asked(world, led, person)
    families = [make_family(world, f"Family {number}") for number in range(30)]
    with acting_as(by):
        keeping.hold(by=by, reference=led.reference, reason="A claim")
        _due(families[0])
    few = asks()
    for family in families[1:]:
        asked(world, led, person)
        with acting_as(by):
            LegalHold.objects.create(
                family_id=led.family_id, whose="x", reason="x", set_by=by, from_date="2026-11-25"
            )
            _due(family)
    assert asks() == few


def _due(family: Family) -> Disposal:
    return Disposal.objects.create(
        family_id=family.pk, reference=family.reference, name="A family", why="Because.",
        record_class="early_help_record", due_on="2025-01-02", listed_on="2026-11-25",
    )  # fmt: skip


def test_the_public_is_told_how_to_ask(world: World, client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    for words in ("How to ask", "passport", "within one month", "desk@example.org", "turns 25"):
        assert words in page
