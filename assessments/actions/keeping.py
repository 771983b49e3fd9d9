"""Locking what is about to change, and leaving facts on the case."""

from typing import Any

from assessments.models import Assessment, Plan
from cases.models import Case


def locked_case(case: Case) -> Case:
    """The case as it is now, held until the transaction ends."""
    cases = Case.objects.select_for_update(of=("self",)).select_related("locality", "family")
    return cases.get(pk=case.pk)


def locked_assessment(assessment: Assessment) -> Assessment:
    """The assessment as it is now, held until the transaction ends."""
    rows = Assessment.objects.select_for_update(of=("self",))
    return rows.select_related("form", "case__locality", "case__family").get(pk=assessment.pk)


def locked_plan(plan: Plan) -> Plan:
    """The plan as it is now, held until the transaction ends."""
    rows = Plan.objects.select_for_update(of=("self",)).select_related("case__locality")
    return rows.get(pk=plan.pk)


def stamp(case: Case, **facts: Any) -> None:
    """Leave facts on the case, and on the instance the caller holds."""
    now = locked_case(case).change(**facts)
    for name in ("version", *facts):
        setattr(case, name, getattr(now, name))


def over(case: Case) -> None:
    """No re-assessment of the case is in progress any more."""
    stamp(case, reassessment_started_on=None, reassessment_submitted_on=None)
