"""Sharing, joining a team and withdrawing, as tests do them again and again."""

from typing import Any

from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.sharing import agreeing
from cases.models import Case, SharingBasis, TafMember, Withdrawal
from localities.models import Agency
from tests.cast import World


def share(case: Case, world: World, agency: Agency, by: Any = None) -> SharingBasis:
    """A basis for sharing the plan with an agency, recorded by the manager or somebody else."""
    by = by or world.manager
    with acting_as(by):
        return agreeing.record_sharing(
            case=case, by=by, agency=agency, basis="public_task", what="The plan"
        )


def join(case: Case, user: Any) -> TafMember:
    """Somebody joins the Team Around the Family."""
    with acting_as_system("arranging a test"):
        return TafMember.objects.create(
            case=case, family=case.family, user=user, name=user.name, agency=user.agency,
            joined_on=timezone.localdate(),
        )  # fmt: skip


def withdraw(case: Case, by: Any) -> Withdrawal:
    """Somebody agreed, and no longer does."""
    with acting_as(by):
        agreement = agreeing.record_agreement(case=case, by=by, how="by_phone")
        agreeing.withdraw_agreement(case=case, agreement=agreement, by=by, reason="Enough")
        return Withdrawal.objects.get(agreement=agreement)
