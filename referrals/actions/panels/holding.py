"""At the panel: who came, what is decided of each item and who leads, what waits, and the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.actions.leads.allocating import hand_to
from cases.models import Allocation, Case, SharingBasis
from localities.models import Agency
from referrals.actions.deciding import Decided, ForChild, decide
from referrals.actions.leading import share_with
from referrals.actions.panels.arranging import clear_agenda, locked_panel, withdraw_papers
from referrals.actions.panels.setting_agenda import at_the_panel, end, put_on_agenda
from referrals.actions.returning import return_from_panel
from referrals.models import Outcome, Panel, PanelItem, PanelMember
from referrals.rules.panels import item_blockers, panel_blockers

NO_WHY = "Write why this waits for another panel."
NOT_EARLY_HELP = "A lead is named for early help alone. Leave out who leads."
WITHOUT_IT = "The panel was held without it"


@dataclass(frozen=True)
class Lead:
    """Whom the panel lets lead: a person, or an agency that will name one, or nobody yet."""

    user: User | None = None
    agency: Agency | None = None


@transaction.atomic
def note_attendance(*, panel: Panel, came: Mapping[int, str], by: Any) -> None:
    """Who came, sent apologies or did not come, by the number of the member."""
    locked = locked_panel(panel)
    refuse_if(panel_blockers(locked, "record", by))
    for member in PanelMember.objects.filter(panel=locked, removed_at__isnull=True):
        member.attendance = came.get(member.pk, member.attendance)
        member.save(update_fields=["attendance"])
    record("panel.attendance", locked, "Attendance recorded", by=by)


@transaction.atomic
def decide_item(
    *,
    item: PanelItem,
    decisions: Sequence[ForChild],
    by: Any,
    version: int,
    lead: Lead | None = None,
    **choices: Any,
) -> Decided:
    """Record what the panel decided of an item, and do what follows from it.

    The panel's decision replaces the desk's. For early help `lead` says who leads: a case that is
    opened is theirs at once, and what they need may be shared with their agency. `choices` are
    those of `referrals.actions.deciding.decide`.
    """
    lead = lead or Lead()
    item.panel = locked_panel(item.panel)
    refuse_if(item_blockers(item, "decide", by) + _reasons(decisions, lead))
    reason = "\n\n".join(dict.fromkeys(row.reason.strip() for row in decisions))
    with at_the_panel(by):
        decided = decide(
            referral=item.referral, decisions=decisions, by=by, at_panel=True, **choices
        )
        if decided.case and lead.user:
            _allocate(decided.case, lead.user, by)
        agency = lead.user.agency if lead.user else lead.agency
        outcome = PanelItem.Outcome.DECIDED
        end(item, outcome, reason, by, version, lead=lead.user, lead_agency=agency)
    return decided


@transaction.atomic
def defer(
    *, item: PanelItem, by: Any, version: int, reason: str, to: Panel | None = None
) -> PanelItem | None:
    """An item waits for another panel; with `to`, it is on the agenda of that one."""
    item.panel = locked_panel(item.panel)
    refuse_if(item_blockers(item, "decide", by))
    refuse_if([] if reason.strip() else [NO_WHY])
    with at_the_panel(by):
        end(item, PanelItem.Outcome.DEFERRED, reason, by, version)
        record("request.deferred", item.referral, "Deferred by the panel", by=by, reason=reason)
        if to is None:
            return None
        return put_on_agenda(panel=to, referrals=[item.referral], by=by, why_late=reason)[0]


@transaction.atomic
def give_back(*, item: PanelItem, by: Any, version: int, reason: str) -> None:
    """The panel does not decide: the request is the desk's again."""
    item.panel = locked_panel(item.panel)
    refuse_if(item_blockers(item, "decide", by))
    with at_the_panel(by):
        return_from_panel(referral=item.referral, reason=reason, by=by)
        end(item, PanelItem.Outcome.RETURNED, reason, by, version)


@transaction.atomic
def hold(*, panel: Panel, by: Any, version: int) -> Panel:
    """Close the record of a panel, once every item that whoever holds it may read is decided or
    deferred. What they may not read waits for another panel: they learn nothing of it.

    Its members then read nothing of it any more, and its papers are withdrawn.
    """
    locked = locked_panel(panel)
    with at_the_panel(by):
        refuse_if(panel_blockers(locked, "hold", by))
        clear_agenda(locked, WITHOUT_IT, by)
        locked.change(expected=version, state=Panel.State.HELD, held_at=timezone.now())
        record("panel.held", locked, "Panel held", by=by)
    withdraw_papers(locked, by)
    return locked


def _reasons(decisions: Sequence[ForChild], lead: Lead) -> list[str]:
    early_help = any(row.outcome == Outcome.EARLY_HELP for row in decisions)
    return [NOT_EARLY_HELP] if (lead.user or lead.agency) and not early_help else []


def _allocate(case: Case, lead: User, by: Any) -> None:
    """A live case keeps its lead: what was learnt is added to it."""
    if Allocation.objects.filter(case=case, ended_at__isnull=True).exists():
        return
    agency = lead.agency
    partner = agency and agency.kind != Agency.Kind.COUNCIL
    held = SharingBasis.objects.holding().filter(family=case.family_id, agency=agency)
    if agency and partner and not held.exists():
        share_with(case, agency, by, timezone.localdate())
    hand_to(case=case, lead=lead, by=by, note="Named by the panel")
