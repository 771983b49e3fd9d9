"""Children who live in a locality, for figures per 1,000 of them."""

from collections.abc import Iterable

from localities.models import Population


class Populations:
    """Of each locality, the latest count up to a year; else the earliest after it."""

    def __init__(self, rows: Iterable[Population], year: int) -> None:
        self._found: dict[int, Population] = {}
        for row in sorted(rows, key=lambda row: row.year):
            if row.locality_id not in self._found or row.year <= year:
                self._found[row.locality_id] = row

    def of(self, localities: Iterable[int]) -> int | None:
        """Children living in all of these; None where one of them is not known."""
        asked = list(localities)
        if not asked or not all(key in self._found for key in asked):
            return None
        return sum(self._found[key].children for key in asked)

    def source(self, localities: Iterable[int]) -> str:
        used = [self._found[key] for key in localities if key in self._found]
        return "; ".join(
            sorted({f"{row.source or 'children under 18'}, {row.year}" for row in used})
        )
