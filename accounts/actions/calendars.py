"""Giving somebody a private address for their own calendar, and taking it away."""

from django.db import transaction
from django.utils import timezone

from accounts.models import CalendarAddress, User
from accounts.roles import WITH_DUE_WORK
from audit.actions.recording import record
from audit.refusal import Refused

NOT_YOURS = "Nothing falls due for you, so there is no calendar to read."


def has_due_work(user: User) -> bool:
    return user.is_active and user.role in WITH_DUE_WORK


@transaction.atomic
def give_address(*, by: User) -> tuple[CalendarAddress, str]:
    """A new address and its text, which is shown once. The one before opens nothing any more."""
    if not has_due_work(by):
        raise Refused(NOT_YOURS)
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    _revoke(by)
    text = CalendarAddress.new_text()
    address = CalendarAddress.objects.create(
        user=by, digest=CalendarAddress.digest_of(text), made_at=timezone.now()
    )
    record("calendar.given", address, "A private address for their calendar", by=by)
    return address, text


@transaction.atomic
def take_away(*, by: User) -> None:
    """From the next reading on it opens nothing. Taken away again, nothing changes."""
    if _revoke(by):
        record("calendar.taken_away", by, "The address of their calendar was switched off", by=by)


def _revoke(user: User) -> int:
    standing = CalendarAddress.objects.filter(user=user, revoked_at__isnull=True)
    return standing.update(revoked_at=timezone.now())
