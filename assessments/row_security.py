"""The second wall of assessments, plans and reviews: they are there for whoever sees the case,
except what is not to be shared with whoever is read for, and adults’ own information."""

from audit.row_security import ACTOR, Policy, among
from cases.row_security import (
    NOTHING_WITHHELD,
    PARTNER,
    item_by_item,
    of_case,
    of_need,
    shared,
    with_people,
)

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
_OF_A_SEEN_ANSWER = "EXISTS (SELECT FROM assessments_answer told WHERE told.id = answer_id)"
_IN_A_SEEN_GOAL = "may_see_goal(goal_id)"
# Who of a family has a link and what they said there is for the council and the lead: not for
# partners of the team, nor for whoever something is withheld from.
_LEADS = (
    "EXISTS (SELECT FROM cases_allocation held WHERE held.case_id = {table}.case_id"
    f" AND held.user_id = {ACTOR} AND held.ended_at IS NULL)"
)


def _between_family_and_lead(table: str) -> Policy:
    seen = with_people(of_case(), "person_id").seen
    leads = _LEADS.format(table=table)
    return Policy(f"({seen}) AND {NOTHING_WITHHELD} AND ({PARTNER} = '' OR {leads})")


POLICIES: dict[str, Policy] = {
    "assessments_action": shared(
        Policy(f"({of_case().seen}) AND {_IN_A_SEEN_GOAL}"), "assessments.action"
    ),
    "assessments_answer": item_by_item(_ANSWER, "assessments.answer", "saved_by_agency_id"),
    "assessments_assessment": with_people(_ASSESSMENT, "about_id"),
    "assessments_attendance": with_people(of_case(), "person_id"),
    "assessments_delegation": with_people(of_case(), "person_id"),
    "assessments_factor": Policy(f"({of_case().seen}) AND {_OF_A_SEEN_ANSWER}"),
    "assessments_familyword": _between_family_and_lead("assessments_familyword"),
    "assessments_goal": of_need(shared(of_case(), "assessments.goal")),
    "assessments_intervention": shared(
        with_people(of_case(), "person_id"), "assessments.intervention"
    ),
    "assessments_invitation": with_people(of_case(), "person_id"),
    "assessments_lookedagain": with_people(of_case(), "person_id"),
    "assessments_needsetaside": of_need(of_case()),
    "assessments_planlink": _between_family_and_lead("assessments_planlink"),
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
