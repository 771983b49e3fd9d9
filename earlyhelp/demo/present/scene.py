"""What every part of the present is written with."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from assessments.definition import Definition
from cases.models import Case
from earlyhelp.demo.book import Book, at
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.kin import Household, Kin
from earlyhelp.demo.people import Registrar
from earlyhelp.demo.place import Place
from earlyhelp.demo.present.clocks import Clocks, Happened
from earlyhelp.demo.present.course import Course
from earlyhelp.demo.rows import Row
from earlyhelp.demo.staff import Staff, Worker
from earlyhelp.demo.themes import Theme
from earlyhelp.demo.wording import Story


@dataclass
class Scene:
    """The book that is written in, the chance it is written by, and who and what there is."""

    book: Book
    chance: Chance
    place: Place
    staff: Staff
    registrar: Registrar
    days: Workdays
    clocks: Clocks
    eha: tuple[int, Definition]  # the form's number in the database, and what it asks
    today: date
    now: datetime

    def moment(self, day: date) -> datetime:
        """Some time of a working day, never later than now."""
        return min(at(day, self.chance.between(9, 16), self.chance.between(0, 59)), self.now)


@dataclass
class Folder:
    """One case of today while it is being written."""

    id: int
    row: Row
    home: Household
    story: Story
    course: Course
    manager: Worker
    lead: Worker | None
    happened: list[Happened] = field(default_factory=list)
    needs: list[tuple[int, Theme, Kin]] = field(default_factory=list)
    clock: dict[date, datetime] = field(default_factory=dict)  # when something happened last

    @property
    def worker(self) -> Worker:
        """Who works with the family: the lead, or until there is one the manager."""
        return self.lead or self.manager

    def keys(self) -> dict[str, Any]:
        return {"case_id": self.id, "family_id": self.home.id}

    def tell_clocks(self, on: date, what: str, by: Worker | None) -> None:
        self.happened.append(Happened(on, what, by.id if by else None))

    def stamp(self, **facts: Any) -> None:
        """Write facts on the case's own row."""
        self.row |= facts


def next_moment(scene: Scene, folder: Folder, day: date) -> datetime:
    """Some time later than whatever happened on this case that day; never later than now."""
    last = folder.clock.get(day, at(day, scene.chance.between(8, 14), 30))
    found = min(last + timedelta(minutes=scene.chance.between(8, 70)), at(day, 18), scene.now)
    folder.clock[day] = found
    return found


def tell(
    scene: Scene,
    folder: Folder,
    verb: str,
    said: str,
    on: date,
    by: Worker,
    subject: type[Any] = Case,
    subject_id: int = 0,
    reason: str = "",
    when: datetime | None = None,
) -> None:
    """An event of a case of today."""
    scene.book.tell(
        verb,
        said[:500],
        when or next_moment(scene, folder, on),
        by,
        subject,
        subject_id or folder.id,
        reason=reason,
        **folder.keys(),
    )
