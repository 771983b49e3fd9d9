"""Four hundred families who are helped today, in every locality and at every stage."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cases.journey import Stage
from cases.models import Alert, Case, StepUp
from earlyhelp.demo.book import at
from earlyhelp.demo.kin import Household, births
from earlyhelp.demo.name_lists import People
from earlyhelp.demo.present.around import gather_team
from earlyhelp.demo.present.assessing import write_assessment
from earlyhelp.demo.present.clocks import Happened
from earlyhelp.demo.present.contacts import write_contacts
from earlyhelp.demo.present.course import Course, Courses
from earlyhelp.demo.present.ending import REASONS, close
from earlyhelp.demo.present.meeting import write_meetings
from earlyhelp.demo.present.opening import open_case
from earlyhelp.demo.present.planning import write_plan
from earlyhelp.demo.present.scene import Folder, Scene
from earlyhelp.demo.present.stepping import write_step_up
from earlyhelp.demo.shares import apportion
from earlyhelp.demo.staff import Worker
from earlyhelp.demo.wording import Story, story_of
from localities.models import Timescale

OPEN = {
    "eastfield": 44,
    "bilston": 66,
    "graiseley": 48,
    "bingley": 44,
    "whitmore-reans": 52,
    "dove": 42,
    "low-hill": 48,
    "childrens-village": 56,
}
STAGES = {
    Stage.WAITING: 9.0,
    Stage.ASSESSING: 26.0,
    Stage.SIGN_OFF: 7.5,
    Stage.PLANNING: 8.5,
    Stage.SUPPORTING: 46.5,
    Stage.SOCIAL_CARE: 2.5,
}
IN_BILSTON = {Stage.WAITING: 13.0}
CLOSED_LATELY = 160  # cases that closed in the last eight months
PARTNERS_LEAD = 0.14
OURS = {"practitioner": 17, "practitioner2": 14, "school": 2}  # special families come on top
DOORS = {Case.Door.DESK: 84.0, Case.Door.LOCALITY: 11.0, Case.Door.STEP_DOWN: 5.0}
CHILDREN = {1: 38.0, 2: 34.0, 3: 18.0, 4: 7.0, 5: 3.0}
ALERTS = (
    (Alert.Kind.DOG, "Large dog, friendly but jumps up. Ask for it to be shut in."),
    (Alert.Kind.TWO_PERSON_VISIT, "Visit in pairs: an uncle was threatening in March."),
    (Alert.Kind.HOUSE, "Loose stair rail; no light on the landing."),
)


class Caseload:
    """Writes the open cases, and those that closed lately."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.courses = Courses(scene.chance, scene.days, scene.today)
        self._turn = 0
        accounts = scene.staff.accounts
        self._late = {accounts["practitioner"], accounts["practitioner2"]}

    def write(self, already: dict[str, int]) -> list[Folder]:
        """All of them; `already` says how many special families a locality has in its number."""
        written: list[Folder] = []
        for place in self.scene.place.localities:
            number = OPEN[place.slug] - already.get(place.slug, 0)
            shares = STAGES | IN_BILSTON if place.slug == "bilston" else STAGES
            stages = self.scene.chance.mixed(list(_stages(number, shares)))
            ours = self._ours(place.slug)
            for stage in stages:
                lead = None if stage == Stage.WAITING else self._lead(place.pk, ours)
                late = lead in self._late and len(written) % 5 == 0
                written.append(self.case(place.pk, self.courses.course(stage, late=late), lead))
        self._step_ups(written)
        self._closed()
        return written

    def case(
        self,
        locality_id: int,
        course: Course,
        lead: Worker | None,
        people: People | None = None,
    ) -> Folder:
        """One case of an ordinary family."""
        chance = self.scene.chance
        number = chance.weighted(CHILDREN)
        home = self.scene.registrar.family(
            locality_id,
            births(chance, number, course.opened),
            course.opened,
            people=people,
            fully=True,
        )
        return self.tell(home, story_of(chance, home), course, lead)

    def tell(self, home: Household, story: Story, course: Course, lead: Worker | None) -> Folder:
        """Everything that is written about a family on this course, with its dues at the end."""
        folder = self._write(self.scene, home, story, course, lead)
        if course.stage == Stage.SOCIAL_CARE:
            urgent = self.scene.chance.happens(0.3)
            write_step_up(self.scene, folder, StepUp.State.ACCEPTED, urgent=urgent)
        if self.scene.chance.happens(0.06):
            self._alert(folder)
        return folder

    def finish(self, folders: list[Folder]) -> None:
        """The dues, once nothing more will happen."""
        for folder in folders:
            self.scene.clocks.write(self.scene.book, folder.id, folder.happened)

    def _write(
        self, scene: Scene, home: Household, story: Story, course: Course, lead: Worker | None
    ) -> Folder:
        door = scene.chance.weighted(DOORS)
        folder = open_case(scene, home, story, course, lead=lead, door=door)
        team = gather_team(scene, folder)
        write_contacts(scene, folder)
        write_assessment(scene, folder)
        plan_id = write_plan(scene, folder)
        write_meetings(scene, folder, team, plan_id)
        return folder

    def _ours(self, slug: str) -> list[Worker]:
        """The demonstration's own accounts, once for each case they lead here."""
        accounts = self.scene.staff.accounts
        keys = {"bilston": ("practitioner", "school"), "low-hill": ("practitioner2",)}
        return [accounts[key] for key in keys.get(slug, ()) for _ in range(OURS[key])]

    def _lead(self, locality_id: int, ours: list[Worker]) -> Worker:
        if ours:
            return ours.pop(self.scene.chance.between(0, len(ours) - 1))
        staff, chance = self.scene.staff, self.scene.chance
        own = set(staff.accounts.values())
        if chance.happens(PARTNERS_LEAD):
            pool = staff.schools[locality_id] * 3 + staff.health + staff.voluntary
        else:
            pool = staff.leads(locality_id, self.scene.today)
        free = [worker for worker in pool if worker not in own]
        self._turn += 1
        return free[self._turn % len(free)]

    def _step_ups(self, folders: list[Folder]) -> None:
        """Some that wait for the manager, for social care, and some that came back."""
        state = StepUp.State
        working = [f for f in folders if f.course.stage == Stage.SUPPORTING]
        bilston = self.scene.place.locality("bilston").pk
        here = [f for f in working if f.home.locality_id == bilston]
        others = [f for f in working if f.home.locality_id != bilston]
        for folder, now in zip(here, (state.REQUESTED, state.SENT, state.RETURNED), strict=False):
            write_step_up(self.scene, folder, now)
        for folder, now in zip(
            others[::7],
            (state.REQUESTED, state.SENT, state.RETURNED, state.REQUESTED, state.RETURNED),
            strict=False,
        ):
            write_step_up(self.scene, folder, now, urgent=now == state.SENT)

    def _alert(self, folder: Folder) -> None:
        kind, text = self.scene.chance.pick(ALERTS)
        day = folder.course.contacted or folder.course.opened
        self.scene.book.add(
            Alert,
            person_id=folder.home.carer.id,
            kind=kind,
            text=text,
            source=folder.worker.name,
            recorded_on=day,
            review_on=self.scene.days.add(max(day, self.scene.today), 30),
        )

    def _closed(self) -> None:
        chance, days, today = self.scene.chance, self.scene.days, self.scene.today
        for number in range(CLOSED_LATELY):
            place = self.scene.place.localities[number % len(self.scene.place.localities)]
            day = days.add(today, -1 - int(165 * chance.random() ** 1.2))
            self._close_one(place.pk, day, self._lead_until(place.pk, number))

    def _close_one(self, locality_id: int, day: date, lead: Worker) -> None:
        """As seen on the day it closed."""
        scene = replace(self.scene, today=day, now=at(day, 16))
        chance = self.scene.chance
        course = Courses(chance, scene.days, day).course(Stage.SUPPORTING)
        number = chance.weighted(CHILDREN)
        home = scene.registrar.family(
            locality_id, births(chance, number, course.opened), course.opened, fully=True
        )
        folder = self._write(scene, home, story_of(chance, home), course, lead)
        close(scene, folder, day, chance.weighted(REASONS))
        scene.clocks.write(scene.book, folder.id, folder.happened, ended_on=day)
        ended = Happened(day, Timescale.Happening.CASE_CLOSED, None)
        scene.clocks.write(scene.book, folder.id, [ended])  # the looks to come

    def _lead_until(self, locality_id: int, number: int) -> Worker:
        accounts = self.scene.staff.accounts
        if number in {1, 9, 17}:  # in Bilston, the second locality
            return accounts["practitioner"]
        return self._lead(locality_id, [])


def _stages(number: int, shares: dict[Stage, float]) -> Iterator[Stage]:
    for stage, count in apportion(number, shares).items():
        yield from [stage] * count
