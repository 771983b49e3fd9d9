"""What changed since the last assessment of the family that was signed off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assessments.answers import in_words
from assessments.carrying import Spot
from assessments.definition import Question
from assessments.form_changes import changes
from assessments.models import Assessment
from assessments.progress import Page
from assessments.queries.sheet import Sheet


@dataclass(frozen=True)
class Changed:
    """One answer that is another now: what it was, and what it is. Either may be nothing."""

    page: Page
    question: Question
    then: list[str]
    now: list[str]

    @property
    def asked(self) -> str:
        return self.page.say(self.question.words)


@dataclass(frozen=True)
class Since:
    """The last assessment beside the present one."""

    last: Assessment
    changed: tuple[Changed, ...]
    unchanged: int

    @property
    def on(self) -> date:
        assert self.last.completed_on
        return self.last.completed_on

    def of_page(self, page: Page) -> dict[str, Changed]:
        """What changed on one page, by question."""
        return {one.question.key: one for one in self.changed if one.page == page}


def since(sheet: Sheet) -> Since | None:
    """What changed since the assessment this one was filled from; None where there is none, or
    where whoever reads does not see it. What is kept from them is compared with nothing."""
    number = sheet.assessment.follows_id
    rows = Assessment.objects.filter(pk=number) if number else Assessment.objects.none()
    last = rows.select_related("form").first()
    if last is None:
        return None
    compared = list(_compared(sheet, Sheet(last)))
    changed = tuple(one for one in compared if one.then != one.now)
    return Since(last, changed, len(compared) - len(changed))


def _compared(sheet: Sheet, old: Sheet) -> Iterator[Changed]:
    """Every answer there was or is, in the order of the pages; new questions have no before."""
    came = {way.new: way for way in changes(old.definition, sheet.definition).ways}
    for page in sheet.pages:
        for question in page.questions:
            way = came.get((page.section.key, question.key))
            before: Spot | None = (way.old[0], page.person_id, way.old[1]) if way else None
            if sheet.keeps_back(page, question.key) or (before and old.keeps_back_at(before)):
                continue
            row = old.rows.get(before) if before else None
            then = way.carry(row.value) if way and row else None
            now = page.value(sheet.values, question.key)
            if then is not None or now is not None:
                yield Changed(page, question, in_words(question, then), in_words(question, now))
