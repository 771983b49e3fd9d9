"""Why something cannot be done with a case now, in sentences a practitioner would say.

The same sentences grey the button, fill the form's error, answer the API and refuse the verb.
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from django.db.models import QuerySet

from accounts.acting import reach_of, served_localities
from accounts.roles import May, Scope, may, role_of
from cases.journey import TITLES, Reassessment, Stage
from cases.models import (
    Allocation,
    Case,
    CaseTransfer,
    ClosureRequest,
    StepUp,
    SurgeryItem,
)

# A rule answers with the reason, or with an empty string.
Rule = Callable[[Case, Any], str]


def blockers(case: Case, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` with this case now. None: it can be done.

    `verb` is a key of RULES, such as "allocate", "add_contact", "step_up" or "close".
    """
    return reasons_of(RULES[verb], case, by)


def blockers_of_each(case: Case, verbs: Iterable[str], by: Any) -> dict[str, list[str]]:
    """The reasons for several verbs, each fact asked of the database once: for an action bar."""
    known = remembering(case)
    return {verb: blockers(known, verb, by) for verb in verbs}


def remembering(case: Case, **answers: Any) -> Case:
    """A copy of the case that asks the database each thing once, and not what is given:
    "lead" (the lead's id or None), "step_up" (one is in progress), "put_forward" (to a surgery),
    "closing" (a manager was asked to authorise it), "visible" (to whoever asks).

    For pages. A verb locks the case and asks afresh.
    """
    known = copy(case)
    known.__dict__["_answers"] = dict(case.__dict__.get("_answers") or {}) | answers
    return known


def reasons_of(rules: list[Rule], case: Case, by: Any) -> list[str]:
    """The reasons of a list of rules, in their order."""
    return [reason for rule in rules if (reason := rule(case, by))]


def live(case: Case, by: Any) -> str:
    return "" if case.is_live else "The case is closed."


def closed(case: Case, by: Any) -> str:
    return "The case is open." if case.is_live else ""


def waiting(case: Case, by: Any) -> str:
    return "" if case.stage == Stage.WAITING else "Somebody leads this case already."


def worker_of_the_case(case: Case, by: Any) -> str:
    if is_lead(case, by) or manages(case, by):
        return ""
    if may(by, May.WORK) and _is_visible(case, by):
        return ""
    return "Only people who work with this family can do this."


def anybody_who_knows(case: Case, by: Any) -> str:
    """Where a child is in danger: whoever works with the family, and the desk, who see it."""
    if may(by, May.TRIAGE) and _is_visible(case, by):
        return ""
    return worker_of_the_case(case, by)


def lead_or_manager(case: Case, by: Any) -> str:
    if is_lead(case, by) or manages(case, by):
        return ""
    return "Only the lead practitioner or the locality’s manager can do this."


def lead_manager_or_desk(case: Case, by: Any) -> str:
    """The desk may take a call from another council about any family."""
    return "" if may(by, May.TRIAGE) else lead_or_manager(case, by)


def allocator(case: Case, by: Any) -> str:
    if may(by, May.ALLOCATE) and _in_reach(case, by):
        return ""
    return f"Only a manager of {case.locality.name} can do this."


def signs_off(case: Case, user: Any) -> bool:
    """Whether `user` is a manager of the case's locality, or of all."""
    return may(user, May.SIGN_OFF) and _in_reach(case, user)


def signer(case: Case, by: Any) -> str:
    if signs_off(case, by):
        return ""
    return f"Only a manager of {case.locality.name} can do this."


def not_with_social_care(case: Case, by: Any) -> str:
    if case.stage != Stage.SOCIAL_CARE:
        return ""
    return "Social care leads this case. Record their handover or that they handed it back first."


def no_step_up_in_progress(case: Case, by: Any) -> str:
    """Until it is answered. One that was accepted is what `not_with_social_care` tells of."""
    if case.stage == Stage.SOCIAL_CARE:
        return ""
    if _asked(case, "step_up", lambda: _step_ups(case).exists()):
        return "A step-up is in progress. Record its answer first."
    return ""


def not_offered(case: Case, by: Any) -> str:
    if CaseTransfer.objects.filter(case=case.pk, answer="").exists():
        return "Another locality has been asked to take the case. Wait for its answer."
    return ""


def not_put_forward(case: Case, by: Any) -> str:
    if _asked(case, "put_forward", lambda: _waiting_for_a_surgery(case).exists()):
        return "This case is on the agenda of a surgery already."
    return ""


def has_lead(case: Case, by: Any) -> str:
    if _lead_id(case):
        return ""
    return "Nobody leads this case yet. It is waiting for allocation."


