"""When a family no longer agrees: sharing stops at once, and a manager answers the same day."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Event
from audit.refusal import Refused
from cases.actions.endings import closing
from cases.actions.leads.allocating import allocate
from cases.actions.sharing import agreeing, withdrawing
from cases.actions.sharing.withdrawing import GoesOn
from cases.models import Agreement, Allocation, Case, SharingBasis, Withdrawal
from cases.queries.needs_you.lists import withdrawals
from tests.cases.helpers import fresh, sent
from tests.cases.sharing.arranging import join, share, withdraw
from tests.cast import World, make_case, make_family
from tests.letters import the_letter


@pytest.fixture
def shared(world: World, led: Case) -> Case:
    """The led case, with the school in its team and on a basis; the mother agreed."""
    share(led, world, world.school_agency)
    join(led, world.school)
    return led


@pytest.fixture
def school_led(world: World) -> Case:
    """A case that a teacher leads."""
    case = make_case(world, make_family(world, "Kaya"))
    share(case, world, world.school_agency)
    with acting_as(world.manager):
        allocate(case=case, lead=world.school, by=world.manager)
    return fresh(case, world)


def sees(user: Any, case: Case) -> bool:
    with acting_as(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def test_sharing_stops_with_the_withdrawal(world: World, shared: Case) -> None:
    share(shared, world, world.council)
    share(shared, world, world.other_school)
    assert sees(world.school, shared)
    withdrawal = withdraw(shared, world.practitioner)
    assert not sees(world.school, shared)
    assert sees(world.practitioner, shared)
    bases = {basis.agency_id: basis for basis in SharingBasis.objects.all()}
    assert bases[world.council.pk].stopped_at is None
    for agency in (world.school_agency, world.other_school):
        assert bases[agency.pk].stopped_at is not None
        assert bases[agency.pk].stopped_by == withdrawal
    assert Event.objects.filter(verb="sharing.stopped", case_id=shared.pk).count() == 2


def test_nothing_of_it_stays_where_one_part_fails(
    world: World, shared: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise RuntimeError("no mail today")

    monkeypatch.setattr(withdrawing, "post", fails)
    agreement = _agreed(shared, world.practitioner)
    with acting_as(world.practitioner), pytest.raises(RuntimeError):
        agreeing.withdraw_agreement(
            case=shared, agreement=agreement, by=world.practitioner, reason="Enough"
        )
    assert sees(world.school, shared)
    assert not Withdrawal.objects.exists()
    assert not Agreement.objects.filter(withdrawn_on__isnull=False).exists()


def test_the_manager_is_asked_the_same_day_by_mail_without_a_name(
    world: World, shared: Case
) -> None:
    withdraw(shared, world.practitioner)
    mail = the_letter()
    assert mail["to"] == ["manager@example.org", "team_manager@example.org"]
    assert "Nowak" not in mail["subject"] + mail["text"]
    assert shared.reference not in mail["subject"] + mail["text"]
    with acting_as(world.manager):
        (row,) = withdrawals(world.manager).rows
    assert row.case == shared
    assert row.due is not None
    assert row.due.on >= timezone.localdate()
    for other in (world.manager2, world.practitioner):
        with acting_as(other):
            assert (len(withdrawals(other).rows) == 1) is (other == world.practitioner)


def test_it_is_late_in_words(world: World, shared: Case, client: Client) -> None:
    withdrawal = withdraw(shared, world.practitioner)
    withdrawal.due_on = timezone.localdate() - timedelta(days=3)
    with acting_as(world.manager):
        withdrawal.save()
    client.force_login(world.manager)
    page = client.get("/needs-you/").content.decode()
    assert "Agreement withdrawn" in page
    assert "3 days late" in page


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 28), date(2026, 11, 30)),
    ],
)
def test_the_same_working_day(
    world: World, shared: Case, monkeypatch: pytest.MonkeyPatch, day: date, due: date
) -> None:
    moment = datetime.combine(day, time(15), tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: moment)
    agreement = _agreed(shared, world.practitioner)
    with acting_as(world.practitioner):
        made = withdrawing.stop_and_ask(case=shared, agreement=agreement, by=world.practitioner)
    assert made.due_on == due


def test_a_partner_who_led_is_shut_out_and_the_manager_minds_the_family(
    world: World, school_led: Case, client: Client
) -> None:
    withdrawal = withdraw(school_led, world.school)
    assert withdrawal.lead_shut_out
    assert not sees(world.school, school_led)
    assert fresh(school_led, world).minded_by_id == world.manager.pk
    client.force_login(world.manager)
    page = client.get(f"/cases/{school_led.reference}/withdrawal/").content.decode()
    assert "Sam School of Hawthorn Primary School leads this case and can no longer see it" in page
    mine = client.get("/my-families/").content.decode()
    assert "their lead can no longer see the case" in mine


def test_an_open_page_finds_nothing_at_the_next_click(
    world: World, shared: Case, client: Client
) -> None:
    client.force_login(world.school)
    url = f"/cases/{shared.reference}/"
    assert client.get(url).status_code == 200
    withdraw(shared, world.practitioner)
    typed = sent(kind="note", text="Seen in class")
    assert client.post(f"{url}contacts/new/", typed).status_code == 404
    assert client.get(url).status_code == 404


def test_a_partner_who_records_it_is_led_away_from_the_page_they_lose(
    world: World, school_led: Case, client: Client
) -> None:
    agreement = _agreed(school_led, world.school)
    client.force_login(world.school)
    url = f"/cases/{school_led.reference}/agreements/{agreement.pk}/withdrawal/"
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    answer = client.post(url, sent(reason="Enough") | day, follow=True)
    assert answer.redirect_chain == [("/our-families/", 302)]
    assert "Withdrawal recorded" in answer.content.decode()


def test_with_the_stop_taken_away_the_partner_sees_again(world: World, shared: Case) -> None:
    """The anti-test: it is the stop that hides the case, and nothing else."""
    withdraw(shared, world.practitioner)
    assert not sees(world.school, shared)
    with acting_as(world.practitioner), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_sharingbasis SET stopped_by_id = NULL, stopped_at = NULL")
    assert sees(world.school, shared)


def test_nothing_new_is_shared_until_it_is_answered(world: World, shared: Case) -> None:
    withdrawal = withdraw(shared, world.practitioner)
    for by in (world.practitioner, world.manager):
        with pytest.raises(Refused, match="has not answered yet"):
            share(shared, world, world.other_school, by=by)
    share(shared, world, world.council)
    _go_on(shared, world.manager, [withdrawal])
    with pytest.raises(Refused, match="Record a new agreement first"):
        share(shared, world, world.other_school, by=world.practitioner)
    share(shared, world, world.other_school, by=world.manager)
    _agreed(shared, world.practitioner)
    share(shared, world, world.school_agency, by=world.practitioner)


def test_a_lead_cannot_be_a_partner_whose_sharing_was_stopped(world: World, shared: Case) -> None:
    withdraw(shared, world.practitioner)
    with acting_as(world.manager), pytest.raises(Refused, match="No sharing basis covers"):
        allocate(case=shared, lead=world.school, by=world.manager)


class TestAnswers:
    def test_reassigned_to_a_council_lead(self, world: World, school_led: Case) -> None:
        withdrawal = withdraw(school_led, world.school)
        with acting_as(world.manager):
            withdrawing.reassign(
                case=school_led, lead=world.practitioner, by=world.manager, why="To talk to them",
                seen=[withdrawal.pk],
            )  # fmt: skip
        withdrawal.refresh_from_db()
        assert (withdrawal.answer, withdrawal.answered_by) == ("reassigned", world.manager)
        lead = Allocation.objects.get(case=school_led, ended_at__isnull=True)
        assert lead.user == world.practitioner
        assert not sees(world.school, school_led)

    def test_not_to_a_partner(self, world: World, shared: Case) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        with acting_as(world.manager), pytest.raises(Refused, match="somebody of the council"):
            withdrawing.reassign(
                case=shared, lead=world.school, by=world.manager, why="…", seen=[withdrawal.pk]
            )
        assert Withdrawal.objects.get().answer == ""

    def test_going_on_without_agreement(self, world: World, shared: Case) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        _go_on(shared, world.manager, [withdrawal], world.school_agency, told=False)
        assert sees(world.school, shared)
        basis = SharingBasis.objects.holding().get()
        assert basis.without_agreement == withdrawal
        assert basis.condition == "safeguarding"
        withdrawal.refresh_from_db()
        assert withdrawal.why == "A child may be harmed"
        assert (withdrawal.family_told, withdrawal.not_told_why) == (
            False,
            "It would raise the risk",
        )

    def test_going_on_says_whether_the_family_was_told(self, world: World, shared: Case) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        with acting_as(world.manager), pytest.raises(Refused, match="why the family was not told"):
            withdrawing.go_on(
                case=shared, by=world.manager, why="Risk", sharing=[], family_told=False,
                seen=[withdrawal.pk],
            )  # fmt: skip
        with acting_as(world.manager), pytest.raises(IntegrityError), transaction.atomic():
            Withdrawal.objects.update(
                answer="goes_on", answered_by=world.manager, answered_at=timezone.now(), why="x"
            )

    def test_consent_is_no_basis_for_it(self, world: World, shared: Case) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        (stopped,) = SharingBasis.objects.filter(stopped_by=withdrawal)
        with acting_as(world.manager), pytest.raises(Refused, match="Consent cannot"):
            withdrawing.go_on(
                case=shared, by=world.manager, why="Risk", family_told=True,
                sharing=[GoesOn(stopped, "consent")], seen=[withdrawal.pk],
            )  # fmt: skip
        assert Withdrawal.objects.get().answer == ""
        assert not sees(world.school, shared)

    def test_closing_answers_it_and_needs_a_manager_and_a_check_of_risk(
        self, world: World, shared: Case
    ) -> None:
        withdraw(shared, world.practitioner)
        words: dict[str, Any] = {
            "reason": "agreement_withdrawn", "outcomes": {}, "summary": "They go on alone",
        }  # fmt: skip
        with acting_as(world.practitioner), pytest.raises(Refused, match="Only a manager"):
            closing.close_case(
                case=shared, by=world.practitioner, **(words | {"reason": "transferred"})
            )
        with acting_as(world.manager):
            for reason in ("agreement_withdrawn", "transferred"):
                with pytest.raises(Refused, match="check of risk"):
                    closing.close_case(
                        case=shared, by=world.manager, **(words | {"reason": reason})
                    )
            closing.close_case(
                case=shared, by=world.manager, risk_check="School sees them daily", **words
            )
        answered = Withdrawal.objects.get()
        assert (answered.answer, answered.why) == ("closed", "School sees them daily")
        assert not sees(world.school, shared)

    @pytest.mark.parametrize("who", ["practitioner", "manager2", "school", "desk", "analyst"])
    def test_nobody_else_answers(
        self, world: World, shared: Case, who: str, client: Client
    ) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        client.force_login(world.people[who])
        base = f"/cases/{shared.reference}/withdrawal/"
        assert client.get(base).status_code == 404
        for path in ("lead/", "going-on/"):
            assert client.post(base + path, sent(why="x")).status_code == 404
        with acting_as(world.people[who]), pytest.raises((Refused, Case.DoesNotExist)):
            withdrawing.go_on(
                case=shared, by=world.people[who], why="x", sharing=[], family_told=True,
                seen=[withdrawal.pk],
            )  # fmt: skip

    def test_two_managers_at_once_give_one_answer(self, world: World, shared: Case) -> None:
        withdrawal = withdraw(shared, world.practitioner)
        _go_on(shared, world.manager, [withdrawal])
        with acting_as(world.head), pytest.raises(Refused, match="Mo Manager has answered already"):
            withdrawing.reassign(
                case=shared, lead=world.practitioner, by=world.head, why="…", seen=[withdrawal.pk]
            )
        assert Withdrawal.objects.get().answer == "goes_on"

    def test_a_second_withdrawal_that_the_manager_has_not_read(
        self, world: World, shared: Case
    ) -> None:
        first = withdraw(shared, world.practitioner)
        second = withdraw(shared, world.practitioner)
        with pytest.raises(Refused, match="Read it first"):
            _go_on(shared, world.manager, [first])
        _go_on(shared, world.manager, [first, second])
        assert set(Withdrawal.objects.values_list("answer", flat=True)) == {"goes_on"}

    def test_a_withdrawal_after_going_on_stops_it_again(self, world: World, shared: Case) -> None:
        first = withdraw(shared, world.practitioner)
        _go_on(shared, world.manager, [first], world.school_agency)
        second = withdraw(shared, world.practitioner)
        assert not sees(world.school, shared)
        assert SharingBasis.objects.filter(stopped_by=second).count() == 1

    def test_the_page_goes_on_with_what_is_ticked(
        self, world: World, shared: Case, client: Client
    ) -> None:
        share(shared, world, world.other_school)
        withdrawal = withdraw(shared, world.practitioner)
        ticked = SharingBasis.objects.get(stopped_by=withdrawal, agency=world.school_agency).pk
        client.force_login(world.manager)
        base = f"/cases/{shared.reference}/withdrawal/"
        typed = {
            "seen": str(withdrawal.pk),
            "why": "A child may be harmed",
            f"share_{ticked}": "on",
        }
        page = client.post(f"{base}going-on/", sent(**typed)).content.decode()
        assert "Select the lawful basis for sharing with Hawthorn Primary School" in page
        assert "Select whether the family was told" in page
        assert "A child may be harmed" in page
        typed |= {
            f"basis_{ticked}": "public_task", f"condition_{ticked}": "safeguarding",
            "family_told": "no",
        }  # fmt: skip
        page = client.post(f"{base}going-on/", sent(**typed)).content.decode()
        assert "Enter why the family was not told" in page
        typed["not_told_why"] = "It would raise the risk"
        assert client.post(f"{base}going-on/", sent(**typed)).status_code == 302
        assert [b.agency for b in SharingBasis.objects.holding()] == [world.school_agency]
        page = client.get(f"/cases/{shared.reference}/").content.decode()
        assert "Goes on without agreement" in page
        assert "The family was not told: It would raise the risk" in page

    def test_the_page_gives_it_to_a_council_lead(
        self, world: World, school_led: Case, client: Client
    ) -> None:
        withdrawal = withdraw(school_led, world.school)
        client.force_login(world.manager)
        base = f"/cases/{school_led.reference}/withdrawal/"
        typed = {"seen": str(withdrawal.pk), "lead": world.school.pk, "why": "To talk to them"}
        assert client.post(f"{base}lead/", sent(**typed)).status_code == 200
        typed["lead"] = world.practitioner.pk
        key = {"one_time_key": str(uuid4())}
        for _twice in range(2):
            assert client.post(f"{base}lead/", typed | key).status_code == 302
        assert Allocation.objects.filter(case=school_led).count() == 2


def _agreed(case: Case, by: Any) -> Agreement:
    with acting_as(by):
        return agreeing.record_agreement(case=case, by=by, how="by_phone")


def _go_on(
    case: Case, by: Any, seen: list[Withdrawal], agency: Any = None, *, told: bool = True
) -> None:
    with acting_as(by):
        stopped = SharingBasis.objects.filter(stopped_by__in=seen, agency=agency).last()
        withdrawing.go_on(
            case=case,
            by=by,
            why="A child may be harmed",
            sharing=[GoesOn(stopped, "public_task", "safeguarding")] if stopped else [],
            family_told=told,
            not_told_why="" if told else "It would raise the risk",
            seen=[each.pk for each in seen],
        )
