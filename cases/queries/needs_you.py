"""What needs a manager: withdrawn agreements, objections, cases to allocate, assessments to sign
off, work overdue, step-ups."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models import Case as WhenCase
from django.db.models.functions import Coalesce, JSONObject, TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cases.journey import WITH_PLAN, Reassessment, Stage
from cases.models import (
    Allocation,
    Asking,
    Case,
    CaseTransfer,
    ClosureCheck,
    ClosureRequest,
    Contact,
    Due,
    Objection,
    SchoolChange,
    StepDown,
    StepUp,
    StepUpDispute,
    SurgeryItem,
    Withdrawal,
)
from cases.models.due import OF_THE_MANAGER
from cases.queries.asked import calls, school_changes
from cases.queries.endings.sustained import to_ask
from cases.queries.header import address
from cases.queries.leads.transfers import waiting_transfers
from cases.queries.pages import Page, page_of
from cases.queries.parts import (
    LISTED,
    REASSESSED,
    Child,
    NextDue,
    OneOf,
    children_json,
    children_of,
    lead_name,
    next_due_json,
    next_due_of,
    open_dues,
)
from cases.queries.steps.step_down import gap_ahead, newest, to_see_to, with_records
from cases.queries.timing.drifting import signs_of, that_drift
from localities.models import Timescale

COURSE = ("last_contact_on", "contact_every", "reviews_unchanged")  # what drift is read from
FIRST = 5  # how many of each list the page of them all shows
BECAUSE_OBJECTED = "within a month of the day it came"
BECAUSE_WITHDRAWN = "the same working day; sharing has stopped"
URGENT_FIRST = date(1900, 1, 1)  # urgent step-ups stand in the list as if they were this old


@dataclass(frozen=True)
class NeedRow:
    """One thing a manager must see to: the family, who leads, what is due, and what to do."""

    case: Any  # a Case; None where one of another locality is offered and not seen
    children: list[Child]
    lead: str
    since: date
    due: NextDue | None
    action: str
    url: str
    step_up: StepUp | None = None
    withdrawal: Withdrawal | None = None
    transfer: CaseTransfer | None = None
    signs: tuple[str, ...] = ()
    surgery_url: str = ""  # where it can be put forward to the surgery, with its signs

    @property
    def late(self) -> bool:
        return bool(self.due and self.due.on < timezone.localdate())


def withdrawals(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Agreements withdrawn that wait for the manager's answer, due the same working day."""
    return page_of(_withdrawals, user, "due_on", after, size).of(_withdrawal_row)


