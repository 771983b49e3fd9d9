"""Writing down what was done and what was looked at."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

from audit.context import current_actor
from audit.models import Event, Look


def record(
    verb: str,
    subject: models.Model,
    summary: str,
    *,
    by: Any,
    case_id: int | None = None,
    family_id: int | None = None,
    reason: str = "",
    **details: Any,
) -> Event:
    """Write the event of a verb, in the transaction of the verb. `by` is a user or None."""
    actor = current_actor()
    return Event.objects.create(
        at=timezone.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=getattr(by, "name", "") or actor.name,
        verb=verb,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        summary=summary,
        case_id=case_id,
        family_id=family_id,
        reason=reason,
        details=details,
        request_id=actor.request_id,
    )


def record_each(
    verb: str,
    model: type[models.Model],
    ids: list[int],
    summary: str,
    *,
    by: Any,
    cases: Sequence[int] = (),
    families: Sequence[int] = (),
) -> None:
    """Write the same event for each of these rows at once, as `record` would one by one. Their
    cases and families, if any, stand in the same order."""
    actor = current_actor()
    who = getattr(by, "pk", None), getattr(by, "name", "") or actor.name
    said = (verb, model._meta.label_lower, summary, actor.request_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, actor_id, actor_name, verb, subject, summary, request_id,"
            " reason, details, salt, subject_id, case_id, family_id)"
            " SELECT %s, %s, %s, %s, %s, %s, %s, '', '{}',"
            " audit_salt((SELECT gen_random_uuid()::text || gen_random_uuid()), place),"
            " row_id, case_id, family_id"
            " FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) WITH ORDINALITY"
            " AS each (row_id, case_id, family_id, place) ORDER BY place",
            [timezone.now(), *who, *said, ids, list(cases), list(families)],
        )


def looked(
    kind: str,
    what: str,
    *,
    by: Any,
    case_id: int | None = None,
    family_id: int | None = None,
    **details: Any,
) -> Look:
    """Write that somebody looked, before what they asked for is shown."""
    return Look.objects.create(
        at=timezone.now(),
        actor_id=getattr(by, "pk", None),
        actor_name=getattr(by, "name", "Someone not signed in"),
        kind=kind,
        what=what,
        case_id=case_id,
        family_id=family_id,
        details=details,
        request_id=current_actor().request_id,
    )
