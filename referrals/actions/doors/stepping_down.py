"""Social care hands a family to early help: a request with what is outstanding, and its files."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, is_system_of, may
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.filing import tidy_name
from cases.files.keeping import write
from cases.files.recognising import NotKept, recognised
from cases.files.scanning import refuse_unclean
from localities.models import Agency
from referrals.actions.doors.receiving import receive
from referrals.models import OutstandingAction, Referral, RequestFile, StepDownRequest

Kind = Referral.Kind

NOT_THEIRS = "Only social workers in the MASH, or the early help desk on their behalf, step down."
NO_WORKER = "Enter the name of the social worker"
NO_WAY = "Enter the social worker’s telephone number or email"
NO_MEETING = "Enter the day of the last meeting"
MEETING_AHEAD = "The last meeting must be today or in the past"
NO_ACTION = "Enter what is outstanding, or take this line out"
NO_OUTSTANDING = "Enter at least one thing that is outstanding: what early help is to go on with"
DECIDED = "This request has been decided. Add the file to the case."
MOST_FILES = 5
TOO_MANY = f"A request takes {MOST_FILES} files at most."


@transaction.atomic
def step_down(
    *,
    by: Any,
    people: Iterable[Mapping[str, Any]],
    handover: Mapping[str, Any],
    outstanding: Iterable[Mapping[str, Any]],
    at: datetime | None = None,
    **facts: Any,
) -> Referral:
    """Write down a step-down, which waits in the queue like any request.

    `handover` are fields of StepDownRequest, `outstanding` of OutstandingAction, `facts` and
    `people` those of `receive`: worries say why early help is right now.
    """
    if not may_step_down(by):
        raise Refused(NOT_THEIRS)
    rows = [dict(row) for row in outstanding]
    doubts = doubts_about_handover(handover, timezone.localdate(at))
    refuse_if([f"{words}." for words in [*doubts.values(), *_doubts_about(rows)]])
    defaults: dict[str, Any] = {
        "sender": Referral.Sender.COUNCIL,
        "sender_name": handover["social_worker"],
        "sender_role": "Social worker",
        "sender_phone": handover.get("social_worker_phone", ""),
        "sender_email": handover.get("social_worker_email", ""),
        # The desk writes it down for them: they are told, not the desk.
        "sender_user": by if may(by, May.DECIDE_HARM) else None,
        "sender_agency": by.agency,
        "door": Referral.Door.STAFF,
    }
    referral = receive(by=by, people=people, kind=Kind.STEP_DOWN, at=at, **(defaults | facts))
    StepDownRequest.objects.create(referral=referral, **handover)
    OutstandingAction.objects.bulk_create(
        OutstandingAction(referral=referral, **row) for row in rows
    )
    return referral


def may_step_down(user: Any) -> bool:
    """Social workers in the MASH, the desk, or a system of the council’s social care."""
    return may(user, May.TRIAGE) or is_system_of(user, Agency.Kind.COUNCIL)


def doubts_about_handover(handover: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is missing of what only social care knows, by the question."""
    found = {}
    if not handover.get("social_worker"):
        found["social_worker"] = NO_WORKER
    if not handover.get("social_worker_phone") and not handover.get("social_worker_email"):
        found["social_worker_phone"] = NO_WAY
    held = handover.get("last_meeting_on")
    if held is None or held > today:
        found["last_meeting_on"] = NO_MEETING if held is None else MEETING_AHEAD
    return found


def _doubts_about(outstanding: list[dict[str, Any]]) -> list[str]:
    if not outstanding:
        return [NO_OUTSTANDING]
    return [] if all(str(row.get("what", "")).strip() for row in outstanding) else [NO_ACTION]


@transaction.atomic
def add_file(*, referral: Referral, by: Any, title: str, content: bytes, name: str) -> RequestFile:
    """Keep a file with a request that waits. What it may be is judged by its content."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(reasons_against_file(locked, by))
    try:
        refuse_unclean(content)
        kind, kept = recognised(content)
    except NotKept as reason:
        raise Refused(str(reason)) from None
    stored_as, digest = write(kept)
    file = RequestFile.objects.create(
        referral=locked,
        title=title,
        original_name=tidy_name(name),
        kind=kind,
        size=len(kept),
        sha256=digest,
        stored_as=stored_as,
        added_at=timezone.now(),
        added_by=by,
    )
    record("request.file", locked, f"File added: {file.get_kind_display()}", by=by, sha256=digest)
    return file


def reasons_against_file(referral: Referral, by: Any) -> list[str]:
    if not may(by, May.TRIAGE):
        return [NOT_THEIRS]
    if referral.decided_at:
        return [DECIDED]
    full = RequestFile.objects.filter(referral=referral).count() >= MOST_FILES
    return [TOO_MANY] if full else []
