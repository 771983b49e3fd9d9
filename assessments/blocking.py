"""Why something cannot be done now with an assessment, a plan or a meeting, in sentences.

In the style of `cases.rules.blocking`: the same sentences grey the button, fill the form's error
and refuse the verb.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from accounts.acting import reach_of
from accounts.roles import May, may
from assessments.definition import ASSESSMENTS, Purpose
from assessments.models import Action, Assessment, Delegation, FormVersion, Invitation, Plan
from assessments.progress import Page
from assessments.queries.before import unfinished_before_birth
from assessments.queries.plan import current_plan, gaps_of
from assessments.queries.sheet import Sheet
from cases.journey import TITLES, WITH_PLAN, Stage
from cases.models import Case, TafMember
from cases.rules.blocking import (
    Rule,
    has_lead,
    is_lead,
    lead_or_manager,
    live,
    manages,
    not_with_social_care,
    reasons_of,
    signer,
    worker_of_the_case,
)
from cases.rules.sharing import why_they_do_not_see

IN_PROGRESS = (
    Assessment.State.DRAFT,
    Assessment.State.SUBMITTED,
    Assessment.State.RETURNED,
)
AssessmentRule = Callable[[Assessment, Any], str]


def blockers(subject: Case | Assessment, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` now. None: it can be done.

    Of a case: "start", "start_record", "change_plan", "agree_plan", "hold_taf", "change_team",
    "invite", "deliver", "score", "correct_score".
    Of an assessment: "write", "delegate", "submit", "sign_off", "return", "finish".
    """
    if isinstance(subject, Assessment) and verb in {"submit", "finish"}:
        return submitting_blockers(Sheet(subject), by, verb)
    reasons = by_rule(subject, verb, by)
    if isinstance(subject, Case) and verb == "agree_plan" and not reasons:
        plan = current_plan(subject)
        return gaps_of(subject, plan if plan and plan.state != Plan.State.ENDED else None)
    return reasons


def by_rule(subject: Case | Assessment, verb: str, by: Any) -> list[str]:
    """The reasons that follow from who asks and how far the case is, without reading what is
    written: for a button that opens the page where the rest is said."""
    if isinstance(subject, Case):
        return reasons_of(CASE_RULES[verb], subject, by)
    return [reason for rule in ASSESSMENT_RULES[verb] if (reason := rule(subject, by))]


def starting_blockers(case: Case, form: FormVersion, about: int | None, by: Any) -> list[str]:
    """Why `by` cannot start this form on a case now."""
    if not form.is_record:
        return (
            reasons_of(TO_START, case, by)
            if starts_from(case, form, by)
            else blockers(case, "start", by)
        )
    reasons = by_rule(case, "start_record", by)
    if about and case.family_id in reach_of(by).acting:
        return [*reasons, ACTS_FOR_ONE]
    rows = Assessment.objects.filter(case=case, state__in=IN_PROGRESS, about=about)
    if not reasons and rows.filter(form__purpose=form.purpose).exists():
        return ["One is being written. Finish that one first."]
    return reasons


def starts_from(case: Case, form: FormVersion, by: Any) -> Assessment | None:
    """The unfinished assessment before birth that goes on in this form, its baby being born. Who
    is kept from anything carries nothing."""
    if form.purpose != Purpose.ASSESSMENT or reach_of(by).withheld:
        return None
    return unfinished_before_birth(case)


def submitting_blockers(sheet: Sheet, by: Any, verb: str = "submit") -> list[str]:
    """Why `by` cannot send an assessment for sign-off, or finish a record, everything still
    missing included."""
    reasons = by_rule(sheet.assessment, verb, by)
    return reasons or [missing.sentence for missing in sheet.missing]


def writing_blockers(assessment: Assessment, page: Page, by: Any) -> list[str]:
    """Why `by` cannot write on one page of an assessment."""
    reasons = by_rule(assessment, "write", by)
    if reasons or may_write_on(page, sections_out_to(assessment, by)):
        return reasons
    return [NOT_THIS_SECTION]


def may_write_on(page: Page, own: frozenset[tuple[str, int | None]] | None) -> bool:
    return own is None or (page.section.key, page.person_id) in own


