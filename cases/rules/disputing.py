"""Why social care's answer to a step-up cannot be disputed, or a dispute not settled."""

from cases.models import StepUp, StepUpDispute

NOT_RETURNED = "Social care has not returned this step-up."
NOT_THE_NEWEST = "There is a newer step-up of this case."
DISPUTED = "It is disputed already. A manager says what came of it."
ENDED = "This dispute is settled."


def reasons_against_disputing(step_up: StepUp) -> list[str]:
    if step_up.state != StepUp.State.RETURNED:
        return [NOT_RETURNED]
    others = StepUp.objects.filter(case=step_up.case_id).exclude(pk=step_up.pk)
    if others.filter(requested_at__gt=step_up.requested_at).exists():
        return [NOT_THE_NEWEST]
    running = StepUpDispute.objects.filter(case=step_up.case_id, ended_at__isnull=True)
    return [DISPUTED] if running.exists() else []


def reasons_against_settling(dispute: StepUpDispute) -> list[str]:
    return [ENDED] if dispute.ended_at else []