def objections(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Objections to sharing that wait for an answer, due a month after they came."""
    page = page_of(_objections, user, "due_on", after, size)
    numbers = [row.case_number for row in page.rows]
    related = Case.objects.visible_to(user).select_related("family", "locality")
    cases = related.annotate(lead_name=lead_name()).in_bulk(numbers)
    return page.of(lambda row: _objection_row(row, cases[row.case_number]))


def to_allocate(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    return _page(_to_allocate, user, after, size, "Allocate", "case-allocate")


def to_sign_off(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Assessments that wait for sign-off: the first of a case, and re-assessments."""
    return page_of(_to_sign_off, user, "since", after, size).of(_sign_off_row)


def overdue(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases in which a lead's work is late. Those with social care wait for its handover."""
    return _page(_overdue, user, after, size, "Open", "case")


def step_ups(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Step-ups in progress: to agree, to be answered, to be handed over; and those whose answer is
    disputed. Urgent ones first."""
    return page_of(_step_ups, user, "place", after, size).of(_step_up_row)


def closings(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Closings that leads ask a manager to authorise."""
    return page_of(_closings, user, "since", after, size).of(_closing_row)


def step_downs(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Step-downs whose checklist is not complete, or with a gap before the first TAF meeting."""
    return page_of(_step_downs, user, "since", after, size).of(_step_down_row)


def to_call(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Professionals who asked “Is anyone already helping?” and wait to be called."""
    return page_of(calls, user, "since", after, size).of(_call_row)


def schools(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Children who went to another school: hand over, and name another lead where it led."""
    return page_of(school_changes, user, "since", after, size).of(_school_row)


def left(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases whose lead, or who looks after the family while it waits, cannot sign in any more: each
    needs another. Whoever is asleep wakes."""
    page = page_of(_left, user, "since", after, size)
    return page.of(_left_row)


def transfers(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases that are to move to another locality: those offered to this manager's, and their own
    that wait for the other's answer."""
    page = page_of(waiting_transfers, user, "since", after, size)
    numbers = [row.case_id for row in page.rows]
    cases = Case.objects.visible_to(user).select_related("family", "locality").in_bulk(numbers)
    return page.of(lambda row: _transfer_row(row, cases.get(row.case_id)))


def asking(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Families of closed cases whom somebody asks how it goes, as they agreed."""
    return page_of(to_ask, user, "since", after, size).of(_asking_row)


def drifting(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases that drift. Off the list for six weeks once a manager has written what they decide."""
    return page_of(_drifting, user, "since", after, size).of(_drifting_row)


LISTS = {
    "withdrawals": ("Agreement withdrawn", withdrawals),
    "objections": ("Objections", objections),
    "allocate": ("To allocate", to_allocate),
    "left": ("Lead has left", left),
    "sign-off": ("To sign off", to_sign_off),
    "overdue": ("Overdue", overdue),
    "closings": ("To close", closings),
    "step-ups": ("Step-ups", step_ups),
    "step-downs": ("Step-downs", step_downs),
    "calls": ("Please call", to_call),
    "schools": ("Changes of school", schools),
    "transfers": ("Moves between localities", transfers),
    "drifting": ("Drifting", drifting),
    "how-it-goes": ("Ask how it goes", asking),
}
# A title that counts, of one alone.
OF_ONE = {"objections": "Objection", "step-ups": "Step-up", "step-downs": "Step-down",
          "schools": "Change of school", "transfers": "Move between localities"}  # fmt: skip
DISPUTE = {"stage": "stage", "on": "due_on"}
STEPS = {
    StepUp.State.REQUESTED: "Agree or not",
    StepUp.State.SENT: "Record the answer",
    StepUp.State.ACCEPTED: "Record the handover",
    StepUp.State.RETURNED: "Say what came of it",
}


def _to_allocate(user: Any) -> Any:
    """Those nobody leads, and those another locality handed over whose old lead still goes on."""
    clock = Due.objects.still_open().filter(case=OuterRef("pk"), key="allocation")
    found = _live(user, key="allocation").filter(Q(stage=Stage.WAITING.value) | Exists(clock))
    return found.annotate(since=F("opened_on"))


def _to_sign_off(user: Any) -> Any:
    again = Q(reassessment_submitted_on__isnull=False)
    found = _cases(user, key="sign_off").filter(
        Q(stage=Stage.SIGN_OFF.value) | again,
        stage__in=[Stage.SIGN_OFF.value, *(stage.value for stage in WITH_PLAN)],
    )
    return found.annotate(
        since=Coalesce("reassessment_submitted_on", "eha_submitted_on", "opened_on")
    )


def _overdue(user: Any) -> Any:
    today = timezone.localdate()
    which: dict[str, Any] = {"owner": Timescale.Owner.LEAD, "due_on__lt": today}
    every = Due.objects.still_open().filter(**which).values("case")
    late = open_dues(**which).order_by("due_on", "pk")
    found = _cases(user, **which).filter(OneOf(F("pk"), every))
    found = found.exclude(stage__in=[Stage.CLOSED.value, Stage.SOCIAL_CARE.value])
    return found.annotate(since=Subquery(late.values("due_on")[:1]))


def _drifting(user: Any) -> Any:
    asked = SurgeryItem.objects.filter(case=OuterRef("pk"), outcome="")
    found = _cases(user, owner=Timescale.Owner.LEAD).annotate(put_forward=Exists(asked))
    return that_drift(found)


def _left(user: Any) -> Any:
    left_us = User.objects.filter(is_active=False, asleep_since__isnull=True).values("pk")
    gone = Allocation.objects.filter(OneOf(F("user_id"), left_us), ended_at__isnull=True)
    minded = Q(OneOf(F("minded_by_id"), left_us), stage=Stage.WAITING.value)
    found = _live(user, owner=Timescale.Owner.LEAD).filter(Q(pk__in=gone.values("case")) | minded)
    lead = gone.filter(case=OuterRef("pk")).values("user_id")[:1]
    return found.annotate(
        since=F("opened_on"),
        lead_id=Coalesce(Subquery(lead), F("minded_by_id"), output_field=BigIntegerField()),
    )


def _step_ups(user: Any) -> Any:
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


def _closings(user: Any) -> Any:
    visible = Case.objects.visible_to(user)
    asked = ClosureRequest.objects.filter(state=ClosureRequest.State.WAITING, case__in=visible)
    related = asked.select_related("case__family", "case__locality", "asked_by")
    return related.annotate(since=TruncDate("asked_at"))


def _step_downs(user: Any) -> Any:
    """Of live cases early help works with; what was handed over anew counts from then."""
    live = Case.objects.visible_to(user).exclude(
        stage__in=[Stage.CLOSED.value, Stage.SOCIAL_CARE.value]
    )
    rows = StepDown.objects.filter(case__in=live).select_related("case__family", "case__locality")
    return newest(with_records(rows)).filter(to_see_to()).annotate(since=F("received_on"))


def _withdrawals(user: Any) -> Any:
    visible = Case.objects.visible_to(user)
    return (
        Withdrawal.objects.filter(answer="", case__in=visible)
        .select_related("case__family", "case__locality", "agreement")
        .annotate(lead_name=lead_name("case"))
    )


def _objections(user: Any) -> Any:
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


def _page(
    write: Callable[[Any], Any], user: Any, after: str, size: int, action: str, url_name: str
) -> Page[NeedRow]:
    today = timezone.localdate()
    page = page_of(write, user, "since", after, size)
    return page.of(lambda case: _row(case, today, action, url_name))


def _row(case: Case, today: date, action: str, url_name: str) -> NeedRow:
    found = case.__dict__
    return NeedRow(
        case=case,
        children=children_of(found["children_found"], case.family, today),
        lead=found["lead_name"] or "",
        since=found["since"],
        due=next_due_of(found["due_found"]),
        action=action,
        url=address(url_name, case) or address("case", case),
    )


def _sign_off_row(case: Case) -> NeedRow:
    again = case.reassessment == Reassessment.SENT
    action = "Sign off the re-assessment" if again else "Sign off"
    return _row(case, timezone.localdate(), action, "assessment-sign-off")


def _drifting_row(case: Case) -> NeedRow:
    row = _row(case, timezone.localdate(), "Write what you decide", "case-add-contact")
    surgery = address("case-put-forward", case)
    return replace(
        row,
        url=f"{row.url}?kind={Contact.Kind.OVERSIGHT}",
        signs=tuple(signs_of(case)),
        surgery_url=f"{surgery}?drifts" if not case.__dict__["put_forward"] else "",
    )


def _left_row(case: Case) -> NeedRow:
    row = _row(case, timezone.localdate(), "Hand over all", "case")
    return replace(row, url=reverse("worker-hand-over", args=[case.__dict__["lead_id"]]))


def _call_row(asking: Asking) -> NeedRow:
    assert asking.case is not None
    return _asked_row(asking, asking.case, asking.asker.name, "Call", "case-call")


def _school_row(change: SchoolChange) -> NeedRow:
    if change.__dict__["leads_still"]:
        return _asked_row(change, change.case, change.old.name, "Name a lead", "case-allocate")
    return _asked_row(change, change.case, change.old.name, "Hand over", "case-school-change")


def _asked_row(row: Any, case: Case, who: str, action: str, url_name: str) -> NeedRow:
    args = [case.reference] if url_name == "case-allocate" else [case.reference, row.pk]
    return NeedRow(
        case=case,
        children=[],
        lead=who,
        since=row.since,
        due=None,
        action=action,
        url=reverse(url_name, args=args),
    )


def _withdrawal_row(withdrawal: Withdrawal) -> NeedRow:
    due = NextDue("Answer", BECAUSE_WITHDRAWN, withdrawal.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=withdrawal.case,
        children=[],
        lead=withdrawal.__dict__["lead_name"] or "",
        since=timezone.localdate(withdrawal.recorded_at),
        due=due,
        action="Decide what follows",
        url=address("case-withdrawal", withdrawal.case),
        withdrawal=withdrawal,
    )


def _objection_row(objection: Objection, case: Case) -> NeedRow:
    due = NextDue("Answer", BECAUSE_OBJECTED, objection.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=case,
        children=[],
        lead=case.__dict__["lead_name"] or "",
        since=objection.received_on,
        due=due,
        action="Answer",
        url=reverse("case-objection-answer", args=[case.reference, objection.pk]),
    )


def _transfer_row(transfer: CaseTransfer, case: Case | None) -> NeedRow:
    """Offered: to answer. Else it waits for the other's answer."""
    offered = transfer.__dict__["is_offered"]
    asked = transfer.__dict__["since"]
    because = f"asked on {asked.day} {asked:%B}"
    due = NextDue("Answer", because, transfer.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=case,
        children=[],
        lead=transfer.asked_by.name,
        since=transfer.__dict__["since"],
        due=due,
        action="Answer" if offered else "See",
        url=reverse("transfer", args=[transfer.pk]),
        transfer=transfer,
    )


def _asking_row(check: ClosureCheck) -> NeedRow:
    return NeedRow(
        case=check.case,
        children=[],
        lead=check.closure.get_may_ask_display().removeprefix("Yes, "),
        since=check.looked_on,
        due=None,
        action="Write down what they say",
        url=reverse("case-ask-how", args=[check.case.reference, check.pk]),
    )


def _closing_row(asked: ClosureRequest) -> NeedRow:
    return NeedRow(
        case=asked.case,
        children=[],
        lead=asked.asked_by.name,
        since=timezone.localdate(asked.asked_at),
        due=None,
        action="Answer",
        url=address("case-closing", asked.case),
        signs=(f"{asked.get_reason_display()}, asked for {asked.asked_at:%-d %B}",),
    )


def _step_down_row(step_down: StepDown) -> NeedRow:
    checklist = "" if step_down.checked_at else "The checklist is not complete."
    return NeedRow(
        case=step_down.case,
        children=[],
        lead=step_down.__dict__["lead_found"] or "",
        since=step_down.received_on,
        due=None,
        action="See",
        url=address("case-step-down", step_down.case),
        signs=tuple(filter(None, [gap_ahead(step_down), checklist])),
    )


def _step_up_row(step_up: StepUp) -> NeedRow:
    disputed = step_up.__dict__["dispute_found"]
    page = "case-step-up-settle" if disputed else "case-step-up-answer"
    return NeedRow(
        case=step_up.case,
        children=[],
        lead=step_up.requested_by.name,
        since=timezone.localdate(step_up.requested_at),
        due=_of_a_dispute(disputed) if disputed else next_due_of(step_up.__dict__["due_found"]),
        action=STEPS[StepUp.State(step_up.state)],
        url=address(page, step_up.case),
        step_up=step_up,
    )


def _of_a_dispute(found: dict[str, Any]) -> NextDue:
    stage = str(StepUpDispute.Stage(found["stage"]).label).lower()
    day = date.fromisoformat(found["on"])
    return NextDue("Settle the dispute", stage, day, Timescale.Owner.MANAGER)
