"""Asking social care to take the lead: the request, the manager's agreement, the sending."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.actions.posting import addresses_of, post
from audit.actions.recording import record
from audit.refusal import Reason, Refused, refuse_if
from audit.web.messages import in_a_sentence
from cases.actions.timing.clocks import Happening, happened
from cases.models import Allocation, Case, StepUp
from cases.queries.leads.managers import who_answers_for
from cases.queries.steps.pack import assemble
from cases.queries.steps.step_up import pack_is_short, pack_within
from cases.rules.blocking import blockers
from cases.rules.step_up_checklist import Row, reasons_against
from cases.rules.stepping_up import unsaid

State = StepUp.State

RUNG = "Social care was rung: an urgent step-up"
RUNG_TEXT = (
    "{name} rang social care about a family of {locality}, and the step-up was sent. Nobody had to "
    "agree to it first.{pack}\n\nSign in and open “What needs you”: {url}\n\nThis message names no "
    "family."
)
ANSWERED = "What became of a step-up"
ANSWERED_TEXT = (
    "The step-up of case {reference} to social care: {said}.\n\nSign in to read what was written: "
    "{url}\n\nThis message names nobody."
)
TO_FOLLOW = " Its pack is to follow{}."


@transaction.atomic
def request(
    *,
    case: Case,
    by: Any,
    why_now: str,
    tried: str = "",
    child_voice: str = "",
    family_told: str = "",
    urgent: bool = False,
    rung_whom: str = "",
    rung_at: datetime | None = None,
    checklist: Iterable[Row] = (),
    at: datetime | None = None,
) -> StepUp:
    """Ask for a step-up. An urgent one is sent at once, after a telephone call, and needs
    nobody's agreement; another waits for the manager. `checklist` is the agreed procedure, each
    step done or why not; an urgent one may leave it until its pack is completed.

    An urgent one is anybody's to send who sees the case and works with it or at the desk. It is
    told to the managers at once, and what there was no time for is due after it.
    Raises Refused where one is in progress or something that must be said is missing.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("locality")
    case = rows.get(pk=case.pk)
    refuse_if(blockers(case, "step_up_urgently" if urgent else "step_up", by))
    steps = [dict(row) for row in checklist]
    said = unsaid(why_now=why_now, tried=tried, urgent=urgent, rung_whom=rung_whom)
    refuse_if([*said, *([] if urgent else reasons_against(steps))])
    moment = at or timezone.now()
    step_up = StepUp.objects.create(
        case=case,
        urgent=urgent,
        rung_at=(rung_at or moment) if urgent else None,
        rung_whom=rung_whom if urgent else "",
        why_now=why_now,
        tried=tried,
        child_voice=child_voice,
        family_told=family_told,
        checklist=steps,
        requested_by=by,
        requested_at=moment,
    )
    summary = f"Urgent step-up: {rung_whom} was rung" if urgent else "Step-up asked for"
    note(step_up, "step_up.requested", summary, by, reason=why_now)
    if urgent:
        _send(step_up, by, moment)
        _tell_managers(step_up, by)
    else:
        _clocks(step_up, Happening.STEP_UP_ASKED, by, moment)
    return step_up


@transaction.atomic
def agree(
    *, step_up: StepUp, by: Any, words: str = "", version: int, at: datetime | None = None
) -> StepUp:
    """Agree to a step-up as the manager. It is sent with the pack as it stands now."""
    step_up = in_state(step_up, State.REQUESTED)
    refuse_if(blockers(step_up.case, "answer_step_up", by))
    moment = at or timezone.now()
    step_up.change(expected=version, agreed_by=by, agreed_at=moment, manager_note=words)
    note(step_up, "step_up.agreed", "Step-up agreed", by, reason=words)
    _clocks(step_up, Happening.STEP_UP_DECIDED, by, moment)
    return _send(step_up, by, moment)


@transaction.atomic
def decline(*, step_up: StepUp, by: Any, words: str, version: int) -> StepUp:
    """Not agree to a step-up, saying why and what to do instead. The case goes on."""
    step_up = in_state(step_up, State.REQUESTED)
    refuse_if(blockers(step_up.case, "answer_step_up", by))
    if not words.strip():
        raise Refused(
            Reason("Say why the step-up is not agreed, and what to do instead.", about="words")
        )
    step_up.change(expected=version, state=State.DECLINED, manager_note=words)
    note(step_up, "step_up.declined", "Step-up not agreed", by, reason=words)
    _clocks(step_up, Happening.STEP_UP_DECIDED, by, timezone.now())
    tell_whoever_asked(step_up, by)
    return step_up


