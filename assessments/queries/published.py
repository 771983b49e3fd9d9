"""The published versions of forms, and what is being written on each."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from assessments.actions.moving_forms import WRITING
from assessments.models import FormVersion


@dataclass(frozen=True)
class Published:
    """One version, as the list of forms shows it."""

    form: FormVersion
    state: str
    writing: int  # assessments being written on it
    written: int  # all that ever were
    before: int | None  # the number of the version before


def published(today: date | None = None) -> list[Published]:
    """Every version, the newest of each form first. One query."""
    day = today or timezone.localdate()
    writing = Count("assessments", filter=Q(assessments__state__in=WRITING))
    rows = FormVersion.objects.annotate(writing=writing, written=Count("assessments"))
    rows = rows.order_by("key", "number")
    found: list[Published] = []
    for row in rows:
        before = found[-1].form.number if found and found[-1].form.key == row.key else None
        found.append(Published(row, _state(row, day), row.writing, row.written, before))
    return sorted(found, key=lambda one: (one.form.key, -one.form.number))


def _state(form: FormVersion, day: date) -> str:
    verb = "Comes" if form.effective_from > day else "Came"
    return f"{verb} into force on {form.effective_from.day} {form.effective_from:%B %Y}"
