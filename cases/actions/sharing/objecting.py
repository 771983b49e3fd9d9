"""Writing down an objection to sharing, and its answer."""

import calendar
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Reason, Refused, refuse_if
from audit.values import in_words
from cases.actions.people.telling import case_to_change, member_of, tell
from cases.actions.sharing.withdrawing import stop
from cases.models import Case, Objection, Person, SharingBasis
from cases.rules.sharing import reasons_against_sharing

BEFORE_IT_CAME = Reason("The day is before the objection came. Check the date.", about="on")
WHO_MISSING = "Say who objected."
NOT_SHARED = "Sharing with {agency} has been stopped or is over already."


@transaction.atomic
def record_objection(
    *,
    case: Case,
    by: Any,
    to_what: str,
    person: Person | None = None,
    who: str = "",
    basis: SharingBasis | None = None,
    stop_meanwhile: bool = False,
    on: date | None = None,
) -> Objection:
    """Write who objected, to what and when. With `stop_meanwhile` the sharing stops at once,
    until the objection is answered; the lead or a manager decides that."""
    stops = stop_meanwhile and basis is not None
    case = case_to_change(case, by, "share" if stops else "change_people")
    member = member_of(case, person) if person else None
    if member is None and not who.strip():
        raise Refused(WHO_MISSING)
    day = on or timezone.localdate()
    locked = _basis(case, basis.pk) if basis else None
    objection = Objection.objects.create(
        family=case.family,
        basis=locked,
        person=member,
        who="" if member else who.strip(),
        to_what=to_what,
        received_on=day,
        due_on=month_after(day),
        stopped_meanwhile=stops,
        recorded_by=by,
    )
    said = f"{member.name if member else who.strip()} objected to sharing"
    tell(case, "objection.recorded", objection, said, by=by, person=member, reason=to_what)
    if locked and stops:
        if locked.stopped_at:
            raise Refused(NOT_SHARED.format(agency=locked.agency.name))
        stop(case=case, basis=locked, by=by, reason="Objection")
    return objection


@transaction.atomic
def answer_objection(
    *, case: Case, objection: Objection, by: Any, outcome: str, answer: str, on: date | None = None
) -> Objection:
    """Answer an objection in words. A manager does: the sharing stops for good, or goes on."""
    case = case_to_change(case, by, "answer_objection")
    locked = Objection.objects.select_for_update().get(pk=objection.pk, family=case.family_id)
    day = on or timezone.localdate()
    if locked.answered_on:
        raise Refused(f"This objection was answered on {in_words(None, locked.answered_on)}.")
    refuse_if(reasons_against_day(locked, day))
    locked.outcome, locked.answer = outcome, answer
    locked.answered_on, locked.answered_by = day, by
    locked.save(update_fields=["outcome", "answer", "answered_on", "answered_by"])
    said = f"Objection answered: {locked.get_outcome_display().lower()}"
    tell(case, "objection.answered", locked, said, by=by, person=locked.person, reason=answer)
    if locked.basis_id:
        _carry_out(case, locked, by)
    return locked


def reasons_against_day(objection: Objection, day: date | None) -> list[str]:
    """Why an objection cannot have been answered on a day; none is known yet where it is None."""
    return [BEFORE_IT_CAME] if day and day < objection.received_on else []


def month_after(day: date) -> date:
    """The same day of the next month, or its last: the calendar month the law gives to answer."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _carry_out(case: Case, objection: Objection, by: Any) -> None:
    """Stop the sharing that was objected to, or begin again what was stopped meanwhile."""
    assert objection.basis_id is not None
    basis = _basis(case, objection.basis_id)
    if objection.outcome == Objection.Outcome.STOPS:
        if basis.stopped_at is None:
            stop(case=case, basis=basis, by=by, reason=objection.answer)
    elif objection.stopped_meanwhile and basis.stopped_by_id is None:
        _begin_again(case, basis, by, objection.answer)


def _begin_again(case: Case, basis: SharingBasis, by: Any, reason: str) -> None:
    """A new basis after the one that was stopped, unless its last day has passed or another
    holds already."""
    today = timezone.localdate()
    others = SharingBasis.objects.not_over().filter(family=case.family_id, agency=basis.agency_id)
    if (basis.to_date and basis.to_date < today) or others.exists():
        return
    refuse_if(reasons_against_sharing(case, basis.agency, by))
    made = SharingBasis.objects.create(
        family=case.family,
        agency=basis.agency,
        basis=basis.basis,
        condition=basis.condition,
        what=basis.what,
        from_date=today,
        to_date=basis.to_date,
        recorded_by=by,
    )
    said = f"Sharing with {made.agency.name} begins again: {made.what}"
    tell(case, "sharing.recorded", made, said, by=by, reason=reason)


def _basis(case: Case, number: int) -> SharingBasis:
    found = SharingBasis.objects.select_for_update(of=("self",)).select_related("agency")
    return found.get(pk=number, family=case.family_id)
