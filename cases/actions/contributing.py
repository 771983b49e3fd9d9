"""Adding to a case what somebody else has told us about the family."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Refused
from cases.actions.opening import add_child
from cases.models import Case, Contact, Person


@transaction.atomic
def contribute(
    *, case: Case, text: str, by: Any, children: Iterable[Person] = (), at: datetime | None = None
) -> Contact:
    """Write what was learnt as a note of the case, and add children it is now about too.

    For people who do not work with the family, such as the early help desk; the text names
    its source. Raises Refused where the case has been closed.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if not case.is_live:
        raise Refused("The case was closed meanwhile. Open a new one.")
    moment = at or timezone.now()
    for child in children:
        add_child(case=case, person=child, on=timezone.localdate(moment))
    note = Contact.objects.create(
        case=case,
        kind=Contact.Kind.NOTE,
        happened_at=moment,
        recorded_at=timezone.now(),
        by=by,
        text=text,
        significant=True,
    )
    record(
        "case.contributed",
        note,
        "Something new was learnt about the family",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
    )
    return note
