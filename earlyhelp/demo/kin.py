"""Families and the people in them, as the rest of the story needs to know them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.models import Person
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.names import Naming
from localities.models import Agency

YEAR = 365.25


@dataclass(frozen=True)
class Kin:
    """A person of a family, as the rest of the story needs to know them."""

    id: int
    given: str
    surname: str
    sex: str
    born: date | None
    relationship: str
    kind: str = Person.Kind.CHILD
    school: Agency | None = None
    expected: date | None = None  # of a child not born yet

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}" if self.given else f"Unborn child ({self.surname})"

    def age_on(self, day: date) -> int:
        return int((day - self.born).days / YEAR) if self.born else 0


@dataclass
class Household:
    """A family, who is in it and where they live."""

    id: int
    name: str
    locality_id: int
    postcode: str
    lines: str
    naming: Naming
    since: date
    children: list[Kin] = field(default_factory=list)
    adults: list[Kin] = field(default_factory=list)

    @property
    def carer(self) -> Kin:
        """Who is spoken to first."""
        return self.adults[0]

    @property
    def language(self) -> str:
        return self.naming.people.language


def births(chance: Chance, how_many: int, on: date, *, latest_age: float = 17.0) -> list[date]:
    """Birthdays of brothers and sisters, the eldest first; nobody older than `latest_age`."""
    span = int(YEAR * latest_age) - 40
    gaps = [chance.between(380, 1400) for _ in range(how_many - 1)]
    if sum(gaps) > span:
        gaps = [max(300, gap * span // (sum(gaps) + 1)) for gap in gaps]
    youngest = on - timedelta(days=40 + int(max(0, span - sum(gaps)) * chance.random() ** 1.3))
    days = [youngest]
    for gap in gaps:
        days.append(days[-1] - timedelta(days=gap))
    return days[::-1]
