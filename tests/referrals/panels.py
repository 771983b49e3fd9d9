"""Panels for tests: one to come, requests that wait for it, and its day."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from referrals.actions.panels.arranging import add_member, arrange
from referrals.actions.panels.setting_agenda import put_on_agenda
from referrals.models import Outcome, Panel, PanelItem, Referral
from tests.cast import World
from tests.referrals.requests import decided, make_request


def make_panel(world: World, *members: Any, days: int = 7) -> Panel:
    """A panel that Cy chairs a week from now, or as said."""
    with acting_as(world.desk):
        panel = arrange(
            meets_at=timezone.now() + timedelta(days=days),
            chair=world.chair,
            by=world.desk,
            place="Civic Centre",
        )
        for user in members:
            add_member(panel=panel, user=user, by=world.desk)
    return panel


def waiting(world: World, *people: dict[str, Any], **facts: Any) -> Referral:
    """A request the desk has put to a panel."""
    referral = make_request(*people, **facts)
    decided(referral, world.desk, Outcome.PANEL, level=None, reason="Nobody plainly leads")
    with acting_as_system("arranging a test"):
        referral.refresh_from_db()
    return referral


def on_agenda(world: World, panel: Panel, referral: Referral, why_late: str = "") -> PanelItem:
    with acting_as(world.desk):
        panel.refresh_from_db()
        return put_on_agenda(panel=panel, referrals=[referral], by=world.desk, why_late=why_late)[0]


def its_day_comes(panel: Panel) -> None:
    with acting_as_system("time passes"):
        Panel.objects.filter(pk=panel.pk).update(meets_at=timezone.now() - timedelta(minutes=5))
        panel.refresh_from_db()
