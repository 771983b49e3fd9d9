"""What a story is composed from: of each table the columns that are told, and how many rows."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import User
from assessments.definition import ASSESSMENTS
from assessments.models import (
    Action,
    Answer,
    Assessment,
    Goal,
    Intervention,
    Plan,
    PlannedMeeting,
    Review,
    Score,
    SignOff,
)
from cases.models import (
    Agreement,
    Allocation,
    Case,
    CaseChild,
    Closure,
    Contact,
    Due,
    Need,
    NeedOutcome,
    StepUp,
)
from cases.queries.rows import person_json

# Questions whose answers a story quotes, by the place they have in it.
WORRIES, STRENGTHS = ("worries",), ("strengths",)
OF_CHILDREN = ("own_words", "view")
OF_PARENTS = ("own_view",)
OF_THE_FAMILY = ("family_view",)
GOOD, WISHES, FIRST_STEPS = ("good",), ("wishes",), ("first_steps",)
QUESTIONS = (
    *WORRIES, *STRENGTHS, *OF_CHILDREN, *OF_PARENTS, *OF_THE_FAMILY, *GOOD, *WISHES, *FIRST_STEPS
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One table's part of the story.

    `since`: the columns that say from when a row was there. `later`: columns that were still
    empty before their own day. Both take a story back to a day.
    """

    model: Any
    columns: str
    more: dict[str, Any] = field(default_factory=dict)
    of: str = "case"  # the column that names the case, or its family
    only: Q = field(default_factory=Q)
    order: tuple[Any, ...] = ("pk",)
    most: int = 100
    since: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def key(self) -> str:
        return str(self.model._meta.label_lower)


PERSON = {"person": person_json("person")}
REACHED = Q(kind__in=Contact.WITH_FAMILY, no_access=False)
_WORKER = User.objects.filter(pk=OuterRef("by")).order_by()
# A join would read every contact first.
SEEN = {"by": Subquery(_WORKER.values("name")), "agency": Subquery(_WORKER.values("agency__name"))}
_LAST_CLOSING = (
    Closure.objects.filter(case=OuterRef("pk"), reopened_on__isnull=True)
    .order_by("-pk")
    .values("reason")[:1]
)
NEWEST = ("-happened_at", "-pk")
OF_A_CONTACT = "kind happened_at recorded_at text next_step"
RECORDED = ("happened_at", "recorded_at")

KINDS: dict[str, Kind] = {
    "case": Kind(Case, "reason risk worries strengths", of="pk"),
    "earlier": Kind(
        Case, "reference opened_on closed_on",
        {"reason": Subquery(_LAST_CLOSING), "where": "locality__name"}, of="family",
        only=Q(closed_on__isnull=False, pk__lt=OuterRef("pk")), order=("-pk",), most=3,
        since=("closed_on",),
    ),
    "leads": Kind(
        Allocation, "started_at ended_at", {"name": "user__name", "agency": "agency__name"},
        order=("-started_at",), most=1, since=("started_at",), later=("ended_at",),
    ),
    "agreements": Kind(
        Agreement, "how given_on withdrawn_on", PERSON | {"by": "recorded_by__name"}, of="family",
        order=("-given_on", "-pk"), most=5, since=("given_on",), later=("withdrawn_on",),
    ),
    "assessments": Kind(
        Assessment, "state started_on completed_on is_reassessment",
        only=~Q(state="ended") & Q(form__purpose__in=ASSESSMENTS), order=("-started_on", "-pk"),
        most=20, since=("started_on",),
        later=("completed_on",),
    ),
    "answers": Kind(
        Answer, "assessment_id question value saved_at",
        PERSON | {"by": "saved_by__name", "agency": "saved_by_agency__name"},
        only=Q(question__in=QUESTIONS), most=400, since=("assessment__started_on",),
    ),
    "sign_offs": Kind(
        SignOff, "assessment_id verdict at", {"by": "by__name"}, order=("-at", "-pk"), most=5,
        since=("at",),
    ),
    "needs": Kind(
        Need, "kind words seen_on", PERSON | {"agency": "seen_by_agency__name"},
        since=("seen_on",),
    ),
    "plans": Kind(
        Plan, "state started_on agreed_on agreed_with ended_on", order=("-pk",), most=10,
        since=("started_on",), later=("agreed_on", "ended_on"),
    ),
    "goals": Kind(
        Goal, "plan_id words reached_on", order=("order", "pk"), most=200,
        since=("plan__started_on",), later=("reached_on",),
    ),
    "actions": Kind(
        Action, "goal_id words owner_name due_on done_on dropped_on result", {"plan": "goal__plan"},
        order=("due_on", "pk"), most=1000, since=("goal__plan__started_on",),
        later=("done_on", "dropped_on"),
    ),
    "reviews": Kind(
        Review, "held_on next_on family_view child_view", {"by": "recorded_by__name"},
        order=("-held_on", "-pk"), most=60, since=("held_on",),
    ),
    "meetings": Kind(
        PlannedMeeting, "starts_at called_off_at", {"by": "planned_by__name"},
        only=Q(review=None), order=("-pk",), most=1, since=("planned_at",),
        later=("called_off_at",),
    ),
    "scores": Kind(
        Score, "review_id instrument scorer scorer_name value scored_on", PERSON,
        only=Score.STANDS, order=("scored_on", "pk"), most=400, since=("scored_on",),
    ),
    "programmes": Kind(
        Intervention, "name from_on to_on offered attended ending how_it_ended",
        PERSON | {"by": "recorded_by__name"}, order=("-from_on", "-pk"), most=60,
        since=("from_on",), later=("to_on",),
    ),
    "reached": Kind(
        Contact, OF_A_CONTACT, SEEN, only=REACHED, order=NEWEST, most=1, since=RECORDED
    ),
    "significant": Kind(
        Contact, OF_A_CONTACT, SEEN, only=Q(significant=True), order=NEWEST, most=2,
        since=RECORDED,
    ),
    "step_ups": Kind(
        StepUp,
        "state urgent why_now child_voice requested_at sent_at answered_at answer_by answer_reason",
        {"by": "requested_by__name"}, order=("-requested_at", "-pk"), most=3,
        since=("requested_at",), later=("sent_at", "answered_at"),
    ),
    "births": Kind(
        CaseChild, "joined_on", PERSON, only=Q(person__date_of_birth__gt=F("case__opened_on")),
        order=("-person__date_of_birth", "-pk"), most=3, since=("person__date_of_birth",),
    ),
    "closures": Kind(
        Closure, "closed_on reason summary family_view child_view stays_in_touch reopened_on",
        {"by": "closed_by__name"}, order=("-closed_on", "-pk"), most=2, since=("closed_on",),
        later=("reopened_on",),
    ),
    "outcomes": Kind(
        NeedOutcome, "closure_id outcome note need_id",
        {"need": F("need__kind"), "person": person_json("need__person")},
        since=("closure__closed_on",),
    ),
    "due": Kind(
        Due, "what because due_on", only=Q(done_on__isnull=True, cancelled_on__isnull=True),
        order=("due_on", "pk"), most=2,
    ),
}  # fmt: skip
