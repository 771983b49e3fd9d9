"""Answering asks: counts from the database, labels and comparisons added."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from localities.models import Agency, Authority, Locality, Population
from reporting.asking import Ask
from reporting.counting import count
from reporting.filling import Filling, Surroundings
from reporting.protecting import protected
from reporting.table import Table


def tables(asks: Sequence[Ask]) -> list[Table]:
    """The table of each ask, each row beside the period before, all of one moment."""
    world = _read_world()
    before = [ask.of_the_period_before() for ask in asks]
    every = [*asks, *before]
    counted = [
        protected(rows, ask.cut) if ask.published else rows
        for ask, rows in zip(every, count(every), strict=True)
    ]
    return [
        Filling(ask, counted[number], counted[len(asks) + number], world).table()
        for number, ask in enumerate(asks)
    ]


def table(ask: Ask) -> Table:
    return tables([ask])[0]


def _read_world() -> Surroundings:
    return Surroundings(
        authority=Authority.current().name,
        council=_council(),
        localities=dict(Locality.objects.values_list("pk", "name")),
        populations=list(Population.objects.order_by("year")),
        first_day=_first_day_on_record(),
    )


def _council() -> str:
    """The name under which the council's own workers are counted."""
    names = Agency.objects.filter(kind=Agency.Kind.COUNCIL).values_list("name", flat=True)[:2]
    return names[0] if len(names) == 1 else Agency.Kind.COUNCIL.label


def _first_day_on_record() -> date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_day_on_record()")
        found: date | None = cursor.fetchone()[0]
    return found
