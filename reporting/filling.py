"""From counts to a table: labels, empty parts, percentages, the period before, populations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from localities.models import Population
from reporting.asking import Ask
from reporting.counting import Counted
from reporting.labelling import labels_of
from reporting.limits import Standing, standing, standing_of_rounded
from reporting.measures import Kind
from reporting.measures.dimensions import LOCALITY, MONTH, Dimension, Labels, Place
from reporting.notes import notes_on
from reporting.populations import Populations
from reporting.protecting import OFF
from reporting.rounding import percentage, rounded
from reporting.table import Figures, Row, Table

# Part and series; None means all of them.
Cell = tuple[str | None, str | None]
NOTHING = Counted(None, None, 0, None, None, None)


@dataclass(frozen=True)
class Surroundings:
    """What every table needs to know besides its counts."""

    authority: str
    council: str  # its name as an agency
    localities: Mapping[int, str]
    populations: Sequence[Population] = field(default_factory=list)
    first_day: date | None = None  # the first day on record


class Filling:
    """One table being filled, from what was counted in its period and in the one before."""

    def __init__(
        self, ask: Ask, now: Sequence[Counted], before: Sequence[Counted], world: Surroundings
    ) -> None:
        self.ask, self.measure, self.world = ask, ask.measure, world
        self.now = {(row.part, row.series): row for row in now}
        self.earlier = {(row.part, row.series): row for row in before}
        chosen = set(ask.localities) or set(world.localities)
        self.localities = {key: name for key, name in world.localities.items() if key in chosen}
        self.populations = Populations(world.populations, ask.period.end.year)
        self.months_before = self._months_before()
        self.parts = self._labels(ask.cut.part, {part: (part, None) for part, _ in self.now})
        self.series = self._labels(ask.cut.series, {key: (None, key) for _, key in self.now})

    def table(self) -> Table:
        rows = tuple(self._row(part, None) for part in self.parts)
        margins: tuple[tuple[Row, ...], tuple[Row, ...]] = ((), ())
        if self.ask.cut.series:
            margins = (rows, tuple(self._row(None, series) for series in self.series))
            rows = tuple(self._row(part, series) for part in self.parts for series in self.series)
        total = self._row(None, None)
        return Table(
            ask=self.ask,
            rows=rows,
            total=total,
            part_totals=margins[0],
            series_totals=margins[1],
            scope=", ".join(self.localities.values())
            if self.ask.localities
            else self.world.authority,
            population_source=self.populations.source(self.localities) if total.population else "",
            notes=tuple(notes_on(self.ask, rows, total, self.world.first_day)),
        )

    def _row(self, part: str | None, series: str | None) -> Row:
        now = self._figures(self.now, part, series)
        return Row(
            key=part or "",
            label=self.parts[part] if part is not None else self._total_label(),
            now=now,
            before=self._before(part, series),
            before_label=self.months_before.get(self._month(part, series) or "", ("", ""))[1],
            series=series or "",
            series_label=self.series[series] if series is not None else "",
            population=self._population(part, series),
            standing=self._standing(part, now),
        )

    def _figures(
        self, counted: Mapping[Cell, Counted], part: str | None, series: str | None
    ) -> Figures:
        found = counted.get((part, series), NOTHING)
        denominator = found.denominator
        if self.measure.kind == Kind.SHARE:
            whole = part if series is not None else None
            denominator = counted.get((whole, None), NOTHING).numerator
        elif self.measure.kind == Kind.RATE:
            denominator = denominator or 0
        also = found.also or 0 if self.measure.also else None
        return Figures(found.numerator, denominator, self._value(found, denominator), also)

    def _value(self, found: Counted, denominator: int | None) -> float | None:
        if self.measure.kind == Kind.COUNT:
            return found.numerator
        if self.measure.kind == Kind.MEDIAN:
            return None if found.middle is None else rounded(found.middle, 1)
        return percentage(found.numerator, denominator or 0)

    def _before(self, part: str | None, series: str | None) -> Figures | None:
        """A month stands beside the month as far into the period before."""
        month = self._month(part, series)
        if month is None:
            return self._figures(self.earlier, part, series)
        if month not in self.months_before:
            return None
        earlier = self.months_before[month][0]
        if self.ask.cut.part is MONTH:
            return self._figures(self.earlier, earlier, series)
        return self._figures(self.earlier, part, earlier)

    def _month(self, part: str | None, series: str | None) -> str | None:
        """The month a row is about, if it is about one."""
        if self.ask.cut.part is MONTH:
            return part
        return series if self.ask.cut.series is MONTH else None

    def _months_before(self) -> dict[str, tuple[str, str]]:
        now, before = list(self.ask.period.months()), list(self.ask.period.before().months())
        if len(now) != len(before):
            return {}
        return {
            f"{month:%Y-%m}": (f"{earlier:%Y-%m}", f"{earlier:%B %Y}")
            for month, earlier in zip(now, before, strict=True)
        }

    def _labels(self, dimension: Dimension | None, margin: Mapping[str | None, Cell]) -> Labels:
        if dimension is None:
            return {}
        place = Place(self.ask.period, self.world.council, self.localities)
        sizes = {
            key: self.now.get(cell, NOTHING).numerator
            for key, cell in margin.items()
            if key is not None
        }
        return labels_of(dimension, place, sizes)

    def _standing(self, part: str | None, now: Figures) -> Standing | None:
        whole = self.now.get((None, None), NOTHING)
        if self.measure.kind != Kind.RATE or part is None or not whole.denominator:
            return None
        if self.ask.cut.part.again or len(self.parts) == 1:  # one part is the whole
            return None
        counts = now.numerator, now.denominator or 0
        if self.ask.published:
            return standing_of_rounded(*counts, (whole.numerator, whole.denominator), OFF)
        return standing(*counts, whole.numerator / whole.denominator)

    def _total_label(self) -> str:
        if self.ask.cut.part is LOCALITY:
            return "Localities chosen" if self.ask.localities else "All localities"
        return "All" if self.measure.kind == Kind.MEDIAN else "Total"

    def _population(self, part: str | None, series: str | None) -> int | None:
        by_locality = self.ask.cut.part is LOCALITY and series is None
        if not by_locality or self.measure.kind != Kind.COUNT:
            return None
        if part is None:
            return self.populations.of(self.localities)
        return self.populations.of([int(part)]) if part.isdigit() else None
