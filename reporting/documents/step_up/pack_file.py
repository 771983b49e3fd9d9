"""The pack of a step-up as a file: JSON for social care's own system, and a tagged PDF."""

import json
from typing import Any

from django.template.loader import render_to_string

from cases.models import StepUp
from reporting.documents.story.paper import pdf_of

FORMAT, CONTENTS = "early-help-step-up", 1  # the latter is raised when the shape changes
TEMPLATE = "reporting/pdf/step_up.html"


def json_of(step_up: StepUp) -> str:
    """What was asked and the record as it was when sent. Moments and days as ISO 8601."""
    whole = {"format": FORMAT, "contents": CONTENTS, "request": _request(step_up)}
    return json.dumps(whole | {"record": step_up.pack}, ensure_ascii=False, indent=2)


def paper_of(details: dict[str, Any]) -> bytes:
    return pdf_of(render_to_string(TEMPLATE, details))


def _request(step_up: StepUp) -> dict[str, Any]:
    return {
        "urgent": step_up.urgent,
        "asked_at": _moment(step_up.requested_at),
        "asked_by": step_up.requested_by.name,
        "rung_at": _moment(step_up.rung_at),
        "rung_whom": step_up.rung_whom,
        "why_now": step_up.why_now,
        "tried": step_up.tried,
        "children_say": step_up.child_voice,
        "family_told": step_up.family_told,
        "procedure": step_up.checklist,
        "agreed_by": step_up.agreed_by.name if step_up.agreed_by else "",
        "agreed_at": _moment(step_up.agreed_at),
        "sent_at": _moment(step_up.sent_at),
    }


def _moment(at: Any) -> str:
    return at.isoformat(timespec="seconds") if at else ""
