"""The course of a case that is open today: what happened on which day to bring it where it is."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cases.journey import Stage
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays

# How long ago, in days, a case of each stage was opened.
OPENED = {
    Stage.WAITING: (0, 6),
    Stage.ASSESSING: (4, 52),
    Stage.SIGN_OFF: (24, 66),
    Stage.PLANNING: (35, 80),
    Stage.SUPPORTING: (75, 300),
    Stage.SOCIAL_CARE: (60, 160),
}


@dataclass
class Course:
    """The days of a case. What has not happened yet is None."""

    stage: Stage
    received: date
    opened: date
    allocated: date | None = None
    contacted: date | None = None
    eha_started: date | None = None
    submitted: date | None = None
    returned: date | None = None
    signed_off: date | None = None
    plan_started: date | None = None
    plan_agreed: date | None = None
    tafs: list[date] = field(default_factory=list)
    social_care: date | None = None


class Courses:
    """Makes courses that end today."""

    def __init__(self, chance: Chance, days: Workdays, today: date) -> None:
        self.chance, self.days, self.today = chance, days, today

    def course(self, stage: Stage, *, ago: int | None = None, late: bool = False) -> Course:
        """A course that has brought a case to this stage by today.

        `ago`: opened so many days ago. `late`: something should have been done by now.
        """
        chance, days = self.chance, self.days
        if late and stage == Stage.ASSESSING:
            ago = chance.between(47, 58)
        since = chance.between(*OPENED[stage]) if ago is None else ago
        opened = days.add(days.on_or_after(self.today - timedelta(days=since)), 0)
        opened = min(opened, self._last_workday())
        course = Course(stage, days.add(opened, -chance.between(0, 1)), opened)
        if stage == Stage.WAITING:
            return course
        self._begin(course)
        if stage == Stage.ASSESSING and course.eha_started and chance.happens(0.08):
            self._returned(course)
        if stage in {Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING, Stage.SOCIAL_CARE}:
            self._assess(course)
        self._meet(course, late=late)
        if stage == Stage.SOCIAL_CARE:
            course.social_care = days.add(self.today, -chance.between(2, 15))
        return course

    def _last_workday(self) -> date:
        return self.days.add(self.days.on_or_after(self.today + timedelta(days=1)), -1)

    def _begin(self, course: Course) -> None:
        chance, days = self.chance, self.days
        course.allocated = min(days.add(course.opened, chance.between(0, 3)), self._last_workday())
        course.contacted = self._by_now(days.add(course.allocated, chance.between(0, 6)))
        if course.stage == Stage.ASSESSING and chance.happens(0.07):
            course.contacted = None  # tried, and not reached yet
        if course.contacted:
            course.eha_started = self._by_now(days.add(course.contacted, chance.between(0, 8)))

    def _returned(self, course: Course) -> None:
        assert course.eha_started
        submitted = self._by_now(self.days.add(course.eha_started, self.chance.between(3, 12)))
        if submitted and submitted < self.today - timedelta(days=4):
            course.submitted = submitted
            course.returned = self._by_now(self.days.add(submitted, self.chance.between(1, 3)))
            if not course.returned:
                course.submitted = None

    def _assess(self, course: Course) -> None:
        """Submitted, signed off and planned, as far as the stage goes."""
        chance, days = self.chance, self.days
        assert course.allocated
        course.contacted = days.add(course.allocated, chance.between(0, 4))
        course.eha_started = days.add(course.contacted, chance.between(0, 4))
        if course.stage == Stage.SIGN_OFF:
            course.submitted = self._recently(7, course.eha_started)
            return
        if course.stage == Stage.PLANNING:
            course.signed_off = self._recently(12, days.add(course.eha_started, 6))
        else:
            course.signed_off = days.add(course.allocated, chance.between(16, 31))
        course.submitted = max(
            days.add(course.signed_off, -chance.between(1, 5)), days.add(course.eha_started, 1)
        )
        course.plan_started = course.signed_off
        if course.stage != Stage.PLANNING:
            agreed = days.add(course.signed_off, chance.between(2, 11))
            course.plan_agreed = min(agreed, self._last_workday())

    def _recently(self, most: int, after: date) -> date:
        """A working day of the last `most`, but later than `after`."""
        found = self.days.add(self._last_workday(), -self.chance.between(0, most))
        return min(max(found, self.days.add(after, 1)), self._last_workday())

    def _meet(self, course: Course, *, late: bool) -> None:
        """A first TAF within six weeks, more or less, and one every six weeks after that."""
        chance, days, last = self.chance, self.days, self._last_workday()
        if late or chance.happens(0.05):
            last -= timedelta(days=chance.between(44, 58))  # one was put off: it is overdue now
        next_on = days.on_or_after(course.opened + timedelta(days=chance.between(27, 44)))
        while next_on <= last:
            course.tafs.append(next_on)
            next_on = days.on_or_after(next_on + timedelta(days=chance.between(34, 43)))

    def _by_now(self, day: date) -> date | None:
        return day if day <= self._last_workday() else None
