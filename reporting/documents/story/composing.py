"""The story of a family in five parts, read in two minutes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from audit.context import current_actor
from cases.models import Case, Membership
from cases.queries.people.kin import kin_of
from cases.queries.people.members import members_of, members_on
from cases.queries.rights.statements import statements_of
from cases.tree.kin import Kin
from reporting.documents.story.ahead import ahead
from reporting.documents.story.changed import changed
from reporting.documents.story.reading import Facts, facts_of
from reporting.documents.story.sentences import Nothing, Part, Sentence, clipped
from reporting.documents.story.strong import strong
from reporting.documents.story.who import who
from reporting.documents.story.worries import worries

TWO_MINUTES = 480  # words, read at 240 a minute
CLIPS = (60, 45, 32, 24, 18, 12)  # words of a quotation, until all of it can be read in time
NOT_FOR_THEM = "Nothing that can be shown to you here. This does not mean that nothing is recorded."


@dataclass(frozen=True)
class Story:
    """The family's story on a day, as somebody may read it."""

    case: Case
    day: date
    past: bool
    own_dates_only: bool  # the reader has no history of words: those of today stand for the past
    kin: Kin
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> list[Sentence]:
        return [sentence for part in self.parts for sentence in part.sentences]

    @property
    def length(self) -> int:
        return sum(sentence.length for sentence in self.sentences)


def story_of(case: Case, today: date, on: date | None = None) -> Story:
    """The story of a case its reader may see; `on`: as it stood at the end of that day.

    Three questions to the database, four for a day that is over, however much is recorded.
    """
    facts = facts_of(case, today, on)
    members = members_on(case, facts.day) if facts.past else members_of(case)
    parts = parts_of(facts, _children(members, facts.day))
    kin = kin_of(members, facts.day)
    no_history = bool(current_actor().reach.partner)
    story = Story(case, facts.day, facts.past, no_history, kin, parts)
    return _for_reader(fitted(_with_statements(story)))


def parts_of(facts: Facts, children: list[str]) -> tuple[Part, ...]:
    """The five parts from what was read; `children`: those the case is about. No database."""
    return who(facts, children), worries(facts), strong(facts), changed(facts), ahead(facts)


def _children(members: list[Membership], on: date) -> list[str]:
    """Those the case is about who live, as they are called."""
    about = [row.person for row in members if row.about]  # type: ignore[attr-defined]
    ours = [one for one in about if not one.died_on or one.died_on > on]
    return [one.known_as or one.given_name or one.name for one in ours if one.given_name]


def _with_statements(story: Story) -> Story:
    """What is disputed is never told without what the person says of it."""
    wanted: dict[str, list[int]] = {}
    for sentence in story.sentences:
        wanted.setdefault(sentence.record.kind, []).append(sentence.record.row)
    found = statements_of(wanted)

    def beside(sentence: Sentence) -> Sentence:
        said = found.get(sentence.record.key, ())
        return replace(sentence, statements=tuple((one.title, one.statement) for one in said))

    return _each(story, beside) if found else story


def fitted(story: Story) -> Story:
    """The same with quotations as long as two minutes allow.

    For an agency that acts for one of a family nothing is cut: the last look at what goes out
    must see every text whole, or it would not know what it tells.
    """
    if acts_for_somebody():
        return story
    short = story
    for most in CLIPS:
        short = _each(story, partial(_clipped, most=most))
        if short.length <= TWO_MINUTES:
            break
    return short


def acts_for_somebody() -> bool:
    """The reader’s agency acts for somebody of a family, whether or not anything is withheld: a
    page that changed with the first mark would tell that there is one."""
    reach = current_actor().reach
    return bool(reach.acting or reach.withheld)


def _clipped(sentence: Sentence, most: int) -> Sentence:
    return replace(sentence, quote=clipped(sentence.quote, most))


def _for_reader(story: Story) -> Story:
    """To whom not everything is shown, an empty place says so and no more."""
    if not current_actor().reach.partner and not acts_for_somebody():
        return story
    parts = tuple(
        replace(part, nothing=tuple(dict.fromkeys(map(_unsaid, part.nothing))))
        for part in story.parts
    )
    return replace(story, parts=parts)


def _unsaid(nothing: Nothing) -> Nothing:
    return replace(nothing, words=NOT_FOR_THEM)


def _each(story: Story, change: Callable[[Sentence], Sentence]) -> Story:
    return replace(story, parts=tuple(part.each(change) for part in story.parts))
