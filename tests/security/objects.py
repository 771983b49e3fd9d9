"""Something under every address of a case: a person with a warning, a plan with a goal…"""

from datetime import timedelta

from django.utils import timezone

from assessments.models import (
    Action,
    Assessment,
    FormVersion,
    Goal,
    Intervention,
    Invitation,
    Plan,
    PlannedMeeting,
    Review,
    Score,
)
from cases.models import (
    Agreement,
    Alert,
    Asking,
    Case,
    CaseSentOn,
    CaseTransfer,
    Closure,
    ClosureCall,
    ClosureCheck,
    ContactWay,
    Membership,
    Need,
    Objection,
    Person,
    SharingBasis,
    StepDown,
    StepDownAction,
    StepUp,
    StepUpDispute,
    Surgery,
    SurgeryGuest,
    SurgeryItem,
    TafMember,
    Withdrawal,
)
from tests.cast import World, arranged


@arranged
def give_everything(case: Case, world: World) -> None:
    """Rows as they might stand on any case, written directly: their verbs are tested elsewhere."""
    today, now = timezone.localdate(), timezone.now()
    family = case.family
    person = Person.objects.filter(memberships__family=family).order_by("pk")[0]
    unborn = Person.objects.create(kind="unborn", family_name=person.family_name)
    Membership.objects.create(
        family=family, person=unborn, relationship="child", from_date=case.opened_on
    )
    Alert.objects.create(
        person=person, kind="dog", text="Large dog", source="Seen", recorded_on=today,
        review_on=today + timedelta(days=30),
    )  # fmt: skip
    ContactWay.objects.create(person=person, kind="mobile", value="07700 900123")
    agreement = Agreement.objects.create(
        family=family, how="in_person", given_on=case.opened_on, withdrawn_on=today,
        recorded_by=world.head,
    )  # fmt: skip
    Withdrawal.objects.create(
        agreement=agreement, case=case, family=family, recorded_at=now, recorded_by=world.head,
        due_on=today,
    )  # fmt: skip
    Agreement.objects.create(family=family, how="by_phone", given_on=today)
    Objection.objects.create(
        family=family, to_what="Attendance", who="Gran", received_on=today,
        due_on=today + timedelta(days=30),
    )  # fmt: skip
    Asking.objects.create(
        case=case, asker=world.school2, agency=world.other_school, asked_at=now, wanted_at=now,
        reason=Asking.Reason.values[0], why="A worry", phone="01632 960111",
    )  # fmt: skip
    SharingBasis.objects.create(
        family=family, agency=world.other_school, what="Attendance", from_date=case.opened_on
    )
    CaseSentOn.objects.create(
        case=case, council_name="Dudmere", how="telephone", phone="01632 960700", why="They moved",
        sent_at=now, sent_by=world.head, due_on=today,
    )  # fmt: skip
    TafMember.objects.create(case=case, family=family, name="Gran", joined_on=case.opened_on)
    step_up = StepUp.objects.create(
        case=case, why_now="Injury", tried="Visits", requested_by=world.head, requested_at=now
    )
    StepUpDispute.objects.create(
        case=case, step_up=step_up, answer="No", why="It goes on", raised_by=world.head,
        raised_at=now, due_on=today,
    )  # fmt: skip
    need = Need.objects.create(case=case, kind="housing", words="Damp", seen_on=today)
    form = FormVersion.objects.filter(key="eha").latest("number")
    Assessment.objects.create(
        case=case,
        family=family,
        form=form,
        started_by=world.head,
        started_by_agency=world.council,
        started_on=today,
    )
    plan = Plan.objects.create(case=case, family=family, started_on=today)
    goal = Goal.objects.create(plan=plan, case=case, need=need, words="A dry home")
    Action.objects.create(
        goal=goal, case=case, words="Ring the landlord", owner_kind="family", owner_name="Ngozi",
        due_on=today,
    )  # fmt: skip
    Score.objects.create(
        case=case, instrument=Score.SAFETY, scorer="worker", value=5, scored_on=today
    )
    Review.objects.create(
        case=case, plan=plan, held_on=today, recorded_by=world.head, recorded_at=now
    )
    down = StepDown.objects.create(
        case=case, social_care_worker="A Worker", received_on=today, recorded_by=world.head
    )
    StepDownAction.objects.create(step_down=down, case=case, what="Finish the course")
    surgery, _ = Surgery.objects.get_or_create(
        locality=case.locality, held_on=today,
        defaults={"place": "The hub", "led_by": "A consultant", "arranged_by": world.head,
                  "arranged_at": now},
    )  # fmt: skip
    SurgeryGuest.objects.create(surgery=surgery, name="A consultant", agency=world.council)
    SurgeryItem.objects.create(
        surgery=surgery, case=case, question="What next?", put_forward_by=world.head,
        put_forward_at=now,
    )  # fmt: skip
    Intervention.objects.create(
        case=case, name="Parenting group", from_on=today, recorded_by=world.head
    )
    meeting = PlannedMeeting.objects.create(
        case=case, starts_at=now + timedelta(days=7), place="The hub", planned_by=world.head,
        planned_at=now,
    )  # fmt: skip
    Invitation.objects.create(meeting=meeting, case=case, name="Gran")
    if not case.closures.exists():
        Closure.objects.create(
            case=case, closed_on=today, reason="needs_met", group="met", reopened_on=today
        )
    look_after(case, world)


def look_after(case: Case, world: World) -> None:
    """That somebody asks how it goes since an earlier closure."""
    today = timezone.localdate()
    closure = case.closures.order_by("pk")[0]
    check = ClosureCheck.objects.create(
        closure=closure, case=case, months=3, due_on=today, looked_on=today, finding="nothing",
        to_ask=True,
    )  # fmt: skip
    ClosureCall.objects.create(
        check_made=check, case=case, on=today, by=world.head, came_of="no_answer"
    )


@arranged
def offer(case: Case, world: World) -> None:
    """That the other locality is asked to take the case."""
    other = world.bilston if case.locality_id == world.low_hill.pk else world.low_hill
    now = timezone.now()
    CaseTransfer.objects.create(
        case=case, family=case.family, of=case.locality, to=other, why="They moved",
        summary="Weekly visits", level=3, children=1, asked_by=world.head, asked_at=now,
        due_on=now.date(),
    )  # fmt: skip
