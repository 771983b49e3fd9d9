"""What a request to the API asks: read from its address, each mistake named with its mend."""

from datetime import date

from django.http import Http404, QueryDict

from audit.api.problems import Mistakes
from localities.models import Locality
from reporting.asking import Ask
from reporting.measures import Cut, Measure, measure_of
from reporting.period import LONGEST_YEARS, YEARS, Period


def ask_in(key: str, query: QueryDict) -> Ask:
    """The ask, or Mistakes; a measure there is not is Http404."""
    measure = measure_of(key)
    if measure is None:
        raise Http404
    reader = _Reader(query)
    period, cut, localities = reader.period(), reader.cut(measure), reader.localities()
    if reader.mistakes or period is None or cut is None:
        raise Mistakes(reader.mistakes)
    return Ask(measure, cut, period, localities)


class _Reader:
    """Reads one query, gathering its mistakes."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.mistakes: dict[str, str] = {}

    def period(self) -> Period | None:
        start, end = self._day("from"), self._day("to")
        if start is None or end is None:
            return None
        if end < start:
            self.mistakes["to"] = "Give a “to” that is not before “from”."
        elif end.year - start.year > LONGEST_YEARS:
            self.mistakes["to"] = f"Ask for at most {LONGEST_YEARS} years at once."
        else:
            return Period(start, end)
        return None

    def cut(self, measure: Measure) -> Cut | None:
        key = self.query.get("by", "") or measure.cuts[0].key
        cut = measure.cut_of(key)
        if cut is None:
            keys = ", ".join(cut.key for cut in measure.cuts)
            self.mistakes["by"] = f"Give one of: {keys}."
        return cut

    def localities(self) -> tuple[int, ...]:
        """Given by their slug or name, several times or parted by commas."""
        asked = [
            part.strip()
            for value in self.query.getlist("locality")
            for part in value.split(",")
            if part.strip()
        ]
        return tuple(sorted(self._ids(asked))) if asked else ()

    def _ids(self, asked: list[str]) -> set[int]:
        rows = list(Locality.objects.all())
        known = {name.casefold(): row.pk for row in rows for name in (row.slug, row.name)}
        unknown = [name for name in asked if name.casefold() not in known]
        if unknown:
            slugs = ", ".join(row.slug for row in rows)
            self.mistakes["locality"] = f"There is no “{unknown[0]}”. Give one of: {slugs}."
        return {known[name.casefold()] for name in asked if name.casefold() in known}

    def _day(self, name: str) -> date | None:
        text = self.query.get(name, "")
        try:
            day = date.fromisoformat(text) if len(text) == len("2017-04-01") else None
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            self.mistakes[name] = f"Give “{name}” as a date like 2017-04-01."
            return None
        return day
