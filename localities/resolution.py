"""The resolution procedure between professionals: its stages, and how long each may take."""

from datetime import date

from django.db import models

from localities.calendar import add_working_days, due_date
from localities.clocks import in_force


class Stage(models.IntegerChoices):
    PRACTITIONERS = 1, "Practitioner to practitioner"
    MANAGERS = 2, "Between managers"
    HEADS = 3, "Between heads of service"


FALLBACK = {Stage.PRACTITIONERS: 2, Stage.MANAGERS: 3, Stage.HEADS: 5}  # working days


def stage_ends(stage: Stage, day: date) -> date:
    """The last day of a stage that begins on `day`, by the table of timescales."""
    timescale = in_force(day).filter(key=f"disagreement_{stage}").first()
    return due_date(timescale, day) if timescale else add_working_days(day, FALLBACK[stage])
