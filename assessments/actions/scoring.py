"""Adding a reading on an instrument, outside a meeting or an assessment; correcting any."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.blocking import blockers
from assessments.instruments import INSTRUMENTS, Instrument
from assessments.models import Score
from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Reason, refuse_if
from cases.models import Case, Person

CORRECTED = "This reading was corrected already. Correct the one that stands for it."
NO_WHY = "Write why the reading was wrong."
AFTER_CLOSING = "A reading of a closed case was scored by the day it closed, {}."
NO_CHANGE = "That is what stands there. Enter another reading or another day."


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
    refuse_if(faults(instrument, value, scored_on, area, trained))
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


@transaction.atomic
def correct(*, score: Score, by: Any, value: int, scored_on: date, why: str, version: int) -> Score:
    """Put the right reading in the place of a wrong one, which stays on record with the reason.
    What was sent out or published meanwhile stays as it was.

    Raises Refused where `by` neither leads nor manages the case, which a closed one is by its
    manager alone; where it was corrected already, nothing is different, the reading is not on its
    scale, or later than the closing.
    """
    case = locked_case(score.case)
    refuse_if(blockers(case, "correct_score", by))
    wrong = Score.objects.select_for_update().get(pk=score.pk)
    refuse_if(_not_correctable(wrong, value, scored_on, why) or _after(case, scored_on))
    reason = {"corrected_at": timezone.now(), "corrected_by": by, "corrected_why": why.strip()}
    wrong.change(expected=version, **reason)
    same = ("review_id", "person_id", "instrument", "area", "scorer", "scorer_name")
    facts = {name: getattr(wrong, name) for name in same}
    right = Score.objects.create(
        case=case, corrects=wrong, value=value, scored_on=scored_on, **facts
    )
    about: dict[str, Any] = {"person": wrong.person_id} if wrong.person_id else {}
    record(
        "score.corrected",
        right,
        f"Reading corrected: {INSTRUMENTS[wrong.instrument].title}",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        **about,
    )
    return right


def _not_correctable(wrong: Score, value: int, scored_on: date, why: str) -> list[str]:
    if wrong.corrected_at is not None:
        return [CORRECTED]
    if not why.strip():
        return [NO_WHY]
    if (wrong.value, wrong.scored_on) == (value, scored_on):
        return [NO_CHANGE]
    return _off_the_scale(INSTRUMENTS[wrong.instrument], value, scored_on)


def _after(case: Case, scored_on: date) -> list[str]:
    closed = case.closed_on
    return [AFTER_CLOSING.format(in_words(closed))] if closed and scored_on > closed else []


def faults(
    instrument: Instrument, value: int | None, scored_on: date | None, area: str, trained: bool
) -> list[str]:
    """Why a reading cannot be so, as far as it is known."""
    found: list[str] = []
    if not instrument.is_offered:
        found.append(f"{instrument.title} is not used here: it needs a licence.")
    if instrument.licensed and not trained:
        said = f"Only people trained in it score {instrument.title}. Say that you are."
        found.append(Reason(said, about="trained"))
    if instrument.areas and not area.strip():
        found.append(Reason(f"Enter which area of {instrument.title} was scored.", about="area"))
    return [*found, *_off_the_scale(instrument, value, scored_on)]


def _off_the_scale(instrument: Instrument, value: int | None, scored_on: date | None) -> list[str]:
    found: list[str] = []
    if value is not None and not instrument.holds(value):
        low, high = instrument.lowest, instrument.highest
        said = f"A reading of {instrument.title} is from {low} to {high}."
        found.append(Reason(said, about="value"))
    if scored_on and scored_on > timezone.localdate():
        found.append(Reason("A reading is added after it was scored.", about="scored_on"))
    return found
