"""A family whose needs are met: its lead asks the manager to close the case."""

from django.utils import timezone

from accounts.models import User
from cases.actions.endings.asking_to_close import ask_to_close
from cases.closure_reasons import ClosureReason
from cases.journey import Stage
from cases.models import Case, Due, NeedOutcome

MET = str(NeedOutcome.Outcome.MET)


def write_closing_asked() -> None:
    """Of those the practitioner of the demonstration leads, the one whose plan was agreed first
    about whom nothing else is asked and nothing is late."""
    lead = User.objects.get(email="practitioner@example.org")
    led = Case.objects.filter(
        stage=Stage.SUPPORTING.value,
        allocations__user=lead,
        allocations__ended_at=None,
        reassessment_started_on=None,
        restricted=False,
        step_ups=None,
        transfers=None,
        surgery_items=None,
        withdrawals=None,
    )
    late = Due.objects.still_open().filter(due_on__lt=timezone.localdate())
    led = led.exclude(pk__in=late.values("case"))
    case = led.select_related("family", "locality").order_by("plan_agreed_on", "pk").first()
    if case is None:
        return
    ask_to_close(
        case=case,
        by=lead,
        reason=ClosureReason.NEEDS_MET,
        outcomes={need.pk: (MET, "") for need in case.needs.all()},
        summary="School every day for a term, and evenings without shouting. The goals are met.",
        family_view="“We can do this ourselves now, and we know whom to ring.”",
        child_view="“It is calm at home.”",
        stays_in_touch="School’s family support worker, once a term",
        may_ask="phone",
    )
