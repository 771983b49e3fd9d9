"""When a closing can be taken back, in sentences a practitioner would say.

Opening again is for a closing that was wrong. A family that needs help once more asks for it: a new
case is opened, and how the old one ended stays, as figures of what lasted count it.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.closure_reasons import ClosureReason
from cases.journey import Stage
from cases.models import Case, Closure
from cases.rules.blocking import blockers

WITHIN = timedelta(days=28)  # before the first look at how a closed case holds
NO_REASON = "Write what was wrong with the closing."
NO_LEAD = "Select who leads the case from now on."
HANDED_OVER = "Social care leads this family now. It comes back by a step-down."
TOO_LATE = (
    "It closed more than four weeks ago. Ask for help for this family again: a new case is opened, "
    "and this one stays as it ended."
)
ANOTHER = "The family has another open case. Work with them goes on there."


def reasons_against_reopening(case: Case, by: Any, closure: Closure | None) -> list[str]:
    """Why `by` cannot open this case again. None: they can."""
    reasons = blockers(case, "reopen", by)
    if closure is None:
        return reasons
    if closure.reason == ClosureReason.STEPPED_UP:
        reasons.append(HANDED_OVER)
    if closure.closed_on < timezone.localdate() - WITHIN:
        reasons.append(TOO_LATE)
    if Case.objects.live().filter(family=case.family_id).exists():
        reasons.append(ANOTHER)
    return reasons


def stage_before(case: Case) -> Stage:
    """Where the case was when it closed, as its dates say."""
    dates: list[tuple[date | None, Stage]] = [
        (case.plan_agreed_on, Stage.SUPPORTING),
        (case.eha_signed_off_on, Stage.PLANNING),
        (case.allocated_on, Stage.ASSESSING),
    ]
    return next((stage for day, stage in dates if day), Stage.WAITING)
