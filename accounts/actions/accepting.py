"""Accepting an invitation: the link becomes a way to sign in, once."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.inviting import digest_of
from accounts.models import Invitation, User
from audit.actions.recording import record
from audit.refusal import refuse_if

GONE = "This invitation no longer works. Ask the person who invited you for a new one."


def found_by(text: str) -> Invitation | None:
    """The open invitation whose link this is."""
    found = Invitation.objects.select_related("user__agency").filter(digest=digest_of(text)).first()
    return found if found and not blockers(found) else None


def blockers(invitation: Invitation) -> list[str]:
    user = invitation.user
    return [] if invitation.open and not user.is_active and not user.ended_on else [GONE]


@transaction.atomic
def accept(*, invitation: Invitation, name: str = "", password: str = "", how: str) -> User:
    """Let them in. Without a password they sign in another way, which `how` says."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user")
    invitation = rows.get(pk=invitation.pk)
    refuse_if(blockers(invitation))
    user = invitation.user
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    user.name = name or user.name
    if password:
        user.set_password(password)
    user.is_active, user.joined_on = True, user.joined_on or timezone.localdate()
    user.save()
    record("accepted_invitation", user, f"Accepted the invitation, to sign in with {how}", by=user)
    return user
