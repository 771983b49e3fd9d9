"""Sending accounts that nobody uses to sleep, and waking them."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.actions.ending import close_doors
from accounts.actions.inviting import manages
from accounts.demonstration import password_alone
from accounts.models import ApiToken, User
from accounts.roles import ROLES, May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from localities.calendar import term_days_before

UNUSED_DAYS = 90  # of term time
NEVER = [key for key, role in ROLES.items() if May.CONFIGURE in role.may]  # who would wake them?


def send_unused_to_sleep(today: date) -> int:
    """How many fell asleep. Asked twice, nobody does the second time."""
    if password_alone():
        return 0
    slept = 0
    for user_id in unused_since(term_days_before(today, UNUSED_DAYS)).values_list("pk", flat=True):
        slept += _send_to_sleep(user_id, today)
    return slept


def unused_since(day: date) -> QuerySet[User]:
    """Who has signed in neither by themselves nor by a token since that day."""
    used = ApiToken.objects.filter(user=OuterRef("pk"), used_at__date__gt=day)
    last = Coalesce(TruncDate("last_login"), "joined_on")
    users = User.objects.filter(is_active=True).exclude(role__in=NEVER)
    return users.annotate(last=last).filter(~Exists(used), last__lte=day)


@transaction.atomic
def _send_to_sleep(user_id: int, today: date) -> bool:
    awake = User.objects.select_for_update(of=("self",)).filter(pk=user_id, is_active=True)
    user = awake.first()
    if user is None:
        return False
    user.is_active, user.asleep_since = False, today
    user.save(update_fields=["is_active", "asleep_since"])
    close_doors(user)
    record("fell_asleep", user, f"Not used for {UNUSED_DAYS} days of term: {user.name}", by=None)
    return True


def blockers(user: User, *, by: User) -> list[str]:
    if user.asleep_since is None:
        return ["Only an account that sleeps is woken."]
    if not (may(by, May.CONFIGURE) or manages(by, user)):
        return ["Only their agency’s contact or the administrator wakes it."]
    return []


@transaction.atomic
def wake(*, user: User, by: User) -> User:
    """They sign in as before. The days of term are counted anew from today."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    refuse_if(blockers(user, by=by))
    user.is_active, user.asleep_since, user.last_login = True, None, timezone.now()
    user.save(update_fields=["is_active", "asleep_since", "last_login"])
    record("woken", user, f"Account woken: {user.name}", by=by)
    return user
