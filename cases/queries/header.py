"""The top of every page of a case: who, where, how far, what is next and what one may do.

Pages of other rooms show it too: `header(case, user, "plan")` in the context as `header`, in a
template that extends "cases/page.html" (or includes "cases/header.html"). It costs no query
where the case came through `cases.queries.facts`, else one; and what `settings.CASE_ACTIONS` ask.
Those functions are given a case that remembers what has been asked (see cases.extensions).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.acting import reach_of
from accounts.roles import May, may, role_of
from cases.extensions import Action, actions_of
from cases.journey import Stage
from cases.models import BreakGlass, Case, StepUp
from cases.needs import Level
from cases.next_step import Position, next_step, situations, whose
from cases.queries.facts import known_case
from cases.queries.parts import NextDue, next_due_of
from cases.queries.people.cautions import Caution, cautions_of
from cases.queries.sharing.access import glass_of
from cases.rules.blocking import blockers, is_lead, manages

TABS = [
    ("summary", "Summary", "case"),
    ("story", "Story", "case-story"),
    ("people", "People", "case-people"),
    ("assessment", "Assessment", "case-assessment"),
    ("plan", "Plan", "case-plan"),
    ("meetings", "Meetings", "case-meetings"),
    ("timeline", "Timeline", "case-timeline"),
    ("documents", "Documents", "case-documents"),
    ("history", "History", "case-history"),
]


@dataclass(frozen=True)
class Header:
    """What templates/cases/header.html draws."""

    case: Case
    level: str
    lead: str
    lead_agency: str
    due: NextDue | None
    step_up: str  # how far one in progress is, or how one ended that nobody took
    closing: bool  # a manager was asked to authorise one
    closing_back: bool  # the manager has sent it back, and it was not asked for again
    step: Action | None
    whose: str
    actions: list[Action]
    only_reason: str
    tabs: list[dict[str, Any]]
    cautions: list[Caution]
    glass: BreakGlass | None  # the emergency by which this person sees it, if it is one
    may_see_access: bool
    may_see_marks: bool  # not an agency that acts for one of the family
    whole: bool  # the Summary; elsewhere a phone leaves out what cannot be done now


def header(case: Case, user: Any, tab: str = "") -> Header:
    """The header of a case this person may see. `tab` is the key of the part being shown."""
    known = known_case(case)
    facts = known.__dict__
    lead = facts["lead_found"] or {}
    where = situations(
        case.stage,
        assessment_begun=case.eha_started_on is not None,
        family_contacted=case.family_contacted_on is not None,
        has_goals=facts["goals_found"],
        meeting_arranged=facts["meeting_arranged"],
        reassessment=case.reassessment,
        step_up=facts["step_up_found"] or "",
        step_down_open=bool(facts["step_down_open"]),
        closing_asked=facts["closing_found"],
    )
    actions = [*_own_actions(known, user), *actions_of(known, user)]
    step = _step(known, user, where, actions)
    rest = _rest(actions, step, user)
    return Header(
        case=case,
        level=str(Level(case.level).label).partition(": ")[2],
        lead=lead.get("name", ""),
        lead_agency=lead.get("agency") or "",
        due=_due(case, facts["due_found"]),
        step_up=_step_up(facts["step_up_found"] or facts["step_up_not_taken"]),
        closing=facts["closing_found"],
        closing_back=facts["closing_back_found"],
        step=step,
        whose=whose(where, lead=lead.get("name", ""), locality=case.locality.name),
        actions=[] if _only_reason(rest, user) else rest,
        only_reason="" if step else _only_reason(rest, user),
        tabs=list(_tabs(case, tab)),
        cautions=cautions_of(
            facts["alerts_found"],
            facts["orders_found"],
            timezone.localdate(),
            facts["marks_found"],
        ),
        glass=_glass(case, user),
        may_see_access=bool({May.WORK, May.ALLOCATE, May.RESTRICT} & role_of(user).may),
        may_see_marks=case.family_id not in reach_of(user).acting,
        whole=tab == "summary",
    )


def _step_up(state: str | None) -> str:
    return str(StepUp.State(state).label) if state else ""


def _glass(case: Case, user: Any) -> BreakGlass | None:
    """Asked only of a family opened to this person by name or in an emergency."""
    opened = case.family_id in reach_of(user).opened
    return glass_of(user, case.family_id) if opened else None


def _due(case: Case, found: dict[str, str] | None) -> NextDue | None:
    return None if case.stage == Stage.CLOSED else next_due_of(found, case.stage)


def _own_actions(case: Case, user: Any) -> list[Action]:
    rows = [("add_contact", "Add contact", "case-add-contact", May.WORK)]
    rows.append(("put_forward", "Put forward to the surgery", "case-put-forward", May.WORK))
    rows.append(_stepping_up(user))
    close = "close" if manages(case, user) else "ask_to_close"
    rows.append((close, "Close case", "case-close", May.WORK))
    allocate = "Allocate" if case.stage == Stage.WAITING else "Change lead practitioner"
    rows.append(("allocate", allocate, "case-allocate", May.ALLOCATE))
    return [
        Action(label, address(name, case), blockers(case, verb, user))
        for verb, label, name, needs in rows
        if may(user, needs) and address(name, case)
    ]


def _stepping_up(user: Any) -> tuple[str, str, str, May]:
    """The desk sends an urgent one; those who work with the family ask for any."""
    desk = may(user, May.TRIAGE) and not may(user, May.WORK)
    rule, needs = ("step_up_urgently", May.TRIAGE) if desk else ("step_up", May.WORK)
    return rule, "Step up to social care", "case-step-up", needs


def _step(case: Case, user: Any, where: list[Any], actions: list[Action]) -> Action | None:
    held = ((Position.LEAD, is_lead), (Position.MANAGER, manages))
    found = next_step(where, [position for position, holds in held if holds(case, user)])
    if found is None or not address(found.url_name, case):
        return None
    offered = next((action for action in actions if action.label == found.label), None)
    if offered and offered.reasons:
        return None
    url = offered.url if offered else address(found.url_name, case)
    return Action(found.label, url, style="")


def _rest(actions: list[Action], step: Action | None, user: Any) -> list[Action]:
    """Every other action, what may be done now first; that alone for whoever only reads."""
    works = may(user, May.WORK) or may(user, May.ALLOCATE)
    rest = [
        action
        for action in actions
        if (step is None or action.label != step.label) and (works or not action.reasons)
    ]
    return sorted(rest, key=lambda action: bool(action.reasons))


def _only_reason(actions: list[Action], user: Any) -> str:
    """What stands in place of the actions where one reason is against each of them."""
    if not actions:
        return "You can read this case. People who work with the family change it."
    first, *others = actions
    shared = [one for one in first.reasons if all(one in other.reasons for other in others)]
    return shared[0] if others and shared else ""


def _tabs(case: Case, current: str) -> Iterable[dict[str, Any]]:
    for key, text, name in TABS:
        url = address(name, case)
        if url:
            yield {"text": text, "href": url, "current": key == current}


def address(name: str, case: Case) -> str:
    """The address of a page of the case; empty where this installation has no such page."""
    try:
        return reverse(name, args=[case.reference])
    except NoReverseMatch:
        return ""
