"""What is due on a case, worked out from what happened, by `cases.actions.timing.clocks`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.actions.timing.clocks import begun
from cases.models import Due
from earlyhelp.demo.book import Book
from localities.calendar import closures
from localities.models import Timescale


@dataclass(frozen=True)
class Happened:
    """One thing that happened on a case, and who did it."""

    on: date
    what: str
    by: int | None


class Clocks:
    """The table of timescales, and the dues it makes of a row of happenings."""

    def __init__(self) -> None:
        self._timescales = list(Timescale.objects.order_by("pk"))
        self._closed = closures()

    def write(
        self,
        book: Book,
        case_id: int,
        happenings: Iterable[Happened],
        ended_on: date | None = None,
    ) -> None:
        """The dues of a case. Where it has ended, what was still open is cancelled."""
        for due in self.dues(happenings):
            if ended_on and not {"done_on", "cancelled_on"} & set(due):
                due["cancelled_on"] = ended_on
            book.add(Due, case_id=case_id, **due)

    def dues(self, happenings: Iterable[Happened]) -> list[dict[str, Any]]:
        """Rows of Due, those still open among them, after the last of the happenings."""
        open_dues: dict[str, tuple[dict[str, Any], str]] = {}
        ended: list[dict[str, Any]] = []
        for event in sorted(happenings, key=lambda happened: happened.on):
            for key, (due, ends_with) in list(open_dues.items()):
                if ends_with == event.what:
                    due |= {"done_on": event.on, "done_by_id": event.by}
                    ended.append(open_dues.pop(key)[0])
            if event.what == Timescale.Happening.ASSESSMENT_RETURNED:
                ended += _no_longer_wanted(open_dues, event.on)
            for timescale in self._started_by(event):
                if timescale.key in open_dues:
                    replaced, _ = open_dues.pop(timescale.key)
                    ended.append(replaced | {"cancelled_on": event.on})
                due = begun(timescale, event.on, self._closed)
                open_dues[timescale.key] = (due, timescale.ends_with)
        return ended + [due for due, _ in open_dues.values()]

    def _started_by(self, event: Happened) -> list[Timescale]:
        return [
            timescale
            for timescale in self._timescales
            if timescale.starts_with == event.what
            and timescale.from_date <= event.on
            and (timescale.to_date is None or event.on <= timescale.to_date)
        ]


def _no_longer_wanted(
    open_dues: dict[str, tuple[dict[str, Any], str]], on: date
) -> list[dict[str, Any]]:
    """An assessment that was returned waits for no sign-off."""
    wanted = Timescale.Happening.ASSESSMENT_SIGNED_OFF
    keys = [key for key, (_due, ends_with) in open_dues.items() if ends_with == wanted]
    return [open_dues.pop(key)[0] | {"cancelled_on": on} for key in keys]
