"""The parts of a copy, put under the fixed words of the family copy."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from assessments.family_copy.phrases import Language, languages, words_in
from cases.models import CopyGiven

Parts = list[dict[str, str]]

KINDS = ("plan", "meeting")  # of which there is a family copy

# Where the parts of a meeting's record stand, by the first word of their key.
OF_A_MEETING = {
    "place": "where",
    "came": "who_came",
    "away": "who_did_not",
    "minutes": "we_talked",
    "done": "what_is_done",
    "action": "who_does_what",
    "family": "family_says",
    "child": "children_say",
    "score": "scores",
}


@dataclass(frozen=True)
class Line:
    """One action, with the key by which a word about it is kept."""

    key: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass
class Goal:
    """What the family wants, for which need, and who does what for it."""

    words: str = ""
    key: str = ""
    need: str = ""
    actions: list[Line] = field(default_factory=list)


@dataclass
class Section:
    """A heading and what stands under it: texts, or points of a list."""

    title: str
    texts: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)


@dataclass(frozen=True)
class FamilyCopy:
    """A copy in plain words, as it is drawn and printed."""

    language: Language
    large: bool
    title: str
    opening: str
    whom: str
    made_on: date
    sections: list[Section]
    phrases: Any  # the fixed words by key

    @property
    def is_english(self) -> bool:
        return self.language.code == "en"


def family_copy(copy: CopyGiven, language: str, *, large: bool) -> FamilyCopy:
    """The copy that was made, word for word, under headings in a language."""
    made_on = timezone.localdate(copy.made_at)
    return composed(copy.kind, copy.parts, copy.whom, made_on, language, large=large)


def composed(
    kind: str, parts: Parts, whom: str, made_on: date, language: str, *, large: bool = False
) -> FamilyCopy:
    """The parts of a copy for somebody, under headings in a language."""
    phrases = words_in(language)
    is_plan = kind == "plan"
    body = _plan(parts, phrases) if is_plan else _meeting(parts, phrases)
    return FamilyCopy(
        language=languages()[language],
        large=large,
        title=phrases["our_plan" if is_plan else "our_meeting"],
        opening=phrases["plan_is" if is_plan else "meeting_is"],
        whom=whom,
        made_on=made_on,
        sections=[*body, *_ending(parts, phrases)],
        phrases=phrases,
    )


def _plan(parts: Parts, phrases: Any) -> list[Section]:
    """What is wanted and who does what by when; what the plan leaves out; who agreed it."""
    wanted = Section(phrases["we_want"])
    aside = Section(phrases["not_in_the_plan"])
    agreed = Section(phrases["agreed_with"])
    for part in parts:
        kind = _kind(part)
        if kind == "goal":
            wanted.goals.append(Goal(part["words"], part["key"], part["group"]))
        elif kind == "action":
            _goal_of(part, wanted.goals).actions.append(Line(part["key"], part["words"]))
        elif kind == "aside":
            aside.texts.append(f"{part['group']}: {part['words']}" if part["group"]
                               else part["words"])  # fmt: skip
        elif kind == "plan":
            agreed.texts.append(part["words"])
    return [section for section in (wanted, aside, agreed) if section.texts or section.goals]


def _goal_of(part: dict[str, str], goals: list[Goal]) -> Goal:
    """The goal an action is for. One that is left out leaves its actions without a heading, never
    under another goal. Copies made before this was kept have their actions after their goal."""
    under = part.get("under", "")
    if not goals or (under and goals[-1].key != under):
        goals.append(Goal(key=under))
    return goals[-1]


def _meeting(parts: Parts, phrases: Any) -> list[Section]:
    sections = {key: Section(phrases[phrase]) for key, phrase in OF_A_MEETING.items()}
    for part in parts:
        kind = _kind(part)
        if kind == "attendance":
            kind = "came" if part["label"] == "Came" else "away"
        if kind in sections:
            said = part["words"]
            sections[kind].texts.append(f"{part['label']}: {said}" if kind == "score" else said)
    return [section for section in sections.values() if section.texts]


def _ending(parts: Parts, phrases: Any) -> list[Section]:
    met = [part["words"] for part in parts if _kind(part) in {"next", "there"}]
    ring = [part["words"] for part in parts if _kind(part) == "ring"]
    found = [Section(phrases["meet_next"], met or [phrases["no_day_yet"]])]
    return [*found, *_filled([Section(phrases["who_to_ring"], ring)])]


def _filled(sections: Iterable[Section]) -> list[Section]:
    return [section for section in sections if section.texts]


def _kind(part: dict[str, str]) -> str:
    """“goal” of “goal-12”."""
    return part["key"].partition("-")[0]
