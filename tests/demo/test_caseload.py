"""The caseload of today: what must be true of every case in it."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from assessments.definition import definition_of
from assessments.models import Assessment, Invitation, PlannedMeeting
from assessments.progress import Member, missing, pages
from cases.actions.timing.clocks import Happening, happened
from cases.journey import Stage
from cases.models import Allocation, Case, Due, SharingBasis, TafMember
from earlyhelp.local.greeting import DEMO_ACCOUNTS, DEMO_PASSWORD
from localities.models import Agency
from referrals.models import Referral
from referrals.stages import QUEUES

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(autouse=True)
def _everything_in_view(demo: None) -> Any:
    with acting_as_system("looking"):
        yield


def test_four_hundred_families_at_every_stage_in_every_locality() -> None:
    stages = Counter(Case.objects.live().values_list("stage", flat=True))
    assert sum(stages.values()) == 400
    assert set(stages) == {stage.value for stage in Stage if stage is not Stage.CLOSED}
    places = Counter(Case.objects.live().values_list("locality__slug", flat=True))
    assert len(places) == 8
    assert min(places.values()) > 35


def test_sixty_requests_wait_of_every_sort() -> None:
    waiting = Referral.objects.exclude(stage=Referral.Stage.DECIDED)
    assert waiting.count() == 60
    assert {row.stage for row in waiting} == {queue.value for queue in QUEUES}
    assert any(row.paused_until for row in waiting)
    assert {row.known for row in waiting} >= {Referral.Known.NOT_KNOWN, Referral.Known.POSSIBLY}
    assert sum(row.urgent for row in waiting) == 5
    assert any(row.due_at < timezone.now() for row in waiting)
    assert any(row.offers_to_lead for row in waiting)
    assert any(row.locality_id is None for row in waiting)
    assert {row.safe_way for row in waiting} == {"", *Referral.SafeWay.values}
    assert Referral.objects.filter(decided_at__date=max(_decided())).count() >= 5


def _decided() -> list[date]:
    return [when.date() for when in Referral.objects.values_list("decided_at", flat=True) if when]


def nothing_due() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_with_nothing_due()")
        return [number for (number,) in cursor.fetchall()]


def test_every_open_case_has_something_due_and_one_lead_unless_it_waits() -> None:
    open_dues = Due.objects.filter(done_on=None, cancelled_on=None)
    assert not Case.objects.live().exclude(pk__in=open_dues.values("case_id"))
    assert nothing_due() == []
    waiting = Case.objects.filter(stage=Stage.WAITING.value)
    assert not waiting.filter(Q(minded_by=None) | Q(check_on=None)).exists()
    leads = Allocation.objects.filter(ended_at=None).values_list("case_id", flat=True)
    assert len(leads) == len(set(leads))
    led = Case.objects.live().exclude(stage=Stage.WAITING.value).values_list("pk", flat=True)
    assert set(leads) == set(led)
    overdue = set(open_dues.filter(due_on__lt=timezone.localdate()).values_list("case_id"))
    assert 30 < len(overdue) < 130, "some are late, most are not"


def test_nothing_happens_later_than_now_or_before_its_case() -> None:
    last = max(_decided())
    for case in Case.objects.live().prefetch_related("contacts", "reviews", "dues"):
        assert case.received_on <= case.opened_on <= last
        for contact in case.contacts.all():
            assert case.opened_on <= timezone.localdate(contact.happened_at) <= last
            assert contact.happened_at <= contact.recorded_at
        assert all(case.opened_on <= review.held_on <= last for review in case.reviews.all())


def test_dues_are_those_the_clocks_would_have_made() -> None:
    """The happenings of some cases, told again to the clocks themselves."""
    stages = (Stage.WAITING, Stage.ASSESSING, Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING)
    for stage in stages:
        cases = Case.objects.filter(stage=stage.value, step_ups=None).order_by("pk")[:6]
        for case in cases:
            if Assessment.objects.filter(case=case, state="returned").exists():
                continue
            before = _dues(case)
            Due.objects.filter(case=case).delete()
            for on, what in sorted(_happenings(case)):
                happened(case=case, what=what[1], by=None, on=on)
            assert _dues(case) == before, case


Told = tuple[date, tuple[int, Happening]]


def _happenings(case: Case) -> list[Told]:
    """What happened on which day; of one day, in the order of a case's life."""
    milestones = (
        (case.opened_on, Happening.CASE_OPENED),
        (case.allocated_on, Happening.CASE_ALLOCATED),
        (case.family_contacted_on, Happening.FAMILY_CONTACTED),
        (case.eha_submitted_on, Happening.ASSESSMENT_SUBMITTED),
        (case.eha_signed_off_on, Happening.ASSESSMENT_SIGNED_OFF),
        (case.plan_agreed_on, Happening.PLAN_AGREED),
    )
    told: list[Told] = [
        (day, (number, what)) for number, (day, what) in enumerate(milestones) if day
    ]
    for review in case.reviews.all():
        told.append((review.held_on, (8, Happening.TAF_HELD)))
        told.append((review.held_on, (9, Happening.TAF_RECORDED)))
        if review.copied_to_family_on:
            told.append((review.copied_to_family_on, (10, Happening.TAF_COPIED)))
    return told


