"""Setting a prompt aside as not relevant."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_assessment
from assessments.blocking import (
    NOT_THIS_SECTION,
    blockers,
    sections_out_to,
)
from assessments.models import Assessment, PromptSetAside
from assessments.prompting import Prompt
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if


@transaction.atomic
def set_aside(
    *, assessment: Assessment, prompt: Prompt, by: Any, at: datetime | None = None
) -> PromptSetAside:
    """Say that a prompt is not relevant here. It is gone for good; said again, nothing happens."""
    locked = locked_assessment(assessment)
    refuse_if(blockers(locked, "write", by))
    own = sections_out_to(locked, by)
    if own is not None and (prompt.section, prompt.person) not in own:
        raise Refused(NOT_THIS_SECTION)
    which = dict(zip(("kind", "section", "person_id", "about"), prompt.key, strict=True))
    row, is_new = PromptSetAside.objects.get_or_create(
        assessment=locked,
        **which,
        defaults={"case_id": locked.case_id, "by": by, "at": at or timezone.now()},
    )
    if is_new:
        record(
            "assessment.prompt_set_aside",
            locked,
            f"A prompt was found not relevant: {prompt.sentence}"[:500],
            by=by,
            case_id=locked.case_id,
            family_id=locked.family_id,
        )
    return row
