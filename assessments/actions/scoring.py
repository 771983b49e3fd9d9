"""Adding a reading on an instrument, outside a meeting or an assessment."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from assessments.instruments import Instrument
from assessments.models import Score
from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.models import Case, Person


@transaction.atomic
def add_reading(
    *,
    case: Case,
    by: Any,
    instrument: Instrument,
    scorer: str,
    value: int,
    scored_on: date,
    name: str = "",
    person: Person | None = None,
    area: str = "",
    trained: bool = False,
) -> Score:
    """Keep a reading. Raises Refused where it is not on the scale, its area is missing, or the
    instrument is licensed and `by` does not say that they are trained."""
    case = locked_case(case)
    refuse_if(blockers(case, "score", by))
    refuse_if(_faults(instrument, value, scored_on, area, trained))
    score = Score.objects.create(
        case=case,
        person=person,
        instrument=instrument.key,
        scorer=scorer,
        scorer_name=name.strip(),
        value=value,
        area=area.strip() if instrument.areas else "",
        scored_on=scored_on,
    )
    about: dict[str, Any] = {"person": person.pk} if person else {}
    record(
        "score.added",
        score,
        f"Reading added: {instrument.title}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        **about,
    )
    return score


def _faults(
    instrument: Instrument, value: int, scored_on: date, area: str, trained: bool
) -> list[str]:
    faults = []
    if not instrument.is_offered:
        faults.append(f"{instrument.title} is not used here: it needs a licence.")
    if instrument.licensed and not trained:
        faults.append(f"Only people trained in it score {instrument.title}. Say that you are.")
    if not instrument.holds(value):
        low, high = instrument.lowest, instrument.highest
        faults.append(f"A reading of {instrument.title} is from {low} to {high}.")
    if instrument.areas and not area.strip():
        faults.append(f"Enter which area of {instrument.title} was scored.")
    if scored_on > timezone.localdate():
        faults.append("A reading is added after it was scored.")
    return faults
