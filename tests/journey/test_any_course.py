"""Any verb by anybody over many families leaves nothing that must not be, and nobody stuck.

CASES says over how many, a family having two or three in its course: a few here, ten thousand where
there is an hour. SEED says which.
"""

import os
from collections import Counter
from contextlib import suppress
from datetime import date
from random import Random

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.acting import acting_as_system
from assessments.actions.loading import load_forms
from assessments.blocking import IN_PROGRESS, of_the_family
from assessments.models import Assessment, Delegation, Plan, PlanLink, PlannedMeeting
from cases.closure_reasons import ClosureReason, OutcomeGroup
from cases.journey import Stage
from cases.models import (
    Allocation,
    Case,
    CaseChild,
    CaseSentOn,
    CaseTransfer,
    Closure,
    Family,
    StepUp,
    StepUpDispute,
    SurgeryItem,
    Withdrawal,
)
from cases.rules.closing import WITHOUT_OUTCOMES, WITHOUT_RECEIPT
from reporting.asking import Ask
from reporting.counting import count
from reporting.measures.closure_outcomes import MEASURE as CLOSURE_OUTCOMES
from reporting.period import Period
from tests.cast import World, make_case, make_family
from tests.databases import count_again
from tests.journey.courses import (
    CLOSING,
    LIKELY,
    ON_THE_WAY,
    VERBS,
    Course,
    latest,
    refused,
    step,
    take,
)

CASES, LENGTH = int(os.environ.get("CASES", "16")), 40
SEED = int(os.environ.get("SEED", "20261126"))
# A step-up may have begun while an assessment waited, which waits again once it ends.
WAY_OUT = ("decline the step-up", "social care returns it", "social care hands back",
           "send it back", f"close: {ClosureReason.OPENED_IN_ERROR.label}")  # fmt: skip
# What the handover itself records.
NOT_BY_CLOSING = {f"close: {ClosureReason.STEPPED_UP.label}"}


def test_any_course(world: World) -> None:
    load_forms()
    chance = Random(SEED)
    done: Counter[str] = Counter()
    reached: set[str] = set()
    families = cases = 0
    while cases < CASES:
        families += 1
        family = make_family(world, f"Course{families}", children=1)
        make_case(world, family)
        course = take(world, family, chance, LENGTH)
        done.update(verb for verb, _, was_done in course.steps if was_done)
        reached |= course.stages
        nothing_that_must_not_be(course)
        is_not_stuck(world, course)
        cases += family.cases.count()
    every_open_case_has_something_due()
    outcomes_add_up_to_closures()
    if CASES >= 2000:
        assert reached == {str(stage) for stage in Stage}
        assert set(VERBS) - set(done) <= NOT_BY_CLOSING


def nothing_that_must_not_be(course: Course) -> None:
    """A family's cases have at most one of everything that is one."""
    with acting_as_system("looking at a test"):
        cases = Case.objects.filter(family=course.family)
        assert cases.exclude(stage=Stage.CLOSED).count() <= 1, course
        plans = Plan.objects.filter(family=course.family).exclude(state=Plan.State.ENDED)
        assert plans.count() <= 1, course
        for case in cases:
            leads = Allocation.objects.filter(case=case, ended_at=None).count()
            endings = case.closure_requests.filter(state="waiting").count()
            waiting = StepUp.objects.filter(case=case, state__in=StepUp.WAITING).count()
            standing = case.closures.filter(reopened_on=None).count()
            assert leads <= 1, course
            one_assessment_in_progress(course, case)
            assert waiting <= 1, course
            assert endings <= case.is_live, course
            if case.is_live:
                assert standing == 0, course
                assert leads == 1 or case.stage in (Stage.WAITING, Stage.SOCIAL_CARE), course
                assert leads == 1 or case.check_on, course
            else:
                assert (leads, waiting, standing) == (0, 0, 1), course
                assert not plans.filter(case=case).exists(), course
                assert nothing_waits(case) == [], course


def nothing_waits(case: Case) -> list[str]:
    """What still waits for somebody although the case is closed."""
    waiting = {
        "a section": Delegation.objects.filter(Delegation.OUT, case=case),
        "a meeting": PlannedMeeting.objects.filter(case=case, called_off_at=None, review=None),
        "a link": PlanLink.objects.filter(case=case, ended_at=None),
        "a surgery": SurgeryItem.objects.filter(case=case, outcome=""),
        "a dispute": StepUpDispute.objects.filter(case=case, ended_at=None),
        "a withdrawal": Withdrawal.objects.filter(case=case, answer=""),
        "a council": CaseSentOn.objects.filter(case=case, answer="").exclude(
            case__closures__reason__in=[*map(str, WITHOUT_RECEIPT), ClosureReason.STEPPED_UP]
        ),
        "a locality": CaseTransfer.objects.filter(case=case, answer=""),
    }
    return [name for name, rows in waiting.items() if rows.exists()]


def one_assessment_in_progress(course: Course, case: Case) -> None:
    """At most one; and the case knows of one that goes on beside its plan, and how far it is."""
    rows = of_the_family(case).filter(state__in=IN_PROGRESS)
    assert rows.count() <= 1, course
    anew = rows.filter(is_reassessment=True).first()
    assert (case.reassessment_started_on is None) == (anew is None), course
    was_sent = bool(anew and anew.state == Assessment.State.SUBMITTED)
    assert (case.reassessment_submitted_on is not None) == was_sent, course
    if not case.is_live:
        assert not rows.exists(), course


def is_not_stuck(world: World, course: Course) -> None:
    """Somebody can still take the case on, and it can still end."""
    case = latest(course.family)
    if not case.is_live:
        return
    with suppress(_Undone), transaction.atomic():
        assert any(
            step(world, case, verb, who) for who in LIKELY for verb in ON_THE_WAY
            if not verb.startswith(("close", "ring", "add a contact")) and verb not in CLOSING
        ), course  # fmt: skip
        why = [
            refused(world, latest(course.family), verb, who)
            for verb in WAY_OUT for who in ("manager", "manager2", "head")
        ]  # fmt: skip
        assert not latest(course.family).is_live, f"{why}"
        raise _Undone


class _Undone(Exception):
    """Nothing of what was tried stays."""


def every_open_case_has_something_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM cases_with_nothing_due()")
        assert cursor.fetchall() == []


def outcomes_add_up_to_closures() -> None:
    """Each child with a closure that stands is counted, once, in one group."""
    count_again([Case, Closure, Family])
    with acting_as_system("looking at a test"):
        standing = Closure.objects.filter(reopened_on=None)
        children = CaseChild.objects.filter(case__closures__in=standing)
        many = children.values("person").distinct().count()
        judged = standing.exclude(reason__in=[str(one) for one in WITHOUT_OUTCOMES])
        judged = judged.exclude(reason=ClosureReason.STEPPED_UP)
        lacking = judged.annotate(
            needs=Count("case__needs", distinct=True),
            outcomes_given=Count("outcomes", distinct=True),
        ).filter(~Q(needs=0), outcomes_given=0)
        assert not lacking.exists()
    today = timezone.localdate()
    by_group = next(cut for cut in CLOSURE_OUTCOMES.cuts if cut.key == "outcome")
    (rows,) = count([Ask(CLOSURE_OUTCOMES, by_group, Period(date(2026, 1, 1), today))])
    parts = {row.part: row.numerator for row in rows if row.part}
    assert set(parts) <= {str(group) for group in OutcomeGroup}
    assert sum(parts.values()) == many
