"""What is asked of a measure: over which period, cut how, in which localities."""

from dataclasses import dataclass, replace

from reporting.measures import Cut, Measure
from reporting.period import Period


@dataclass(frozen=True)
class Ask:
    """One question to one measure. No localities means the whole authority."""

    measure: Measure
    cut: Cut
    period: Period
    localities: tuple[int, ...] = ()
    published: bool = False  # its counts are rounded: reporting.protecting

    def of_the_period_before(self) -> "Ask":
        return replace(self, period=self.period.before())
