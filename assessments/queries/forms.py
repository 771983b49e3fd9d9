"""The published versions of forms."""

from datetime import date

from assessments.definition import Definition, Purpose, definition_of
from assessments.models import FormVersion

_kept: dict[tuple[str, int, str], Definition] = {}


def in_force(day: date, purpose: Purpose = Purpose.ASSESSMENT) -> FormVersion | None:
    """The version on which what is begun on a day for this purpose is written."""
    published = FormVersion.objects.filter(purpose=purpose, effective_from__lte=day)
    return published.order_by("-effective_from", "-number").first()


def all_in_force(day: date) -> list[FormVersion]:
    """The version in force on a day for each purpose, in the order of the purposes."""
    rows = FormVersion.objects.filter(effective_from__lte=day)
    newest = {row.purpose: row for row in rows.order_by("effective_from", "number")}
    return [newest[purpose] for purpose in Purpose if purpose in newest]


def newest() -> dict[str, Definition]:
    """The newest published version of each form, in force or not yet."""
    rows = FormVersion.objects.order_by("key", "number")
    return {row.key: definition(row) for row in rows}


def definition(version: FormVersion) -> Definition:
    """What a version asks. Kept in memory: a published version never changes."""
    key = (version.key, version.number, version.digest)
    if key not in _kept:
        _kept[key] = definition_of(version.definition)
    return _kept[key]
