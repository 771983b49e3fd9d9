"""The documents of this room of which a copy is made for somebody: the plan, a meeting's record.

Named in settings.CASE_COPIES. A document is read as it may be read: within `as_given_to` the
withheld rows are not there, so that the whole and the copy come from the same lines.
"""

from collections.abc import Iterator

from django.utils import timezone

from assessments.models import Action, Plan, Review, Score
from assessments.queries.inviting import next_meeting
from assessments.queries.meetings import done_by, meetings_of
from assessments.queries.plan import NeedLine, lines_of
from cases.models import Allocation, Case
from cases.withholding.copies import Copyable, Part


def _said(day: object) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _plan(case: Case, number: int) -> tuple[str, list[Part]] | None:
    plan = Plan.objects.filter(case=case, pk=number).first()
    if plan is None:
        return None
    title = f"The plan, agreed {_said(plan.agreed_on)}" if plan.agreed_on else "The plan"
    agreed = [Part("plan-with", "", "Agreed with", plan.agreed_with)] if plan.agreed_with else []
    lines = [part for line in lines_of(case, plan) for part in _line(line)]
    return title, [*agreed, *lines, *_ahead(case), *_whom_to_ring(case)]


def _ahead(case: Case) -> Iterator[Part]:
    """The day of the next meeting. Never the place: a copy may go to somebody kept away."""
    meeting = next_meeting(case)
    if meeting and meeting.starts_at > timezone.now():
        starts = timezone.localtime(meeting.starts_at)
        yield Part("next", "", "Next meeting", f"{starts:%A} {_said(starts)}, {starts:%H:%M}")


def _whom_to_ring(case: Case) -> Iterator[Part]:
    lead = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    for row in lead:
        phone = f", {row.user.phone}" if row.user.phone else ""
        yield Part("ring", "", "Who to ring", f"{row.user.name}{phone}")


def _line(line: NeedLine) -> Iterator[Part]:
    group = f"{line.title} ({line.whose})" if line.whose else line.title
    if line.need:
        yield Part(f"need-{line.need.pk}", group, "What we see", line.need.words or "Not written")
        if line.why_none and not line.goals:
            yield Part(f"aside-{line.need.pk}", group, "No goal", line.why_none)
    for one in line.goals:
        reached = f" Reached {_said(one.goal.reached_on)}." if one.goal.reached_on else ""
        words = f"“{one.goal.words}”{reached}"
        yield Part(f"goal-{one.goal.pk}", group, "What will be different", words)
        for action in one.standing:
            key, goal = f"action-{action.pk}", f"goal-{one.goal.pk}"
            yield Part(key, group, "What will be done", _who_does_what(action), under=goal)


def _who_does_what(action: Action) -> str:
    done = f"done {_said(action.done_on)}" if action.done_on else f"by {_said(action.due_on)}"
    result = f" {action.result}" if action.result else ""
    return f"{action.words} ({action.owner_name}, {done}).{result}"


def _what_came_of(action: Action) -> str:
    result = f": {action.result}" if action.result else ""
    return f"{action.words} ({action.owner_name}){result}"


def _meeting(case: Case, number: int) -> tuple[str, list[Part]] | None:
    found: Review | None = meetings_of(case).filter(pk=number).first()
    if found is None:
        return None
    parts = [Part("place", "", "Where", found.place)]
    for row in found.attendances.all():
        agency = f", {row.agency.name}" if row.agency else ""
        label = "Came" if row.came else "Was invited and did not come"
        parts.append(Part(f"attendance-{row.pk}", "Who came", label, f"{row.name}{agency}"))
    parts += [
        Part("minutes", "", "What was talked about and agreed", found.minutes),
        *(
            Part(f"done-{row.pk}", "", "What has been done", _what_came_of(row))
            for row in done_by(found)
        ),
        *(
            Part(f"action-{row.pk}", "", "What will be done", _who_does_what(row))
            for row in found.actions.filter(dropped_on__isnull=True)
        ),
        Part("family-view", "", "What the family says", found.family_view),
        Part("child-view", "", "What the children say", found.child_view),
    ]
    parts += [
        Part(
            f"score-{score.pk}",
            "Scores, from 0 to 10",
            score.scorer_name or str(score.get_scorer_display()),
            str(score.value),
        )
        for score in found.scores.filter(Score.STANDS).order_by("pk")
    ]
    parts += [Part("next", "", "Next meeting", _said(found.next_on)), *_whom_to_ring(case)]
    return f"TAF meeting of {_said(found.held_on)}", [part for part in parts if part.words]


COPIES = (Copyable("plan", "The plan", _plan), Copyable("meeting", "A TAF meeting", _meeting))
