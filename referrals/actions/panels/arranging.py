"""Arranging a panel: when and where it meets, who chairs it and who sits on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.queueing import ask
from audit.actions.recording import record
from audit.context import as_the_product
from audit.refusal import Refused, refuse_if
from referrals.actions.panels.telling import (
    tell_called_off,
    tell_chair,
    tell_member,
    tell_of_change,
    tell_removed,
)
from referrals.models import Panel, PanelItem, PanelMember
from referrals.rules.panels import panel_blockers

NOT_YOURS = "Only the early help desk and panel chairs arrange panels."
NOT_FOR_OTHERS = "You chair the panels you arrange. The desk arranges one for another chair."
NO_CHAIR = "{} cannot chair a panel. Choose a panel chair."
PAST = "Choose a time that is still to come."
NOWHERE = "Say where the panel meets, or how to join it."
NO_MEMBER = "{} cannot sit on a panel: the account is not in use."
CALLED_OFF = "The panel was called off"
WITHDRAW = "withdraw_panel_papers"  # the job of whoever keeps papers


@transaction.atomic
def arrange(
    *, meets_at: datetime, chair: User, by: Any, place: str = "", joining: str = ""
) -> Panel:
    """Plan a panel. Raises Refused where `by` may not, the time has passed or nobody chairs."""
    refuse_if(_not_theirs(chair, by) + _reasons(meets_at, chair, place, joining))
    panel = Panel.objects.create(meets_at=meets_at, chair=chair, place=place, joining=joining)
    record("panel.arranged", panel, f"Panel arranged for {_when(panel)}", by=by)
    tell_chair(panel, by)
    return panel


@transaction.atomic
def change_panel(
    *,
    panel: Panel,
    by: Any,
    version: int,
    meets_at: datetime,
    chair: User,
    place: str = "",
    joining: str = "",
) -> Panel:
    """Another time, place or chair. Whoever sits on it, and who chaired it, is told."""
    locked = locked_panel(panel)
    refuse_if(panel_blockers(locked, "arrange", by) + _reasons(meets_at, chair, place, joining))
    was, chaired = locked.meets_at, locked.chair
    locked.change(expected=version, meets_at=meets_at, chair=chair, place=place, joining=joining)
    record("panel.changed", locked, f"Panel is now {_when(locked)}", by=by)
    tell_of_change(locked, by, was=was, chaired=chaired)
    return locked


@transaction.atomic
def add_member(*, panel: Panel, user: User, by: Any) -> PanelMember:
    """Let somebody sit on the panel for their agency, and tell them. They read its agenda from
    now on; what is about a family they are linked to stays closed to them."""
    locked = locked_panel(panel)
    refuse_if(panel_blockers(locked, "arrange", by))
    if not user.is_active:
        raise Refused(NO_MEMBER.format(user.name))
    here = PanelMember.objects.filter(panel=locked, user=user, removed_at__isnull=True)
    if here.exists() or user.pk == locked.chair_id:
        raise Refused(f"{user.name} sits on this panel already.")
    member = PanelMember.objects.create(
        panel=locked, user=user, agency_id=user.agency_id, added_at=timezone.now(), added_by=by
    )
    record("panel.member_added", locked, f"{user.name} sits on the panel", by=by)
    tell_member(locked, member, by)
    return member


@transaction.atomic
def remove_member(*, member: PanelMember, by: Any) -> None:
    """Somebody sits on the panel no more, and reads nothing of it. They are told."""
    panel = locked_panel(member.panel)
    refuse_if(panel_blockers(panel, "arrange", by))
    seat = PanelMember.objects.filter(pk=member.pk, removed_at__isnull=True)
    if seat.update(removed_at=timezone.now()):
        record("panel.member_removed", panel, f"{member.user.name} left the panel", by=by)
        tell_removed(panel, member, by)


@transaction.atomic
def call_off(*, panel: Panel, by: Any, version: int, reason: str) -> Panel:
    """The panel does not meet: what was on its agenda waits for another, and its papers are
    withdrawn. Whoever sits on it is told."""
    locked = locked_panel(panel)
    refuse_if(panel_blockers(locked, "arrange", by))
    refuse_if([] if reason.strip() else ["Say why the panel does not meet."])
    clear_agenda(locked, f"{CALLED_OFF}: {reason.strip()}", by)
    locked.change(expected=version, state=Panel.State.CALLED_OFF)
    record("panel.called_off", locked, CALLED_OFF, by=by, reason=reason.strip())
    withdraw_papers(locked, by)
    tell_called_off(locked, by)
    return locked


def clear_agenda(panel: Panel, why: str, by: Any) -> None:
    """Take off everything that has no outcome, also what whoever acts may not read: about somebody
    they are linked to, or kept for named people since. It waits for another panel."""
    with as_the_product():
        for item in PanelItem.objects.filter(panel=panel, outcome="").select_related("referral"):
            item.change(
                outcome=PanelItem.Outcome.TAKEN_OFF,
                outcome_reason=why,
                outcome_at=timezone.now(),
                outcome_by=by,
            )
            record("request.off_agenda", item.referral, "Taken off the agenda", by=by, reason=why)


def withdraw_papers(panel: Panel, by: Any) -> None:
    ask(WITHDRAW, key=f"{WITHDRAW}:{panel.pk}", by=by, payload={"panel": panel.pk})


def locked_panel(panel: Panel) -> Panel:
    return Panel.objects.select_for_update(of=("self",)).get(pk=panel.pk)


def _not_theirs(chair: User, by: Any) -> list[str]:
    if may(by, May.DECIDE):
        return []
    if not may(by, May.CHAIR_PANEL):
        return [NOT_YOURS]
    return [] if chair.pk == by.pk else [NOT_FOR_OTHERS]


def _reasons(meets_at: datetime, chair: User, place: str, joining: str) -> list[str]:
    reasons = [] if meets_at > timezone.now() else [PAST]
    if not may(chair, May.CHAIR_PANEL):
        reasons.append(NO_CHAIR.format(chair.name))
    return reasons if place.strip() or joining.strip() else [*reasons, NOWHERE]


def _when(panel: Panel) -> str:
    at = timezone.localtime(panel.meets_at)
    return f"{at.day} {at:%B %Y, %H:%M}"
