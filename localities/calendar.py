"""Working days: not weekends, England's bank holidays, or the council's own closures."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from localities.models import Authority, Closure, SchoolHoliday, Timescale

SCHOOL_OPENS = time(8, 30)
MOST_DAYS_OFF = 70  # the longest holidays, and then some


def closures() -> frozenset[date]:
    """The council's own closure days, read once per use of a calendar."""
    return frozenset(Closure.objects.values_list("on", flat=True))


def is_working_day(day: date, closed: frozenset[date] = frozenset()) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year) and day not in closed


def add_working_days(day: date, count: int, closed: frozenset[date] | None = None) -> date:
    """The working day `count` working days after `day`. Nought gives `day` or the next one."""
    closed = closures() if closed is None else closed
    while not is_working_day(day, closed):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day, closed):
            day += timedelta(days=1)
    return day


def due_date(timescale: Timescale, start: date, closed: frozenset[date] | None = None) -> date:
    """The day by which a clock that starts on `start` must have ended.

    Working days are counted from the day after `start`, or after the next working day where
    `start` is none. A date that falls weeks or months later on a day off moves to the next
    working day.
    """
    if timescale.unit == Timescale.Unit.MONTHS:
        return add_working_days(add_months(start, timescale.length), 0, closed)
    if timescale.unit == Timescale.Unit.WEEKS:
        return add_working_days(start + timedelta(weeks=timescale.length), 0, closed)
    return add_working_days(start, timescale.length, closed)


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or the month’s last where it has no such day."""
    years, month = divmod(day.month - 1 + count, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def working_days_between(first: date, last: date, closed: frozenset[date] | None = None) -> int:
    """How many working days there are after `first`, up to and with `last`."""
    closed = closures() if closed is None else closed
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(is_working_day(day, closed) for day in days)


def due_moment(
    received: datetime,
    working_days: int,
    authority: Authority,
    closed: frozenset[date] | None = None,
) -> datetime:
    """The moment `working_days` after `received`, counting office hours only.

    What arrives when the office is closed counts as received when it next opens: sent on a
    Saturday, a one-day clock ends on Tuesday at opening time.
    """
    closed = closures() if closed is None else closed
    start = _office_moment(timezone.localtime(received), authority, closed)
    day = add_working_days(start.date(), working_days, closed)
    return timezone.make_aware(datetime.combine(day, start.time()))


def working_time_between(
    start: datetime, end: datetime, authority: Authority, closed: frozenset[date] | None = None
) -> timedelta:
    """How long the office was open between two moments. None where `end` is not after `start`."""
    closed = closures() if closed is None else closed
    first, last = _wall(start), _wall(end)
    total, day = timedelta(), first.date()
    while day <= last.date():
        opens, closes = _hours(day, authority)
        if is_working_day(day, closed):
            total += max(min(last, closes) - max(first, opens), timedelta())
        day += timedelta(days=1)
    return total


def add_working_time(
    start: datetime,
    length: timedelta,
    authority: Authority,
    closed: frozenset[date] | None = None,
) -> datetime:
    """The moment when the office has been open for `length` since `start`."""
    closed = closures() if closed is None else closed
    moment = _office_moment(_wall(start), authority, closed)
    while length > (left := _hours(moment.date(), authority)[1] - moment):
        length -= left
        moment = _hours(add_working_days(moment.date(), 1, closed), authority)[0]
    return timezone.make_aware(moment + length)


def closing_moment(day: date, authority: Authority) -> datetime:
    """When the office closes on a day."""
    return timezone.make_aware(_hours(day, authority)[1])


def term_days_before(day: date, count: int) -> date:
    """The day before which `count` days of term ended with `day`: holidays are stepped over."""
    holidays_ = list(
        SchoolHoliday.objects.filter(starts_on__lte=day)
        .order_by("-starts_on")
        .values_list("starts_on", "ends_on")
    )
    while count:
        inside = [first for first, last in holidays_ if first <= day <= last]
        if inside:
            day = min(inside) - timedelta(days=1)
        else:
            day, count = day - timedelta(days=1), count - 1
    return day


def _wall(moment: datetime) -> datetime:
    """The clock on the wall: office hours are the same on the day the clocks change."""
    return timezone.make_naive(moment)


def _hours(day: date, authority: Authority) -> tuple[datetime, datetime]:
    opens, closes = _as_time(authority.opens_at), _as_time(authority.closes_at)
    return datetime.combine(day, opens), datetime.combine(day, closes)


def is_school_day(day: date) -> bool:
    """Not a weekend, a bank holiday or in the holidays of the schools."""
    inside = SchoolHoliday.objects.filter(starts_on__lte=day, ends_on__gte=day)
    return is_working_day(day) and not inside.exists()


def next_school_start(moment: datetime) -> datetime:
    """When schools open next: the same morning, where it has not come yet."""
    local = timezone.localtime(moment)
    day = local.date() if local.time() < SCHOOL_OPENS else local.date() + timedelta(days=1)
    for _ in range(MOST_DAYS_OFF):
        if is_school_day(day):
            break
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, SCHOOL_OPENS))


def _office_moment(moment: datetime, authority: Authority, closed: frozenset[date]) -> datetime:
    opens, closes = _as_time(authority.opens_at), _as_time(authority.closes_at)
    day, clock = moment.date(), moment.time()
    if clock >= closes:
        day, clock = day + timedelta(days=1), opens
    working = add_working_days(day, 0, closed)
    if working != day or clock < opens:
        clock = opens
    return datetime.combine(working, clock)


def _as_time(value: time | str) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
