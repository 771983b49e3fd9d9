"""The prompts of an assessment, without those that were found not relevant."""

from dataclasses import replace
from typing import Any

from assessments.models import PromptSetAside
from assessments.progress import Page
from assessments.prompting import FATHER, STEP, Prompt, Written, prompts_of
from assessments.queries.sheet import Sheet
from audit.context import current_actor
from cases.models import Allocation, TafMember
from cases.queries.at_a_contact import last_spoken_with


def prompts(sheet: Sheet) -> list[Prompt]:
    """One query more than the sheet, one or two besides where a father is not mentioned or a step
    names nobody. None in a record; and none for a partner from whom answers are kept back: what is
    missing for them may be there."""
    if sheet.definition.is_record:
        return []
    if current_actor().reach.partner and sheet.kept_back:
        return []
    rows = PromptSetAside.objects.filter(assessment=sheet.assessment)
    aside = set(rows.values_list("kind", "section", "person_id", "about"))
    written = Written(sheet.pages, sheet.values, sheet.members)
    found = [prompt for prompt in prompts_of(written) if prompt.key not in aside]
    more: dict[str, Any] = {}
    if any(prompt.kind == FATHER and prompt.about for prompt in found):
        more["spoken_with"] = last_spoken_with(sheet.assessment.case_id)
    if any(prompt.kind == STEP for prompt in found):
        more["workers"] = _workers(sheet.assessment.case_id)
    if not more:
        return found
    written = replace(written, **more)
    return [prompt for prompt in prompts_of(written) if prompt.key not in aside]


def _workers(case: int) -> list[str]:
    """The first names of lead and team."""
    lead = Allocation.objects.filter(case=case, ended_at__isnull=True).values_list("user__name")
    team = TafMember.objects.filter(case=case, left_on__isnull=True).values_list("name")
    return [first for (name,) in lead.union(team) if (first := name.partition(" ")[0])]


def of_page(found: list[Prompt], page: Page) -> list[Prompt]:
    """Those that would be answered on one page."""
    here = (page.section.key, page.person_id)
    return [prompt for prompt in found if (prompt.section, prompt.person) == here]
