"""Telling whoever sits on a panel when it meets. No letter names a family, or says why."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.actions.posting import addresses_of, post
from referrals.models import Panel, PanelMember

SITS, CHAIRS = "You sit on an early help panel", "You chair an early help panel"
SEAT = (
    "You {what} the early help panel of {when}.\n\n"
    "Sign in to see its agenda and papers: {page}\n\n"
    "What you read there is for the panel alone, and what is read is on record."
)
REMOVED = "You do not sit on an early help panel any more"
NOT_SEATED = "You do not sit on the early help panel of {when} any more."
CHANGED = "An early help panel has changed"
NOW = (
    "The early help panel of {was} has changed. It meets on {when}{where}. {chair} chairs it.\n\n"
    "Sign in to see it: {page}"
)
OFF = "An early help panel is called off"
NOT_MET = (
    "The early help panel of {when} does not meet. What was on its agenda waits for another panel, "
    "and its papers are withdrawn."
)


def tell_member(panel: Panel, member: PanelMember, by: Any) -> None:
    text = SEAT.format(what="sit on", when=_when(panel.meets_at), page=_page(panel))
    post(to=[member.user.email], subject=SITS, text=text, by=by, key=f"panel seat {member.pk}")


def tell_removed(panel: Panel, member: PanelMember, by: Any) -> None:
    text = NOT_SEATED.format(when=_when(panel.meets_at))
    key = f"panel seat {member.pk} left"
    post(to=addresses_of([member.user], but=by), subject=REMOVED, text=text, by=by, key=key)


def tell_chair(panel: Panel, by: Any) -> None:
    """Whoever arranged it to chair it themselves knows."""
    text = SEAT.format(what="chair", when=_when(panel.meets_at), page=_page(panel))
    to = addresses_of([panel.chair], but=by)
    post(to=to, subject=CHAIRS, text=text, by=by, key=f"panel chair {panel.pk}")


def tell_of_change(panel: Panel, by: Any, *, was: datetime, chaired: User) -> None:
    text = NOW.format(
        was=_when(was),
        when=_when(panel.meets_at),
        where=f", {panel.place}" if panel.place else ", online",
        chair=panel.chair.name,
        page=_page(panel),
    )
    to = addresses_of([*seated(panel), chaired], but=by)
    post(to=to, subject=CHANGED, text=text, by=by, key=f"panel {panel.pk} {panel.version}")


def tell_called_off(panel: Panel, by: Any) -> None:
    to = addresses_of(seated(panel), but=by)
    text = NOT_MET.format(when=_when(panel.meets_at))
    post(to=to, subject=OFF, text=text, by=by, key=f"panel off {panel.pk}")


def seated(panel: Panel) -> list[User]:
    """The chair and the present members."""
    members = PanelMember.objects.filter(panel=panel, removed_at__isnull=True)
    return [panel.chair, *(member.user for member in members.select_related("user"))]


def _when(moment: datetime) -> str:
    at = timezone.localtime(moment)
    return f"{at:%A} {at.day} {at:%B %Y, %H:%M}"


def _page(panel: Panel) -> str:
    return settings.SITE_URL + reverse("panel", args=[panel.pk])
