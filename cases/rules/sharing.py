"""What stands in the way of sharing with an agency, or ought to be put right first."""

from typing import Any

from accounts.models import User
from cases.models import Agreement, Case, Conflict, Withdrawal
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

LINKED = (
    "{name} is linked to somebody of this family, so the record is closed to them. Ask "
    "{agency} for somebody else."
)
NAMED_ONLY = (
    "{name} cannot see this case: it is restricted to named people. A manager names them first."
)
NO_BASIS = (
    "{name} cannot see this case: no sharing basis covers {agency}. Record one first, under "
    "“Agreement and sharing” on the Summary page."
)


def why_they_do_not_see(case: Case, user: User) -> str:
    """Why somebody of another agency, who works with the family, does not see its record, and
    what would mend it."""
    links = Conflict.objects.filter(user=user, ended_at__isnull=True)
    if links.filter(person__memberships__family=case.family_id).exists():
        said = LINKED
    else:
        said = NAMED_ONLY if case.restricted else NO_BASIS
    return said.format(name=user.name, agency=user.agency or "their agency")


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
