"""Putting requests that wait for a panel on the agenda of one, and taking them off."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, Scope, may
from audit.actions.recording import record
from audit.context import Actor, current_actor, entered
from audit.refusal import refuse_if
from referrals.actions.panels.arranging import locked_panel
from referrals.models import Panel, PanelItem, Referral
from referrals.rules.panels import item_blockers, panel_blockers
from referrals.stages import Stage

NO_WHY = "Papers have been made. Say why this cannot wait for the next panel."
NONE = "Choose at least one request."
NOT_WAITING = "{} does not wait for a panel."
ELSEWHERE = "{} is on the agenda of another panel."
RESTRICTED = "{} is kept for named people, who decide on it without a panel."


@contextmanager
def at_the_panel(by: Any) -> Iterator[None]:
    """What a chair does at their panel reaches as far as the desk does, for the length of a verb.

    History names the chair; what is closed to them as a person stays closed.
    """
    if not may(by, May.CHAIR_PANEL):
        yield
        return
    actor = Actor(by.pk, by.name, Scope.ALL, "", by.agency_id, current_actor().request_id)
    with entered(actor):
        yield


@transaction.atomic
def put_on_agenda(
    *, panel: Panel, referrals: Sequence[Referral], by: Any, why_late: str = ""
) -> list[PanelItem]:
    """Put requests on the agenda. Once papers were made they are late, and `why_late` says why."""
    locked = locked_panel(panel)
    refuse_if(panel_blockers(locked, "arrange", by))
    late = locked.papers_at is not None
    chosen = [one.pk for one in referrals]
    referrals = list(Referral.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
    refuse_if(_reasons(referrals, late, why_late))
    items = [
        PanelItem.objects.create(
            panel=locked,
            referral=referral,
            added_at=timezone.now(),
            added_by=by,
            late=late,
            late_why=why_late.strip() if late else "",
        )
        for referral in referrals
    ]
    for item in items:
        words = "Put on a panel’s agenda" + (", late" if late else "")
        record("request.on_agenda", item.referral, words, by=by, reason=item.late_why)
    return items


@transaction.atomic
def take_off(*, item: PanelItem, by: Any, version: int, reason: str) -> PanelItem:
    """A request is not put before this panel after all; it waits for another."""
    item.panel = locked_panel(item.panel)
    refuse_if(item_blockers(item, "take_off", by))
    refuse_if([] if reason.strip() else ["Say why it is taken off the agenda."])
    with at_the_panel(by):
        record("request.off_agenda", item.referral, "Taken off the agenda", by=by, reason=reason)
        end(item, PanelItem.Outcome.TAKEN_OFF, reason, by, version)
    return item


def end(item: PanelItem, outcome: str, reason: str, by: Any, version: int, **more: Any) -> None:
    """Write what became of an item; the only writer of its outcome at a panel."""
    item.change(
        expected=version,
        outcome=outcome,
        outcome_reason=reason.strip(),
        outcome_at=timezone.now(),
        outcome_by=by,
        **more,
    )


def _reasons(referrals: Sequence[Referral], late: bool, why_late: str) -> list[str]:
    reasons = [] if referrals else [NONE]
    if late and not why_late.strip():
        reasons.append(NO_WHY)
    placed = set(
        PanelItem.objects.filter(referral__in=referrals, outcome="").values_list(
            "referral_id", flat=True
        )
    )
    for referral in referrals:
        if referral.stage != Stage.PANEL:
            reasons.append(NOT_WAITING.format(referral.reference))
        elif referral.pk in placed:
            reasons.append(ELSEWHERE.format(referral.reference))
        elif referral.kept_for_id:
            reasons.append(RESTRICTED.format(referral.reference))
    return reasons
