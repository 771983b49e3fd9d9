"""What came of a case at a surgery: the advice and its next step, or that it was not discussed."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.contacting import record_contact
from cases.actions.people.telling import tell
from cases.actions.surgeries.putting_forward import carry, end, locked_item
from cases.models import Case, Contact, Surgery, SurgeryItem
from cases.queries.surgeries import coming_in
from cases.rules.surgery import reasons_against_advising, reasons_against_finishing

Outcome = SurgeryItem.Outcome

NO_ADVICE = Reason("Write what the surgery advised.", about="advice")
HALF_A_STEP = "A next step needs what is done, by whom and by when."
CANNOT_SEE = "{name} does not see this case. Choose somebody who works with the family."
BEFORE = "The next step is to be done after the surgery."
NO_WHY = Reason("Write why it was not discussed.", about="why")


@transaction.atomic
def advise(
    *,
    item: SurgeryItem,
    by: Any,
    advice: str,
    version: int,
    next_step: str = "",
    next_who: Any = None,
    next_by: date | None = None,
) -> SurgeryItem:
    """Write down the advice. It stands in the case’s timeline as a note of its own kind; a next
    step stands on the list of whoever takes it, in their digest and calendar, until it is done.
    The plan changes only by whoever leads: advice is advice."""
    item = locked_item(item)
    refuse_if(reasons_against_advising(item, by))
    refuse_if(_missing(item, advice, next_step.strip(), next_who, next_by))
    contact = record_contact(
        case=item.case,
        by=by,
        kind=Contact.Kind.SURGERY,
        happened_at=_moment(item.surgery),
        text=f"Asked: {item.question}\n\nAdvice ({item.surgery.led_by}): {advice.strip()}",
        next_step=_in_words(next_step.strip(), next_who, next_by),
        significant=True,
    )
    step = {"next_step": next_step.strip(), "next_who": next_who, "next_by": next_by}
    end(item, Outcome.ADVISED, by, "", version, advice=advice.strip(), contact=contact, **step)
    tell(item.case, "surgery.advised", item, f"Advice of the {item.surgery}", by=by)
    return item


def hand_on(case: Case, leaver: User, lead: User, by: Any) -> None:
    """Give the next steps somebody who leaves was to take for this family to whoever leads it
    now. Part of handing over."""
    theirs = SurgeryItem.objects.filter(case=case, next_who=leaver, next_done_on=None)
    for item in theirs.order_by("pk"):
        item.change(next_who=lead)
        said = f"{lead.name} does this in place of {leaver.name}: {item.next_step}"
        tell(case, "surgery.step_handed_on", item, said, by=by)


@transaction.atomic
def not_discussed(*, item: SurgeryItem, by: Any, why: str, version: int) -> SurgeryItem:
    """Write down that the surgery did not get to a case. It goes on to the locality’s next one;
    where none is arranged yet it waits, and goes on to it once it is."""
    item = locked_item(item)
    refuse_if(reasons_against_advising(item, by))
    if not why.strip():
        raise Refused(NO_WHY)
    end(item, Outcome.NOT_DISCUSSED, by, why.strip(), version)
    said = f"Not discussed at the {item.surgery}"
    tell(item.case, "surgery.not_discussed", item, said, by=by, reason=why.strip())
    if following := next_surgery(item):
        carry(item=item, to=following, by=by)
    return item


@transaction.atomic
def finish_next_step(*, item: SurgeryItem, by: Any, version: int) -> SurgeryItem:
    """The next step is done."""
    item = locked_item(item)
    refuse_if(reasons_against_finishing(item, by))
    item.change(expected=version, next_done_on=timezone.localdate())
    tell(item.case, "surgery.step_done", item, f"Done: {item.next_step}", by=by)
    return item


def next_surgery(item: SurgeryItem) -> Surgery | None:
    """The locality’s next surgery after the one the case was put forward to."""
    coming = coming_in(item.case.locality)
    return coming.filter(held_on__gt=item.surgery.held_on).first()


def _missing(item: SurgeryItem, advice: str, step: str, who: Any, by: date | None) -> list[str]:
    reasons: list[str] = [] if advice.strip() else [NO_ADVICE]
    if any((step, who, by)) and not all((step, who, by)):
        return [*reasons, HALF_A_STEP]
    if who and not Case.objects.visible_to(who).filter(pk=item.case_id).exists():
        reasons.append(CANNOT_SEE.format(name=who.name))
    if by and by < item.surgery.held_on:
        reasons.append(BEFORE)
    return reasons


def _in_words(step: str, who: Any, by: date | None) -> str:
    return f"{step} ({who.name}, by {by.day} {by:%B})"[:300] if step and by else ""


def _moment(surgery: Surgery) -> datetime:
    """Noon of its day, or now where that is still ahead."""
    noon = datetime.combine(surgery.held_on, time(12), timezone.get_current_timezone())
    return min(noon, timezone.now())
