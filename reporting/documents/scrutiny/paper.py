"""The report put together: numbered sections of paragraphs, lists and figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.documents.scrutiny.figures import FIGURES
from reporting.documents.scrutiny.sections import BY_KEY, Place, Section, at
from reporting.documents.text import Part, parts_of
from reporting.period import Period
from reporting.queries import ChallengesOf
from reporting.showing.figure import Figure, figure_of
from reporting.showing.sentences import sentence_of
from reporting.table import Table

NO_CHALLENGES = "No challenges are on record for this period."


@dataclass(frozen=True)
class Block:
    """A piece of a section: a paragraph or list, a figure, or the table of challenges."""

    kind: str  # paragraph, list, figure, challenges
    number: str = ""
    text: str = ""
    items: Sequence[str] = ()
    figure: Figure | None = None
    rows: Sequence[ChallengesOf] = ()

    @property
    def heading(self) -> str:
        """What the contents call it; nothing for paragraphs and lists."""
        if self.figure:
            return self.figure.heading
        return "Top three challenges by locality" if self.kind == "challenges" else ""

    @property
    def anchor(self) -> str:
        return f"figure-{self.number}"


@dataclass
class Numbered:
    """A section with its number: 3.0 Progress."""

    number: int
    title: str
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0

    @property
    def anchor(self) -> str:
        return f"section-{self.number}"

    @property
    def figures(self) -> list[Block]:
        return [block for block in self.blocks if block.heading]

    def add(self, kind: str, *, numbered: bool = True, **content: Any) -> None:
        if numbered:
            self.paragraphs += 1
        number = f"{self.number}.{self.paragraphs}" if numbered else ""
        self.blocks.append(Block(kind, number, **content))

    def write(self, parts: Sequence[Part]) -> None:
        for part in parts:
            if part.items:
                self.add("list", numbered=False, items=part.items)
            else:
                self.add("paragraph", text=part.text)


@dataclass(frozen=True)
class Paper:
    """Everything the report prints."""

    title: str
    council: str
    period: Period
    scope: str
    title_block: Sequence[tuple[str, str]]
    panel: str
    recommendations: Sequence[str]
    sections: Sequence[Numbered]
    definitions: Sequence[tuple[str, str]]
    rounded: bool = False  # its counts are: reporting.protecting


def compose(
    *,
    council: str,
    period: Period,
    scope: str,
    texts: Mapping[str, str],
    tables: Sequence[Table],
    challenges: Sequence[ChallengesOf],
) -> Iterator[tuple[str, Paper | None]]:
    """Put the report together, saying before each figure which one is next; last, the paper."""
    sections = list(_before(texts, period, scope))
    progress = Numbered(len(sections) + 1, "Progress")
    progress.write(parts_of(texts.get("progress", "")))
    common = common_notes(tables)
    for note in common:
        progress.add("paragraph", text=note)
    for chosen, table in zip(FIGURES, tables, strict=True):
        if not chosen.shown:
            progress.add("paragraph", text=_told(table))
            continue
        yield f"Drawing “{chosen.heading}”", None
        progress.add("figure", figure=figure_of(table, chosen.heading, without=common))
    _challenges(progress, challenges)
    sections.append(progress)
    for section in at(Place.AFTER):
        _append(sections, section, texts, section.if_empty)
    paper = Paper(
        title=_said(texts, "title"),
        council=council,
        period=period,
        scope=scope,
        title_block=_title_block(texts, scope if tables[0].ask.localities else ""),
        panel=_said(texts, "panel"),
        recommendations=_points(_said(texts, "recommendations")),
        sections=sections,
        definitions=definitions(tables),
        rounded=tables[0].ask.published,
    )
    yield "Putting the report together", paper


def _before(texts: Mapping[str, str], period: Period, scope: str) -> Iterator[Numbered]:
    purpose = (
        f"This report sets out what early help did in {scope} {period.when}, and how that compares "
        f"with the period before, {period.before()}."
    )
    background = (
        "Every figure is counted from the records of early help. It carries its unit, its period, "
        "its population and, for a percentage, numerator and denominator. A total equals the sum "
        "of its parts, or the report says why not."
    )
    written: list[Numbered] = []
    for section, standard in zip(at(Place.BEFORE)[1:], (purpose, background), strict=True):
        _append(written, section, texts, standard)
    return iter(written)


def _append(
    sections: list[Numbered], section: Section, texts: Mapping[str, str], if_empty: str
) -> None:
    text = texts.get(section.key, "").strip() or if_empty
    if text:
        numbered = Numbered(len(sections) + 1, section.title)
        numbered.write(parts_of(text))
        sections.append(numbered)


def _told(table: Table) -> str:
    """A figure that is only told in words."""
    return f"Counted apart: {table.measure.title[:1].lower()}{table.measure.title[1:]}. " + (
        sentence_of(table)
    )


def _challenges(progress: Numbered, challenges: Sequence[ChallengesOf]) -> None:
    if not any(row.texts for row in challenges):
        progress.add("paragraph", text=NO_CHALLENGES)
    if challenges:
        progress.add("challenges", rows=challenges)


def _title_block(texts: Mapping[str, str], localities: str) -> list[tuple[str, str]]:
    """`localities`: those of a report on some of them alone, whose wards nobody has written."""
    if localities and not texts.get("wards"):
        texts = {**texts, "wards": f"Those of {localities}"}
    lines = [
        (section.title, _said(texts, section.key))
        for section in at(Place.TITLE)
        if section.key not in {"title", "panel"}
    ]
    return [(title, text) for title, text in lines if text]


def _points(text: str) -> list[str]:
    """One a line, without the numbers or dashes its author may have typed."""
    return [line.strip().lstrip("0123456789.-•* ") for line in text.splitlines() if line.strip()]


def _said(texts: Mapping[str, str], key: str) -> str:
    return texts.get(key, "").strip() or BY_KEY[key].if_empty


def common_notes(tables: Sequence[Table]) -> tuple[str, ...]:
    """What would otherwise be said under every figure."""
    first, *others = [table for table in tables if not table.is_empty] or tables[:1]
    return tuple(note for note in first.notes if all(note in table.notes for table in others))


def definitions(tables: Sequence[Table]) -> list[tuple[str, str]]:
    """How each figure is counted, each measure once."""
    return list({table.measure.title: table.measure.definition for table in tables}.items())
