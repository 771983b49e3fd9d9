"""Any sequence of the hub's verbs by anybody leaves the record in a state that may be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as, acting_as_system
from accounts.roles import Scope, role_of
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.actions.endings.closing import close_case
from cases.actions.endings.reopening import reopen
from cases.actions.leads.allocating import allocate
from cases.actions.moving import move
from cases.actions.opening import open_case
from cases.actions.steps import answering, stepping_up
from cases.closure_reasons import ClosureReason
from cases.journey import MOVES, TITLES, Stage, Verb
from cases.models import Allocation, Case, Closure, Due, Need, StepUp
from cases.rules.sustaining import NOT_LOOKED_AT
from tests.cast import World, make_case, make_family

Doing = Callable[[World, Case, Any], object]


def again(world: World, case: Case, by: Any) -> object:
    """Open another case of the same family: the desk's work, which row security knows."""
    if role_of(by).scope == Scope.OWN:
        raise Refused("Only the desk opens cases.")
    return open_case(
        family=case.family,
        children=case.children.all(),
        locality=case.locality,
        level=2,
        by=by,
        reason="Asked again",
        received_on=timezone.localdate(),
    )


def step_up(world: World, case: Case) -> StepUp:
    found = StepUp.objects.filter(case=case).order_by("-pk").first()
    if found is None:
        raise Refused("There is none.")
    return found


def request(world: World, case: Case, by: Any, **urgent: Any) -> object:
    return stepping_up.request(case=case, by=by, why_now="Injury", tried="Visits", **urgent)


def on_step_up(verb: Callable[..., object], **words: str) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        found = step_up(world, case)
        return verb(step_up=found, by=by, version=found.version, **words)

    return doing


def moving(verb: Verb) -> Doing:
    return lambda world, case, by: move(case=case, verb=verb, by=by)


def closing(reason: ClosureReason) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        outcome = "met" if reason == ClosureReason.NEEDS_MET else "not_met"
        return close_case(
            case=case,
            by=by,
            reason=reason,
            outcomes=dict.fromkeys(case.needs.values_list("pk", flat=True), (outcome, "")),
            summary="It ends.",
            family_view="Asked.",
            stays_in_touch="School",
            risk_check="School sees them.",
        )

    return doing


VERBS: dict[str, Doing] = {
    "open": again,
    "allocate to Pat": lambda w, case, by: allocate(case=case, lead=w.practitioner, by=by),
    "allocate to Mo": lambda w, case, by: allocate(case=case, lead=w.manager, by=by),
    "allocate to the desk": lambda w, case, by: allocate(case=case, lead=w.desk, by=by),
    "contact": lambda w, case, by: record_contact(case=case, by=by, kind="phone", text="Well."),
    "request": request,
    "request urgently": lambda w, case, by: request(w, case, by, urgent=True, rung_whom="Duty"),
    "agree": on_step_up(stepping_up.agree),
    "decline": on_step_up(stepping_up.decline, words="Not now"),
    "accepted": on_step_up(answering.accepted, answer_by="Sol"),
    "returned": on_step_up(answering.returned, answer_by="Sol", reason="Below"),
    "handed over": on_step_up(answering.handed_over, handover_note="Sol leads"),
    "came back": on_step_up(answering.came_back, reason="No further action"),
    "take the closing back": lambda w, case, by: reopen(
        case=case, by=by, reason="A mistake", lead=w.practitioner
    ),
    "submit": moving(Verb.SUBMIT),
    "return": moving(Verb.RETURN),
    "sign off": moving(Verb.SIGN_OFF),
    "agree plan": moving(Verb.AGREE_PLAN),
    **{f"close: {reason}": closing(reason) for reason in ClosureReason},
}
PEOPLE = ["practitioner", "practitioner2", "manager", "manager2", "head", "desk", "school"]
# Most steps by those who may, so that walks get far.
WHO = st.sampled_from(["manager", "practitioner"]) | st.sampled_from(PEOPLE)
WALK = st.lists(st.tuples(st.sampled_from(sorted(VERBS)), WHO), min_size=4, max_size=30)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=WALK)
def test_no_walk_leaves_what_must_never_be(world: World, walk: list[tuple[str, str]]) -> None:
    with rolled_back():
        case = make_case(world, make_family(world, "Walker", children=1))
        with acting_as_system("arranging a test"):
            Need.objects.create(case=case, kind="housing", seen_on=case.opened_on)
        for name, who in walk:
            before = stages(case)
            refused: list[str] = []
            try:
                do(world, latest(case), VERBS[name], world.people[who])
            except Refused as refusal:
                refused = refusal.reasons
            if refused:
                assert all(reason.endswith(".") for reason in refused)
                assert stages(case) == before
            check(case, before)
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM cases_with_nothing_due()")
            assert cursor.fetchall() == []


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def do(world: World, case: Case, doing: Doing, by: Any) -> None:
    """As a page does it: nobody acts on a case they cannot see."""
    with acting_as(by):
        if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
            raise Refused("It is not found.")
        doing(world, case, by)


