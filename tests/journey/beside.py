"""What happens beside a family’s way: who joins and leaves it, who writes and meets, what stops."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.roles import May, may
from assessments.actions import delegating, delivering, doing, gathering, inviting, linking
from assessments.link_rules import against
from assessments.models import (
    Action,
    Assessment,
    Delegation,
    PlanLink,
    PlannedMeeting,
)
from assessments.queries.meetings import Invited
from assessments.queries.sheet import Sheet
from audit.refusal import Refused
from cases.actions.leads import sending_on, transferring
from cases.actions.leads.allocating import look_after
from cases.actions.people import describing, placing
from cases.actions.sharing import agreeing, restricting, withdrawing
from cases.actions.steps import disputing, stepping_down
from cases.actions.surgeries import advising, arranging, putting_forward
from cases.actions.timing import holding_up
from cases.models import (
    Agreement,
    Case,
    CaseSentOn,
    CaseTransfer,
    Due,
    Person,
    SharingBasis,
    StepUp,
    StepUpDispute,
    Surgery,
    SurgeryItem,
    TafMember,
    Withdrawal,
)
from localities.calendar import add_working_days
from tests.cast import World

Doing = Callable[[World, Case, Any], object]
DUDMERE = {"council_name": "Dudmere", "phone": "01632 960700", "secure_email": "",
           "how": "telephone"}  # fmt: skip


def found(rows: Any) -> Any:
    """The last of these."""
    row = rows.order_by("pk").last()
    if row is None:
        raise Refused("There is none.")
    return row


def _on_the_last(model: Any, name: str, verb: Callable[..., object], **words: str) -> Doing:
    """Done to the last such row of the case, as it stands."""

    def doing(world: World, case: Case, by: Any) -> object:
        row = found(model.objects.filter(case=case))
        return verb(**{name: row}, by=by, version=row.version, **words)

    return doing


_on_the_dispute = partial(_on_the_last, StepUpDispute, "dispute")
_on_the_surgery = partial(_on_the_last, SurgeryItem, "item")


def _someone(case: Case, kind: str) -> Person:
    return found(case.family.people.filter(kind=kind, memberships__to_date=None, died_on=None))


def _joins(**facts: Any) -> Doing:
    return lambda world, case, by: describing.add_person(
        case=case, by=by, **{"family_name": case.family.name.split()[0]} | facts
    )


def _is_expected(world: World, case: Case, by: Any) -> object:
    if case.family.people.filter(kind=Person.Kind.UNBORN, died_on=None).exists():
        raise Refused("One is enough.")
    day = timezone.localdate() + timedelta(days=70)
    joins = _joins(kind="unborn", relationship="child", concerned=True, expected_on=day)
    return joins(world, case, by)


def _is_born(world: World, case: Case, by: Any) -> object:
    baby = _someone(case, Person.Kind.UNBORN)
    return describing.record_birth(
        case=case, person=baby, by=by, version=baby.version, given_name="Ada",
        family_name="Nowak", born_on=timezone.localdate(), sex="F",
    )  # fmt: skip


def _dies(kind: str) -> Doing:
    def dies(world: World, case: Case, by: Any) -> object:
        person = _someone(case, kind)
        return describing.record_death(
            case=case, person=person, by=by, version=person.version, died_on=timezone.localdate()
        )

    return dies


def _leaves(world: World, case: Case, by: Any) -> object:
    return placing.leave(case=case, person=_someone(case, "adult"), by=by, reason="Moved out")


def _writing(case: Case) -> Assessment:
    return found(Assessment.objects.filter(case=case))


def _give_a_section(world: World, case: Case, by: Any) -> object:
    assessment = _writing(case)
    return delegating.ask(
        assessment=assessment, page=Sheet(assessment).pages[0], writer=world.duty, by=by,
        question="How is it?", due_on=timezone.localdate(), why_again="Anew",
    )  # fmt: skip


def _on_the_section(verb: Callable[..., object], **words: str) -> Doing:
    return lambda world, case, by: verb(
        delegation=found(Delegation.objects.filter(case=case)), by=by, **words
    )


def _meeting_is_planned(world: World, case: Case, by: Any) -> object:
    to_be = inviting.Details(timezone.now() + timedelta(days=7), place="The hub")
    return inviting.plan_meeting(case=case, by=by, to_be=to_be, guests=[
        Invited(f"person-{person.pk}", person.name, person_id=person.pk)
        for person in case.family.people.filter(kind="adult", died_on=None)[:1]
    ])  # fmt: skip


def _joins_the_team(world: World, case: Case, by: Any) -> object:
    return gathering.join(case=case, by=by, name=world.duty.name, user=world.duty)


def _leaves_the_team(world: World, case: Case, by: Any) -> object:
    return gathering.leave(member=found(TafMember.objects.filter(case=case)), by=by)


def _group_is_attended(world: World, case: Case, by: Any) -> object:
    what = delivering.Delivered("Parenting group", timezone.localdate())
    return delivering.add_intervention(case=case, by=by, what=what)


def _link_is_given(world: World, case: Case, by: Any) -> object:
    person = _someone(case, "adult")
    terms = linking.Terms("Her own telephone", timezone.localdate() + timedelta(days=9))
    seen = list(against(case, person))
    return linking.give(case=case, person=person, by=by, terms=terms, seen=seen)


def _agrees(world: World, case: Case, by: Any) -> object:
    return agreeing.record_agreement(case=case, by=by, how="by_phone")


def _withdraws(world: World, case: Case, by: Any) -> object:
    agreement = found(Agreement.objects.filter(family=case.family))
    return agreeing.withdraw_agreement(case=case, agreement=agreement, by=by, reason="Enough")


def _unanswered(case: Case) -> list[int]:
    return list(Withdrawal.objects.filter(case=case, answer="").values_list("pk", flat=True))


def _goes_on(world: World, case: Case, by: Any) -> object:
    return withdrawing.go_on(
        case=case, by=by, why="Risk", sharing=[], family_told=True, seen=_unanswered(case)
    )


def _goes_to_the_council(world: World, case: Case, by: Any) -> object:
    return withdrawing.reassign(
        case=case, lead=world.practitioner, by=by, why="To talk", seen=_unanswered(case)
    )


def _shares_no_longer(world: World, case: Case, by: Any) -> object:
    basis = found(SharingBasis.objects.filter(family=case.family, to_date=None))
    return agreeing.end_sharing(case=case, basis=basis, by=by, reason="Left the school")


def _restrict(world: World, case: Case, by: Any) -> object:
    return restricting.restrict(
        case=case, by=by, kind="high_risk", reason="Threats",
        named=[world.practitioner, world.manager, world.desk], deputies=[world.head],
    )  # fmt: skip


def _lift(world: World, case: Case, by: Any) -> object:
    return restricting.lift(case=case, by=by, reason="No longer")


def _is_looked_after(world: World, case: Case, by: Any) -> object:
    return look_after(case=case, by=by, risk="Low", minded_by=world.manager, version=case.version)


def _goes_elsewhere(world: World, case: Case, by: Any) -> object:
    return sending_on.send_case_on(case=case, by=by, to=DUDMERE, why="They moved")


def _elsewhere_says(answer: str, **words: str) -> Doing:
    return lambda world, case, by: sending_on.answer_for_case(
        sent=found(CaseSentOn.objects.filter(case=case)), by=by, answer=answer,
        answered_by="Jo", **words,
    )  # fmt: skip


def _is_stepped_down(world: World, case: Case, by: Any) -> object:
    if not may(by, May.DECIDE):
        raise Refused("Only the desk opens cases.")
    return stepping_down.receive(
        family=case.family, children=case.children.all(), locality=case.locality, level=3, by=by,
        reason="Plan ended", social_care_worker="Sol", outstanding="Finish the course",
    )  # fmt: skip


def _dispute(world: World, case: Case, by: Any) -> object:
    step_up = found(StepUp.objects.filter(case=case))
    return disputing.dispute(step_up=step_up, why="The risk is as it was", by=by)


def _to_the_surgery(world: World, case: Case, by: Any) -> object:
    day = timezone.localdate()
    there = Surgery.objects.filter(locality=case.locality, held_on=day, called_off_at=None)
    surgery = there.first()
    if surgery is None:
        surgery = arranging.arrange(
            locality=case.locality, by=world.head, on=day, place="The hub", led_by="Sade Bright"
        )
    return putting_forward.put_forward(case=case, surgery=surgery, by=by, question="What now?")


def _clock_waits(world: World, case: Case, by: Any) -> object:
    due = found(Due.objects.filter(case=case, done_on=None, cancelled_on=None))
    until = add_working_days(timezone.localdate(), 3)
    return holding_up.pause(due=due, reason="Away", until=until, by=by)


def _clock_goes_on(world: World, case: Case, by: Any) -> object:
    waiting = Due.objects.filter(case=case, done_on=None, cancelled_on=None)
    return holding_up.resume(due=found(waiting.exclude(paused_until=None)), by=by)


BESIDE: dict[str, Doing] = {
    "a father joins": _joins(kind="adult", relationship="father", given_name="Emeka"),
    "a brother joins": _joins(kind="child", relationship="child", concerned=True, given_name="Obi"),
    "a child is expected": _is_expected,
    "the child is born": _is_born,
    "the expected child dies": _dies("unborn"),
    "a child dies": _dies("child"),
    "somebody leaves the family": _leaves,
    "give a section": _give_a_section,
    "hand the section in": _on_the_section(delegating.hand_in, note="Nothing to say"),
    "take the section back": _on_the_section(delegating.take_back, why="Not needed"),
    "read the section": _on_the_section(delegating.note_read),
    "plan a meeting": _meeting_is_planned,
    "call the meeting off": _on_the_last(
        PlannedMeeting, "meeting", inviting.call_off, why="All are ill"),
    "join the team": _joins_the_team,
    "leave the team": _leaves_the_team,
    "drop an action": _on_the_last(Action, "action", doing.drop, why="No longer wanted"),
    "record a group": _group_is_attended,
    "give the family a link": _link_is_given,
    "end the link": _on_the_last(PlanLink, "link", linking.end, why="She asked"),
    "record an agreement": _agrees,
    "withdraw the agreement": _withdraws,
    "go on without agreement": _goes_on,
    "give the withdrawn case to the council": _goes_to_the_council,
    "share no longer": _shares_no_longer,
    "restrict the family": _restrict,
    "lift the restriction": _lift,
    "look after while waiting": _is_looked_after,
    "take the move back": _on_the_last(CaseTransfer, "transfer", transferring.take_back),
    "send the family on": _goes_elsewhere,
    "the other council has them": _elsewhere_says("receipt"),
    "the other council refuses": _elsewhere_says("refusal", words="Not ours"),
    "step down": _is_stepped_down,
    "dispute the answer": _dispute,
    "escalate the dispute": _on_the_dispute(disputing.escalate, words="No answer"),
    "settle: again": _on_the_dispute(disputing.settle, outcome="again", words="They look again"),
    "settle: stands": _on_the_dispute(disputing.settle, outcome="stands", words="We accept it"),
    "put forward to a surgery": _to_the_surgery,
    "take it from the surgery": _on_the_surgery(putting_forward.withdraw, why="Settled"),
    "the surgery advises": _on_the_surgery(advising.advise, advice="Ask the GP"),
    "let a clock wait": _clock_waits,
    "let the clock go on": _clock_goes_on,
}  # fmt: skip

# What answers it, or what may come of it: drawn more often once it was done.
FOLLOWS: dict[str, tuple[str, ...]] = {
    "a child is expected": ("the child is born", "the expected child dies"),
    "join the team": ("give a section", "give a section", "leave the team"),
    "give a section": ("hand the section in", "hand the section in", "take the section back"),
    "hand the section in": ("read the section",),
    "plan a meeting": ("call the meeting off",),
    "agree the plan": ("give the family a link", "record a group", "drop an action"),
    "give the family a link": ("end the link",),
    "record an agreement": ("withdraw the agreement",),
    "withdraw the agreement": ("go on without agreement", "give the withdrawn case to the council"),
    "share with the school": ("share no longer", "allocate to school"),
    "restrict the family": ("lift the restriction",),
    "ask another locality": (
        "the other locality accepts", "the other locality refuses", "take the move back"
    ),
    "send the family on": ("the other council has them", "the other council refuses"),
    "the other council has them": ("close: Moved out of the area",),
    "ask social care": ("decline the step-up", "social care returns it"),
    "ring social care": ("social care returns it",),
    "ask for the ending": ("authorise the ending", "send the ending back", "take the ending back"),
    "social care returns it": ("dispute the answer",),
    "dispute the answer": ("escalate the dispute", "settle: again", "settle: stands"),
    "put forward to a surgery": ("take it from the surgery", "the surgery advises"),
    "let a clock wait": ("let the clock go on",),
    "social care takes over": ("step down",),
    "open again": ("look after while waiting",),
}  # fmt: skip
# Who does such things, most of the time, where it is not a manager.
DONE_BY: dict[str, tuple[str, ...]] = {
    "open again": ("desk",),
    "step down": ("desk",),
    "hand the section in": ("duty",),
    "restrict the family": ("manager", "head"),
    "lift the restriction": ("manager", "head"),
    "the other locality accepts": ("manager", "manager2"),
    "the other locality refuses": ("manager", "manager2"),
}
