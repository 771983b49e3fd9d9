"""The published versions of forms."""

from datetime import date

from assessments.definition import Definition, definition_of
from assessments.models import FormVersion

WHOLE_FAMILY = ("eha", "caf")  # the assessment of a whole family, and its forerunner

_kept: dict[tuple[str, int, str], Definition] = {}


def in_force(day: date) -> FormVersion | None:
    """The version a whole-family assessment begun on a day is written on."""
    published = FormVersion.objects.filter(key__in=WHOLE_FAMILY, effective_from__lte=day)
    return published.order_by("-effective_from", "-number").first()


def definition(version: FormVersion) -> Definition:
    """What a version asks. Kept in memory: a published version never changes."""
    key = (version.key, version.number, version.digest)
    if key not in _kept:
        _kept[key] = definition_of(version.definition)
    return _kept[key]
