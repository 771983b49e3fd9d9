"""An assessment as it is read and written: its form, its people and its answers, together."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import connection
from django.utils import timezone

from assessments import progress
from assessments.definition import Definition, Feeds, Purpose, Question
from assessments.models import Answer, Assessment, Delegation, SignOff
from assessments.progress import Answers, Group, Member, Missing, Page, State
from assessments.queries.delegated import delegations_of
from assessments.queries.forms import definition
from assessments.queries.people import members_of
from audit.context import current_actor
from cases.models import Dispute
from cases.queries.rights.statements import statements_beside

Key = tuple[str, int | None, str]
CARRIED: dict[str, str] = {
    Purpose.UNBORN: "From the assessment before birth, as on",
    Purpose.CONVERSATION: "From the conversation of",
    Purpose.YOUNG_PERSON: "From the young person’s own form of",
}


@dataclass(frozen=True)
class Fed:
    """An answer that goes on to something when the assessment is signed off."""

    page: Page
    question: Question
    answer: Answer


class Sheet:
    """One assessment with everything on it, read in two queries however much is written."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    @cached_property
    def definition(self) -> Definition:
        return definition(self.assessment.form)

    @cached_property
    def members(self) -> list[Member]:
        """As of the day it was completed, where it is."""
        there = {key[:2] for key, row in self.rows.items() if row.value is not None}
        day = self.assessment.completed_on or timezone.localdate()
        found = members_of(self.assessment, day)
        is_over = self.assessment.state in Assessment.OVER
        return progress.as_written(self.definition, found, there, is_over=is_over)

    @cached_property
    def rows(self) -> dict[Key, Answer]:
        found = Answer.objects.filter(assessment=self.assessment).select_related("saved_by")
        return {(row.section, row.person_id, row.question): row for row in found}

    @cached_property
    def kept_back(self) -> frozenset[str]:
        """The places of answers that are there, but not for whoever reads: nobody of the
        council is kept from any."""
        if not current_actor().reach.partner:
            return frozenset()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM answers_kept_back(%s)", [self.assessment.pk])
            return frozenset(place for (place,) in cursor.fetchall())

    def keeps_back(self, page: Page, question: str) -> bool:
        return self.keeps_back_at((page.section.key, page.person_id, question))

    def keeps_back_at(self, key: Key) -> bool:
        section, person, question = key
        return f"{section}.{person or ''}.{question}" in self.kept_back

    @cached_property
    def beside(self) -> dict[int, list[Dispute]]:
        """What people say about answers they dispute, by the answer's number."""
        found = statements_beside(self.rows.values())
        return {number: said for (_kind, number), said in found.items()}

    @cached_property
    def carried(self) -> dict[int, str]:
        """What is said beside answers that were carried over, by the answer's number."""
        rows = {row: row.carried_from_id for row in self.rows.values() if row.carried_from_id}
        before = Assessment.objects.filter(pk__in=set(rows.values())).order_by()
        kinds = dict(before.values_list("pk", "form__purpose")) if rows else {}
        return {row.pk: _carried_words(row, kinds.get(number)) for row, number in rows.items()}

    @cached_property
    def delegations(self) -> list[Delegation]:
        """The sections that others were asked to write, the newest first."""
        return delegations_of(self.assessment)

    def asked(self, page: Page) -> Delegation | None:
        """Who was asked to write a page last, unless it was taken back."""
        here = page.section.key, page.person_id
        rows = (row for row in self.delegations if (row.section, row.person_id) == here)
        newest = next(rows, None)
        return None if newest is None or newest.ended_at else newest

    @cached_property
    def values(self) -> Answers:
        return {key: row.value for key, row in self.rows.items()}

    @cached_property
    def groups(self) -> list[Group]:
        return progress.groups(self.definition, self.members)

    @cached_property
    def pages(self) -> list[Page]:
        return [page for group in self.groups for page in group.pages]

    @cached_property
    def missing(self) -> list[Missing]:
        found = progress.missing(self.pages, self.values)
        return [one for one in found if not self.keeps_back(one.page, one.question.key)]

    @cached_property
    def states(self) -> dict[Page, State]:
        return {page: self._state(page) for page in self.pages}

    @cached_property
    def comments(self) -> SignOff | None:
        """What the manager wrote, where the assessment was returned and not yet sent again."""
        if self.assessment.state != Assessment.State.RETURNED:
            return None
        return self.assessment.sign_offs.select_related("by").order_by("-at", "-pk").first()

    @property
    def complete(self) -> int:
        return sum(state == State.COMPLETE for state in self.states.values())

    @property
    def saved_at(self) -> datetime | None:
        """When something was last saved here; what was carried over was saved elsewhere."""
        own = (row for row in self.rows.values() if row.carried_from_id is None)
        return max((row.saved_at for row in own), default=None)

    def _state(self, page: Page) -> State:
        kept = {q.key for q in page.questions if self.keeps_back(page, q.key)}
        if not kept:
            return page.state(self.values)
        missing = [m for m in page.missing(self.values) if m.question.key not in kept]
        return State.IN_PROGRESS if missing else State.COMPLETE

    def page(self, section: str, person_id: int | None) -> Page | None:
        return next(
            (p for p in self.pages if p.section.key == section and p.person_id == person_id), None
        )

    def page_after(self, page: Page) -> Page | None:
        return next(iter(self.pages[self.pages.index(page) + 1 :]), None)

    def row(self, page: Page, question: str) -> Answer | None:
        return self.rows.get((page.section.key, page.person_id, question))

    def fed(self, what: Feeds) -> list[Fed]:
        """The answers that go on to something, in the order of the pages."""
        return [
            Fed(page, question, row)
            for page in self.pages
            for question in page.asked_now(self.values)
            if question.feeds == what
            and (row := self.row(page, question.key))
            and row.value is not None
        ]


def _carried_words(row: Answer, purpose: str | None) -> str:
    """ "From the conversation of 3 May 2026", "As on 3 May 2026"; with who wrote the words."""
    assert row.carried_on  # the database holds it
    day = f"{row.carried_on.day} {row.carried_on:%B %Y}"
    return f"{CARRIED.get(purpose or '', 'As on')} {day}, written by {row.saved_by.name}"
