"""What stands in the way of sharing with an agency, or ought to be put right first."""

from typing import Any

from cases.models import Agreement, Case, Withdrawal
from cases.rules.blocking import manages
from localities.models import Agency, SharingAgreement

WAITS = (
    "The family’s agreement was withdrawn and a manager has not answered yet. Nothing new is "
    "shared until they have."
)
ONLY_A_MANAGER = (
    "The family’s agreement was withdrawn. Record a new agreement first, or ask a manager of "
    "{locality} to record this basis."
)
NO_AGREEMENT = (
    "No sharing agreement with {agency} is in force. The basis is recorded. Ask whoever looks "
    "after information governance to agree one, and an administrator to add it under Settings."
)


def reasons_against_sharing(case: Case, agency: Agency, by: Any) -> list[str]:
    """Why `by` cannot begin to share with an agency now. Nothing said of the council itself."""
    if agency.kind == Agency.Kind.COUNCIL:
        return []
    withdrawals = Withdrawal.objects.filter(case=case.pk)
    if withdrawals.filter(answer="").exists():
        return [WAITS]
    latest = withdrawals.order_by("-recorded_at", "-pk").first()
    if latest is None or _agreed_since(latest) or manages(case, by):
        return []
    return [ONLY_A_MANAGER.format(locality=case.locality.name)]


def warning_about(agency: Agency) -> str:
    """What to put right where no sharing agreement with an agency is in force. Sharing may go
    ahead: a family's need and the law decide that."""
    if agency.kind == Agency.Kind.COUNCIL:
        return ""
    if SharingAgreement.objects.standing().filter(agency=agency).exists():
        return ""
    return NO_AGREEMENT.format(agency=agency.name)


def _agreed_since(withdrawal: Withdrawal) -> bool:
    given = Agreement.objects.filter(family=withdrawal.family_id, withdrawn_on__isnull=True)
    return given.filter(recorded_at__gt=withdrawal.recorded_at).exists()
