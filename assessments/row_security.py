"""The second wall of assessments, plans and reviews: they are there for whoever sees the case,
except what is not to be shared with whoever is read for, and adults’ own information."""

from audit.row_security import Policy, among
from cases.row_security import item_by_item, of_case, of_need, shared, with_people

# What a young person writes is kept from who acts for one of the family until it is finished:
# only then is it known whether parents may see it.
_OWN = "about_id IS NULL OR state = 'finished' OR NOT coalesce({}, false)"
_ASSESSMENT = Policy(f"({of_case().seen}) AND ({_OWN.format(among('family_id', 'acting'))})")
_NOT_ACTING = "coalesce(current_setting('app.acting', true), '') = ''"
_OF_A_SEEN_ONE = "EXISTS (SELECT FROM assessments_assessment own WHERE own.id = assessment_id)"
_ANSWER = with_people(
    shared(
        Policy(f"({of_case().seen}) AND ({_NOT_ACTING} OR {_OF_A_SEEN_ONE})"), "assessments.answer"
    ),
    "person_id",
)
_IN_A_SEEN_GOAL = "may_see_goal(goal_id)"

POLICIES: dict[str, Policy] = {
    "assessments_action": shared(
        Policy(f"({of_case().seen}) AND {_IN_A_SEEN_GOAL}"), "assessments.action"
    ),
    "assessments_answer": item_by_item(_ANSWER, "assessments.answer", "saved_by_agency_id"),
    "assessments_assessment": with_people(_ASSESSMENT, "about_id"),
    "assessments_attendance": with_people(of_case(), "person_id"),
    "assessments_delegation": with_people(of_case(), "person_id"),
    "assessments_goal": of_need(shared(of_case(), "assessments.goal")),
    "assessments_intervention": with_people(of_case(), "person_id"),
    "assessments_invitation": with_people(of_case(), "person_id"),
    "assessments_needsetaside": of_need(of_case()),
    "assessments_promptsetaside": with_people(of_case(), "person_id"),
    "assessments_score": with_people(of_case(), "person_id"),
} | {
    f"assessments_{table}": of_case()
    for table in (
        "formmove",
        "plan",
        "plannedmeeting",
        "review",
        "signoff",
        "stepdownsetaside",
    )
}