def latest(case: Case) -> Case:
    with acting_as_system("looking at a test"):
        cases = Case.objects.filter(family=case.family_id).select_related("family", "locality")
        return cases.order_by("-pk")[:1].get()


def stages(case: Case) -> dict[int, str]:
    with acting_as_system("looking at a test"):
        return dict(Case.objects.filter(family=case.family_id).values_list("pk", "stage"))


ALLOWED = {(str(source), str(row.target)) for row in MOVES for source in row.sources} | {
    (str(source), str(stage)) for source in (Stage.SOCIAL_CARE, Stage.CLOSED) for stage in Stage
}


def check(case: Case, before: dict[int, str]) -> None:
    with acting_as_system("looking at a test"):
        cases = list(Case.objects.filter(family=case.family_id))
    assert sum(each.is_live for each in cases) <= 1
    for each in cases:
        assert each.stage in TITLES
        was = before.get(each.pk, str(Stage.WAITING))
        assert was == each.stage or (was, each.stage) in ALLOWED
        check_one(each)


def check_one(case: Case) -> None:
    leads = Allocation.objects.filter(case=case, ended_at__isnull=True).count()
    due = Due.objects.filter(case=case, done_on__isnull=True, cancelled_on__isnull=True)
    after_closure = due.filter(timescale__starts_with="case_closed")
    in_progress = StepUp.objects.filter(case=case, state__in=StepUp.WAITING)
    closures = Closure.objects.filter(case=case, reopened_on__isnull=True).count()
    assert in_progress.count() <= 1
    if not case.is_live:
        assert (leads, in_progress.count(), closures) == (0, 0, 1)
        looked_at = case.closures.get(reopened_on=None).reason not in NOT_LOOKED_AT
        assert due.count() == after_closure.count() == (3 if looked_at else 0)
        return
    assert closures == 0
    assert due.exists()
    if case.stage == Stage.WAITING:
        assert leads == 0
    elif case.stage != Stage.SOCIAL_CARE:
        assert leads == 1
    assert (case.stage == Stage.SOCIAL_CARE) == in_progress.filter(state="accepted").exists()


def test_walks_get_everywhere(world: World) -> None:
    """The walks would prove nothing if every one of their verbs were always refused."""
    ways = [
        ["allocate to Pat", "contact", "submit", "return", "submit", "sign off", "agree plan",
         "close: needs_met", "take the closing back", "close: transferred", "open",
         "allocate to Mo"],
        ["request", "decline", "request", "agree", "returned", "request urgently", "accepted",
         "came back", "close: opened_in_error"],
        ["allocate to Pat", "request", "agree", "accepted", "handed over", "open"],
    ]  # fmt: skip
    done = set()
    for way in ways:
        with rolled_back():
            case = make_case(world, make_family(world, "Walker", children=1))
            for name in way:
                by = world.head if name == "open" else world.manager
                do(world, latest(case), VERBS[name], by)
                done.add(name)
    closings = {name for name in VERBS if name.startswith("close")}
    assert done | closings >= set(VERBS) - {"allocate to the desk"}
