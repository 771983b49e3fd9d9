"""The published versions of forms, and what is being written on each."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from assessments.models import FormVersion
from audit.days import in_words


@dataclass(frozen=True)
class Published:
    """One version, as the list of forms shows it."""

    form: FormVersion
    state: str
    writing: int  # assessments being written on it
    written: int  # all that ever were
    before: int | None  # the number of the version before


def published(today: date | None = None) -> list[Published]:
    """Every version, the newest of each form first. Two queries."""
    day, counted = today or timezone.localdate(), _counted()
    found: list[Published] = []
    for row in FormVersion.objects.order_by("key", "number"):
        before = found[-1].form.number if found and found[-1].form.key == row.key else None
        found.append(Published(row, _state(row, day), *counted.get(row.pk, (0, 0)), before))
    return sorted(found, key=lambda one: (one.form.key, -one.form.number))


def _counted() -> dict[int, tuple[int, int]]:
    """By version: being written, ever written. Counted past what whoever asks may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM assessments_on_forms()")
        return {form: (writing, written) for form, writing, written in cursor.fetchall()}


def _state(form: FormVersion, day: date) -> str:
    verb = "Comes" if form.effective_from > day else "Came"
    return f"{verb} into force on {in_words(form.effective_from)}"
