"""The prompts of an assessment, without those that were found not relevant."""

from dataclasses import replace

from assessments.models import PromptSetAside
from assessments.progress import Page
from assessments.prompting import FATHER, Prompt, Written, prompts_of
from assessments.queries.sheet import Sheet
from audit.context import current_actor
from cases.queries.at_a_contact import last_spoken_with


def prompts(sheet: Sheet) -> list[Prompt]:
    """One query more than the sheet, two where a father is not mentioned. None in a record; and
    none for a partner from whom answers are kept back: what is missing for them may be there."""
    if sheet.definition.is_record:
        return []
    if current_actor().reach.partner and sheet.kept_back:
        return []
    rows = PromptSetAside.objects.filter(assessment=sheet.assessment)
    aside = set(rows.values_list("kind", "section", "person_id", "about"))
    written = Written(sheet.pages, sheet.values, sheet.members)
    found = [prompt for prompt in prompts_of(written) if prompt.key not in aside]
    if not any(prompt.kind == FATHER and prompt.about for prompt in found):
        return found
    written = replace(written, spoken_with=last_spoken_with(sheet.assessment.case_id))
    return [prompt for prompt in prompts_of(written) if prompt.key not in aside]


def of_page(found: list[Prompt], page: Page) -> list[Prompt]:
    """Those that would be answered on one page."""
    here = (page.section.key, page.person_id)
    return [prompt for prompt in found if (prompt.section, prompt.person) == here]
