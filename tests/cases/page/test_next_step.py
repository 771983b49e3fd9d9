"""The next step's table: complete, and every page it names is there."""

from typing import Any

from django.urls import reverse

from cases.journey import WITH_PLAN, Reassessment, Stage
from cases.next_step import STEPS, WHOSE, Position, Situation, next_step, situations, whose

BOTH = (Position.LEAD, Position.MANAGER)


def test_every_page_it_names_is_there() -> None:
    for step in STEPS.values():
        assert reverse(step.url_name, args=["EH-2026-00001"])


def test_every_situation_says_whose_step_it_is() -> None:
    assert set(WHOSE) == set(Situation)
    for situation in Situation:
        said = whose([situation], lead="", locality="Bilston")
        assert said.endswith(".")
        assert "{" not in said


def test_every_stage_has_a_situation_and_every_live_one_a_next_step() -> None:
    for stage in Stage:
        where = situations(stage, assessment_begun=True)
        assert (next_step(where, BOTH) is None) == (stage is Stage.CLOSED)


def test_the_way_step_by_step() -> None:
    def label(stage: Stage, who: Position, begun: bool = True, step_up: str = "") -> str:
        found = next_step(situations(stage, assessment_begun=begun, step_up=step_up), [who])
        return found.label if found else ""

    assert label(Stage.WAITING, Position.MANAGER) == "Allocate"
    assert label(Stage.WAITING, Position.LEAD) == ""
    assert label(Stage.ASSESSING, Position.LEAD, begun=False) == "Start assessment"
    assert label(Stage.ASSESSING, Position.LEAD) == "Continue assessment"
    assert label(Stage.SIGN_OFF, Position.MANAGER) == "Sign off"
    assert label(Stage.PLANNING, Position.LEAD) == "Agree plan"
    assert label(Stage.SUPPORTING, Position.LEAD) == "Record a TAF meeting"
    assert label(Stage.SUPPORTING, Position.MANAGER, step_up="requested") == "Answer the step-up"
    assert label(Stage.SUPPORTING, Position.LEAD, step_up="requested") == "Record a TAF meeting"
    assert label(Stage.SOCIAL_CARE, Position.LEAD, step_up="accepted") == "Record the handover"


def test_a_family_is_contacted_before_it_is_assessed() -> None:
    def label(**more: Any) -> str:
        found = next_step(situations(Stage.ASSESSING, **more), [Position.LEAD])
        return found.label if found else ""

    assert label(assessment_begun=False, family_contacted=False) == "Add contact"
    assert label(assessment_begun=False, family_contacted=True) == "Start assessment"
    assert label(assessment_begun=True, family_contacted=False) == "Continue assessment"


def test_a_plan_is_written_before_it_is_agreed_and_people_invited_before_they_have_met() -> None:
    def step(stage: Stage, **more: Any) -> tuple[str, str]:
        found = next_step(situations(stage, assessment_begun=True, **more), [Position.LEAD])
        assert found is not None
        return found.label, found.url_name

    assert step(Stage.PLANNING, has_goals=False) == ("Write the plan", "case-plan")
    assert step(Stage.PLANNING, has_goals=True) == ("Agree plan", "plan-agree")
    invite = ("Invite to the next meeting", "taf-invite")
    assert step(Stage.SUPPORTING, meeting_arranged=False) == invite
    assert step(Stage.SUPPORTING, meeting_arranged=True) == ("Record a TAF meeting", "taf-record")
    assert step(Stage.ASSESSING, has_goals=False, meeting_arranged=False)[0].startswith("Continue")


def test_a_checklist_of_a_step_down_comes_first_and_holds_up_no_manager() -> None:
    def label(stage: Stage, who: Position, step_up: str = "") -> str:
        where = situations(stage, assessment_begun=True, step_up=step_up, step_down_open=True)
        found = next_step(where, [who])
        return found.label if found else ""

    checklist = "Complete the step-down checklist"
    for stage in (Stage.ASSESSING, Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING):
        assert label(stage, Position.LEAD) == checklist
    assert label(Stage.WAITING, Position.MANAGER) == "Allocate"
    assert label(Stage.SIGN_OFF, Position.MANAGER) == "Sign off"
    assert label(Stage.SUPPORTING, Position.MANAGER, "requested") == "Answer the step-up"
    assert label(Stage.SOCIAL_CARE, Position.LEAD) == "Record the handover"


def test_a_re_assessment_comes_before_the_plans_own_step_for_whose_it_is() -> None:
    def label(stage: Stage, how_far: str, who: Position, **more: Any) -> str:
        where = situations(stage, assessment_begun=True, reassessment=how_far, **more)
        found = next_step(where, [who])
        return found.label if found else ""

    for stage in WITH_PLAN:
        own = label(stage, Reassessment.NONE, Position.LEAD)
        assert label(stage, Reassessment.WRITTEN, Position.LEAD) == "Continue the re-assessment"
        assert label(stage, Reassessment.WRITTEN, Position.MANAGER) == ""
        assert label(stage, Reassessment.SENT, Position.LEAD) == own
        for step_down_open in (True, False):
            found = label(stage, Reassessment.SENT, Position.MANAGER, step_down_open=step_down_open)
            assert found == "Sign off the re-assessment"
    assert (
        label(Stage.SUPPORTING, Reassessment.SENT, Position.MANAGER, step_up="requested")
        == "Answer the step-up"
    )
    assert (
        label(Stage.PLANNING, Reassessment.WRITTEN, Position.LEAD, step_down_open=True)
        == "Complete the step-down checklist"
    )


def test_somebody_who_neither_leads_nor_manages_has_no_step() -> None:
    for stage in Stage:
        assert next_step(situations(stage, assessment_begun=True), []) is None