def not_waiting_for_sign_off(case: Case, by: Any) -> str:
    if case.stage == Stage.SIGN_OFF:
        return f"The case is at “{TITLES[Stage.SIGN_OFF]}”. Sign it off or return it first."
    if case.reassessment == Reassessment.SENT:
        return "A re-assessment waits for sign-off. Sign it off or return it first."
    return ""


def restricter(case: Case, by: Any) -> str:
    if may(by, May.RESTRICT) and _is_visible(case, by):
        return ""
    return "Only locality managers and the head of service can do this."


def not_restricted(case: Case, by: Any) -> str:
    return "This record is restricted already." if case.restricted else ""


def is_restricted(case: Case, by: Any) -> str:
    return "" if case.restricted else "This record is not restricted."


def no_closing_asked_for(case: Case, by: Any) -> str:
    if _asked(case, "closing", lambda: _closings(case).exists()):
        return "A manager has been asked to authorise the closing. Wait for their answer."
    return ""


CLOSABLE: list[Rule] = [not_with_social_care, no_step_up_in_progress, not_waiting_for_sign_off]

RULES: dict[str, list[Rule]] = {
    "restrict": [restricter, not_restricted],
    "change_names": [restricter, is_restricted],
    "allocate": [live, allocator, not_with_social_care],
    "reassign": [live, allocator],
    "look_after": [live, allocator, waiting],
    "reopen": [closed, allocator],
    "hold_up": [live, lead_or_manager],
    "add_contact": [live, worker_of_the_case],
    "change_people": [live, worker_of_the_case],
    "add_document": [live, worker_of_the_case],
    "end_document": [lead_or_manager],
    "share": [live, lead_or_manager],
    "answer_withdrawal": [live, allocator],
    "answer_objection": [allocator],
    "step_up": [live, worker_of_the_case, not_with_social_care, no_step_up_in_progress],
    "step_up_urgently": [live, anybody_who_knows, not_with_social_care, no_step_up_in_progress],
    "put_forward": [live, worker_of_the_case, not_put_forward],
    "withdraw_question": [lead_or_manager],
    "advise": [live, worker_of_the_case],
    "complete_step_up": [live, worker_of_the_case],
    "answer_step_up": [live, signer],
    "hand_over": [live, lead_or_manager],
    "dispute_step_up": [live, worker_of_the_case, not_with_social_care],
    "settle_step_up": [signer],
    "check_step_down": [live, lead_or_manager],
    "transfer": [live, lead_or_manager, not_with_social_care, not_offered],
    "take_back_transfer": [lead_or_manager],
    "ask_how_it_goes": [allocator],
    "send_on": [live, lead_or_manager],
    "answer_sent_on": [lead_manager_or_desk],
    "take_back_closing": [lead_or_manager],
    "send_back_closing": [allocator],
    "close": [live, allocator, *CLOSABLE],
    "ask_to_close": [live, lead_or_manager, *CLOSABLE, no_closing_asked_for],
}


def is_lead(case: Case, by: Any) -> bool:
    """Leads the case, or covers today for whoever does."""
    lead = _lead_id(case) if by.pk is not None else None
    return lead is not None and (lead == by.pk or lead in reach_of(by).covering)


def manages(case: Case, by: Any) -> bool:
    return may(by, May.ALLOCATE) and _in_reach(case, by)


def _in_reach(case: Case, by: Any) -> bool:
    if role_of(by).scope == Scope.ALL:
        return True
    return case.locality_id in served_localities(by)


def _is_visible(case: Case, by: Any) -> bool:
    visible = Case.objects.visible_to
    return _asked(case, "visible", lambda: visible(by).filter(pk=case.pk).exists())


def _lead_id(case: Case) -> int | None:
    return _asked(case, "lead", lambda: _present(case).values_list("user_id", flat=True).first())


def _present(case: Case) -> QuerySet[Allocation]:
    return Allocation.objects.filter(case=case.pk, ended_at__isnull=True)


def _step_ups(case: Case) -> QuerySet[StepUp]:
    return StepUp.objects.filter(case=case.pk, state__in=StepUp.WAITING)


def _closings(case: Case) -> QuerySet[ClosureRequest]:
    return ClosureRequest.objects.filter(case=case.pk, state=ClosureRequest.State.WAITING)


def _waiting_for_a_surgery(case: Case) -> QuerySet[SurgeryItem]:
    return SurgeryItem.objects.filter(case=case.pk, outcome="")


def _asked(case: Case, what: str, ask: Callable[[], Any]) -> Any:
    """The answer to a question; remembered, if the case is one that remembers."""
    answers = case.__dict__.get("_answers")
    if answers is None:
        return ask()
    if what not in answers:
        answers[what] = ask()
    return answers[what]