def _dues(case: Case) -> set[tuple[Any, ...]]:
    columns = ("key", "started_on", "due_on", "done_on", "cancelled_on", "owner")
    return set(Due.objects.filter(case=case).values_list(*columns))


def test_what_was_sent_for_sign_off_has_no_gaps() -> None:
    rows = Assessment.objects.filter(case__in=Case.objects.live(), form__key="eha")
    whole = rows.filter(state__in=["submitted", "signed_off", "returned"])
    assert whole.count() > 200
    for assessment in whole.select_related("form").prefetch_related("answers")[:80]:
        answers = {(a.section, a.person_id, a.question): a.value for a in assessment.answers.all()}
        asked = pages(definition_of(assessment.form.definition), _members(assessment))
        assert not missing(asked, answers), assessment


def _members(assessment: Assessment) -> list[Member]:
    people = assessment.family.people.all()
    return [Member(id=p.pk, name=p.name, kind=p.kind, called=p.given_name) for p in people]


def test_partners_lead_only_where_a_basis_covers_them() -> None:
    led = Allocation.objects.filter(ended_at=None).exclude(agency__kind=Agency.Kind.COUNCIL)
    assert led.count() > 20
    for allocation in led.select_related("case"):
        bases = SharingBasis.objects.filter(agency=allocation.agency, to_date=None)
        assert bases.filter(family=allocation.case.family_id).exists()


def test_the_records_hold_what_is_hard() -> None:
    cases = Case.objects.live().filter(locality__slug="bilston")
    people = Count("family__memberships")
    assert cases.annotate(people=people).filter(people=11).exists()
    assert cases.filter(children__kind="unborn").exists()
    assert cases.filter(children__court_orders__isnull=False).exists()
    shared = cases.values("children").annotate(homes=Count("pk")).filter(homes=2)
    assert shared.count() == 1, "a child of two homes"
    assert cases.filter(children__addresses__safe_address=True).exists()
    assert cases.filter(stage=Stage.SOCIAL_CARE.value).exists()


def test_every_account_signs_in_and_has_its_place(client: Client, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    assert set(DEMO_ACCOUNTS) == set(
        User.objects.exclude(password="!").values_list("email", flat=True)
    )
    for email in DEMO_ACCOUNTS:
        assert client.login(username=email, password=DEMO_PASSWORD), email
        assert client.get("/", follow=True).status_code == 200
        client.logout()


def test_what_each_account_sees() -> None:
    def sees(key: str) -> Any:
        user = User.objects.get(email=f"{key}@example.org")
        return Case.objects.live().visible_to(user)

    assert {case.locality.slug for case in sees("manager")} == {"bilston"}
    assert 20 <= sees("practitioner").count() <= 26
    assert sees("practitioner2").count() >= 10
    assert 3 <= sees("school").count() <= 20
    assert sees("desk").count() == 400
    assert not sees("analyst").exists()


def test_nobody_real_can_be_reached() -> None:
    assert not User.objects.exclude(email__endswith="@example.org")
    for referral in Referral.objects.exclude(sender_phone="").only("sender_phone")[:500]:
        assert referral.sender_phone.startswith(("01632 960", "07700 900"))


def test_nobody_who_is_invited_to_a_meeting_is_offered_a_second_time() -> None:
    planned = PlannedMeeting.objects.filter(called_off_at=None, review=None)
    with_accounts = 0
    for meeting in planned.select_related("case").order_by("pk"):
        team = set(
            TafMember.objects.filter(case=meeting.case_id, left_on=None).exclude(user=None)
            .values_list("name", "user_id")
        )  # fmt: skip
        rows = Invitation.objects.filter(meeting=meeting, name__in={name for name, _ in team})
        assert set(rows.values_list("name", "user_id")) <= team
        with_accounts += rows.count()
    assert with_accounts > 5
