"""A course of one family through early help: any verb, by anybody, in any order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.acting import acting_as
from accounts.roles import May, may
from assessments.actions.answering import save
from assessments.actions.assessing import start
from assessments.actions.doing import finish
from assessments.actions.planning import add_goal, agree, set_need_aside
from assessments.actions.reviewing import Guest, Minutes, give_copy, hold
from assessments.actions.signing_off import send_back, sign_off
from assessments.actions.submitting import submit
from assessments.models import Action, Assessment, Review
from assessments.queries.plan import current_plan, lines_of
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.actions.endings.asking_to_close import ask_to_close, authorise, take_back
from cases.actions.endings.asking_to_close import send_back as return_closing
from cases.actions.endings.closing import close_case
from cases.actions.endings.reopening import reopen
from cases.actions.leads import transferring
from cases.actions.leads.allocating import allocate
from cases.actions.opening import open_case
from cases.actions.sharing.agreeing import record_sharing
from cases.actions.steps import answering, stepping_up
from cases.closure_reasons import ClosureReason
from cases.journey import WITH_PLAN, Reassessment, Stage
from cases.models import Allocation, Case, CaseTransfer, Family, Need, StepUp
from cases.queries.endings.closing import waiting_closing
from tests.assessments.arranging import action_by, every_answer
from tests.cast import World
from tests.journey.beside import BESIDE, DONE_BY, FOLLOWS, Doing

PEOPLE = ("practitioner", "practitioner2", "manager", "manager2", "head", "desk", "school",
          "social_worker", "duty", "team_manager", "chair", "analyst")  # fmt: skip
LIKELY = ("manager", "practitioner", "manager2", "head")

OF_THE_LEAD = ("start an assessment", "write the assessment", "submit it", "add a goal",
               "set a need aside", "agree the plan", "hold a TAF meeting",
               "ask for the ending", "give a section", "give the family a link", "read the section",
               "record an agreement")  # fmt: skip


@dataclass
class Course:
    """What one family went through: each step with whether it was done, and every stage."""

    family: Family
    steps: list[tuple[str, str, bool]] = field(default_factory=list)
    stages: set[str] = field(default_factory=set)
    following: set[str] = field(default_factory=set)


def take(world: World, family: Family, chance: Random, length: int) -> Course:
    """So many steps. Most are taken by those who do such things, and most are what comes next, so
    that courses get far."""
    course = Course(family)
    for _ in range(length):
        case = latest(family)
        course.stages.add(case.stage)
        some = comes_next(case), NAMES, BESIDE_NAMES, sorted(course.following) or NAMES
        verb = chance.choice(chance.choices(some, (5, 2, 2, 4))[0])
        who = chance.choice(likely(world, case, verb) if chance.random() < 0.8 else PEOPLE)
        done = step(world, case, verb, who)
        course.steps.append((verb, who, done))
        if done:
            course.following = (course.following | set(FOLLOWS.get(verb, ()))) - {verb}
    return course


def comes_next(case: Case) -> list[str]:
    """What takes the case on; beside the plan also what takes its re-assessment on. Where an ending
    or social care was asked, it is answered as often as not: few courses get so far, and all else
    goes on."""
    asked: list[str] = []
    if waiting_closing(case):
        asked += ["authorise the ending", "send the ending back"]
    if StepUp.objects.filter(case=case, state__in=StepUp.WAITING).exists():
        asked += ["agree to the step-up", "social care accepts"]
    anew = ANEW[case.reassessment] if case.stage in WITH_PLAN and not asked else []
    return [*NEXT[case.stage], *asked, *anew]


def likely(world: World, case: Case, verb: str) -> tuple[str, ...]:
    """Who does such things, most of the time."""
    if verb in DONE_BY:
        return DONE_BY[verb]
    if verb in OF_THE_LEAD:
        lead = Allocation.objects.filter(case=case, ended_at=None).values_list("user", flat=True)
        return tuple(name for name in PEOPLE if world.people[name].pk in set(lead)) or LIKELY
    return LIKELY


def step(world: World, case: Case, verb: str, who: str) -> bool:
    """Whether it was done."""
    reasons = refused(world, case, verb, who)
    assert all(reason.endswith((".", "?")) for reason in reasons), reasons
    return not reasons


def refused(world: World, case: Case, verb: str, who: str) -> list[str]:
    """Why it was not done; nothing where it was. As a page does it: nobody acts on a case they
    cannot see."""
    by = world.people[who]
    offered = verb in OFFERED  # what may be answered by whoever does not see the case yet
    try:
        with acting_as(by):
            if not offered and not Case.objects.visible_to(by).filter(pk=case.pk).exists():
                return ["It is not found."]
            VERBS[verb](world, case, by)
    except Refused as refusal:
        return refusal.reasons
    return []


def latest(family: Family) -> Case:
    cases = Case.objects.filter(family=family).select_related("family", "locality")
    return cases.order_by("-pk")[:1].get()


def _open(world: World, case: Case, by: Any) -> object:
    if not may(by, May.DECIDE):
        raise Refused("Only the desk opens cases.")
    return open_case(family=case.family, children=case.children.all(), locality=case.locality,
                     level=2, by=by, reason="Asked again",
                     received_on=timezone.localdate())  # fmt: skip


def _led_by(who: str) -> Doing:
    return lambda world, case, by: allocate(case=case, lead=world.people[who], by=by)


def _share_with_the_school(world: World, case: Case, by: Any) -> object:
    return record_sharing(
        case=case, by=by, agency=world.school_agency, basis="public_task", what="The plan"
    )


def _begin(world: World, case: Case, by: Any) -> object:
    return start(case=case, by=by)


def _anew(doing: Doing) -> Doing:
    """Done only while the plan goes on."""

    def then(world: World, case: Case, by: Any) -> object:
        if case.stage not in WITH_PLAN:
            raise Refused("There is no plan.")
        return doing(world, case, by)

    return then


def _in_progress(case: Case) -> Assessment:
    found = Assessment.objects.filter(case=case).select_related("case", "form").last()
    if found is None:
        raise Refused("There is no assessment.")
    return found


def _write(world: World, case: Case, by: Any) -> object:
    assessment = _in_progress(case)
    return save(assessment=assessment, by=by, answers=every_answer(assessment))


def _goal(world: World, case: Case, by: Any) -> object:
    need = next(_needs_without_goal(case), None)
    return add_goal(case=case, by=by, words="Calm mornings", need=need, actions=[action_by(world)])


def _aside(world: World, case: Case, by: Any) -> object:
    need = next(_needs_without_goal(case), None)
    if need is None:
        raise Refused("There is no need without a goal.")
    return set_need_aside(case=case, need=need, by=by, why="School helps already")


def _needs_without_goal(case: Case) -> Iterator[Need]:
    lines = lines_of(case, current_plan(case))
    return (line.need for line in lines if line.need and not line.goals and not line.why_none)


def _tick(world: World, case: Case, by: Any) -> object:
    action = Action.objects.filter(case=case, done_on=None).select_related("goal__plan").first()
    if action is None:
        raise Refused("There is no action.")
    return finish(action=action, by=by, version=action.version)


def _meet(world: World, case: Case, by: Any) -> object:
    today = timezone.localdate()
    said = Minutes(minutes="All well.", next_on=today + timedelta(days=42),
                   guests=[Guest("Ngozi Okafor", came=True)])  # fmt: skip
    return hold(case=case, by=by, held_on=today, record_of=said)


def _copy(world: World, case: Case, by: Any) -> object:
    review = Review.objects.filter(case=case).first()
    if review is None:
        raise Refused("There is no meeting.")
    return give_copy(review=review, by=by)


def _ask_social_care(world: World, case: Case, by: Any, **urgent: Any) -> object:
    return stepping_up.request(case=case, by=by, why_now="Injury", tried="Visits", **urgent)


def _on_step_up(verb: Callable[..., object], **words: str) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        found = StepUp.objects.filter(case=case).order_by("-pk").first()
        if found is None:
            raise Refused("There is none.")
        return verb(step_up=found, by=by, version=found.version, **words)

    return doing


def _ask_another_locality(world: World, case: Case, by: Any) -> object:
    to = world.low_hill if case.locality_id == world.bilston.pk else world.bilston
    return transferring.ask(case=case, by=by, to=to, why="They moved", summary="Two children.")


def _on_transfer(verb: Callable[..., object], **words: str) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        found = CaseTransfer.objects.offered_to(by).filter(case=case.pk).last()
        if found is None:
            raise Refused("There is none.")
        return verb(transfer=found, by=by, version=found.version, **words)

    return doing


def _close(reason: ClosureReason) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        outcome = "met" if reason == ClosureReason.NEEDS_MET else "not_met"
        return close_case(
            case=case, by=by, reason=reason, summary="It ends.", family_view="Asked.",
            outcomes=dict.fromkeys(case.needs.values_list("pk", flat=True), (outcome, "")),
            stays_in_touch="School", risk_check="School sees them.",
        )  # fmt: skip

    return doing


def _ask_for_the_ending(world: World, case: Case, by: Any) -> object:
    return ask_to_close(
        case=case, by=by, reason="partly_met", summary="It ends.", family_view="Asked.",
        outcomes=dict.fromkeys(case.needs.values_list("pk", flat=True), ("partly", "")),
        stays_in_touch="School",
    )  # fmt: skip


def _on_the_ending(verb: Callable[..., object], **words: str) -> Doing:
    def doing(world: World, case: Case, by: Any) -> object:
        asked = waiting_closing(case)
        if asked is None:
            raise Refused("There is none.")
        return verb(asked=asked, by=by, version=asked.version, **words)

    return doing


ON_THE_WAY: dict[str, Doing] = {
    "open again": _open,
    "take the closing back": lambda w, case, by: reopen(
        case=case, by=by, reason="A mistake", lead=w.practitioner),
    **{f"allocate to {who}": _led_by(who) for who in ("practitioner", "manager", "school")},
    "share with the school": _share_with_the_school,
    "add a contact": lambda w, case, by: record_contact(case=case, by=by, kind="phone", text="Hi."),
    "start an assessment": _begin,
    "write the assessment": _write,
    "submit it": lambda w, case, by: submit(assessment=_in_progress(case), by=by),
    "send it back": lambda w, case, by: send_back(
        assessment=_in_progress(case), by=by, comments="More on the father."),
    "sign it off": lambda w, case, by: sign_off(assessment=_in_progress(case), by=by),
    "start a re-assessment": _anew(_begin),
    "sign the re-assessment off": _anew(
        lambda w, case, by: sign_off(assessment=_in_progress(case), by=by)),
    "add a goal": _goal,
    "set a need aside": _aside,
    "agree the plan": lambda w, case, by: agree(case=case, by=by, agreed_with="Ngozi Okafor"),
    "tick an action": _tick,
    "hold a TAF meeting": _meet,
    "give the copy": _copy,
    "ask social care": _ask_social_care,
    "ring social care": lambda w, case, by: _ask_social_care(
        w, case, by, urgent=True, rung_whom="Duty"),
    "agree to the step-up": _on_step_up(stepping_up.agree),
    "decline the step-up": _on_step_up(stepping_up.decline, words="Not now"),
    "social care accepts": _on_step_up(answering.accepted, answer_by="Sol"),
    "social care returns it": _on_step_up(answering.returned, answer_by="Sol", reason="Below"),
    "social care takes over": _on_step_up(answering.handed_over, handover_note="Sol leads"),
    "social care hands back": _on_step_up(answering.came_back, reason="No further action"),
    "ask another locality": _ask_another_locality,
    "the other locality accepts": _on_transfer(transferring.accept),
    "the other locality refuses": _on_transfer(transferring.refuse, words="Nobody is free"),
    "ask for the ending": _ask_for_the_ending,
    "authorise the ending": _on_the_ending(authorise, risk_check="School sees them."),
    "send the ending back": _on_the_ending(return_closing, words="Ask the father too."),
    "take the ending back": _on_the_ending(take_back),
    **{f"close: {reason.label}": _close(reason) for reason in ClosureReason},
}  # fmt: skip
BESIDE_NAMES = list(BESIDE)
VERBS = ON_THE_WAY | BESIDE
OFFERED = ("the other locality accepts", "the other locality refuses")
CLOSING = [name for name in ON_THE_WAY if name.startswith("close") or name.endswith("the ending")]
# What they do is drawn under the names of the first assessment too.
ONLY_ANEW = ("start a re-assessment", "sign the re-assessment off")
# Forward steps are drawn more often than endings, or few would get as far as a plan.
NAMES = [name for name in ON_THE_WAY if name not in (*CLOSING, *ONLY_ANEW)] * 3 + CLOSING
NEXT: dict[str, list[str]] = {
    Stage.WAITING: ["allocate to practitioner"],
    Stage.ASSESSING: ["start an assessment", "write the assessment", "submit it"],
    Stage.SIGN_OFF: ["sign it off"],
    Stage.PLANNING: ["add a goal", "set a need aside", "agree the plan"],
    Stage.SUPPORTING: [
        "hold a TAF meeting",
        "tick an action",
        "give the copy",
        "ask for the ending",
    ],
    Stage.SOCIAL_CARE: ["social care hands back", "social care takes over"],
    Stage.CLOSED: ["open again", "take the closing back"],
}
ANEW: dict[str, list[str]] = {
    Reassessment.NONE: ["start a re-assessment"],
    Reassessment.WRITTEN: ["write the assessment", "submit it"],
    Reassessment.SENT: ["sign the re-assessment off"],
}
