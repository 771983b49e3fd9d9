"""The parts of the report that its author writes, in the order they are printed."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where a part stands."""

    TITLE = "title"  # a line of the title block
    BEFORE = "before"  # a numbered section before the figures
    FIGURES = "figures"  # opens the section of the figures
    AFTER = "after"  # a numbered section after them


@dataclass(frozen=True)
class Section:
    """One part: its heading, what to write there, and what is printed where nothing is."""

    key: str
    title: str
    place: Place
    hint: str = ""
    rows: int = 4
    if_empty: str = ""  # nothing: the part is left out


TO_WRITE = "To be completed by the author before publication."


def _line(key: str, title: str, hint: str = "", if_empty: str = "") -> Section:
    return Section(key, title, Place.TITLE, hint, 1, if_empty)


def _implication(key: str, title: str) -> Section:
    return Section(
        key,
        f"{title} implications",
        Place.AFTER,
        "Where there are none, say so.",
        rows=3,
        if_empty=TO_WRITE,
    )


SECTIONS: tuple[Section, ...] = (
    _line("title", "Report title", if_empty="Early help progress report"),
    _line("panel", "Panel", "The body the report goes to", if_empty="Scrutiny Panel"),
    _line("meeting", "Date of the meeting"),
    _line("member", "Cabinet member with lead responsibility"),
    _line("wards", "Wards affected", if_empty="All"),
    _line("director", "Accountable director"),
    _line("service", "Originating service", if_empty="Early Help"),
    _line("employee", "Accountable employee", "Name, post, telephone and email address"),
    _line("considered", "Report to be or has been considered by"),
    Section(
        "recommendations",
        "Recommendations",
        Place.BEFORE,
        "One a line. The panel is recommended to…",
        if_empty="Note the figures set out in this report.",
    ),
    Section("purpose", "Purpose", Place.BEFORE, "What the panel should know or decide"),
    Section("background", "Background", Place.BEFORE, "What came before this report"),
    Section("progress", "Progress", Place.FIGURES, "What the figures below should be read with", 6),
    Section("next_steps", "Next steps", Place.AFTER, "What will be done about what was found"),
    _implication("financial", "Financial"),
    _implication("legal", "Legal"),
    _implication("equalities", "Equalities"),
    _implication("environmental", "Environmental"),
    _implication("hr", "Human resources"),
    Section(
        "papers",
        "Background papers",
        Place.AFTER,
        "One a line",
        if_empty=TO_WRITE,
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}
KEYS = frozenset(section.key for section in SECTIONS)


def at(place: Place) -> list[Section]:
    return [section for section in SECTIONS if section.place == place]
