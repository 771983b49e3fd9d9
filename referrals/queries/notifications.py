"""What a page shows of a domestic abuse notification: nothing of it as a fact."""

from dataclasses import dataclass
from typing import Any

from localities.models import Authority
from referrals.models import Notification, Referral, SchoolNotice
from referrals.rules.schools import WORDS, of_school_age

ASK_ABOUT_MARAC = (
    "Ask whoever assessed the risk whether they referred to MARAC and to the independent "
    "domestic violence adviser (IDVA). Whoever assessed it refers; if they cannot, we do."
)
REACH_SAFELY = (
    "Reach nobody at the home by telephone, letter or visit until the IDVA or the police say "
    "how that is safe."
)


@dataclass(frozen=True)
class Told:
    """One notice for a school: of which child, and who was told or why nobody is."""

    row: SchoolNotice
    held: str

    @property
    def may_tell_deputy(self) -> bool:
        return bool(self.row.shared_at and not self.row.seen_at)


@dataclass(frozen=True)
class Said:
    """A notification with whom of the schools were told, and what to do now. `looked_up` is false
    for the moment in which the schools of the children are still to be found."""

    notice: Notification
    told: list[Told]
    route: list[str]
    looked_up: bool


def of_request(referral: Referral) -> Said | None:
    """The notification of a request; None where it is none, or not there for whoever asks."""
    notice = Notification.objects.filter(referral=referral).select_related(
        "works_at", "screened_by"
    )
    found = notice.first() if referral.kind == Referral.Kind.NOTIFICATION else None
    if found is None:
        return None
    rows = SchoolNotice.objects.filter(referral=referral).select_related(
        "school", "user", "shared_by"
    )
    told = [Told(row, WORDS.get(row.held_because, "")) for row in rows.order_by("child_id", "pk")]
    route = marac_route() if found.risk == Notification.Risk.HIGH else []
    looked_up = bool(told) or not any(of_school_age(one, referral) for one in referral.people.all())
    return Said(found, told, route, looked_up)


def marac_route() -> list[str]:
    """High risk: what is to be done now, in this order."""
    ours = Authority.current()
    mash = f" on {ours.mash_phone}" if ours.mash_phone else ""
    night = f", or {ours.out_of_hours_phone} when it is closed" if ours.out_of_hours_phone else ""
    return [
        "Somebody in danger now: ring 999.",
        f"Ring the MASH{mash}{night}. A social worker decides today whether the children are safe.",
        ASK_ABOUT_MARAC,
        REACH_SAFELY,
        "Write in the screening what was done, by whom and when.",
    ]


def notices_for(user: Any) -> Any:
    """What this person was told as key adult of their school, the latest first."""
    rows = SchoolNotice.objects.filter(user=user, shared_at__isnull=False)
    return rows.select_related("school").order_by("-shared_at", "-pk")
