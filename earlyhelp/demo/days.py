"""Working days, counted quickly."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from earlyhelp.demo.chance import Chance
from localities.calendar import is_working_day


class Workdays:
    """The working days of the years that the demonstration is about."""

    def __init__(self, first: date, last: date) -> None:
        span = (last - first).days + 1
        days = (first + timedelta(days=number) for number in range(span))
        self._days = [day for day in days if is_working_day(day)]

    def on_or_after(self, day: date) -> date:
        return self._days[bisect_left(self._days, day)]

    def on_or_before(self, day: date) -> date:
        return self._days[bisect_right(self._days, day) - 1]

    def add(self, day: date, count: int) -> date:
        """`count` working days after `day`, or before it where `count` is negative."""
        return self._days[bisect_left(self._days, day) + count]

    def within(self, chance: Chance, first: date, last: date) -> date:
        """One of the working days from `first` to `last`; else the next after `first`."""
        low, high = bisect_left(self._days, first), bisect_left(self._days, last)
        if self._days[high] > last:
            high -= 1
        return self._days[chance.between(low, max(low, high))]
