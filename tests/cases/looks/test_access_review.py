"""The quarterly access review: who finds it, what stands out, deciding, and signing off."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import ApiToken, User
from audit.actions.recording import looked
from audit.models import Change, Event, Look
from audit.refusal import Refused
from cases.actions.sharing import restricting
from cases.actions.sharing.breaking_glass import Whom, break_glass
from cases.actions.sharing.reviewing_access import decide, sign_off
from cases.models import AccessDecision, AccessReview, Allocation, Case, NamedPerson
from cases.queries.sharing.access_review import RULES, AccessException, review_now
from localities.models import SharingAgreement
from tests.cast import World, make_case, make_family

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def case(world: World) -> Case:
    """A lead who has left, a restricted record, and everybody else used lately."""
    made = make_case(world, make_family(world, "Okafor"))
    Allocation.objects.create(case=made, user=world.practitioner2, started_at=LONG_AGO)
    return made


def found(user: User) -> dict[str, list[AccessException]]:
    with acting_as(user):
        rows = review_now().exceptions
    return {rule: [row for row in rows if row.rule == rule] for rule in RULES}


def names(rows: list[AccessException]) -> set[str]:
    return {row.who for row in rows}


def client(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def test_it_is_there_for_its_reviewers_and_for_nobody_else(world: World, case: Case) -> None:
    for person, user in world.people.items():
        for address in ("/access-review/", f"/access-review/too_wide/{world.manager.pk}/"):
            status = client(user).get(address).status_code
            expected = 200 if person in {"governance", "head"} else 404
            assert (person, address, status) == (person, address, expected)
    with acting_as(world.desk):
        assert review_now().exceptions == []
        assert not any(label == "Restricted records" for label, _ in review_now().counted)


def test_gone_people_who_still_hold_access_stand_out_first(world: World, case: Case) -> None:
    assert not found(world.governance)["gone"]
    ApiToken.make(user=world.practitioner2, name="Reports")
    User.objects.filter(pk=world.practitioner2.pk).update(is_active=False, ended_on="2026-05-03")
    (row,) = found(world.governance)["gone"]
    assert row.words == (
        "Ended 3 May 2026. Still there: 1 key of another system, 1 case they lead."
    )
    User.objects.filter(pk=world.practitioner2.pk).update(ended_on=None, asleep_since="2026-05-03")
    assert found(world.governance)["gone"][0].words.startswith("Asleep since 3 May 2026.")


def test_a_role_that_changed_stands_out_with_who_changed_it(world: World, case: Case) -> None:
    with acting_as(world.admin):
        User.objects.filter(pk=world.duty.pk).update(role="team_manager")
    (row,) = found(world.governance)["role_changed"]
    assert row.who == "Dot Duty"
    assert row.words.startswith("Duty worker became Team manager on ")
    assert row.words.endswith(", by Ada Admin.")


def test_rights_wider_than_their_use_stand_out(world: World, case: Case) -> None:
    assert "Mo Manager" in names(found(world.head)["too_wide"])
    assert "Pat Practitioner" not in names(found(world.head)["too_wide"])  # sees own cases only
    Allocation.objects.filter(case=case).delete()
    Allocation.objects.create(case=case, user=world.manager, started_at=LONG_AGO)
    with acting_as(world.manager):
        see(world.manager, case)
    assert "Mo Manager" in names(found(world.head)["too_wide"])  # only their own
    other = make_case(world, make_family(world, "Moran"))
    with acting_as(world.manager):
        see(world.manager, other)
    assert "Mo Manager" not in names(found(world.head)["too_wide"])


def test_partners_unused_and_agreements_ended_stand_out(world: World, case: Case) -> None:
    assert {"Sam School", "Sue School"} <= names(found(world.governance)["partner_unused"])
    User.objects.filter(pk=world.school.pk).update(last_login=timezone.now())
    assert "Sam School" not in names(found(world.governance)["partner_unused"])
    facts: dict[str, Any] = {"agency": world.school_agency, "purposes": "Help", "document": "1"}
    SharingAgreement.objects.create(
        title="Tier two", from_date="2024-01-01", to_date="2025-01-01", **facts
    )
    (row,) = found(world.governance)["agreement"]
    assert row.words.startswith("“Tier two” ended on 1 January 2025, with no other in its place.")
    SharingAgreement.objects.create(
        title="Tier two again", from_date="2025-01-02", to_date="2030-01-01", **facts
    )
    assert not found(world.governance)["agreement"]


def test_glass_and_namings_stand_out_unless_the_record_is_not_theirs(
    world: World, case: Case
) -> None:
    restrict(world, case)
    with acting_as(world.duty):
        break_glass(whom=Whom(case.reference), by=world.duty, reason="A call", hours=1)
    governance, head = found(world.governance), found(world.head)
    assert names(governance["named"]) == {
        "Mo Manager",
        "Sol Worker",
        "Tam Manager",
        "Pia Practitioner",
        "Pat Practitioner",
    }
    assert "never looked at it in the last quarter" in governance["named"][0].words
    assert names(governance["glass"]) == {"Dot Duty"}
    assert not head["named"]  # she is not named on it
    assert not head["glass"]


def test_a_naming_ends_by_decision_but_not_the_last(world: World, case: Case) -> None:
    restrict(world, case)
    rows = {row.who: row for row in found(world.governance)["named"]}
    settle(world, rows["Tam Manager"], "end")  # the deputy
    assert NamedPerson.objects.get(user=world.team_manager).ended_at is not None
    for who in ("Sol Worker", "Pia Practitioner"):  # decides alone; leads the case
        with pytest.raises(Refused, match="could not keep the case going"):
            settle(world, rows[who], "end")
        assert NamedPerson.objects.get(user__name=who).ended_at is None
        assert not AccessDecision.objects.filter(who=who).exists()


def test_ending_takes_the_access_away_and_is_written_once(world: World, case: Case) -> None:
    row = next(r for r in found(world.governance)["partner_unused"] if r.who == "Sam School")
    settle(world, row, "end")
    world.school.refresh_from_db()
    assert (world.school.is_active, world.school.ended_on) == (False, timezone.localdate())
    assert Event.objects.filter(verb="access.decided").count() == 1
    again = next(r for r in all_rows(world.governance) if r.about == row.about and r.decision)
    with pytest.raises(Refused, match="decided this already"):
        settle(world, again, "keep")


def test_nobody_decides_their_own_access(world: World, case: Case) -> None:
    row = next(r for r in found(world.head)["too_wide"] if r.who == "Hana Head")
    with pytest.raises(Refused, match="somebody else"), acting_as(world.head):
        decide(row=row, answer="keep", reason="I need it", by=world.head)
    with pytest.raises(Refused, match="reviewed by"), acting_as(world.manager):
        decide(row=row, answer="keep", reason="She needs it", by=world.manager)


def test_the_quarter_is_signed_off_once_when_everything_is_decided(
    world: World, case: Case
) -> None:
    restrict(world, case)
    with pytest.raises(Refused, match="Not decided yet"), acting_as(world.governance):
        sign_off(by=world.governance)
    for row in all_rows(world.head):
        if row.user_id != world.head.pk:
            settle(world, row, "keep", by=world.head)
    with pytest.raises(Refused, match="about restricted records"), acting_as(world.head):
        sign_off(by=world.head)
    for row in all_rows(world.governance):
        if row.decision is None:
            settle(world, row, "keep")
    browser = client(world.governance)
    page = browser.get("/access-review/")
    key = page.context["form"]["one_time_key"].value()
    assert browser.post("/access-review/", {"one_time_key": key}).status_code == 302
    signed = AccessReview.objects.get()
    counted = dict(signed.counted)
    assert signed.by_name == "Gav Governance"
    assert counted["Exceptions"] == AccessDecision.objects.count() > 3
    assert (counted["People: Locality manager"], counted["Restricted records"]) == (2, 1)
    with pytest.raises(Refused, match="already"), acting_as(world.governance):
        sign_off(by=world.governance)
    assert "Signed off by Gav Governance" in browser.get("/access-review/").content.decode()


@pytest.mark.parametrize("table", ["cases_accessdecision", "cases_accessreview"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET by_name = 'X'", "DELETE FROM {}", "TRUNCATE {}"])
def test_nothing_of_a_review_is_changed_or_removed(
    world: World, case: Case, table: str, verb: str
) -> None:
    settle(world, found(world.governance)["partner_unused"][0], "keep")
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))
    assert AccessDecision.objects.count() == 1


def test_decisions_are_for_reviewers_and_what_they_say_is_not_the_desks(
    world: World, case: Case
) -> None:
    restrict(world, case)
    settle(world, found(world.governance)["named"][0], "keep")
    for person, expected in {"governance": 1, "head": 0, "desk": 0, "manager": 0}.items():
        with acting_as(world.people[person]):
            assert (person, AccessDecision.objects.count()) == (person, expected)


def test_a_decision_is_made_on_its_page_with_a_reason(world: World, case: Case) -> None:
    browser, address = client(world.governance), f"/access-review/partner_unused/{world.school.pk}/"
    key = browser.get(address).context["form"]["one_time_key"].value()
    page = browser.post(address, {"one_time_key": key})
    assert set(page.context["form"].errors) == {"answer", "reason"}
    sent = {"one_time_key": key, "answer": "keep", "reason": "On maternity leave"}
    assert browser.post(address, sent).status_code == 302
    assert "On maternity leave" in browser.get("/access-review/").content.decode()
    assert Look.objects.filter(actor_id=world.governance.pk, what="Access review").exists()
    assert Change.objects.filter(table="cases_accessdecision", operation="insert").exists()
    assert browser.get("/access-review/nonsense/1/").status_code == 404


def see(user: User, case: Case) -> None:
    facts = {"case_id": case.pk, "family_id": case.family_id}
    looked(Look.Kind.OPENED, "Summary of a case", by=user, **facts)


def restrict(world: World, case: Case) -> None:
    with acting_as(world.manager):
        restricting.restrict(
            case=Case.objects.get(pk=case.pk),
            by=world.manager,
            kind="high_risk",
            reason="Fled",
            named=[world.manager, world.social_worker],
            deputies=[world.team_manager, world.practitioner2, world.practitioner],
        )


def settle(world: World, row: AccessException, answer: str, by: User | None = None) -> None:
    reviewer = by or world.governance
    with acting_as(reviewer):
        decide(row=row, answer=answer, reason="Looked into", by=reviewer)


def all_rows(user: User) -> list[AccessException]:
    with acting_as(user):
        return review_now().exceptions