def sections_out_to(assessment: Assessment, by: Any) -> frozenset[tuple[str, int | None]] | None:
    """The sections, each with its person, that are out to somebody of another agency than the
    council. None: they are of the council, lead, or began this record, and write every section."""
    if not reach_of(by).partner or is_lead(assessment.case, by):
        return None
    if assessment.form.is_record and assessment.started_by_id == by.pk:
        return None
    rows = Delegation.objects.filter(Delegation.OUT, assessment=assessment, writer=by)
    return frozenset(rows.values_list("section", "person_id"))


def writer_blockers(case: Case, writer: Any) -> list[str]:
    """Why somebody cannot be asked to write a section of this family’s assessment."""
    if is_lead(case, writer):
        return [f"{writer.name} leads this case and writes every section."]
    team = TafMember.objects.filter(case=case, user=writer, left_on__isnull=True)
    if not may(writer, May.WORK) or not team.exists():
        return [f"{writer.name} is not in the Team Around the Family. Add them to it first."]
    if not Case.objects.visible_to(writer).filter(pk=case.pk).exists():
        return [why_they_do_not_see(case, writer)]
    return []


def taking_back_blockers(row: Delegation, by: Any) -> list[str]:
    """Why `by` cannot take back a section that was given to somebody."""
    if not row.is_out:
        return ["This section is no longer out."]
    return reasons_of([live, lead_or_manager], row.case, by)


def handing_in_blockers(row: Delegation, by: Any) -> list[str]:
    """Why `by` cannot hand in a section they were asked to write."""
    if row.writer_id != by.pk:
        return ["Only whoever was asked to write this section hands it in."]
    if not row.is_out:
        return ["This section is no longer out to you."]
    return by_rule(row.assessment, "write", by)


def reading_blockers(row: Delegation, by: Any) -> list[str]:
    """Why `by` cannot say that they have read a section that was handed in."""
    if row.handed_in_at is None:
        return ["This section has not been handed in."]
    return reasons_of([lead_or_manager], row.case, by)


def plan_blockers(plan: Plan, by: Any) -> list[str]:
    """Why `by` cannot change this plan."""
    if plan.state == Plan.State.ENDED:
        return ["This plan has ended. It stays as it was."]
    return blockers(plan.case, "change_plan", by)


def ticking_blockers(action: Action, by: Any) -> list[str]:
    """Why `by` cannot say that an action of a plan is done."""
    case = action.case
    reasons = reasons_of([live], case, by)
    if action.owner_user_id != by.pk and not is_lead(case, by) and not manages(case, by):
        reasons.append("Only whoever does this, or the lead practitioner, can tick it.")
    if not action.is_open:
        reasons.append("This action is no longer open.")
    return reasons


def answering_blockers(invitation: Invitation, case: Case, by: Any) -> list[str]:
    """Why `by` cannot say whether somebody comes to the next meeting."""
    reasons = reasons_of([live], case, by)
    if invitation.user_id != by.pk and not is_lead(case, by) and not manages(case, by):
        reasons.append("Only whoever is invited, or the lead practitioner, can answer.")
    if invitation.withdrawn_at is not None or not invitation.meeting.is_next:
        reasons.append("This invitation no longer stands.")
    return reasons


def few(reasons: list[str], most: int = 3) -> list[str]:
    """The first reasons, and how many more there are."""
    rest = len(reasons) - most
    return reasons if rest <= 1 else [*reasons[:most], f"And {rest} more things are missing."]


def at_assessment(case: Case, by: Any) -> str:
    if case.stage in {Stage.ASSESSING, Stage.WAITING, *WITH_PLAN}:  # has_lead speaks of waiting
        return ""
    return (
        f"The case is at “{case.stage_title}”. An assessment starts at “{_ASSESSMENT}”, and anew "
        "while the plan goes on."
    )


def none_in_progress(case: Case, by: Any) -> str:
    if of_the_family(case).filter(state__in=IN_PROGRESS).exists():
        return "An assessment of this family has been started. Continue that one."
    return ""


def of_the_family(case: Case) -> QuerySet[Assessment]:
    """The assessments of a case that go to sign-off, without the records beside them."""
    return Assessment.objects.filter(case=case, form__purpose__in=ASSESSMENTS)


def corrector(case: Case, by: Any) -> str:
    """Once the case has closed nobody leads it."""
    if case.is_live or manages(case, by):
        return lead_or_manager(case, by)
    return "The case is closed. Only the locality’s manager can correct a reading."


def at_planning(case: Case, by: Any) -> str:
    if case.stage == Stage.PLANNING:
        return ""
    if case.plan_agreed_on and case.stage == Stage.SUPPORTING:
        return "The plan has been agreed."
    return "The assessment must be signed off first."


