"""The Summary page of a case: who, what worries, what is strong, what is next."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import May, may
from cases.ages import age_words
from cases.extensions import notices_after_deaths, notices_before_contact
from cases.models import Case, Closure
from cases.queries.endings.sustained import how_it_held, opened_since, standing_closure
from cases.queries.people.kin import kin_of
from cases.queries.people.linked import counted_once, linked_families
from cases.queries.people.members import members_of
from cases.queries.steps.step_down import gap_ahead, step_down_of
from cases.queries.summary import story_of, with_story
from cases.queries.timeline import timeline_of
from cases.rules.blocking import blockers, manages
from cases.rules.reopening import reasons_against_reopening
from cases.tree.drawing import draw
from cases.tree.placing import SMALL
from cases.tree.words import description
from cases.views.page import case_page, show

RECENT = 5


@require_safe
@login_required
def summary(request: HttpRequest, reference: str) -> HttpResponse:
    """The case in two minutes."""
    case = case_page(request, reference, with_story)
    today = timezone.localdate()
    members = members_of(case)
    kin = kin_of(members, today, short=True)
    linked = linked_families(case, request.user)
    closure = standing_closure(case)
    recent, more = timeline_of(case, size=RECENT)
    step_down = None if case.__dict__["step_down_open"] is None else step_down_of(case)
    sees_to_it = bool(step_down) and not blockers(case, "check_step_down", request.user)
    return show(
        request,
        case,
        "summary",
        "cases/summary.html",
        members=[(row, age_words(row.person, today)) for row in members],
        notices=[
            *notices_before_contact(case, request.user),
            *notices_after_deaths(case, [row.person for row in members], request.user),
        ],
        tree=draw(kin, SMALL),
        tree_description=description(kin),
        story=story_of(case),
        closure=closure,
        later=(later := opened_since(case, closure, request.user)),
        held=how_it_held(case, closure, request.user, later),
        ask_again=_ask_again(request.user),
        may_reopen=_may_reopen(case, closure, request.user),
        linked=linked,
        surgery_on=_day_of(case.__dict__["surgery_found"]),
        step_down=step_down,
        sees_to_it=sees_to_it,
        gap=gap_ahead(step_down) if step_down and sees_to_it else "",
        counted_once=counted_once(linked),
        recent=recent,
        more=more,
        may_change=not blockers(case, "change_people", request.user),
        may_answer=manages(case, request.user),
        may_share=not blockers(case, "share", request.user),
    )


def _may_reopen(case: Case, closure: Closure | None, user: Any) -> bool:
    if closure is None or not may(user, May.ALLOCATE):
        return False
    return not reasons_against_reopening(case, user, closure)


def _day_of(surgery: dict[str, str] | None) -> date | None:
    return date.fromisoformat(surgery["on"]) if surgery else None


def _ask_again(user: Any) -> str:
    """Where this person writes that a family needs help again."""
    return reverse("partner-start" if may(user, May.OFFER_TO_LEAD) else "request-support")
