"""Writing down what warns before a visit, a call or a copy: alerts, orders, responsibility."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, member_of, tell
from cases.models import Alert, Case, CourtOrder, ParentalResponsibility, Person

REVIEW_AHEAD = "The day to look at it again must be after today."
ENDED = "This warning has been ended already."


@transaction.atomic
def raise_alert(
    *, case: Case, person: Person, by: Any, kind: str, text: str, source: str, review_on: date
) -> Alert:
    """Warn whoever visits: what, where it comes from, and when it is looked at again."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    today = timezone.localdate()
    if review_on <= today:
        raise Refused(REVIEW_AHEAD)
    alert = Alert.objects.create(
        person=locked, kind=kind, text=text, source=source, recorded_on=today, review_on=review_on
    )
    said = f"Warning for visits recorded: {alert.get_kind_display().lower()} ({locked.name})"
    tell(case, "alert.recorded", alert, said, by=by, person=locked)
    return alert


@transaction.atomic
def look_again(
    *, case: Case, alert: Alert, by: Any, holds: bool, reason: str, review_on: date | None = None
) -> Alert:
    """Look at a warning again: it holds until another day, or it ends. Says why."""
    case = case_to_change(case, by)
    locked = Alert.objects.select_for_update().get(pk=alert.pk)
    person = member_of(case, locked.person)
    if locked.ended_on:
        raise Refused(ENDED)
    today = timezone.localdate()
    if holds and (review_on is None or review_on <= today):
        raise Refused(REVIEW_AHEAD)
    if holds and review_on:
        locked.review_on = review_on
    else:
        locked.ended_on = today
    locked.save(update_fields=["review_on", "ended_on"])
    what = locked.get_kind_display().lower()
    said = f"Warning for visits {'kept' if holds else 'ended'}: {what} ({person.name})"
    verb = "alert.kept" if holds else "alert.ended"
    tell(case, verb, locked, said, by=by, person=person, reason=reason)
    return locked


@transaction.atomic
def record_order(
    *,
    case: Case,
    person: Person,
    by: Any,
    kind: str,
    text: str,
    source: str,
    made_on: date,
    ends_on: date | None = None,
    restrains: Person | None = None,
) -> CourtOrder:
    """Write down a court's order about a child, whom it restrains, and when it ends."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    if ends_on and ends_on < made_on:
        raise Refused("The order ends before it was made. Check both dates.")
    order = CourtOrder.objects.create(
        child=locked,
        kind=kind,
        text=text,
        source=source,
        made_on=made_on,
        ends_on=ends_on,
        restrains=member_of(case, restrains) if restrains else None,
    )
    said = f"Court order recorded: {kind} ({locked.name})"
    tell(case, "order.recorded", order, said, by=by, person=locked)
    return order


@transaction.atomic
def record_responsibility(
    *,
    case: Case,
    person: Person,
    by: Any,
    source: str,
    holder: Person | None = None,
    holder_name: str = "",
    from_date: date | None = None,
) -> ParentalResponsibility:
    """Write down who has parental responsibility for a child and how that is known."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    if holder is None and not holder_name.strip():
        raise Refused("Select who has parental responsibility, or write their name.")
    held = ParentalResponsibility.objects.create(
        child=locked,
        holder=member_of(case, holder) if holder else None,
        holder_name=holder_name,
        source=source,
        from_date=from_date,
    )
    who = held.holder.name if held.holder else holder_name
    said = f"Parental responsibility for {locked.name} recorded: {who}"
    tell(case, "person.responsibility", held, said, by=by, person=locked)
    return held
