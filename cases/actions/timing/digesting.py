"""The letter of the morning: what is due today or late, without a name."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from accounts.roles import WITH_DUE_WORK, Scope, role_of
from audit.actions.posting import post
from cases.queries.timing.due_work import DueWork, due_work
from localities.calendar import closures, is_working_day

log = logging.getLogger(__name__)

TEXT = (
    "Good morning {name},\n\n{lines}\n\nSee which families: {url}\nYou are asked to sign in.\n\n"
    "This comes on working days when something is due or late. It names nobody. You can switch it "
    "off in “My settings”: {settings}"
)


def send_digests(on: date) -> int:
    """Write to everybody of whose work something is due or late, if this is a working day. How
    many. Asked again on the same day, nobody gets a second letter."""
    if not is_working_day(on, closures()):
        return 0
    with acting_as_system("the digest of what is due", Scope.ALL):
        users = User.objects.filter(is_active=True, role__in=WITH_DUE_WORK).order_by("pk")
        found = list(users.select_related("agency"))
    return sum(_tried(user, on) for user in found)


def send_digest(*, user: User, on: date) -> bool:
    """One person's, read as they themselves may read. Who chose to have none gets one only of late
    work that escalates to them. Whether there was anything to write."""
    with acting_as(user):
        due = [row for row in due_work(user) if row.on <= on]
        rows = [row for row in due if user.digest or row.escalated]
        if not rows:
            return False
        late = sum(row.on < on for row in rows)
        text = TEXT.format(
            name=user.name, lines=_lines(rows, on), url=_url(user), settings=_my_settings()
        )
        key = f"digest {user.pk} {on}"
        post(to=[user.email], subject=_subject(len(rows), late), text=text, by=None, key=key)
        return True


def _tried(user: User, on: date) -> bool:
    """What goes wrong with one person's letter keeps nobody else from theirs."""
    try:
        return send_digest(user=user, on=on)
    except Exception:
        log.exception("the digest of user %s was not sent", user.pk)
        return False


def _subject(number: int, late: int) -> str:
    things = "1 thing is" if number == 1 else f"{number} things are"
    return f"Early help: {things} due" + (f", {late} of them late" if late else "")


def _lines(rows: Iterable[DueWork], on: date) -> str:
    every = Counter(row.what for row in rows)
    late = Counter(row.what for row in rows if row.on < on)
    return "\n".join(
        f"- {what}: {number}" + (f", {late[what]} late" if late[what] else "")
        for what, number in sorted(every.items())
    )


def _my_settings() -> str:
    return settings.SITE_URL + reverse("my-settings")


def _url(user: User) -> str:
    return settings.SITE_URL + reverse(role_of(user).home)
