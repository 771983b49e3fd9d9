"""A locality surgery of today with two cases, and two families whom social care hands over now."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from assessments.models import PlannedMeeting
from cases.actions.steps.stepping_down import note_step_down
from cases.actions.surgeries.advising import advise
from cases.actions.surgeries.arranging import Guest, arrange, attend
from cases.actions.surgeries.putting_forward import put_forward
from cases.journey import Stage
from cases.models import Case, Surgery
from earlyhelp.demo.book import at
from earlyhelp.demo.present.handing_over import WORKER
from localities.models import Agency, Locality

PLACE, LED_BY = "10 to 12, the family hub", "Sade Bright, social work consultant"
QUESTIONS = (
    "Three meetings in a row changed nothing. What have we not asked?",
    "The father has not been seen since spring. How do we bring him in without losing the mother?",
)
ADVICE = (
    "Ask each child alone what a good day looks like, and begin the next meeting with that. Leave "
    "the plan as it is until then."
)
NEXT = "See each child alone before the next meeting"
LEFT = (
    {"what": "Finish the parenting course", "who": "Mother", "by_when": None},
    {"what": "Letter to the housing office", "who": WORKER, "by_when": None},
)


def write_advice(today: date) -> None:
    """Cases that the practitioner of the demonstration leads."""
    lead = User.objects.get(email="practitioner@example.org")
    cases = Case.objects.filter(
        allocations__user=lead,
        allocations__ended_at=None,
        restricted=False,
        step_ups=None,
        step_downs=None,
        transfers=None,
    ).select_related("locality")
    working = list(cases.filter(stage=Stage.SUPPORTING.value).order_by("pk")[:2])
    begun = cases.filter(stage=Stage.ASSESSING.value, planned_meetings=None).order_by("pk")
    _surgery(working, lead, today)
    for case, soon in zip(begun[:2], (True, False), strict=False):
        _hand_over(case, lead, today, soon=soon)


def _surgery(cases: list[Case], lead: User, today: date) -> None:
    """The first has its advice; the second still waits, and so do the next two weeks."""
    manager = User.objects.get(email="manager@example.org")
    place = Locality.objects.get(slug="bilston")
    surgery, _ = (_arranged(place, manager, today + timedelta(days=n)) for n in (0, 14))
    items = [
        put_forward(case=case, surgery=surgery, by=lead, question=question, unnamed=unnamed)
        for case, question, unnamed in zip(cases, QUESTIONS, (False, True), strict=False)
    ]
    school = Agency.objects.filter(kind=Agency.Kind.EDUCATION).order_by("pk").first()
    guests = [Guest("Sade Bright", None), Guest(lead.name, lead.agency), Guest("A. Reid", school)]
    attend(surgery=surgery, by=manager, guests=guests, version=surgery.version)
    for item in items[:1]:
        advise(item=item, by=lead, advice=ADVICE, version=item.version, next_step=NEXT,
               next_who=lead, next_by=today + timedelta(days=7))  # fmt: skip


def _arranged(place: Locality, by: User, on: date) -> Surgery:
    return arrange(locality=place, by=by, on=on, place=PLACE, led_by=LED_BY)


def _hand_over(case: Case, lead: User, today: date, *, soon: bool) -> None:
    """With the first meeting planned before social care closes; or with no date, which is a gap."""
    note_step_down(
        case=case,
        by=lead,
        social_care_worker=WORKER,
        actions=LEFT,
        plan="Visits every fortnight for three months, then a review with the school.",
        last_meeting_on=today - timedelta(days=2),
        closes_on=today + timedelta(days=12),
        on=today,
        reason="The child in need plan has done its work.",
    )
    if soon:
        PlannedMeeting.objects.create(
            case=case, starts_at=at(today + timedelta(days=8)), place="The family hub",
            planned_by=lead, planned_at=timezone.now(),
        )  # fmt: skip
