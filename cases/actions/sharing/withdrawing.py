"""What follows when a family no longer agrees: sharing stops, a manager answers the same day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.posting import post
from audit.refusal import Refused, refuse_if
from audit.values import in_words
from cases.actions.leads.allocating import hand_to
from cases.actions.people.telling import case_to_change, tell
from cases.models import Agreement, Allocation, Case, SharingBasis, Withdrawal
from cases.queries.leads.managers import managers_of
from cases.rules.blocking import blockers
from localities.calendar import add_working_days
from localities.models import Agency

SUBJECT = "A record needs your answer today"
TEXT = (
    "An agreement to take part in early help has been withdrawn. Sharing with other agencies has "
    "stopped.\n\nSign in and open “What needs you” to decide what follows: close safely, give the "
    "case to a council lead, or go on without agreement."
)
OF_THE_COUNCIL = "{name} works for {agency}. Choose somebody of the council."
WHY_MISSING = "Write why."
NOT_TOLD_MISSING = "Write why the family was not told."
COME_SINCE = "Another agreement has been withdrawn since this page was opened. Read it first."
NOT_STOPPED = "Sharing with {agency} was not stopped by this withdrawal."
CONSENT = "Consent cannot be the basis for going on without agreement. Choose another."


@dataclass(frozen=True)
class GoesOn:
    """One sharing that goes on without agreement: the one that was stopped, and its new basis."""

    stopped: SharingBasis
    basis: str
    condition: str = ""


def stop_and_ask(*, case: Case, agreement: Agreement, by: Any) -> Withdrawal:
    """Stop every sharing with other agencies, and ask the managers. Part of the withdrawal."""
    now = timezone.now()
    lead = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("agency")
    withdrawal = Withdrawal.objects.create(
        agreement=agreement,
        case=case,
        family=case.family,
        recorded_at=now,
        recorded_by=by,
        due_on=add_working_days(timezone.localdate(now), 0),
        lead_shut_out=any(_is_partner(each.agency) for each in lead),
    )
    for basis in _standing(case):
        stop(case=case, basis=basis, by=by, reason="Agreement withdrawn", withdrawal=withdrawal)
    _ask_managers(case, withdrawal, by)
    return withdrawal


def stop(
    *,
    case: Case,
    basis: SharingBasis,
    by: Any,
    reason: str,
    withdrawal: Withdrawal | None = None,
) -> None:
    """Stop one sharing at once. People of the agency do not find the case from their next click."""
    basis.stopped_at, basis.stopped_by = timezone.now(), withdrawal
    basis.save(update_fields=["stopped_at", "stopped_by"])
    said = f"Sharing with {basis.agency.name} stopped"
    tell(case, "sharing.stopped", basis, said, by=by, reason=reason)


@transaction.atomic
def reassign(*, case: Case, lead: Any, by: Any, why: str, seen: Iterable[int]) -> list[Withdrawal]:
    """Answer: somebody of the council leads from now on. `seen` are the withdrawals that the
    manager had before them."""
    case, waiting = _to_answer(case, by, why, seen)
    if _is_partner(lead.agency):
        raise Refused(OF_THE_COUNCIL.format(name=lead.name, agency=lead.agency.name))
    refuse_if(blockers(case, "allocate", by))
    hand_to(case=case, lead=lead, by=by, note=why)
    return _answer(case, waiting, Withdrawal.Answer.REASSIGNED, by, why)


@transaction.atomic
def go_on(
    *,
    case: Case,
    by: Any,
    why: str,
    sharing: Iterable[GoesOn],
    family_told: bool,
    not_told_why: str = "",
    seen: Iterable[int],
) -> list[Withdrawal]:
    """Answer: work goes on without agreement, and what is named is shared, each on its basis."""
    case, waiting = _to_answer(case, by, why, seen)
    if not family_told and not not_told_why.strip():
        raise Refused(NOT_TOLD_MISSING)
    told = {"family_told": family_told, "not_told_why": "" if family_told else not_told_why}
    answered = _answer(case, waiting, Withdrawal.Answer.GOES_ON, by, why, **told)
    for each in sharing:
        _share_again(case, answered, each, by, why)
    return answered


def answered_by_closing(*, case: Case, by: Any, why: str) -> None:
    """The case ends: that answers what waits. Part of the ending."""
    waiting = _waiting(case)
    _answer(case, waiting, Withdrawal.Answer.CLOSED, by, why)


def _to_answer(case: Case, by: Any, why: str, seen: Iterable[int]) -> tuple[Case, list[Withdrawal]]:
    case = case_to_change(case, by, "answer_withdrawal")
    if not why.strip():
        raise Refused(WHY_MISSING)
    waiting = _waiting(case)
    if not waiting:
        raise Refused(_answered_already(case))
    if {each.pk for each in waiting} - set(seen):
        raise Refused(COME_SINCE)
    return case, waiting


def _waiting(case: Case) -> list[Withdrawal]:
    return list(Withdrawal.objects.select_for_update().filter(case=case, answer="").order_by("pk"))


def _answered_already(case: Case) -> str:
    last = Withdrawal.objects.filter(case=case).order_by("-answered_at").first()
    if last is None or last.answered_by is None:
        return "No agreement of this case has been withdrawn."
    day = in_words(None, timezone.localdate(last.answered_at))
    return (
        f"{last.answered_by.name} has answered already, on {day}: "
        f"{last.get_answer_display().lower()}."
    )


def _answer(
    case: Case, waiting: list[Withdrawal], answer: str, by: Any, why: str, **more: Any
) -> list[Withdrawal]:
    values = {"answer": answer, "answered_by": by, "answered_at": timezone.now(), "why": why} | more
    for withdrawal in waiting:
        values["answered_at"] = max(values["answered_at"], withdrawal.recorded_at)
        for name, value in values.items():
            setattr(withdrawal, name, value)
        withdrawal.save(update_fields=list(values))
        said = f"Withdrawn agreement answered: {withdrawal.get_answer_display().lower()}"
        tell(case, "withdrawal.answered", withdrawal, said, by=by, reason=why)
    return waiting


def _share_again(
    case: Case, answered: list[Withdrawal], each: GoesOn, by: Any, why: str
) -> SharingBasis:
    stopped = each.stopped
    latest = next((one for one in answered if one.pk == stopped.stopped_by_id), None)
    if latest is None:
        raise Refused(NOT_STOPPED.format(agency=stopped.agency.name))
    if each.basis == SharingBasis.Basis.CONSENT:
        raise Refused(CONSENT)
    made = SharingBasis.objects.create(
        family=case.family,
        agency=stopped.agency,
        basis=each.basis,
        condition=each.condition,
        what=stopped.what,
        from_date=timezone.localdate(),
        to_date=stopped.to_date,
        without_agreement=latest,
        recorded_by=by,
    )
    said = f"Sharing with {made.agency.name} goes on without agreement: {made.what}"
    tell(case, "sharing.recorded", made, said, by=by, reason=why)
    return made


def _standing(case: Case) -> Iterable[SharingBasis]:
    bases = SharingBasis.objects.select_for_update(of=("self",)).not_over().with_partners()
    return bases.filter(family=case.family_id).select_related("agency").order_by("pk")


def _ask_managers(case: Case, withdrawal: Withdrawal, by: Any) -> None:
    """By mail, and the first of them minds the family meanwhile if its lead is shut out."""
    managers = managers_of(case)
    if withdrawal.lead_shut_out and managers:
        case.change(minded_by=managers[0])
    addresses = [manager.email for manager in managers]
    if addresses:
        key = f"withdrawal {withdrawal.pk}"
        post(to=addresses, subject=SUBJECT, text=TEXT, by=by, key=key)


def _is_partner(agency: Agency | None) -> bool:
    return agency is not None and agency.kind != Agency.Kind.COUNCIL
