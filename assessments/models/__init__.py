from assessments.models.aside import NeedSetAside, StepDownSetAside
from assessments.models.assessment import Answer, Assessment, SignOff
from assessments.models.delegation import Delegation
from assessments.models.factor import Factor
from assessments.models.form import FormVersion
from assessments.models.form_move import FormMove
from assessments.models.intervention import Intervention
from assessments.models.looking_again import LookedAgain
from assessments.models.meeting import Invitation, PlannedMeeting
from assessments.models.plan import Action, Goal, Plan
from assessments.models.plan_link import FamilyWord, PlanLink
from assessments.models.prompt import PromptSetAside
from assessments.models.review import Attendance, Review, Score

__all__ = [
    "Action",
    "Answer",
    "Assessment",
    "Attendance",
    "Delegation",
    "Factor",
    "FamilyWord",
    "FormMove",
    "FormVersion",
    "Goal",
    "Intervention",
    "Invitation",
    "LookedAgain",
    "NeedSetAside",
    "Plan",
    "PlanLink",
    "PlannedMeeting",
    "PromptSetAside",
    "Review",
    "Score",
    "SignOff",
    "StepDownSetAside",
]