def being_written(assessment: Assessment, by: Any) -> str:
    if assessment.is_open_for_writing:
        return ""
    if assessment.state == Assessment.State.SUBMITTED:
        return "This assessment is waiting for sign-off. It can be changed if it is returned."
    return "This assessment is finished. It stays as it was written."


def signed_off_at_the_end(assessment: Assessment, by: Any) -> str:
    if not assessment.form.is_record:
        return ""
    return "This is finished by whoever writes it. Nobody signs it off."


def finished_at_the_end(assessment: Assessment, by: Any) -> str:
    return "" if assessment.form.is_record else "An assessment is sent for sign-off."


def asked_to_write(assessment: Assessment, by: Any) -> str:
    own = sections_out_to(assessment, by)
    return "" if own is None or own else ONLY_WHAT_IS_ASKED


def case_at_assessment(assessment: Assessment, by: Any) -> str:
    case = assessment.case
    if assessment.is_reassessment:
        return "" if case.stage in WITH_PLAN else f"The case is at “{case.stage_title}”. {_RESTS}"
    if case.stage == Stage.ASSESSING:
        return ""
    return f"The case is at “{case.stage_title}”. Assessments are sent from “{_ASSESSMENT}”."


def waiting_for_sign_off(assessment: Assessment, by: Any) -> str:
    if assessment.state != Assessment.State.SUBMITTED:
        return "This assessment has not been submitted for sign-off."
    where = WITH_PLAN if assessment.is_reassessment else (Stage.SIGN_OFF,)
    if assessment.case.stage not in where:
        return f"The case is at “{assessment.case.stage_title}”. Nothing can be signed off now."
    return ""


def not_ones_own(assessment: Assessment, by: Any) -> str:
    if by.pk in {assessment.started_by_id, assessment.submitted_by_id}:
        return "You started or submitted this assessment. Another manager signs it off."
    return ""


def of_the_case(rule: Rule) -> AssessmentRule:
    """A rule about the case, asked of an assessment."""
    return lambda assessment, by: rule(assessment.case, by)


ONLY_WHAT_IS_ASKED = (
    "People of other agencies write the sections they are asked to write, and none is out to you. "
    "The lead practitioner can ask you for one."
)
ACTS_FOR_ONE = (
    "Your agency acts for somebody of this family. A young person writes their own with others."
)
NOT_THIS_SECTION = "You are not asked to write this section. Those you are asked for name you."
_RESTS = "A re-assessment is sent while the family’s plan goes on."
_ASSESSMENT = TITLES[Stage.ASSESSING]

# What must hold to start, for a page that has looked for an assessment in progress itself.
TO_START: list[Rule] = [live, lead_or_manager, has_lead, at_assessment]

CASE_RULES: dict[str, list[Rule]] = {
    "start": [*TO_START, none_in_progress],
    "start_record": [live, worker_of_the_case],
    "change_plan": [live, lead_or_manager, has_lead, not_with_social_care],
    "agree_plan": [live, lead_or_manager, at_planning],
    "hold_taf": [live, worker_of_the_case, has_lead],
    "change_team": [live, lead_or_manager],
    "invite": [live, lead_or_manager, has_lead],
    "deliver": [live, worker_of_the_case],
    "score": [live, worker_of_the_case],
    "correct_score": [corrector],
}

# Also by whoever wrote it: to take work back approves nothing, and where every manager of a place
# had a hand in it nobody else could.
TO_RETURN: list[AssessmentRule] = [
    signed_off_at_the_end,
    of_the_case(live),
    of_the_case(signer),
    waiting_for_sign_off,
]

ASSESSMENT_RULES: dict[str, list[AssessmentRule]] = {
    "write": [
        of_the_case(live),
        of_the_case(worker_of_the_case),
        being_written,
        asked_to_write,
    ],
    "delegate": [
        of_the_case(live),
        of_the_case(lead_or_manager),
        signed_off_at_the_end,
        being_written,
    ],
    "finish": [
        finished_at_the_end,
        of_the_case(live),
        of_the_case(worker_of_the_case),
        being_written,
        asked_to_write,
    ],
    "submit": [
        signed_off_at_the_end,
        of_the_case(live),
        of_the_case(lead_or_manager),
        being_written,
        case_at_assessment,
    ],
    "return": TO_RETURN,
    "sign_off": [*TO_RETURN, not_ones_own],
}
