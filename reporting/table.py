"""A table of one measure: what pages, reports, files and the API show, counted once."""

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.asking import Ask
from reporting.limits import Standing
from reporting.measures import Cut, Measure
from reporting.period import Period


@dataclass(frozen=True)
class Figures:
    """The numbers of one row, in one period."""

    numerator: int
    denominator: int | None
    value: float | None  # None: there is nothing to take a percentage or a median of
    also: int | None = None


@dataclass(frozen=True)
class Row:
    """One line: what it is about, its figures, and those of the period before."""

    key: str
    label: str
    now: Figures
    before: Figures | None = None
    before_label: str = ""
    series: str = ""
    series_label: str = ""
    population: int | None = None  # children who live there
    standing: Standing | None = None  # how a rate compares with the whole

    @property
    def per_1000(self) -> float | None:
        if not self.population:
            return None
        return round(1000 * self.now.numerator / self.population, 1)


@dataclass(frozen=True)
class Table:
    """The answer to an ask. `rows` are the parts; of two dimensions, every part by every series.

    `part_totals` and `series_totals` are the margins of a table of two dimensions.
    """

    ask: Ask
    rows: tuple[Row, ...]
    total: Row
    part_totals: tuple[Row, ...] = ()
    series_totals: tuple[Row, ...] = ()
    scope: str = ""  # whose figures: the council's name, or the localities'
    population_source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def measure(self) -> Measure:
        return self.ask.measure

    @property
    def cut(self) -> Cut:
        return self.ask.cut

    @property
    def period(self) -> Period:
        return self.ask.period

    @property
    def before(self) -> Period:
        return self.ask.period.before()

    @property
    def is_empty(self) -> bool:
        """Nothing was counted in the period."""
        return not (self.total.now.denominator or self.total.now.numerator)

    @property
    def parts(self) -> tuple[Row, ...]:
        """One row a part: the rows themselves, or the margin of two dimensions."""
        return self.part_totals or self.rows

    def by_part(self) -> Iterator[tuple[Row, tuple[Row, ...]]]:
        """Each part's total with its rows by series."""
        for total in self.part_totals:
            yield total, tuple(row for row in self.rows if row.key == total.key)
