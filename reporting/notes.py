"""What must be said beside a table so that nobody misreads it."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from audit.days import in_words
from reporting.asking import Ask
from reporting.measures import Kind
from reporting.period import Period
from reporting.protecting import NOTE
from reporting.rounding import exact_percentage, printed
from reporting.table import Row


def notes_on(ask: Ask, rows: Sequence[Row], total: Row, first_day: date | None) -> Iterator[str]:
    """Sentences, in the order they are printed."""
    if ask.published:
        yield NOTE
    else:
        yield from _parts_and_total(ask, rows, total)
        yield from _rounding(ask, rows)
    yield from _still_to_come(ask.period, timezone.localdate())
    yield from _before_the_records(ask.period, first_day)


def _parts_and_total(ask: Ask, rows: Sequence[Row], total: Row) -> Iterator[str]:
    if ask.measure.kind == Kind.MEDIAN:
        if len(rows) > 1 and ask.measure.apart:
            yield f"The figures do not add up: {ask.measure.apart}."
        return
    parts = sum(row.now.numerator for row in rows)
    if parts != total.now.numerator:
        why = ask.measure.apart or "what falls into two parts is counted once in the total"
        yield (f"The parts add up to {parts:,}, not {total.now.numerator:,}: {why}.")


def _rounding(ask: Ask, rows: Sequence[Row]) -> Iterator[str]:
    """Percentages of one whole that do not sum to 100 as they are printed."""
    if ask.measure.kind != Kind.SHARE or ask.cut.series:
        return
    decimals = ask.measure.decimals
    shown = [
        printed(exact_percentage(row.now.numerator, row.now.denominator), decimals)
        for row in rows
        if row.now.denominator
    ]
    hundredths = round(sum(float(text) for text in shown) * 10**decimals)
    if shown and hundredths != 100 * 10**decimals:
        total = printed(hundredths / 10**decimals, decimals)
        yield f"The percentages sum to {total} by rounding; they are not adjusted."


def _still_to_come(period: Period, today: date) -> Iterator[str]:
    if today < period.start:
        yield (
            f"This period has not begun: it is counted from what is on record on {in_words(today)}."
        )
    elif today < period.end:
        yield (
            f"This period is not over: it is counted from what is on record on {in_words(today)}, "
            "and the period before is a whole one."
        )


def _before_the_records(period: Period, first_day: date | None) -> Iterator[str]:
    before = period.before()
    if first_day is None or first_day <= before.start:
        return
    begin = f"Records begin on {in_words(first_day)}"
    if first_day > period.end:
        yield f"{begin}: neither this period nor the one before is covered."
    elif first_day > period.start:
        yield f"{begin}: this period is covered only in part, the one before not at all."
    else:
        extent = "not covered" if first_day > before.end else "covered only in part"
        yield f"{begin}: the period before is {extent}."
