"""Letting somebody who lost their app and key set up new ones."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actions.ending import end_sessions
from accounts.models import User
from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import refuse_if


def blockers(user: User, *, by: User) -> list[str]:
    if user.pk == by.pk:
        return ["You cannot remove your own second step here. Use “Your account”."]
    if not may(by, May.CONFIGURE):
        return ["Only the administrator removes somebody’s second step."]
    if not Authenticator.objects.filter(user=user).exists():
        return ["They have no second step."]
    return []


@transaction.atomic
def forget_second_step(*, user: User, by: User) -> None:
    """They are signed out everywhere, and set up a new one after their password."""
    refuse_if(blockers(user, by=by))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record("second_step_forgotten", user, f"Second step removed for {user.name}", by=by)