@transaction.atomic
def complete(
    *,
    step_up: StepUp,
    by: Any,
    why_now: str,
    tried: str,
    child_voice: str,
    family_told: str,
    version: int,
    checklist: Iterable[Row] | None = None,
    at: datetime | None = None,
) -> StepUp:
    """Write what an urgent step-up had no time for, and send the whole pack after it."""
    step_up = in_state(step_up, State.SENT, State.ACCEPTED)
    refuse_if(blockers(step_up.case, "complete_step_up", by))
    steps = step_up.checklist if checklist is None else [dict(row) for row in checklist]
    said = unsaid(why_now=why_now, tried=tried, urgent=False, rung_whom="")
    refuse_if([*said, *([] if checklist is None else reasons_against(steps))])
    written = {
        "checklist": steps,
        "why_now": why_now,
        "tried": tried,
        "child_voice": child_voice,
        "family_told": family_told,
    }
    moment = at or timezone.now()
    pack = step_up.pack | assemble(step_up.case, moment)
    step_up.change(expected=version, pack=pack, **written)
    note(step_up, "step_up.completed", "Pack of the urgent step-up completed", by)
    _clocks(step_up, Happening.PACK_COMPLETED, by, moment)
    return step_up


def in_state(step_up: StepUp, *states: str) -> StepUp:
    """The step-up and its case, locked, or Refused where it is in another state."""
    Case.objects.select_for_update().get(pk=step_up.case_id)
    locked = StepUp.objects.select_related("case__locality").get(pk=step_up.pk)
    if locked.state not in states:
        raise Refused(
            f"This step-up is now at “{locked.get_state_display()}”, where this cannot be done."
        )
    return locked


def note(step_up: StepUp, verb: str, summary: str, by: Any, reason: str = "") -> None:
    """Write the event of a step-up."""
    case = step_up.case
    record(verb, step_up, summary, by=by, case_id=case.pk, family_id=case.family_id, reason=reason)


def tell_whoever_asked(step_up: StepUp, by: Any) -> None:
    """Of the answer, by e-mail: whoever asked and whoever leads. Who recorded it needs none."""
    case = step_up.case
    present = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    people = dict.fromkeys([step_up.requested_by, *(row.user for row in present)])
    text = ANSWERED_TEXT.format(
        reference=case.reference,
        said=in_a_sentence(step_up.get_state_display()),
        url=settings.SITE_URL + reverse("case-step-up", args=[case.reference]),
    )
    key = f"step-up {step_up.pk} answered {step_up.version}"
    post(to=addresses_of(people, but=by), subject=ANSWERED, text=text, by=by, key=key)


def _send(step_up: StepUp, by: Any, at: datetime) -> StepUp:
    step_up.change(state=State.SENT, sent_at=at, pack=assemble(step_up.case, at))
    _clocks(step_up, Happening.STEP_UP_SENT, by, at)
    if pack_is_short(step_up):
        _clocks(step_up, Happening.PACK_TO_FOLLOW, by, at)
    note(step_up, "step_up.sent", "Step-up sent to social care with its pack", by)
    return step_up


def _clocks(step_up: StepUp, what: Happening, by: Any, at: datetime) -> None:
    happened(case=step_up.case, what=what, by=by, on=timezone.localdate(at))


def _tell_managers(step_up: StepUp, by: Any) -> None:
    """By e-mail, without a family's name. Whoever rang needs no letter."""
    case = step_up.case
    to = addresses_of(who_answers_for(case), but=by)
    short, within = pack_is_short(step_up), pack_within()
    text = RUNG_TEXT.format(
        name=by.name,
        locality=case.locality.name,
        pack=TO_FOLLOW.format(f" within {within}" if within else "") if short else "",
        url=settings.SITE_URL + reverse("needs-you"),
    )
    post(to=to, subject=RUNG, text=text, by=by, key=f"step-up {step_up.pk} rung")
