"""Answering what people ask about their own records: from receipt to answer."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.numbering import next_reference
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.rights.keeping import put_to_disposal
from cases.models import Case, Membership, Person, RightsRequest
from cases.rights_way import Verb, move_for
from cases.rules.rights import NOT_YOURS, outcome_blockers, rights_blockers

NOT_SEEN = "You can pass a request on only from a case you see, or as information governance."
NOT_OFFERED = "This person is not among those the request may be about. Choose one of the list."
BEFORE = "The proof cannot have been seen before the request came."


@transaction.atomic
def receive(
    *,
    by: Any,
    kind: str,
    asker: str,
    words: str,
    received_on: date | None = None,
    case: Case | None = None,
    person: Person | None = None,
    **given: Any,
) -> RightsRequest:
    """Write down a request, and start its clock. From a case it names the person on record;
    else `given` holds the name and date of birth as they were given. Raises Refused."""
    seen = case is not None and Case.objects.visible_to(by).filter(pk=case.pk).exists()
    refuse_if([] if seen or may(by, May.HANDLE_RIGHTS) else [NOT_SEEN])
    if person:
        _refuse_stranger(case, person)
        given |= {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "date_of_birth": person.date_of_birth,
        }
    day = received_on or timezone.localdate()
    request = RightsRequest(
        reference=next_reference("RR", day),
        kind=kind,
        asker=asker,
        words=words,
        received_on=day,
        case=case,
        person=person,
        passed_on_by=by,
        **given,
    )
    request.due_on = request.clock()
    request.save()
    said = f"Request about a record passed on: {request.get_kind_display().lower()}"
    _record(request, "received", said, by=by, of_case=True)
    return request


@transaction.atomic
def ask_proof(*, request: RightsRequest, by: Any, what: str) -> RightsRequest:
    """Ask whoever asks for proof of who they are, or that they may ask. The clock waits."""
    locked = _locked(request, Verb.ASK_PROOF, by)
    return _moved(locked, Verb.ASK_PROOF, by, "Proof asked for", what,
                  proof_asked_on=timezone.localdate())  # fmt: skip


@transaction.atomic
def prove(*, request: RightsRequest, by: Any, proof: str, on: date | None = None) -> RightsRequest:
    """Write down what proof of identity and authority was seen, how and when."""
    locked = _locked(request, Verb.PROVE, by)
    day = on or timezone.localdate()
    if day < (locked.proof_asked_on or locked.received_on):
        raise Refused(BEFORE)
    return _moved(locked, Verb.PROVE, by, "Proof of identity seen", proof,
                  proved_on=day, proof=proof, handled_by=by)  # fmt: skip


@transaction.atomic
def extend(*, request: RightsRequest, by: Any, reason: str) -> RightsRequest:
    """Take two more months, which the person was told with the reason."""
    locked = _locked(request, Verb.EXTEND, by)
    return _moved(locked, Verb.EXTEND, by, "Two more months taken", reason,
                  extended_on=timezone.localdate(), extension_reason=reason)  # fmt: skip


@transaction.atomic
def identify(*, request: RightsRequest, by: Any, person_id: int) -> RightsRequest:
    """Say which person on record a request is about: one of those it may be about."""
    locked = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    if person_id not in {row[0] for row in candidates(locked)}:
        raise Refused(NOT_OFFERED)
    locked.change(person_id=person_id)
    _record(locked, "identified", "The person on record was identified", by=by)
    return locked


@transaction.atomic
def answer(
    *, request: RightsRequest, by: Any, outcome: str, told: str, on: date | None = None
) -> RightsRequest:
    """Record what the person was told, and when. Raises Refused."""
    locked = _locked(request, Verb.ANSWER, by)
    refuse_if(outcome_blockers(locked, outcome, holds_on(locked.person_id)))
    if outcome == RightsRequest.Outcome.ERASED:
        put_to_disposal(locked)
    return _moved(locked, Verb.ANSWER, by, "Answered", told,
                  outcome=outcome, answer=told, answered_on=on or timezone.localdate())  # fmt: skip


@transaction.atomic
def withdraw(*, request: RightsRequest, by: Any, reason: str) -> RightsRequest:
    """Record that whoever asked takes the request back."""
    locked = _locked(request, Verb.WITHDRAW, by)
    return _moved(locked, Verb.WITHDRAW, by, "Withdrawn", reason,
                  answer=reason, answered_on=timezone.localdate())  # fmt: skip


def candidates(request: RightsRequest) -> list[tuple[int, str, date | None, str]]:
    """Whom an open request may be about: number, name, date of birth, families."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rights_candidates(%s)", [request.pk])
        return cursor.fetchall()


def holds_on(person_id: int | None) -> int:
    """Legal holds that stand on a person, or on a family they are in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holds_on_person(%s)", [person_id])
        return int(cursor.fetchone()[0])


def _locked(request: RightsRequest, verb: Verb, by: Any) -> RightsRequest:
    locked = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    refuse_if(rights_blockers(locked, verb, by))
    return locked


def _moved(
    request: RightsRequest, verb: Verb, by: Any, said: str, reason: str, **values: Any
) -> RightsRequest:
    """The one writer of a request's state; the clock is set by what now holds."""
    for name, value in values.items():
        setattr(request, name, value)
    request.change(state=move_for(verb).target.value, due_on=request.clock(), **values)
    _record(request, verb.value, said, by=by, reason=reason)
    return request


def _record(
    request: RightsRequest,
    verb: str,
    said: str,
    *,
    by: Any,
    reason: str = "",
    of_case: bool = False,
) -> None:
    """The event names nobody; only the passing on stands in the history of the case."""
    where = {"case_id": request.case_id} if of_case and request.case_id else {}
    record(
        f"rights.{verb}", request, f"{said} ({request.reference})", by=by, reason=reason, **where
    )


def _refuse_stranger(case: Case | None, person: Person) -> None:
    family = case.family_id if case else None
    if not Membership.objects.filter(family=family, person=person.pk).exists():
        raise Refused("This person is not of this family. Choose somebody who is.")
