"""What stands in the way of sharing with an agency, or ought to be put right first."""

from datetime import date
from typing import Any

from accounts.models import User
from audit.refusal import Reason
from audit.values import in_words
from cases.models import Agreement, Case, Conflict, Person, SharingBasis, Withdrawal
from cases.rules.blocking import manages
from localities.models import Agency, SharingAgreement

COMPETENT_AT = 16  # years
COMPETENCE = (
    "{name} is under 16. Write who judged that they understand what they agree to, how, and "
    "whether their parents may know."
)
WITHDRAWN = "This agreement was withdrawn on {}."
BEFORE_IT_WAS_GIVEN = Reason(
    "The day is before the agreement was given. Check the date.", about="on"
)
LAST_BEFORE_FIRST = "The last day is before the first. Check {}."
ALREADY_SHARED = "A basis for sharing with {agency} holds already. End it before you write another."
STOPPED = "Sharing with {} has been stopped already."
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


def reasons_against_agreement(who: Person | None, day: date | None, competence: str) -> list[str]:
    """Why an agreement cannot be written down so: somebody under 16 needs a judgement of their
    competence. Nothing of their age is said while the day is not known."""
    age = who.age_on(day) if who and day else None
    if who is None or age is None or age >= COMPETENT_AT or competence.strip():
        return []
    return [Reason(COMPETENCE.format(name=who.name), about="competence")]


def reasons_against_withdrawing(agreement: Agreement, day: date | None) -> list[str]:
    """Why an agreement cannot be withdrawn on a day."""
    if agreement.withdrawn_on:
        return [WITHDRAWN.format(in_words(None, agreement.withdrawn_on))]
    return [BEFORE_IT_WAS_GIVEN] if day and day < agreement.given_on else []


def reasons_against_a_basis(
    case: Case, agency: Agency | None, by: Any, first: date | None, last: date | None
) -> list[str]:
    """Why a basis for sharing cannot be written down so, as far as it is said."""
    found: list[str] = []
    if first and last and last < first:
        found.append(Reason(LAST_BEFORE_FIRST.format("both dates"), about="until"))
    if agency is None:
        return found
    if against := reasons_against_sharing(case, agency, by):
        return [*found, *against]
    present = SharingBasis.objects.filter(family=case.family_id, agency=agency)
    if present.filter(to_date__isnull=True, stopped_at__isnull=True).exists():
        found.append(Reason(ALREADY_SHARED.format(agency=agency.name), about="agency"))
    return found


def reasons_against_ending(basis: SharingBasis, day: date | None) -> list[str]:
    """Why sharing on a basis cannot end on a day."""
    found: list[str] = []
    if day and day < basis.from_date:
        found.append(Reason(LAST_BEFORE_FIRST.format("the date"), about="on"))
    return [*found, STOPPED.format(basis.agency.name)] if basis.stopped_at else found


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
