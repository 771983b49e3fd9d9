"""What can be scored, on which scale, and which way is better: data, read when the product starts.

Touches no database. `shipped.yaml` holds the instruments, `schema.json` says what may stand there.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parent


class BadInstruments(Exception):
    """The file of instruments cannot be used. The text names the place and the fault."""


@dataclass(frozen=True)
class Instrument:
    """One scale. `areas`: it is scored for several areas, each with its name."""

    key: str
    title: str
    lowest: int
    highest: int
    better: str
    low: str
    high: str
    areas: bool = False
    licensed: bool = False
    bands: tuple[tuple[int, str], ...] = ()

    @property
    def higher_is_better(self) -> bool:
        return self.better == "higher"

    @property
    def scale(self) -> str:
        """ "0 to 10, higher is better"."""
        return f"{self.lowest} to {self.highest}, {self.better} is better"

    @property
    def is_offered(self) -> bool:
        """Whether it is used here: a licensed one where the authority holds the licence."""
        return not self.licensed or self.key in settings.LICENSED_INSTRUMENTS

    def holds(self, value: int) -> bool:
        return self.lowest <= value <= self.highest

    def said(self, value: int) -> str:
        """A reading as one says it, with its band: "15, somewhat raised"."""
        words = [words for start, words in self.bands if value >= start]
        return f"{value}, {words[-1]}" if words else str(value)


def read(content: bytes) -> dict[str, Instrument]:
    """The instruments of a file, by their key. Raises BadInstruments where it is faulty."""
    rows: Any = yaml.safe_load(content)
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    for fault in Draft202012Validator(schema).iter_errors(rows):
        raise BadInstruments(f"{'.'.join(map(str, fault.path)) or 'the file'}: {fault.message}")
    found = {row["key"]: _instrument(row) for row in rows}
    if len(found) < len(rows):
        raise BadInstruments("a key stands there twice. Give one another.")
    _refuse_nonsense(found.values())
    return found


def _instrument(row: dict[str, Any]) -> Instrument:
    bands = tuple((band["from"], band["words"]) for band in row.get("bands", ()))
    return Instrument(**(row | {"bands": bands}))


def _refuse_nonsense(found: Iterable[Instrument]) -> None:
    for one in found:
        starts = [start for start, _ in one.bands]
        if one.lowest >= one.highest:
            raise BadInstruments(f"{one.key}: its highest reading must be above its lowest.")
        if starts and (starts != sorted(set(starts)) or starts[0] != one.lowest):
            raise BadInstruments(f"{one.key}: its bands must rise, from its lowest reading on.")


INSTRUMENTS = read((FOLDER / "shipped.yaml").read_bytes())
SAFETY = INSTRUMENTS["safety"]
