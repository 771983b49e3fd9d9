"""Why a file of a case cannot be taken out of view."""

from typing import Any

from cases.models import Case, Document
from cases.rules.blocking import blockers

ENDED_ALREADY = "This document was removed already."


def reasons_against_ending(case: Case, document: Document, by: Any) -> list[str]:
    """Whoever added it may, and who leads or manages the case."""
    if document.ended_at:
        return [ENDED_ALREADY]
    return [] if document.added_by_id == by.pk else blockers(case, "end_document", by)
