"""Which events somebody may read of who reads without some items: withheld, or an adult's own.

An event about a row that is not there for the reader is not told; nor one about a person they
must not know of, nor the marks themselves. For everybody else nothing is asked.
"""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from audit.context import current_actor
from cases.models import Membership
from cases.withholding.kinds import kinds

MARKS = ("withheld.", "copy.", "given.", "link.")


class _IsWithheld(Func):
    """That a key ("cases.person:4") is among what is withheld from the reader."""

    template = (
        "coalesce(%(expressions)s = ANY (string_to_array("
        "coalesce(current_setting('app.withheld', true), ''), ',')), false)"
    )
    arity = 1


def reads_everything() -> bool:
    """Nothing is withheld from whoever reads now, and they are of the council. A query whose text
    is kept (WrittenOnce) has it in its key."""
    reach = current_actor().reach
    return not reach.withheld and not reach.partner


def told(events: QuerySet[Any]) -> QuerySet[Any]:
    """The events that may be told to whoever reads now."""
    if reads_everything():
        return events
    kept = Q(pk__in=[])
    for kind in kinds().values():
        if kind.is_row:
            rows = kind.model._default_manager.filter(pk=OuterRef("subject_id"))
            kept |= Q(subject=kind.key) & ~Q(Exists(rows))
    members = Membership.objects.filter(pk=OuterRef("subject_id"))
    kept |= Q(subject="cases.membership") & ~Q(Exists(members))
    for verb in MARKS:
        kept |= Q(verb__startswith=verb)
    about = Concat(Value("cases.person:"), Cast(F("details__person"), TextField()))
    kept |= Q(_IsWithheld(about, output_field=BooleanField()))
    school = Concat(Value("cases.school:"), Cast(F("subject_id"), TextField()))
    kept |= Q(_IsWithheld(school, output_field=BooleanField()), subject="cases.person")
    return events.filter(~kept)
