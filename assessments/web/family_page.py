"""The page behind a link: their copy of the plan, with a place to answer beside each part of it."""

from collections.abc import Mapping
from typing import Any

from assessments.models import FamilyWord, PlanLink
from assessments.queries.plan_links import Behind
from assessments.web.link_forms import CommentForm, DoneForm, TheirForm, VerdictForm

PLAN = "plan"  # for the whole of it, in the place of a part's key


class Page:
    """One drawing of the page. `sent` is the form that was sent, drawn again where it was refused;
    `kept` what was typed before the code was asked for again."""

    def __init__(
        self,
        link: PlanLink,
        found: Behind,
        said: list[FamilyWord],
        data: Mapping[str, Any] | None,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.link, self.found, self.said, self.kept = link, found, said, kept
        self.copy = found.copy(link.person, link.language)
        self.sent: Any = self._sent(data) if data else None
        if self.sent and self._is_of_nothing(data):
            self.kept = {"about": "", "words": (data or {}).get("words", "")}

    def context(self) -> dict[str, Any]:
        wanted = [section for section in self.copy.sections if section.goals]
        return {
            "copy": self.copy,
            "phrases": self.copy.phrases,
            "language": self.copy.language,
            "goals": [self._goal(goal) for section in wanted for goal in section.goals],
            "others": [section for section in self.copy.sections if section.texts],
            "wanted": wanted[0].title if wanted else "",
            "whole": self._part("", "", PLAN),
            "verdict": self._drawn(VerdictForm, "verdict", ""),
            "until": self.link.until,
            "form": self.sent,
        }

    def _goal(self, goal: Any) -> dict[str, Any]:
        actions = [self._part(line.key, line.words, line.key) for line in goal.actions]
        return {"need": goal.need, "actions": actions} | self._part(goal.key, goal.words, goal.key)

    def _part(self, key: str, words: str, place: str) -> dict[str, Any]:
        """One part with its forms and what they have said of it."""
        mine = [word for word in self.said if word.about == key]
        told = any(word.kind == FamilyWord.Kind.DONE for word in mine)
        return {
            "key": place,
            "words": words,
            "said": mine,
            "comment": self._drawn(CommentForm, "comment", key),
            "open": self._is_sent("comment", key) or (self.kept or {}).get("about") == key,
            "done": self._drawn(DoneForm, "done", key)
            if key in self.found.own and not told
            else None,
        }

    def _drawn(self, kind: type[TheirForm], what: str, about: str) -> TheirForm:
        """An empty form, what was typed into it before, or the one that was refused."""
        if self._is_sent(what, about):
            sent: TheirForm = self.sent
            return sent
        initial = {"about": about} if what != "verdict" else {}
        if what == "comment" and self.kept and self.kept["about"] == about:
            initial["words"] = self.kept["words"]
        return self._form(kind, None, what, about, initial)

    def _is_sent(self, what: str, about: str) -> bool:
        data = self.sent.data if self.sent else {}
        return (data.get("what"), data.get("about", "")) == (what, about)

    def _is_of_nothing(self, data: Any) -> bool:
        """Words about a part that is not there any more: they are kept beside the whole."""
        about = data.get("about", "")
        return bool(about) and self.found.part(about) is None

    def _sent(self, data: Mapping[str, Any]) -> TheirForm | None:
        kinds: dict[str, type[TheirForm]] = {
            "comment": CommentForm, "verdict": VerdictForm, "done": DoneForm,
        }  # fmt: skip
        what, about = data["what"], data.get("about", "")
        return self._form(kinds[what], data, what, about, {}) if what in kinds else None

    def _form(
        self, kind: type[TheirForm], data: Any, what: str, about: str, initial: Any
    ) -> TheirForm:
        ids = f"{what}-{about or PLAN}-%s"
        return kind(data, auto_id=ids, initial=initial, language=self.link.language)
