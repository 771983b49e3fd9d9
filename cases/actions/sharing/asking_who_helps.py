"""“Is anyone already helping?”: the question, the call that may follow, and making the call."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from accounts.roles import May, Scope, may
from audit.actions.posting import post
from audit.actions.queueing import Landing, ask
from audit.actions.recording import looked, record
from audit.models import Job, Look
from audit.refusal import Refused
from audit.text import fold
from cases.actions.people.telling import case_to_change
from cases.models import Asking, Case

TOO_OFTEN = (
    "You or your agency have asked as often as is allowed in one day. Ring the early help desk."
)
TOO_OLD = "This answer is too old to ask for a call. Ask again, then leave your number."
MAIL = (
    "A professional asks to be called about a record you look after. Sign in: who asks, why and on "
    "which number stands in “My families” or “What needs you”.\n"
)
CALLED = "Somebody has made this call already."


@dataclass(frozen=True)
class Answer:
    """All that an asker may learn. `handle` asks for a call and says nothing of the case."""

    helping: bool
    agency: str = ""
    handle: UUID | None = None


@transaction.atomic
def ask_who_helps(
    *,
    by: Any,
    reason: str,
    why: str,
    given_name: str,
    family_name: str,
    born: date,
    postcode: str = "",
    nhs_number: str = "",
    upn: str = "",
) -> Answer:
    """Ask, and write down that it was asked, of whom and why. Raises Refused where `by` may not
    ask or has asked too often today; that depends on nobody's records."""
    if not may(by, May.ASK_WHO_HELPS):
        raise Refused("Only people who work with families may ask this.")
    refuse_too_often(by)
    terms = {
        "given_name": given_name,
        "family_name": family_name,
        "date_of_birth": born.isoformat(),
        "postcode": postcode,
        "nhs_number": nhs_number,
        "upn": upn,
    }
    looked(
        Look.Kind.SEARCHED,
        "Is anyone already helping?",
        by=by,
        terms=terms,
        reason=reason,
        why=why,
    )
    keys: list[Any] = [fold(given_name), fold(family_name), born, postcode, nhs_number, upn]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM is_anyone_helping(%s, %s, %s, %s, %s, %s, %s, %s)",
            [*keys, reason, why],
        )
        helping, agency, handle = cursor.fetchone()
    return Answer(helping, agency or "", handle)


def refuse_too_often(by: Any) -> None:
    """The cache knows who is over already; the database counts, with a cache or without."""
    today = timezone.localdate()
    key = f"asked-who-helps-{today}-{by.pk}"
    if cache.get(key) == "too often":
        raise Refused(TOO_OFTEN)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM askings_since(%s)", [midnight])
        by_person, by_agency = cursor.fetchone()
    most_each, most_agency = settings.ASKINGS_A_DAY, settings.ASKINGS_OF_AN_AGENCY_A_DAY
    if by_person >= most_each or by_agency >= most_agency:
        cache.set(key, "too often", 3600)
        raise Refused(TOO_OFTEN)


@transaction.atomic
def ask_for_a_call(*, by: Any, handle: UUID, phone: str, words: str = "") -> None:
    """Leave a number for whoever leads. Who that is stays with the worker that passes it on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ask_to_be_called(%s, %s, %s)", [handle, phone, words])
        if not cursor.fetchone()[0]:
            raise Refused(TOO_OLD)
    ask("pass_on_a_call", key=f"call {handle}", by=by, payload={"handle": str(handle)})


def pass_on(job: Job) -> Landing:
    """The job: write on the case that a call is asked for, and mail who makes it."""

    def land() -> None:
        with acting_as_system("Is anyone already helping?", Scope.ALL):
            asking = Asking.objects.select_related("asker", "agency", "case__locality").filter(
                handle=job.payload["handle"], case__isnull=False
            )
            if found := asking.first():  # not of a case that has been restricted since
                _tell_who_calls(found)

    return land


def _tell_who_calls(asking: Asking) -> None:
    case = asking.case
    assert case is not None
    record(
        "case.call_wanted",
        asking,
        f"{asker_words(asking)} asks to be called",
        by=asking.asker,
        case_id=case.pk,
        family_id=case.family_id,
        reason=asking.why,
    )
    post(
        to=[user.email for user in callers(case)],
        subject="Please call: somebody asks about a record",
        text=MAIL,
        by=None,
        key=f"call {asking.handle}",
    )


def callers(case: Case) -> list[User]:
    """Who makes the calls of a case: its lead; else who minds it; else the hub's duty and
    managers."""
    active = User.objects.filter(is_active=True)
    lead = active.filter(allocations__case=case, allocations__ended_at__isnull=True)
    found = [user for user in lead if Case.objects.visible_to(user).filter(pk=case.pk).exists()]
    found = found or list(active.filter(pk=case.minded_by_id or 0))
    hub = ("duty_worker", "locality_manager", "team_manager")
    found = found or list(active.filter(role__in=hub, localities=case.locality_id))
    return found or list(active.filter(role="head_of_service"))


@transaction.atomic
def call_made(*, case: Case, asking: Asking, by: Any, words: str = "") -> Asking:
    """Write that the call was made."""
    case = case_to_change(case, by)
    locked = Asking.objects.select_for_update(of=("self",)).get(pk=asking.pk, case=case)
    if locked.called_at:
        raise Refused(CALLED)
    locked.called_at, locked.called_by = timezone.now(), by
    locked.save(update_fields=["called_at", "called_by"])
    record(
        "case.call_made",
        locked,
        f"{asker_words(locked)} was called back",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=words,
    )
    return locked


def asker_words(asking: Asking) -> str:
    """Who asks: “Sam School, Hawthorn Primary School”."""
    agency = asking.agency.name if asking.agency else ""
    return ", ".join(part for part in (asking.asker.name, agency) if part)
