"""By when a person's request about their record must be answered. Touches no database.

One calendar month from the day it came (UK GDPR, article 12(3); ICO, “What should we consider
when responding to a request?”): the same day of the next month, or that month's last day; on a
weekend or bank holiday the next working day. The council's own closure days do not stop it.
Where proof of identity or authority was asked for, the month begins when it is given. Two more
months may be taken, and the person is told why within the first.
"""

from datetime import date

from localities.calendar import add_months, add_working_days

NO_CLOSURES: frozenset[date] = frozenset()
MONTH, EXTENDED = 1, 3


def begins_on(received: date, asked: date | None, proved: date | None) -> date | None:
    """The day the clock starts; None while proof that was asked for has not come."""
    return received if asked is None else proved


def due_by(begun: date, *, extended: bool = False) -> date:
    """The last day for the answer, counted from the day the clock began."""
    return add_working_days(add_months(begun, EXTENDED if extended else MONTH), 0, NO_CLOSURES)
