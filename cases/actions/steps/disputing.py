"""Disputing that social care returned a step-up: the resolution procedure, stage by stage."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as_system
from audit.actions.posting import addresses_of, post
from audit.actions.recording import record
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.timing.clocks import Happening, happened
from cases.models import Case, StepUp, StepUpDispute
from cases.queries.leads.managers import heads_of, who_answers_for
from cases.rules.blocking import blockers, live, not_with_social_care, reasons_of
from cases.rules.disputing import reasons_against_disputing, reasons_against_settling
from localities.resolution import stage_ends

Stage, Outcome = StepUpDispute.Stage, StepUpDispute.Outcome

NAME = "the clock of a dispute"
NO_REASON = Reason("Write why social care’s answer is disputed.", about="why")
NO_WORDS = Reason("Write what was said or agreed.", about="words")
NO_OUTCOME = Reason("Select what happens now.", about="outcome")
LAST = "There is no higher stage: the heads of service settle it."
IN_PROGRESS = "Another step-up is in progress: social care answers that one."
TIME_RAN_OUT = "Its time ran out."
CLOSED = "The case was closed."
SUBJECT = "A step-up that social care returned is disputed"
TEXT = (
    "Somebody who works with a family of {locality} disputes that social care returned its "
    "step-up. {stage}: by {day}.\n\nSign in and open “What needs you”: {url}\n\nThis message "
    "names no family. If a child is in danger, do not wait for this: step up again as urgent, or "
    "ring."
)


@transaction.atomic
def dispute(*, step_up: StepUp, why: str, by: Any, at: datetime | None = None) -> StepUpDispute:
    """Begin the procedure. The managers are told. Raises Refused where this is not the newest
    step-up, was not returned, or is disputed already."""
    step_up = _locked(step_up)
    refuse_if(blockers(step_up.case, "dispute_step_up", by))
    refuse_if(reasons_against_disputing(step_up))
    refuse_if([] if why.strip() else [NO_REASON])
    moment = at or timezone.now()
    raised = StepUpDispute.objects.create(
        case=step_up.case,
        step_up=step_up,
        answer=step_up.answer_reason,
        why=why.strip(),
        raised_by=by,
        raised_at=moment,
        due_on=stage_ends(Stage.PRACTITIONERS, timezone.localdate(moment)),
    )
    _note(raised, "step_up.disputed", "Social care’s answer is disputed", by, why)
    _tell(raised, by)
    return raised


@transaction.atomic
def escalate(
    *, dispute: StepUpDispute, by: Any, words: str, version: int, at: datetime | None = None
) -> StepUpDispute:
    """Take it a stage higher, by hand or, with `by` None, because the stage's time ran out."""
    found = _open(dispute, by)
    refuse_if([] if words.strip() else [NO_WORDS])
    if found.stage == Stage.HEADS:
        raise Refused(LAST)
    stage = Stage(found.stage + 1)
    day = timezone.localdate(at or timezone.now())
    said = f"{found.get_stage_display()}: {words.strip()}"
    found.change(
        expected=version,
        stage=stage,
        due_on=stage_ends(stage, day),
        said="\n\n".join(filter(None, [found.said, said])),
    )
    _note(
        found, "step_up.dispute_escalated", f"The dispute is now {stage.label.lower()}", by, words
    )
    _tell(found, by)
    return found


@transaction.atomic
def settle(
    *,
    dispute: StepUpDispute,
    outcome: str,
    words: str,
    by: Any,
    version: int,
    at: datetime | None = None,
) -> StepUpDispute:
    """End it. Where social care answers again, the step-up is with them as when it was sent, with
    a new clock on their answer."""
    found = _open(dispute, by)
    refuse_if([] if outcome in StepUpDispute.BY_HAND else [NO_OUTCOME])
    refuse_if([] if words.strip() else [NO_WORDS])
    moment = at or timezone.now()
    _end(found, outcome, words, by, moment, version)
    if outcome == Outcome.AGAIN:
        _ask_again(found, by, moment)
    return found


def ended_by_closing(*, case: Case, by: Any) -> None:
    """A dispute ends with its case."""
    for found in StepUpDispute.objects.filter(case=case, ended_at__isnull=True):
        _end(found, Outcome.OVERTAKEN, CLOSED, by, timezone.now(), found.version)


def escalate_what_is_late(today: date) -> int:
    """Take every stage whose time ran out a stage higher. How many there were."""
    done = 0
    with acting_as_system(NAME):
        late = StepUpDispute.objects.filter(
            ended_at__isnull=True, due_on__lt=today, stage__lt=Stage.HEADS
        )
        for found in late:
            with suppress(Refused):  # somebody was faster
                escalate(dispute=found, by=None, words=TIME_RAN_OUT, version=found.version)
                done += 1
    return done


def _ask_again(found: StepUpDispute, by: Any, moment: datetime) -> None:
    case = found.case
    refuse_if(reasons_of([live, not_with_social_care], case, by))
    if StepUp.objects.filter(case=case, state__in=StepUp.WAITING).exists():
        raise Refused(IN_PROGRESS)
    found.step_up.change(
        state=StepUp.State.SENT, sent_at=moment, answered_at=None, answer_by="", answer_reason=""
    )
    happened(case=case, what=Happening.STEP_UP_SENT, by=by, on=timezone.localdate(moment))


def _end(
    found: StepUpDispute, outcome: str, words: str, by: Any, moment: datetime, version: int
) -> None:
    found.change(
        expected=version, outcome=outcome, settled=words.strip(), ended_by=by, ended_at=moment
    )
    said = f"Dispute settled: {found.get_outcome_display()}"
    _note(found, "step_up.dispute_settled", said, by, words)


def _open(dispute: StepUpDispute, by: Any) -> StepUpDispute:
    """It and its case, locked; Refused where it is settled, or is not `by`’s to settle."""
    Case.objects.select_for_update().get(pk=dispute.case_id)
    found = StepUpDispute.objects.select_related("case__locality", "step_up").get(pk=dispute.pk)
    refuse_if(reasons_against_settling(found))
    refuse_if(blockers(found.case, "settle_step_up", by) if by is not None else [])
    return found


def _locked(step_up: StepUp) -> StepUp:
    Case.objects.select_for_update().get(pk=step_up.case_id)
    return StepUp.objects.select_related("case__locality").get(pk=step_up.pk)


def _note(found: StepUpDispute, verb: str, summary: str, by: Any, reason: str) -> None:
    case = found.case
    record(
        verb,
        found,
        summary,
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=reason.strip(),
    )


def _tell(found: StepUpDispute, by: Any) -> None:
    """By e-mail to the managers, and once it is theirs to the heads of service, without a family's
    name; whoever acts needs no letter."""
    text = TEXT.format(
        locality=found.case.locality.name,
        stage=found.get_stage_display(),
        day=f"{found.due_on:%-d %B %Y}",
        url=settings.SITE_URL + reverse("needs-you"),
    )
    heads = heads_of(found.case) if found.stage == Stage.HEADS else []
    to = addresses_of(dict.fromkeys([*who_answers_for(found.case), *heads]), but=by)
    post(to=to, subject=SUBJECT, text=text, by=by, key=f"dispute {found.pk} {found.stage}")
