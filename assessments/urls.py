"""Addresses of assessments, plans and meetings, which stand under their case; and of forms."""

from django.urls import URLPattern, path

from assessments.views import (
    action,
    assessment,
    delegating,
    forms,
    goal,
    intervention,
    inviting,
    left,
    meetings,
    plan,
    prompts,
    readings,
    record,
    section,
    team,
)
from assessments.views.finishing import finish
from assessments.views.saving import save_answers
from assessments.views.verdict import submit, verdict

CASE = "cases/<slug:reference>"
ONE = f"{CASE}/assessment/<int:number>"

urlpatterns: list[URLPattern] = [
    path("settings/forms/", forms.forms, name="forms"),
    path("settings/forms/try/", forms.form_tried, name="form-tried"),
    path("settings/forms/<slug:key>/<int:number>/", forms.form_version, name="form-version"),
    path(
        "settings/forms/<slug:key>/<int:number>/beside/<int:other>/",
        forms.form_compared,
        name="form-compared",
    ),
    path(f"{CASE}/assessment/", assessment.case_assessment, name="case-assessment"),
    path(f"{CASE}/assessment/start/", assessment.start, name="assessment-start"),
    path(f"{CASE}/assessment/continue/", assessment.go_on, name="assessment-continue"),
    path(f"{CASE}/assessment/submit/", submit, name="assessment-submit"),
    path(f"{CASE}/assessment/sign-off/", verdict, name="assessment-sign-off"),
    path(f"{ONE}/", assessment.read, name="assessment-read"),
    path(f"{ONE}/finish/", finish, name="assessment-finish"),
    path(f"{ONE}/prompts/not-relevant/", prompts.not_relevant, name="assessment-prompt"),
    path(f"{CASE}/asked/<int:number>/hand-in/", delegating.hand_in, name="section-hand-in"),
    path(f"{CASE}/asked/<int:number>/take-back/", delegating.take_back, name="section-take-back"),
    path(f"{CASE}/asked/<int:number>/read/", delegating.read, name="section-read"),
    path(f"{ONE}/<slug:section>/ask/", delegating.ask, name="section-ask"),
    path(f"{ONE}/<slug:section>/<int:person>/ask/", delegating.ask, name="section-ask"),
    path(f"{ONE}/<slug:section>/", section.section, name="assessment-section"),
    path(f"{ONE}/<slug:section>/save/", save_answers, name="assessment-save"),
    path(f"{ONE}/<slug:section>/<int:person>/", section.section, name="assessment-section"),
    path(f"{ONE}/<slug:section>/<int:person>/save/", save_answers, name="assessment-save"),
    path(f"{CASE}/plan/", plan.case_plan, name="case-plan"),
    path(f"{CASE}/plan/agree/", plan.agree, name="plan-agree"),
    path(f"{CASE}/plan/goals/add/", goal.add, name="plan-goal-add"),
    path(f"{CASE}/plan/goals/<int:goal>/", goal.change, name="plan-goal"),
    path(f"{CASE}/plan/goals/<int:goal>/actions/add/", action.add, name="plan-action-add"),
    path(f"{CASE}/plan/actions/<int:action>/", action.change, name="plan-action"),
    path(f"{CASE}/plan/actions/<int:action>/done/", action.done, name="plan-action-done"),
    path(f"{CASE}/plan/actions/<int:action>/out/", action.take_out, name="plan-action-drop"),
    path(f"{CASE}/plan/left/<int:left>/", left.make_action, name="plan-left-take-up"),
    path(f"{CASE}/plan/left/<int:left>/aside/", left.put_aside, name="plan-left-aside"),
    path(f"{CASE}/plan/programmes/add/", intervention.add, name="plan-programme-add"),
    path(f"{CASE}/plan/programmes/<int:intervention>/", intervention.change, name="plan-programme"),
    path(f"{CASE}/plan/needs/<int:need>/aside/", plan.aside, name="plan-need-aside"),
    path(f"{CASE}/meetings/", meetings.case_meetings, name="case-meetings"),
    path(f"{CASE}/meetings/record/", record.record, name="taf-record"),
    path(f"{CASE}/meetings/next/", inviting.invite, name="taf-invite"),
    path(f"{CASE}/meetings/next/call-off/", inviting.call_off, name="taf-call-off"),
    path(f"{CASE}/meetings/next/calendar/", inviting.calendar, name="taf-calendar"),
    path(f"{CASE}/meetings/next/answers/<int:invitation>/", inviting.answer, name="taf-answer"),
    path(f"{CASE}/meetings/<int:number>/", meetings.meeting, name="taf"),
    path(f"{CASE}/meetings/<int:number>/copy/", meetings.copy, name="taf-copy"),
    path(f"{CASE}/readings/", readings.readings, name="case-readings"),
    path(f"{CASE}/readings/add/", readings.add, name="reading-add"),
    path(f"{CASE}/team/add/", team.add, name="taf-member-add"),
    path(f"{CASE}/team/<int:member>/remove/", team.remove, name="taf-member-remove"),
]
