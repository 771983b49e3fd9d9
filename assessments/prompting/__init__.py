"""Prompts: what an assessment does not say yet, and readers of it miss. They never block.

Each looks for one thing that is known to be forgotten: no father, no words of the child, a sibling
of whom nothing is said, a need without what was seen, a step without who and when. A prompt
that was answered “not relevant” is gone for good. Touches no database.
"""

from assessments.prompting.fathers import KIND as FATHER
from assessments.prompting.looking import prompts_of
from assessments.prompting.prompt import Prompt, Written
from assessments.prompting.steps import KIND as STEP

__all__ = ["FATHER", "STEP", "Prompt", "Written", "prompts_of"]
