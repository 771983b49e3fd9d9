"""Keeping what a partner has begun: saving while they type, handing on, sending, clearing away.

Each part of the page has a mark. A part is written if it still has the mark its writer saw, so
that different parts of two people come together and nobody's words are overwritten unseen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.recording import record
from audit.refusal import Refused
from referrals.models import Draft, Referral

WARNED_AFTER, DELETED_AFTER = timedelta(days=25), timedelta(days=30)
LONGEST = 200_000  # characters of one draft
ENDED = "This was sent or deleted already."
TOO_LONG = "This is too long to keep. Shorten it, or send it and ring the desk with the rest."
NO_AGENCY = "Your account belongs to no agency. Ask the early help desk to put that right."
NOT_THEIRS = "Choose a colleague of the same agency who may start an assessment."
MAIL = (
    "An early help assessment that you began has not been touched for 25 days. It is deleted in "
    "five days. To keep it, sign in and go on; it stands in “Our families”.\n"
)


@dataclass(frozen=True)
class Given:
    """One part of the page as somebody typed it, on the mark they saw (0: there was none)."""

    part: str
    fields: Mapping[str, list[str]]
    expected: int


@dataclass
class Saved:
    """What became of a save: the parts written, and those that somebody else changed meanwhile."""

    draft: Draft
    at: datetime
    saved: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


@transaction.atomic
def save(*, key: UUID, by: Any, given: Iterable[Given], at: datetime | None = None) -> Saved:
    """Write the parts nobody else has changed meanwhile; the first save begins the draft.

    A part that is already as given counts as saved, so sending again does no harm.
    """
    asked = at or timezone.now()
    draft = _locked(key, by, asked)
    # Who had to wait for another save comes after it, whichever of them set out first.
    moment = max(asked, draft.changed_at)
    result = Saved(draft, moment)
    parts = dict(draft.parts)
    for one in given:
        theirs = parts.get(one.part, {"fields": {}, "mark": 0})
        if theirs["fields"] == dict(one.fields):
            result.saved.append(one.part)
        elif theirs["mark"] != one.expected:
            result.conflicts.append(one.part)
        else:
            parts[one.part] = {
                "fields": dict(one.fields),
                "mark": theirs["mark"] + 1,
                "by": by.name,
                "at": moment.isoformat(),
            }
            result.saved.append(one.part)
    if parts != draft.parts:
        if len(str(parts)) > LONGEST:
            raise Refused(TOO_LONG)
        draft.change(parts=parts, changed_at=moment, warned_at=None)
    return result


@transaction.atomic
def hand_on(*, draft: Draft, to: Any, by: Any) -> Draft:
    """An agency's contact gives a draft to a colleague of its author, who has left, say."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.ended_at:
        raise Refused(ENDED)
    if not may(by, May.MANAGE_AGENCY) or by.agency_id != locked.agency_id:
        raise Refused("Only the contact of the agency can hand this on.")
    stays = to.agency_id == locked.agency_id and to.is_active and may(to, May.OFFER_TO_LEAD)
    if not stays:
        raise Refused(NOT_THEIRS)
    locked.change(author=to, warned_at=None)
    record("draft.handed_on", locked, f"A draft was handed on to {to.name}", by=by)
    return locked


def sent(*, key: UUID, referral: Referral, by: Any) -> None:
    """In the transaction that sends it: the draft has become this request."""
    draft = Draft.objects.select_for_update().filter(key=key, author=by).first()
    if draft is None:  # it was sent before anything of it was saved
        return
    if draft.ended_at:
        raise Refused(ENDED)
    draft.change(parts={}, sent=referral, ended_at=timezone.now())


@transaction.atomic
def give_up(*, draft: Draft, by: Any) -> None:
    """Delete what was never sent, words and all."""
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.ended_at:
        raise Refused(ENDED)
    if locked.author_id != by.pk:
        raise Refused("Only its author deletes a draft.")
    record("draft.deleted", locked, "A draft was deleted by its author", by=by)
    locked.delete()


def clear_away(now: datetime | None = None) -> None:
    """Every night: delete what nobody has touched for thirty days, and say so five days before."""
    moment = now or timezone.now()
    open_drafts = Draft.objects.filter(ended_at__isnull=True)
    old = open_drafts.filter(changed_at__lte=moment - DELETED_AFTER, warned_at__isnull=False)
    long_told = moment - (DELETED_AFTER - WARNED_AFTER)
    for draft in old.filter(warned_at__lte=long_told).select_for_update():
        record("draft.deleted", draft, "A draft was deleted, untouched for 30 days", by=None)
        draft.delete()
    waiting = open_drafts.filter(changed_at__lte=moment - WARNED_AFTER, warned_at__isnull=True)
    for draft in waiting.select_for_update(of=("self",)).select_related("author"):
        draft.change(warned_at=moment)
        post(
            to=_whom_to_warn(draft),
            subject="Something you began is about to be deleted",
            text=MAIL,
            by=None,
            key=f"old draft {draft.pk} {draft.changed_at:%Y-%m-%d}",
        )


def _whom_to_warn(draft: Draft) -> list[str]:
    """Its author; where they have left, the contacts of their agency."""
    if draft.author.is_active:
        return [draft.author.email]
    contacts = User.objects.filter(role="agency_contact", agency=draft.agency_id, is_active=True)
    return list(contacts.values_list("email", flat=True))


def _locked(key: UUID, by: Any, at: datetime) -> Draft:
    draft = _find(key)
    if draft is None:
        draft = _begin(key, by, at)
    if draft.ended_at:
        raise Refused(ENDED)
    if draft.author_id != by.pk:
        raise Refused("Only its author writes a draft.")
    return draft


def _find(key: UUID) -> Draft | None:
    return Draft.objects.select_for_update().filter(key=key).first()


def _begin(key: UUID, by: Any, at: datetime) -> Draft:
    if not may(by, May.OFFER_TO_LEAD) or by.agency_id is None:
        raise Refused(NO_AGENCY)
    try:
        with transaction.atomic():
            return Draft.objects.create(
                key=key, author=by, agency_id=by.agency_id, started_at=at, changed_at=at
            )
    except IntegrityError:  # the same page began it at this moment
        found = _find(key)
        if found is None:
            raise Refused(ENDED) from None
        return found
