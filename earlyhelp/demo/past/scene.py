"""What every part of the past is written with, and one case of it while it is being written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from earlyhelp.demo.book import Book, at
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.kin import Household
from earlyhelp.demo.past.families import Episode
from earlyhelp.demo.people import Registrar
from earlyhelp.demo.place import Place
from earlyhelp.demo.present.clocks import Clocks
from earlyhelp.demo.staff import Staff, Worker
from earlyhelp.demo.wording import Story


@dataclass
class PastScene:
    """The book that is written in, the chance it is written by, and who and what there is."""

    book: Book
    chance: Chance
    place: Place
    staff: Staff
    registrar: Registrar
    days: Workdays
    forms: dict[str, int]  # by key: "eha", "caf"
    clocks: Clocks

    def moment(self, day: date) -> datetime:
        return at(day, self.chance.between(9, 16), self.chance.between(0, 59))


@dataclass
class Milestones:
    """The days of a case that has ended."""

    allocated: date
    contacted: date
    caf: date | None = None
    submitted: date | None = None
    signed_off: date | None = None
    plan_agreed: date | None = None
    tafs: tuple[date, ...] = ()
    social_care: date | None = None


@dataclass
class PastCase:
    """One case of the past."""

    id: int
    home: Household
    story: Story
    episode: Episode
    days: Milestones
    lead: Worker
    manager: Worker
    back_on: date | None = None  # when the family's next case was opened

    def keys(self) -> dict[str, Any]:
        return {"case_id": self.id, "family_id": self.home.id}

    @property
    def closed(self) -> date:
        assert self.episode.closed
        return self.episode.closed
