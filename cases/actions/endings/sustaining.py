"""Looking how closed cases hold: the product reads the records on each of their days by itself."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.acting import acting_as_system
from audit.actions.recording import record
from audit.refusal import Reason, refuse_if
from cases.actions.timing.clocks import Happening, happened
from cases.models import Case, Closure, ClosureCall, ClosureCheck, Due, NeedOutcome, Person
from cases.rules.blocking import blockers
from cases.rules.sustaining import NOT_LOOKED_AT, Fact, Found, found

log = logging.getLogger(__name__)

NAME = "the look at closed cases"
After = ClosureCheck.After
LOOKS = {
    After.THREE.key: (After.THREE, Happening.CHECKED_3),
    After.SIX.key: (After.SIX, Happening.CHECKED_6),
    After.TWELVE.key: (After.TWELVE, Happening.CHECKED_12),
}
CameOf = ClosureCall.CameOf
NOT_TO_ASK = "Nobody is to be asked about this, or it is settled already."
NO_CHOICE = Reason("Choose what came of it.", about="came_of")
NO_WORDS = Reason("Write how things are, as they put it.", about="how")
NOBODY = Reason("Write who said it.", about="said_by")
SILENT = "Nobody answered, so nothing can stand under “how things are”. Silence is no finding."


def look_at_all(on: date) -> int:
    """Every look that is due by this day. How many were made; asked again, none twice."""
    with acting_as_system(NAME):
        waiting = Due.objects.still_open().filter(
            key__in=LOOKS, due_on__lte=on, case__stage="closed"
        )
        numbers = list(waiting.order_by("due_on", "pk").values_list("pk", flat=True))
    return sum(_tried(number, on) for number in numbers)


@transaction.atomic
def look(*, due: Due, on: date) -> ClosureCheck | None:
    """Make the look a clock asks for. Only what stands on record by the day it was due counts,
    so that a night on which nothing ran changes no finding. None where it was made meanwhile."""
    case = Case.objects.select_for_update().get(pk=due.case_id)
    closure = Closure.objects.filter(case=case, reopened_on__isnull=True).first()
    months, happening = LOOKS[due.key]
    happened(case=case, what=happening, by=None, on=on)
    if closure is None or closure.reason in NOT_LOOKED_AT:
        return None
    if ClosureCheck.objects.filter(closure=closure, months=months).exists():
        return None
    seen = found(_facts(closure), _met(closure), closure.closed_on, due.due_on)
    check = ClosureCheck.objects.create(
        closure=closure,
        case=case,
        months=months,
        due_on=due.due_on,
        looked_on=on,
        finding=seen.finding,
        found_on=seen.fact.on if seen.fact else None,
        later_case_id=seen.fact.case if seen.fact else None,
        to_ask=_to_ask(closure, seen),
    )
    _ask_no_more_about_earlier(check)
    # Not in the history of the case, which its lead from another agency may read.
    record("closure.looked_at", check, check.get_finding_display(), by=None)
    return check


@transaction.atomic
def write_call(
    *,
    check: ClosureCheck,
    by: Any,
    came_of: str,
    how: str = "",
    said_by: str = "",
    next_step: str = "",
    on: date | None = None,
    version: int,
) -> ClosureCall:
    """Write down what came of asking a family how it goes. Raises Refused where nobody is to be
    asked, or where a silence would be written down as if somebody had said something."""
    check = ClosureCheck.objects.select_for_update().get(pk=check.pk)
    case = Case.objects.select_related("locality").get(pk=check.case_id)
    refuse_if(blockers(case, "ask_how_it_goes", by))
    refuse_if(_reasons(check, came_of, how.strip(), said_by.strip()))
    day = on or timezone.localdate()
    call = ClosureCall.objects.create(
        check_made=check,
        case=case,
        on=day,
        by=by,
        came_of=came_of,
        how=how.strip(),
        said_by=said_by.strip(),
        next_step=next_step.strip(),
    )
    check.change(expected=version, asked_on=None if came_of == CameOf.NO_ANSWER else day)
    record("closure.asked_how_it_goes", call, call.get_came_of_display(), by=by)
    return call


def _tried(number: int, on: date) -> bool:
    """What goes wrong with one case keeps no other from its look."""
    try:
        with acting_as_system(NAME):
            due = Due.objects.get(pk=number)
            return due.done_on is None and look(due=due, on=on) is not None
    except Exception:
        log.exception("the look for due %s was not made", number)
        return False


def _facts(closure: Closure) -> Iterable[Fact]:
    """What the records say of the family since, here and in the rooms that know of requests."""
    later = Case.objects.filter(family=closure.case.family_id, opened_on__gt=closure.closed_on)
    accepted = later.exclude(closures__reason="opened_in_error")
    for number, day in accepted.values_list("pk", "opened_on"):
        yield Fact(ClosureCheck.Finding.CAME_BACK, day, case=number)
    for path in settings.SINCE_A_CLOSURE:
        yield from import_string(path)(closure)


def _met(closure: Closure) -> set[str]:
    met = NeedOutcome.objects.filter(closure=closure, outcome=NeedOutcome.Outcome.MET)
    return set(met.values_list("need__kind", flat=True))


def _to_ask(closure: Closure, seen: Found) -> bool:
    """Only who agreed is asked; not while somebody works with them, nor after a death."""
    if not closure.agreed_to_be_asked or seen.finding not in ClosureCheck.HOLDS:
        return False
    family = closure.case.family_id
    if Case.objects.live().filter(family=family).exists():
        return False
    died = Person.objects.filter(memberships__family=family, died_on__isnull=False)
    return not died.exists()


def _ask_no_more_about_earlier(check: ClosureCheck) -> None:
    """One question at a time: whom nobody has asked after three months is asked after six, or no
    more, if they have come back by then."""
    waiting = ClosureCheck.objects.filter(closure=check.closure_id, to_ask=True, asked_on=None)
    for earlier in waiting.filter(months__lt=check.months):
        earlier.change(to_ask=False)


def _reasons(check: ClosureCheck, came_of: str, how: str, said_by: str) -> list[str]:
    if not check.to_ask or check.asked_on:
        return [NOT_TO_ASK]
    if came_of not in CameOf.values:
        return [NO_CHOICE]
    if came_of != CameOf.TOLD:
        return [SILENT] if how or said_by else []
    return [*([] if how else [NO_WORDS]), *([] if said_by else [NOBODY])]
