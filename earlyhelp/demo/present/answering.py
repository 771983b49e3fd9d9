"""Answers to the questions of the early help assessment, for one family."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from assessments import progress
from assessments.definition import Kind, Question, Section
from cases.models import Person
from earlyhelp.demo.kin import Kin
from earlyhelp.demo.present.replies import ADULT, CHILD, FAMILY, TODDLER, UNBORN, Replies
from earlyhelp.demo.present.scene import Folder, Scene
from earlyhelp.demo.themes import CHILD_SAYS, PARENT_SAYS, TRIED, Theme, factors_of

# By section, person (None: the family) and question.
Answers = dict[tuple[str, int | None, str], Any]

NOT_NEEDED = frozenset({"why_no_words", "why_not"})  # instead of answers that are given


class Answering:
    """Answers page by page, in the order of the form, as far as somebody has come."""

    def __init__(self, scene: Scene, folder: Folder) -> None:
        self.scene, self.folder, self.chance = scene, folder, scene.chance
        self.story = folder.story
        self._by_kind: dict[Kind, Callable[[Section, Question, Kin | None], Any]] = {
            Kind.TEXT: self._words,
            Kind.LONG: self._words,
            Kind.YES_NO: lambda *_: True,
            Kind.CHOICE: self._choice,
            Kind.CHOICES: lambda *_: None,
            Kind.DATE: self._date,
            Kind.SCALE: self._scale,
            Kind.NEEDS: self._needs,
            Kind.FACTORS: self._factors,
        }

    def answers(self, share: float) -> Answers:
        """Answers to this share of the pages, each of them whole."""
        pages = progress.pages(self.scene.eha[1], self._members())
        found: Answers = {}
        for page in pages[: max(1, round(len(pages) * share))]:
            kin = self._people().get(page.person_id or 0)
            for question in page.questions:
                if question in page.asked_now(found) and question.key not in NOT_NEEDED:
                    value = self._by_kind[question.kind](page.section, question, kin)
                    if value not in (None, "", {}, []):
                        found[page.section.key, page.person_id, question.key] = value
        return found

    def _people(self) -> dict[int, Kin]:
        home = self.folder.home
        return {kin.id: kin for kin in [*home.children, *home.adults]}

    def _members(self) -> list[progress.Member]:
        return [
            progress.Member(id=number, name=kin.name, kind=kin.kind, called=kin.given)
            for number, kin in self._people().items()
        ]

    def _words(self, section: Section, question: Question, kin: Kin | None) -> str:
        if question.prefill:
            return str(self.folder.row[question.prefill])
        fixed = self._spoken(question.key, kin)
        if fixed is not None:
            return fixed
        pool = self._replies(kin).get(question.key)
        if pool is None:
            return "Talked through at the last visit; nothing to add." if question.required else ""
        return self._say(self.chance.pick(self.story.fitting(pool)), kin)

    def _spoken(self, key: str, kin: Kin | None) -> str | None:
        """What people say themselves, and what follows from who they are."""
        chance, home = self.chance, self.folder.home
        if key == "own_words" and not self._is_small(kin):
            return chance.pick(self.story.fitting(CHILD_SAYS))
        if key in {"own_view", "family_view", "wishes"}:
            return chance.pick(PARENT_SAYS)
        if key == "tried_before":
            return chance.pick(TRIED) or "Nothing yet."
        if key == "who_lives_where":
            names = ", ".join(person.name for person in [*home.adults, *home.children])
            return f"At {home.lines} live {names}."
        return None

    def _replies(self, kin: Kin | None) -> Replies:
        if kin is None:
            return FAMILY
        if kin.kind == Person.Kind.CHILD:
            return TODDLER if self._is_small(kin) else CHILD
        return ADULT if kin.kind == Person.Kind.ADULT else UNBORN

    def _is_small(self, kin: Kin | None) -> bool:
        return kin is not None and kin.age_on(self.scene.today) < 4

    def _say(self, sentence: str, kin: Kin | None) -> str:
        return self.story.say(sentence.replace("{name}", kin.given if kin else ""))

    def _choice(self, section: Section, question: Question, kin: Kin | None) -> str:
        return self.chance.pick(question.options[:-1] or question.options).value

    def _date(self, section: Section, question: Question, kin: Kin | None) -> str:
        course = self.folder.course
        started = course.eha_started or course.opened
        if question.key == "plan_meeting_on":
            return self.scene.days.add(started, 15).isoformat()
        seen = started + timedelta(days=self.chance.between(0, 9))
        return min(seen, self.scene.today).isoformat()

    def _scale(self, section: Section, question: Question, kin: Kin | None) -> int | None:
        """A number from those who were asked: not small children, not everybody elsewhere."""
        if self._is_small(kin):
            return None
        elsewhere = kin not in {None, self.folder.home.carer} and self.chance.happens(0.4)
        return None if elsewhere else self.chance.between(3, 7)

    def _needs(self, section: Section, question: Question, kin: Kin | None) -> dict[str, str]:
        """The first theme is the need of the child the story is about, the others the family's."""
        themes = self.story.themes
        of_child = themes[:1] if kin is self.story.child else ()
        mine = themes[1:] if kin is None else of_child
        return {theme.kind.value: self._seen(theme) for theme in mine}

    def _seen(self, theme: Theme) -> str:
        return self.story.say(self.chance.pick(self.story.fitting(theme.seen)))

    def _factors(self, section: Section, question: Question, kin: Kin | None) -> list[str]:
        return factors_of(self.story.themes)
