"""The factors that assessments found most often in each locality, beside its challenges."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assessments.factors import NONE
from reporting.asking import Ask
from reporting.measures.dimensions import FACTOR, LOCALITY
from reporting.measures.factors_found import MEASURE
from reporting.period import Period
from reporting.protecting import FEWEST
from reporting.queries import ChallengesOf
from reporting.table import Row, Table

MOST = 3


def by_locality(period: Period, localities: tuple[int, ...], *, published: bool) -> Ask:
    cut = MEASURE.cut_of(f"{FACTOR.key}-{LOCALITY.key}")
    assert cut
    return Ask(MEASURE, cut, period, localities, published)


def beside(challenges: Sequence[ChallengesOf], counted: Table) -> list[ChallengesOf]:
    """The challenges of each locality with its factors; localities that have neither are left
    out."""
    recorded = {row.locality: row for row in challenges}
    found = {row.series_label: tuple(_top(row, counted.rows)) for row in counted.series_totals}
    names = list(dict.fromkeys([*found, *recorded]))
    rows = [
        replace(recorded.get(name, ChallengesOf(name)), factors=found.get(name, ()))
        for name in names
    ]
    return [row for row in rows if row.texts or row.factors]


def _top(locality: Row, rows: Iterable[Row]) -> Iterator[str]:
    own = [
        row
        for row in rows
        if row.series == locality.series and row.key != NONE and row.now.numerator >= FEWEST
    ]
    for row in sorted(own, key=lambda row: -row.now.numerator)[:MOST]:
        yield f"{row.label} ({row.now.numerator:,} of {row.now.denominator or 0:,})"
