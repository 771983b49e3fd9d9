"""A panel that was held, and one that is coming up with what waits on its agenda."""

from datetime import date, datetime, timedelta

from accounts.models import User
from cases.models import Allocation
from earlyhelp.demo.book import at
from referrals.models import Panel, PanelItem, PanelMember, Referral
from referrals.stages import Stage

PLACE = "Rocketpool hub, meeting room 1"
MEMBERS = ("school@example.org", "practitioner@example.org")
AGREED = "One practitioner whom the family knows already draws the help together."


def make_panels(today: date) -> None:
    """Written once the demonstration's other rows are there."""
    chair = User.objects.get(email="chair@example.org")
    desk = User.objects.get(email="desk@example.org")
    held = _panel(chair, desk, at(_weekday(today - timedelta(days=14)), 10), held=True)
    # In two steps: joined, tables that were filled a moment ago are planned as if empty.
    led = Allocation.objects.filter(ended_at__isnull=True).order_by("-started_at", "-pk")
    cases = list(led.values_list("case_id", flat=True)[:60])
    before = Referral.objects.filter(case__in=cases, decided_at__lt=held.meets_at)
    for referral in before.order_by("-decided_at", "-pk")[:3]:
        _decided(held, referral, desk)
    coming = _panel(chair, desk, at(_weekday(today + timedelta(days=5)), 10))
    waiting = Referral.objects.filter(stage=Stage.PANEL, kept_for__isnull=True)
    for referral in waiting.order_by("received_at", "pk")[:8]:
        PanelItem.objects.create(
            panel=coming, referral=referral, added_at=at(today, 8), added_by=desk
        )


def _panel(chair: User, desk: User, meets_at: datetime, *, held: bool = False) -> Panel:
    panel = Panel.objects.create(
        meets_at=meets_at,
        place=PLACE,
        chair=chair,
        state=Panel.State.HELD if held else Panel.State.PLANNED,
        held_at=meets_at + timedelta(hours=2) if held else None,
    )
    for user in User.objects.filter(email__in=MEMBERS).order_by("pk"):
        PanelMember.objects.create(
            panel=panel,
            user=user,
            agency_id=user.agency_id,
            added_at=meets_at - timedelta(days=12),
            added_by=desk,
            attendance=PanelMember.Attendance.ATTENDED if held else "",
        )
    return panel


def _decided(panel: Panel, referral: Referral, desk: User) -> None:
    assert referral.case is not None
    lead = referral.case.allocations.filter(ended_at__isnull=True).select_related("user").first()
    PanelItem.objects.create(
        panel=panel,
        referral=referral,
        added_at=panel.meets_at - timedelta(days=10),
        added_by=desk,
        outcome=PanelItem.Outcome.DECIDED,
        outcome_reason=AGREED,
        outcome_at=panel.meets_at + timedelta(minutes=30),
        outcome_by=panel.chair,
        lead=lead.user if lead else None,
        lead_agency_id=lead.agency_id if lead else None,
    )


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day
