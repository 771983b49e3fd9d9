"""Starting and ending the clocks of a case: what is due follows from what happened."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import Case, Due
from localities.calendar import add_working_days, closures, due_date
from localities.clocks import in_force
from localities.models import Timescale

Happening = Timescale.Happening
SIGNED_OFF = Happening.ASSESSMENT_SIGNED_OFF
ALL = Q()
ASSESSED = (Happening.ASSESSMENT_SUBMITTED, SIGNED_OFF)
# The clocks of a re-assessment: of its own way from being sent to sign-off or return, and from
# one assessment to the next. All others count the first.
AGAIN = (
    Q(starts_with=Happening.ASSESSMENT_SUBMITTED, ends_with=SIGNED_OFF)
    | Q(starts_with=Happening.ASSESSMENT_RETURNED, ends_with=Happening.ASSESSMENT_SUBMITTED)
    | Q(starts_with=SIGNED_OFF, ends_with__in=ASSESSED)
)


def happened(*, case: Case, what: Happening, by: Any, on: date) -> None:
    """Tell the clocks of a case that something happened on a day.

    Ends what waited for it, then starts what counts from it. A clock that starts again
    (a review after every TAF) replaces the one that ran.
    """
    _go_on(case, what, by, on)


def happened_again(*, case: Case, what: Happening, by: Any, on: date) -> None:
    """Tell the clocks of a case that a re-assessment was submitted, returned or signed off."""
    _go_on(case, what, by, on, AGAIN)


def _go_on(case: Case, what: Happening, by: Any, on: date, which: Q = ALL) -> None:
    """Of these clocks, end what waited for it and start what counts from it."""
    table = Timescale.objects.filter(which, ends_with=what)
    _done(Due.objects.still_open().filter(case=case, timescale__in=table), by, on)
    closed = closures()
    for timescale in in_force(on).filter(which, starts_with=what):
        _begin(case, timescale, on, closed, timescale.because)


def _done(dues: QuerySet[Due], by: Any, on: date) -> None:
    dues.update(done_on=on, done_by_id=getattr(by, "pk", None))


def start(*, case: Case, key: str, on: date, because: str) -> None:
    """Start one clock of the table anew, for another reason than the table's: a case that another
    locality took over is to be allocated there."""
    for timescale in in_force(on).filter(key=key):
        _begin(case, timescale, on, closures(), because)


def end(*, case: Case, key: str, by: Any, on: date) -> None:
    """End one clock, if it runs: what it waited for has been done."""
    _done(Due.objects.still_open().filter(case=case, key=key), by, on)


def no_longer_waits_for(
    *, case: Case, what: Happening, on: date, since: Happening | None = None
) -> None:
    """Cancel what waits for something that will not come now, such as the sign-off of an
    assessment that was returned; `since`: only what is counted from that."""
    waited = Due.objects.still_open().filter(case=case, timescale__ends_with=what)
    if since:
        waited = waited.filter(timescale__starts_with=since)
    waited.update(cancelled_on=on)


def stop_all(*, case: Case, on: date) -> None:
    """Cancel everything due on a case, because it has ended."""
    Due.objects.still_open().filter(case=case).update(cancelled_on=on)


def _begin(
    case: Case, timescale: Timescale, on: date, closed: frozenset[date], because: str
) -> None:
    running = Due.objects.still_open().filter(case=case, key=timescale.key)
    running.update(cancelled_on=on)
    Due.objects.create(case=case, **begun(timescale, on, closed) | {"because": because})


def begun(timescale: Timescale, on: date, closed: frozenset[date]) -> dict[str, Any]:
    """What is due by a clock that starts on a day: the fields of Due but for the case."""
    due_on = due_date(timescale, on, closed)
    return {
        "timescale_id": timescale.pk,
        "key": timescale.key,
        "what": timescale.due,
        "because": timescale.because,
        "owner": timescale.owner,
        "started_on": on,
        "due_on": due_on,
        "escalates_to": timescale.escalates_to,
        "escalates_on": escalation_day(timescale, due_on, closed),
    }


def escalation_day(
    timescale: Timescale, due_on: date, closed: frozenset[date] | None = None
) -> date | None:
    """From which day whoever late work escalates to is told; None where nobody is."""
    if not timescale.escalates_after:
        return None
    return add_working_days(due_on, timescale.escalates_after, closed)
