"""What stands in each list of what needs a manager, with what its row shows, in one query each."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models import Case as WhenCase
from django.db.models.functions import Coalesce, JSONObject, TruncDate
from django.utils import timezone

from accounts.models import User
from cases.journey import WITH_PLAN, Stage
from cases.models import (
    Allocation,
    Case,
    ClosureRequest,
    Due,
    Objection,
    StepDown,
    StepUp,
    StepUpDispute,
    SurgeryItem,
    Withdrawal,
)
from cases.models.due import OF_THE_MANAGER
from cases.queries.parts import (
    LISTED,
    REASSESSED,
    OneOf,
    children_json,
    lead_name,
    next_due_json,
    open_dues,
)
from cases.queries.steps.step_down import newest, to_see_to, with_records
from cases.queries.timing.drifting import that_drift
from localities.models import Timescale

COURSE = ("last_contact_on", "contact_every", "reviews_unchanged")  # what drift is read from
URGENT_FIRST = date(1900, 1, 1)  # urgent step-ups stand in the list as if they were this old
DISPUTE = {"stage": "stage", "on": "due_on"}


def to_allocate(user: Any) -> Any:
    """Those nobody leads, and those another locality handed over whose old lead still goes on."""
    clock = Due.objects.still_open().filter(case=OuterRef("pk"), key="allocation")
    found = _live(user, key="allocation").filter(Q(stage=Stage.WAITING.value) | Exists(clock))
    return found.annotate(since=F("opened_on"))


def to_sign_off(user: Any) -> Any:
    again = Q(reassessment_submitted_on__isnull=False)
    found = _cases(user, key="sign_off").filter(
        Q(stage=Stage.SIGN_OFF.value) | again,
        stage__in=[Stage.SIGN_OFF.value, *(stage.value for stage in WITH_PLAN)],
    )
    return found.annotate(
        since=Coalesce("reassessment_submitted_on", "eha_submitted_on", "opened_on")
    )


def overdue(user: Any) -> Any:
    today = timezone.localdate()
    which: dict[str, Any] = {"owner": Timescale.Owner.LEAD, "due_on__lt": today}
    every = Due.objects.still_open().filter(**which).values("case")
    late = open_dues(**which).order_by("due_on", "pk")
    found = _cases(user, **which).filter(OneOf(F("pk"), every))
    found = found.exclude(stage__in=[Stage.CLOSED.value, Stage.SOCIAL_CARE.value])
    return found.annotate(since=Subquery(late.values("due_on")[:1]))


def drifting(user: Any) -> Any:
    asked = SurgeryItem.objects.filter(case=OuterRef("pk"), outcome="")
    found = _cases(user, owner=Timescale.Owner.LEAD).annotate(put_forward=Exists(asked))
    return that_drift(found)


def left(user: Any) -> Any:
    left_us = User.objects.filter(is_active=False, asleep_since__isnull=True).values("pk")
    gone = Allocation.objects.filter(OneOf(F("user_id"), left_us), ended_at__isnull=True)
    minded = Q(OneOf(F("minded_by_id"), left_us), stage=Stage.WAITING.value)
    found = _live(user, owner=Timescale.Owner.LEAD).filter(Q(pk__in=gone.values("case")) | minded)
    lead = gone.filter(case=OuterRef("pk")).values("user_id")[:1]
    return found.annotate(
        since=F("opened_on"),
        lead_id=Coalesce(Subquery(lead), F("minded_by_id"), output_field=BigIntegerField()),
    )


def step_ups(user: Any) -> Any:
    visible = Case.objects.visible_to(user)
    going_on = StepUpDispute.objects.filter(ended_at__isnull=True)
    disputed = going_on.filter(step_up=OuterRef("pk"))
    return (
        StepUp.objects.filter(
            Q(state__in=StepUp.WAITING) | Q(OneOf(F("pk"), going_on.values("step_up"))),
            case__in=visible,
        )
        .annotate(dispute_found=Subquery(disputed.values(found=JSONObject(**DISPUTE))[:1]))
        .select_related("case__family", "case__locality", "requested_by")
        .defer("pack", "checklist")
        .annotate(
            since=TruncDate("requested_at"),
            due_found=next_due_json(of="case", key__in=OF_THE_MANAGER),
        )
        .annotate(place=WhenCase(When(urgent=True, then=Value(URGENT_FIRST)), default=F("since")))
    )


def closings(user: Any) -> Any:
    visible = Case.objects.visible_to(user)
    asked = ClosureRequest.objects.filter(state=ClosureRequest.State.WAITING, case__in=visible)
    related = asked.select_related("case__family", "case__locality", "asked_by")
    return related.annotate(since=TruncDate("asked_at"))


def step_downs(user: Any) -> Any:
    """Of live cases early help works with; what was handed over anew counts from then."""
    live = Case.objects.visible_to(user).exclude(
        stage__in=[Stage.CLOSED.value, Stage.SOCIAL_CARE.value]
    )
    rows = StepDown.objects.filter(case__in=live).select_related("case__family", "case__locality")
    return newest(with_records(rows)).filter(to_see_to()).annotate(since=F("received_on"))


def withdrawals(user: Any) -> Any:
    visible = Case.objects.visible_to(user)
    return (
        Withdrawal.objects.filter(answer="", case__in=visible)
        .select_related("case__family", "case__locality", "agreement")
        .annotate(lead_name=lead_name("case"))
    )


def objections(user: Any) -> Any:
    """With the newest of the family’s cases this manager sees."""
    seen = Case.objects.visible_to(user).filter(family=OuterRef("family")).order_by("-pk")
    open_now = Objection.objects.filter(answered_on__isnull=True)
    return open_now.annotate(case_number=Subquery(seen.values("pk")[:1])).filter(
        case_number__isnull=False
    )


def _cases(user: Any, **due: Any) -> Any:
    return (
        Case.objects.visible_to(user)
        .select_related("family", "locality")
        .only(*LISTED, *REASSESSED, *COURSE, "eha_submitted_on")
        .annotate(
            children_found=children_json(), due_found=next_due_json(**due), lead_name=lead_name()
        )
    )


def _live(user: Any, **due: Any) -> Any:
    return _cases(user, **due).exclude(stage=Stage.CLOSED.value)
