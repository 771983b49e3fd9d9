"""Making a copy for one person: what they get is written down, word for word, with who made it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, tell
from cases.models import Case, CopyGiven
from cases.withholding.audience import Audience
from cases.withholding.copies import as_rows, beside, digest_of, parts_of

CHANGED = "The record changed since you looked at both versions. Look at them again."
NOTHING = "Nothing would be left of this copy. Give none."


@transaction.atomic
def make_copy(
    *,
    case: Case,
    by: Any,
    kind: str,
    row_id: int,
    audience: Audience,
    looked_at: str,
    decisions: Mapping[str, str | None],
) -> CopyGiven:
    """Make the copy of a document for an audience, as it was looked at (`looked_at`: the digest
    of both versions side by side). Raises Refused where anything has changed since."""
    case = case_to_change(case, by)
    found = beside(case, kind, row_id, audience)
    if found is None or found.digest != looked_at:
        raise Refused(CHANGED)
    parts, faults = parts_of(found, decisions)
    if faults:
        raise Refused(*faults)
    if not parts:
        raise Refused(NOTHING)
    rows = as_rows(parts)
    copy = CopyGiven.objects.create(
        case=case,
        kind=kind,
        row_id=row_id,
        title=found.title,
        whom=audience.title,
        person=audience.people[0] if len(audience.people) == 1 else None,
        agency=audience.agency,
        parts=rows,
        digest=digest_of([found.title, audience.title, rows]),
        left_out=len(found.rows) - len(parts),
        made_by=by,
        made_at=timezone.now(),
    )
    said = f"Copy made for {audience.title}: {found.title}"
    tell(case, "copy.made", copy, said, by=by, person=copy.person)
    return copy
