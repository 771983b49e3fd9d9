"""Every prompt of an assessment, in the order of its pages."""

from collections.abc import Callable, Iterable

from assessments.prompting import children, fathers, needs, steps
from assessments.prompting.prompt import Prompt, Written

LOOKS: tuple[Callable[[Written], Iterable[Prompt]], ...] = (
    fathers.unmentioned,
    children.without_words,
    children.of_whom_nothing_is_said,
    needs.without_evidence,
    steps.without_owner_or_date,
)


def prompts_of(written: Written) -> list[Prompt]:
    """What is worth another look. The same assessment always gives the same prompts."""
    found = [prompt for look in LOOKS for prompt in look(written)]
    order = {(page.section.key, page.person_id): place for place, page in enumerate(written.pages)}
    return sorted(found, key=lambda one: order.get((one.section, one.person), len(order)))
