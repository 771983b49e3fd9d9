"""A family whose plan goes on and who was assessed anew, because they have to move."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from assessments.actions.answering import Given, save
from assessments.actions.assessing import start
from assessments.actions.carrying import confirm
from assessments.actions.signing_off import sign_off
from assessments.actions.submitting import submit
from assessments.models import Assessment
from assessments.queries.sheet import Sheet
from cases.actions.timing.moments import moment_on
from cases.journey import Stage
from cases.models import Case
from cases.needs import NeedKind
from localities.calendar import add_working_days

NOTICE = "The landlord wants the house back. The notice came three weeks ago and runs two months."
SEEN = "Notice to leave in two months, and nowhere to go yet"
NOW: dict[str, Any] = {
    "housing": NOTICE,
    "worries": (
        "The family has to move within two months. What got better since the plan began, getting "
        "to school and evenings without shouting, depends on staying near."
    ),
    "if_nothing_changes": "They move in with relatives out of the city, and the school is lost.",
    "family_view": "“We had just got it right, and now the house goes.”",
}
AGREED = "The first needs have moved on, and the move comes before all else. Agreed."


def write_assessed_again(today: date) -> None:
    """Of those the practitioner of the demonstration leads, the family signed off longest ago."""
    lead = User.objects.get(email="practitioner@example.org")
    manager = User.objects.get(email="manager@example.org")
    led = Case.objects.filter(
        stage=Stage.SUPPORTING.value,
        allocations__user=lead,
        allocations__ended_at=None,
        restricted=False,
        step_ups=None,
        transfers=None,
        surgery_items=None,
    )
    led = led.exclude(needs__kind=NeedKind.HOUSING.value)
    cases = led.select_related("family", "locality").order_by("eha_signed_off_on", "pk")
    if case := next((case for case in cases if _is_whole(case)), None):
        _assess(case, lead, manager, today)


def _is_whole(case: Case) -> bool:
    """Whether nothing is missing in the last assessment as the family is now."""
    last = Assessment.objects.filter(case=case, state=Assessment.State.SIGNED_OFF)
    found = last.select_related("form").order_by("-pk").first()
    return bool(found and found.form.key == "eha" and not Sheet(found).missing)


def _assess(case: Case, lead: User, manager: User, today: date) -> None:
    begun, sent, agreed = (
        add_working_days(today - timedelta(days=days), 0) for days in (24, 17, 13)
    )
    assessment = start(case=case, by=lead, on=begun)
    sheet = Sheet(assessment)
    answers = [
        Given(page.section.key, page.person_id, question.key, value, row.version if row else 0)
        for page in sheet.pages
        if page.person_id is None
        for question in page.questions
        for row in [sheet.row(page, question.key)]
        if (value := _now(question.key, row.value if row else None)) is not None
    ]
    save(assessment=assessment, by=lead, answers=answers, at=moment_on(sent))
    for page in sheet.pages:
        parts = [question.key for question in page.questions]
        confirm(assessment=assessment, by=lead, page=page, questions=parts)
    submit(assessment=assessment, by=lead, on=sent)
    sign_off(assessment=assessment, by=manager, comments=AGREED, on=agreed)


def _now(question: str, before: Any) -> Any:
    """What is said now where that is not what was said before."""
    if question == "needs":
        return {**(before or {}), NeedKind.HOUSING.value: SEEN}
    return NOW.get(question)
