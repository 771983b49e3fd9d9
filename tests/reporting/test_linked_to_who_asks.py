"""Information governance, linked to the family: no request of theirs, no copy, no list of looks."""

import pytest
from django.db import connection
from django.test import Client

from accounts.acting import acting_as
from accounts.models import User
from audit.row_security import overseen
from cases.actions.sharing.declaring import declare
from cases.models import Case, Disposal, LegalHold, RightsRequest
from reporting.actions.copying import ask_for_draft
from reporting.models import Bundle, BundleItem
from tests.assessments.arranging import led_case
from tests.cases.page.arranging import mother_of
from tests.cases.rights.arranging import governance, proved, run
from tests.cast import PASSWORD, World, arranged

TAILS = ("", "proof/", "copy/", "copy/items/", "copy/files/draft.pdf")


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


@arranged
def another(world: World) -> User:
    return User.objects.create_user(
        "gia@example.org", PASSWORD, name="Gia Other", role="information_governance",
        agency=world.council,
    )  # fmt: skip


def drafted(world: World, case: Case) -> RightsRequest:
    """A request with its draft made, by whoever turns out to be linked."""
    request, by = proved(world, case, mother_of(case)), governance(world)
    with acting_as(by):
        bundle = ask_for_draft(request=request, by=by)
    run(bundle.job)
    return request


def overseen_events(case: Case) -> int:
    """How many of the family's events the actor reads for overseeing records. Asked by the policy's
    own words: whatever a transaction wrote itself, it reads."""
    seen = overseen(family="family_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM audit_event WHERE family_id = %s AND {seen}",
            [case.family_id],
        )
        return int(cursor.fetchone()[0])


def test_whoever_is_linked_to_the_family_answers_none_of_their_requests(
    world: World, client: Client
) -> None:
    case, linked, other = led_case(world), governance(world), another(world)
    request = drafted(world, case)
    pages = [f"/rights/{request.reference}/{tail}" for tail in TAILS]
    client.force_login(linked)
    assert request.reference in client.get("/rights/").content.decode()
    assert client.get(pages[0]).status_code == 200
    with acting_as(linked):
        assert BundleItem.objects.exists()
    with acting_as(world.manager):
        person = mother_of(case)
        declare(case=case, person=person, user=linked, by=world.manager, link="Her brother")
    assert request.reference not in client.get("/rights/").content.decode()
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    with acting_as(linked):
        for kept in (Bundle, BundleItem, LegalHold, Disposal):
            assert not kept.objects.exists()
        assert overseen_events(case) == 0
    client.force_login(other)
    queue = client.get("/rights/").content.decode()
    assert request.reference in queue
    assert "Nobody yet" in queue  # whoever had it does not answer it any more
    assert client.get(pages[0]).status_code == 200
    with acting_as(other):
        assert BundleItem.objects.exists()
        assert overseen_events(case) > 0
