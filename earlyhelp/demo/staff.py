"""The people who work for the authority and its partners, and the accounts one may sign in to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from accounts.models import User
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.name_lists import BRITISH, CARIBBEAN, NIGERIAN, PAKISTANI, POLISH, PUNJABI
from earlyhelp.demo.place import OUR_SCHOOL, Place
from earlyhelp.demo.rows import Rows
from localities.models import Agency, Team

OPENED = date(2016, 4, 1)  # when the service began
PRESENT = 5  # practitioners of a locality today
FORMER = 4  # practitioners of a locality who have left
_PEOPLES = {BRITISH: 60, PUNJABI: 16, PAKISTANI: 7, CARIBBEAN: 9, NIGERIAN: 5, POLISH: 3}
_UNUSABLE = "!"

WHOLE_WEEK = Decimal(37)  # hours

# address, name, role, capacity
ACCOUNTS = {
    "desk": ("Denise Pearsall", "desk_worker", 18),
    "manager": ("Marcus Bryan", "locality_manager", 6),
    "practitioner": ("Priya Dhaliwal", "practitioner", 24),
    "practitioner2": ("Tom Wooldridge", "practitioner", 18),
    "school": ("Helen Fereday", "partner_practitioner", 4),
    "analyst": ("Anjali Uppal", "performance_analyst", 0),
    "admin": ("Alan Hodgetts", "system_administrator", 0),
    "governance": ("Geeta Chand", "information_governance", 0),
    "duty": ("Dawn Rollason", "duty_worker", 0),
    "chair": ("Carol Whitehouse", "panel_chair", 0),
    "social_worker": ("Sonia Hadley", "mash_social_worker", 0),
    "head": ("Hugh Astbury", "head_of_service", 0),
}


@dataclass(frozen=True)
class Worker:
    """Somebody with an account."""

    id: int
    name: str
    role: str
    agency: Agency
    locality_id: int | None
    joined_on: date
    ended_on: date | None = None

    def works_on(self, day: date) -> bool:
        return self.joined_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass
class Staff:
    """Everybody with an account, by what they do."""

    accounts: dict[str, Worker] = field(default_factory=dict)
    managers: dict[int, list[Worker]] = field(default_factory=dict)
    practitioners: dict[int, list[Worker]] = field(default_factory=dict)
    desk: list[Worker] = field(default_factory=list)
    schools: dict[int, list[Worker]] = field(default_factory=dict)  # by locality
    health: list[Worker] = field(default_factory=list)
    voluntary: list[Worker] = field(default_factory=list)

    def manager(self, locality_id: int, day: date) -> Worker:
        return _working(self.managers[locality_id], day)[0]

    def leads(self, locality_id: int, day: date) -> list[Worker]:
        """Council practitioners of a locality on a day."""
        return _working(self.practitioners[locality_id], day)

    def at_the_desk(self, day: date) -> list[Worker]:
        return _working(self.desk, day)


def _working(workers: list[Worker], day: date) -> list[Worker]:
    return [worker for worker in workers if worker.works_on(day)]


class Engaging:
    """Takes people on, each with a name and an address of their own."""

    def __init__(self, chance: Chance, place: Place, today: date, password: str) -> None:
        self.chance, self.place, self.today = chance, place, today
        self.password = make_password(password)
        self.users, self.serves = Rows(User), Rows(User.localities.through)
        self.staff = Staff()
        self._addresses: set[str] = set()

    def everybody(self) -> Staff:
        """Write all accounts. The demonstration's own come first."""
        for locality in self.place.localities:
            self._team(locality.pk)
        self._desk()
        self._partners()
        for key in ("analyst", "admin"):
            self._account(key, None, date(2021, 2, 1))
        self._engage("head_of_service", self.place.council, None, date(2018, 9, 3))
        self._account("governance", None, date(2020, 3, 2))
        self._account("duty", self.place.locality("bilston").pk, date(2021, 9, 6))
        self._account("social_worker", None, date(2021, 4, 6))
        self._account("head", None, date(2022, 9, 5))
        self._account("chair", None, date(2021, 9, 6))
        self.users.write()
        self.serves.write()
        return self.staff

    def _team(self, locality_id: int) -> None:
        bilston, low_hill = (self.place.locality(slug).pk for slug in ("bilston", "low-hill"))
        staff, council = self.staff, self.place.council
        left = date(2018, 8, 31)
        managers = [self._engage("locality_manager", council, locality_id, OPENED, left)]
        present = left + timedelta(days=1)
        if locality_id == bilston:
            managers.append(self._account("manager", locality_id, present))
        else:
            managers.append(self._engage("locality_manager", council, locality_id, present))
        staff.managers[locality_id] = managers
        workers = list(self._practitioners(locality_id))
        for key, at in (("practitioner", bilston), ("practitioner2", low_hill)):
            if locality_id == at:
                workers.append(self._account(key, locality_id, date(2021, 9, 6)))
        staff.practitioners[locality_id] = workers

    def _practitioners(self, locality_id: int) -> Iterator[Worker]:
        council, chance = self.place.council, self.chance
        for number in range(PRESENT + FORMER):
            former = number >= PRESENT
            left = chance.day(date(2020, 6, 1), date(2022, 12, 31)) if former else None
            yield self._engage("practitioner", council, locality_id, OPENED, left)

    def _desk(self) -> None:
        council, left = self.place.council, date(2021, 3, 31)
        staff = self.staff
        staff.desk = [self._engage("desk_worker", council, None, OPENED, left) for _ in range(4)]
        staff.desk.append(self._account("desk", None, date(2019, 1, 7)))
        staff.desk += [
            self._engage("desk_worker", council, None, date(2019, 5, 13)) for _ in range(3)
        ]
        self._engage("mash_social_worker", council, None, date(2020, 1, 6))

    def _partners(self) -> None:
        role, staff = "partner_practitioner", self.staff
        for locality in self.place.localities:
            staff.schools[locality.pk] = [
                self._account("school", locality.pk, OPENED, school)
                if school.name == OUR_SCHOOL
                else self._engage(role, school, locality.pk, OPENED)
                for school in self.place.schools(locality.pk)
            ]
        for agencies, workers in (
            (self.place.health, staff.health),
            (self.place.voluntary, staff.voluntary),
        ):
            for agency in agencies:
                workers += [self._engage(role, agency, None, OPENED) for _ in range(2)]

    def _account(
        self, key: str, locality_id: int | None, joined: date, agency: Agency | None = None
    ) -> Worker:
        name, role, capacity = ACCOUNTS[key]
        worker = self._write(
            name=name,
            email=f"{key}@example.org",
            role=role,
            agency=agency or self.place.council,
            locality_id=locality_id,
            joined=joined,
            password=self.password,
            capacity=capacity,
            is_staff=role == "system_administrator",
            is_superuser=role == "system_administrator",
        )
        self.staff.accounts[key] = worker
        return worker

    def _engage(
        self,
        role: str,
        agency: Agency,
        locality_id: int | None,
        joined: date,
        ended: date | None = None,
    ) -> Worker:
        people = self.chance.weighted(_PEOPLES)
        given = self.chance.pick(people.women + people.men)
        name = f"{given} {self.chance.pick(people.surnames)}"
        return self._write(
            name=name,
            email=self._address(name),
            role=role,
            agency=agency,
            locality_id=locality_id,
            joined=joined,
            ended=ended,
        )

    def _address(self, name: str) -> str:
        """first.last@example.org, with a number where somebody has it."""
        plain = ".".join("".join(c for c in part if c.isascii()) for part in name.lower().split())
        address, number = f"{plain}@example.org", 1
        while address in self._addresses:
            number += 1
            address = f"{plain}{number}@example.org"
        self._addresses.add(address)
        return address

    def _write(
        self,
        *,
        name: str,
        email: str,
        role: str,
        agency: Agency,
        locality_id: int | None,
        joined: date,
        ended: date | None = None,
        password: str = _UNUSABLE,
        capacity: int = 16,
        is_staff: bool = False,
        is_superuser: bool = False,
    ) -> Worker:
        in_council = agency == self.place.council
        serves = locality_id if in_council else None
        team = self._team_of(role, serves) if in_council else None
        user_id = self.users.add(
            name=name,
            email=email,
            password=password,
            role=role,
            agency_id=agency.pk,
            team_id=team.pk if team else None,
            phone=f"01632 960{300 + len(self.users) % 600}",
            capacity=capacity,
            weekly_hours=WHOLE_WEEK if in_council else None,
            is_staff=is_staff,
            is_superuser=is_superuser,
            is_active=ended is None,
            joined_on=joined,
            ended_on=ended,
        )
        if serves:
            self.serves.add(user_id=user_id, locality_id=serves)
        return Worker(user_id, name, role, agency, locality_id, joined, ended)

    def _team_of(self, role: str, locality_id: int | None) -> Team | None:
        if locality_id:
            return self.place.teams[locality_id]
        return self.place.teams[None] if role == "desk_worker" else None
