"""Keeping what somebody typed and could not send, for them alone."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import KeptText, User
from accounts.models.kept import LASTS
from accounts.sealing import Broken, seal, unseal

MOST = 5  # of one person; the oldest go
USE = "kept text"
UNREAD = {"one_time_key", "version", "writer", "next", "action"}


def keep(request: HttpRequest, *, by: User) -> KeptText:
    """Keep the form of this request, sealed for `by`. Attached files cannot be kept."""
    typed = {
        name: values
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "kept"}
    }
    text = json.dumps({"user": by.pk, "typed": typed, "files": bool(request.FILES)})
    forget_old()
    kept = KeptText.objects.create(
        user=by,
        path=request.get_full_path()[:500],
        sealed=seal(text, use=USE),
        kept_at=timezone.now(),
    )
    _leave_the_newest(by)
    return kept


def kept_for(user: User) -> list[dict[str, Any]]:
    """What is kept for this person, newest first."""
    rows = KeptText.objects.filter(user=user, kept_at__gt=timezone.now() - LASTS)
    opened = [(row, _opened(row)) for row in rows.order_by("-kept_at")]
    return [
        {
            "id": row.pk,
            "path": row.path,
            "kept_at": row.kept_at,
            "shown": _readable(text["typed"]),
            **text,
        }
        for row, text in opened
        if text.get("user") == user.pk
    ]


def discard(kept_id: str, *, by: User) -> None:
    """It was sent after all, or is not wanted any more."""
    if kept_id.isdecimal():
        KeptText.objects.filter(user=by, pk=int(kept_id)).delete()


def forget_old() -> None:
    KeptText.objects.filter(kept_at__lte=timezone.now() - LASTS).delete()


def _readable(typed: dict[str, list[str]]) -> list[tuple[str, str]]:
    """What a person wrote or chose, without what only programs read."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), "\n".join(filter(None, values)))
        for name, values in typed.items()
        if any(values) and name not in UNREAD and not name.endswith(("-drawn", "_FORMS"))
    ]


def _leave_the_newest(user: User) -> None:
    newest = KeptText.objects.filter(user=user).order_by("-kept_at")[:MOST]
    KeptText.objects.filter(user=user).exclude(pk__in=[row.pk for row in newest]).delete()


def _opened(row: KeptText) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(unseal(row.sealed, use=USE))
    except Broken:  # the key was changed since
        return {}
    return found
