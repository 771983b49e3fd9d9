"""A document as it is, and as one audience will get it, part by part."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Case
from cases.withholding.audience import Audience, LeftOut, as_given_to, withheld_from

DECIDE = "Say what becomes of each text that is held back."
STILL_TELLS = "The words in its place still tell what is not to be shared. Change them."


@dataclass(frozen=True)
class Part:
    """One text of a document: under which heading, what it is, and its words; and the key of the
    part it stands under, which may itself be left out of a copy."""

    key: str
    group: str
    label: str
    words: str
    under: str = ""

    @property
    def text(self) -> str:
        return f"{self.group} {self.label} {self.words}"


@dataclass(frozen=True)
class Copyable:
    """A kind of document. `read` gives its title and parts, as they may be read now, or None."""

    key: str
    title: str
    read: Callable[[Case, int], tuple[str, list[Part]] | None]


@dataclass(frozen=True)
class Row:
    """One part side by side: as it is, and what the copy has of it."""

    key: str
    whole: Part
    copy: Part | None
    held: bool  # its words tell of a withheld item; somebody must look


@dataclass(frozen=True)
class Beside:
    """A document and the copy of it for one audience."""

    title: str
    audience: Audience
    rows: list[Row]
    left_out: LeftOut

    @property
    def held(self) -> list[Row]:
        return [row for row in self.rows if row.held]

    @property
    def digest(self) -> str:
        """Of everything that was shown: a copy is made from what somebody looked at, or not."""
        shown = [
            [asdict(row.whole), asdict(row.copy) if row.copy else None, row.held]
            for row in self.rows
        ]
        return digest_of([self.title, self.audience.title, shown])


def copyables() -> dict[str, Copyable]:
    """Every document of which copies are made, by its key."""
    found = (each for path in settings.CASE_COPIES for each in import_string(path))
    return {each.key: each for each in found}


def beside(case: Case, kind: str, number: int, audience: Audience) -> Beside | None:
    """The document and the copy side by side; None where there is no such document."""
    copyable = copyables().get(kind)
    whole = copyable.read(case, number) if copyable else None
    if copyable is None or whole is None:
        return None
    left_out = withheld_from(case, audience)
    with as_given_to(left_out):
        theirs = copyable.read(case, number)
    kept = {part.key: part for part in theirs[1]} if theirs else {}
    rows = [_row(part, kept.get(part.key), left_out) for part in whole[1]]
    return Beside(whole[0], audience, rows, left_out)


def _row(whole: Part, copy: Part | None, left_out: LeftOut) -> Row:
    held = copy is not None and left_out.finder.holds(copy.text)
    return Row(whole.key, whole, None if held else copy, held)


def parts_of(found: Beside, decisions: Mapping[str, str | None]) -> tuple[list[Part], list[str]]:
    """The copy's parts after somebody decided of each held text: None leaves it out, else these
    words stand in its place. With the reasons why no copy can be made."""
    parts, faults = [], []
    for row in found.rows:
        if not row.held:
            parts += [row.copy] if row.copy else []
        elif row.key not in decisions:
            faults.append(DECIDE)
        elif (words := decisions[row.key]) is not None:
            part = Part(row.key, "", row.whole.label, words, row.whole.under)
            faults += [STILL_TELLS] if found.left_out.finder.holds(part.text) else []
            parts.append(part)
    return parts, list(dict.fromkeys(faults))


def as_rows(parts: list[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def digest_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
