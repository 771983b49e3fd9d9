"""Ending somebody's access: every session, token, calendar and open invitation, at once."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.actions.inviting import manages
from accounts.models import ApiToken, CalendarAddress, Invitation, KeptText, User
from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import refuse_if


def blockers(user: User, *, by: User) -> list[str]:
    if user.ended_on and not user.is_active:
        return ["Their access has ended already."]
    if user.pk == by.pk:
        return ["You cannot end your own access. Ask another contact or the administrator."]
    if not (may(by, May.CONFIGURE) or may(by, May.REVIEW_ACCESS) or manages(by, user)):
        return ["Only their agency’s contact or the administrator ends their access."]
    return []


@transaction.atomic
def end(*, user: User, by: User, reason: str = "") -> User:
    """From the next click on they are signed out, in every browser and every other system."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    refuse_if(blockers(user, by=by))
    user.is_active, user.ended_on = False, timezone.localdate()
    user.asleep_since = None
    user.set_unusable_password()
    user.save()
    close_doors(user)
    record("ended_access", user, f"Access ended: {user.name}", by=by, reason=reason)
    return user


def close_doors(user: User) -> None:
    """What an ended or sleeping person can no longer come in by."""
    now = timezone.now()
    end_sessions(user)
    ApiToken.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    CalendarAddress.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=now)
    KeptText.objects.filter(user=user).delete()
    open_ = Invitation.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True)
    open_.update(withdrawn_at=now)


def end_sessions(user: User, *, but: str = "") -> int:
    """Every session but the one with this key. Somebody inactive has none left in any case."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    for row in rows:
        store.delete(row.session_key)
        row.delete()
    return len(rows)
