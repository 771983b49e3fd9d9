"""What a measure says about itself."""

from dataclasses import dataclass
from enum import StrEnum

from reporting.measures.dimensions import Dimension


class Kind(StrEnum):
    """What the value of a row is."""

    COUNT = "count"  # the numerator
    SHARE = "share"  # the numerator as a percentage of everything counted
    RATE = "rate"  # the numerator as a percentage of the part's own denominator
    MEDIAN = "median"  # the middle one; the numerator says of how many


class Better(StrEnum):
    """Which way is better. Most counts are neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Cut:
    """One way a measure may be cut: by `part`, and within it by `series`."""

    part: Dimension
    series: Dimension | None = None

    @property
    def key(self) -> str:
        return f"{self.part.key}-{self.series.key}" if self.series else self.part.key

    @property
    def title(self) -> str:
        return f"{self.part.title} and {self.series.title.lower()}" if self.series else (
            self.part.title
        )  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """One thing that is counted, in the words every page, report and file prints.

    It is counted by the database function `count_<key>`, which returns counts and no records.
    """

    key: str
    title: str
    definition: str
    kind: Kind
    unit: str  # what the value is in: children, cases, days
    population: str  # among whom or what it is counted
    counts: str  # what the numerator counts
    cuts: tuple[Cut, ...]  # the first is used where none is asked for
    sources: tuple[str, ...]  # the columns it is counted from
    out_of: str = ""  # what the denominator counts
    also: str = ""  # a second unit, counted apart
    better: Better = Better.NEITHER
    decimals: int = 0  # as printed; files and the API give up to two
    apart: str = ""  # why the parts may not add up to the total

    @property
    def function(self) -> str:
        return f"count_{self.key}"

    @property
    def is_percentage(self) -> bool:
        return self.kind in {Kind.SHARE, Kind.RATE}

    @property
    def numerator_unit(self) -> str:
        """A short head for the column of numerators."""
        return self.unit.capitalize() if self.kind == Kind.COUNT else self.counts

    def cut_of(self, key: str) -> Cut | None:
        return next((cut for cut in self.cuts if cut.key == key), None)
