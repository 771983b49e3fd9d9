"""Opening a record one may not see otherwise, in an emergency, for some hours."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.recording import record
from audit.context import reach_again, reach_of
from audit.refusal import Refused
from audit.text import fold
from cases.models import BreakGlass, Case

MOST_HOURS = 8
NOT_YOURS = "Your role cannot open closed records. In an emergency ring 999 or the MASH."
NOTHING = (
    "No record can be opened with this. Check what you typed. Somebody in danger now: ring 999 "
    "or the MASH."
)
SUBJECT = "A closed record was opened in an emergency"
TEXT = (
    "{who} opened a record they may not see otherwise. It stays open to them until {until}. "
    "Sign in and look under “Opened in an emergency”: say whether it was right."
)


@dataclass(frozen=True)
class Whom:
    """Which record: a reference of a case or family, or the whole name and date of birth of one
    member of it."""

    reference: str = ""
    given_name: str = ""
    family_name: str = ""
    date_of_birth: date | None = None


@transaction.atomic
def break_glass(*, whom: Whom, by: Any, reason: str, hours: int) -> BreakGlass:
    """Open a family's records to `by` for `hours` (at most eight). Managers of the locality, the
    people named on it and information governance are told at once.

    Raises Refused with one and the same sentence where there is no such record, or where `by` is
    linked to somebody in it.
    """
    if not may(by, May.BREAK_GLASS):
        raise Refused(NOT_YOURS)
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(f"Choose between one hour and {MOST_HOURS}.")
    family = _family(whom)
    if family is None or family in reach_of(by.pk).closed:
        raise Refused(NOTHING)
    now = timezone.now()
    glass = BreakGlass.objects.create(
        family_id=family,
        user=by,
        reason=reason,
        opened_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    reach_again()
    case = Case.objects.filter(family=family).order_by("-opened_on", "-pk").first()
    record(
        "case.glass_broken",
        glass,
        f"Opened in an emergency, for {hours} hour{'' if hours == 1 else 's'}",
        by=by,
        case_id=case.pk if case else None,
        family_id=family,
        reason=reason,
    )
    _tell(glass, by)
    return glass


@transaction.atomic
def shut_again(*, glass: BreakGlass, by: Any) -> BreakGlass:
    """End it before its time: whoever opened it no longer needs it."""
    locked = BreakGlass.objects.select_for_update().get(pk=glass.pk, user=by)
    if locked.ended_at is None and locked.ends_at > timezone.now():
        record("case.glass_shut", locked, "Closed again", by=by, family_id=locked.family_id)
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        reach_again()
    return locked


@transaction.atomic
def look_into(*, number: int, by: Any, finding: str) -> None:
    """Say, having looked into it, whether opening the record was right. Once, by one person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT look_into_glass(%s, %s, %s)", [number, by.pk, finding])
        (done,) = cursor.fetchone()
    if not done:
        raise Refused("Somebody has looked into this already, or it is not yours to look into.")
    record(
        "case.glass_looked_into",
        BreakGlass(pk=number),
        "Looked into an emergency opening",
        by=by,
        reason=finding,
    )


def _family(whom: Whom) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT family_to_open(%s, %s, %s, %s::date)",
            [
                whom.reference.strip(),
                fold(whom.given_name),
                fold(whom.family_name),
                whom.date_of_birth,
            ],
        )
        found: int | None = cursor.fetchone()[0]
        return found


def _tell(glass: BreakGlass, by: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM told_of_opening(%s)", [glass.family_id])
        addresses = [email for (email,) in cursor.fetchall() if email != by.email]
    until = f"{timezone.localtime(glass.ends_at):%-d %B, %H:%M}"
    text = TEXT.format(who=by.name, until=until)
    post(to=addresses, subject=SUBJECT, text=text, by=by, key=f"glass {glass.pk}")
