from assessments.models.aside import NeedSetAside
from assessments.models.assessment import Answer, Assessment, SignOff
from assessments.models.form import FormVersion
from assessments.models.form_move import FormMove
from assessments.models.plan import Action, Goal, Plan
from assessments.models.prompt import PromptSetAside
from assessments.models.review import Attendance, Review, Score

__all__ = [
    "Action",
    "Answer",
    "Assessment",
    "Attendance",
    "FormMove",
    "FormVersion",
    "Goal",
    "NeedSetAside",
    "Plan",
    "PromptSetAside",
    "Review",
    "Score",
    "SignOff",
]
