"""Writing the planned past: families, their cases, and the work that was done."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import zip_longest

from cases.journey import Stage
from cases.models import (
    Agreement,
    Allocation,
    Case,
    CaseChild,
    PrivacyNotice,
    SharingBasis,
    StepDown,
)
from earlyhelp.demo.book import at
from earlyhelp.demo.kin import Household, births
from earlyhelp.demo.past.desk import PastDesk
from earlyhelp.demo.past.ending import write_ending
from earlyhelp.demo.past.families import Episode, PlannedFamily, Way
from earlyhelp.demo.past.handing_over import handed_over
from earlyhelp.demo.past.milestones import milestones
from earlyhelp.demo.past.scene import PastCase, PastScene
from earlyhelp.demo.past.work import write_work
from earlyhelp.demo.staff import Worker
from earlyhelp.demo.wording import Story, going_well, story_of, worries

LATEST_BIRTH_OF_AN_ADULT = date(2000, 1, 1)  # everybody born later is under 18 all the time
TOGETHER = 500  # families that are written down at a time
PARTNERS_LEAD = 0.12  # of the cases that ended before October 2017
STEPPED_DOWN = 0.25  # of the families who came by another door
REALLOCATED = 0.12


class Past:
    """Writes families in the order their first cases opened."""

    def __init__(self, scene: PastScene) -> None:
        self.scene, self.chance = scene, scene.chance
        self.places = {place.slug: place.pk for place in scene.place.localities}
        self.desk = PastDesk(scene)

    def write(self, families: Iterable[PlannedFamily]) -> list[Household]:
        """All of them, and the requests that led to no case; the households."""
        homes = []
        for number, family in enumerate(families):
            homes.append(self._family(family))
            if number % TOGETHER == TOGETHER - 1:
                self.scene.book.flush()
        self.desk.write_others()
        return homes

    def _family(self, family: PlannedFamily) -> Household:
        first = family.episodes[0].opened
        latest_age = (first - LATEST_BIRTH_OF_AN_ADULT).days / 365.25 - 0.02
        days = births(self.chance, family.children, first, latest_age=min(17.0, latest_age))
        home = self.scene.registrar.family(self.places[family.slug], days, first)
        following = [episode.opened for episode in family.episodes[1:]]
        for episode, back_on in zip_longest(family.episodes, following):
            self._case(family, home, episode, back_on)
        return home

    def _case(
        self, family: PlannedFamily, home: Household, episode: Episode, back_on: date | None
    ) -> None:
        chance = self.chance
        story = story_of(chance, home)
        lead, manager = self._lead(home, episode), self._manager(home, episode.opened)
        by_desk = family.way in {Way.REFERRED, Way.DESK_BEFORE}
        partner = lead.agency != self.scene.place.council
        door = self._door(by_desk, partner)
        case_id = self._row(home, story, episode, door)
        days = milestones(chance, self.scene.days, episode)
        case = PastCase(case_id, home, story, episode, days, lead, manager, back_on)
        self._stamp(case)
        opener = self.desk.write_decided(case, partner) if by_desk else manager
        self._begin(case, opener, partner)
        if door == Case.Door.STEP_DOWN:
            self._step_down(case)
        write_work(self.scene, case)
        write_ending(self.scene, case)

    def _door(self, by_desk: bool, partner: bool) -> str:
        if by_desk:
            return Case.Door.PARTNER if partner else Case.Door.DESK
        stepped = self.chance.happens(STEPPED_DOWN)
        return Case.Door.STEP_DOWN if stepped else Case.Door.LOCALITY

    def _row(self, home: Household, story: Story, episode: Episode, door: str) -> int:
        received = self.scene.days.add(episode.opened, -self.chance.between(0, 1))
        return self.scene.book.add_case(
            family_id=home.id,
            locality_id=home.locality_id,
            team_id=self.scene.place.teams[home.locality_id].pk,
            stage=Stage.CLOSED.value,
            level=2 if self.chance.happens(0.35) else 3,
            door=door,
            reason=worries(self.chance, story),
            worries=worries(self.chance, story),
            strengths=going_well(self.chance, story),
            received_on=received,
            opened_on=episode.opened,
            closed_on=episode.closed,
        )

    def _stamp(self, case: PastCase) -> None:
        days = case.days
        self.scene.book[Case].rows[-1] |= {
            "allocated_on": days.allocated,
            "family_contacted_on": days.contacted,
            "last_contact_on": max(days.contacted, case.closed - timedelta(days=6)),
            "eha_started_on": days.caf or case.episode.eha,
            "eha_submitted_on": days.submitted,
            "eha_signed_off_on": days.signed_off,
            "plan_agreed_on": days.plan_agreed,
            "last_taf_on": days.tafs[-1] if days.tafs else None,
            "with_social_care_on": days.social_care,
        }

    def _begin(self, case: PastCase, opener: Worker, partner: bool) -> None:
        book, home, opened = self.scene.book, case.home, case.episode.opened
        for child in home.children:
            book.add(CaseChild, case_id=case.id, person_id=child.id, joined_on=opened)
        said = "Case opened"
        book.tell("case.opened", said, at(opened, 17), opener, Case, case.id, **case.keys())
        book.add(
            Agreement,
            family_id=home.id,
            person_id=home.carer.id,
            how=Agreement.How.IN_PERSON,
            given_on=case.days.contacted,
            recorded_by_id=case.lead.id,
        )
        book.add(
            PrivacyNotice,
            family_id=home.id,
            person_id=home.carer.id,
            given_on=case.days.contacted,
            language=home.language,
            recorded_by_id=case.lead.id,
        )
        if partner:
            book.add(
                SharingBasis,
                family_id=home.id,
                agency_id=case.lead.agency.pk,
                what="The early help assessment and plan of the family",
                from_date=case.days.allocated,
                to_date=case.closed,
                recorded_by_id=opener.id,
            )
        self._allocate(case)

    def _allocate(self, case: PastCase) -> None:
        """One lead, or two in turn."""
        start, end = at(case.days.allocated, 10), at(case.closed, 17)
        leads = [case.lead]
        if self.chance.happens(REALLOCATED) and (case.closed - case.days.allocated).days > 90:
            pool = self.scene.staff.leads(case.home.locality_id, case.episode.opened)
            leads.insert(0, self.chance.pick(pool))
        halfway = at(case.days.allocated + (case.closed - case.days.allocated) / 2, 10)
        for number, lead in enumerate(leads):
            last = number == len(leads) - 1
            reason = Allocation.EndReason.CLOSED if last else Allocation.EndReason.REALLOCATED
            begun = start if number == 0 else halfway
            self.scene.book.add(
                Allocation,
                case_id=case.id,
                user_id=lead.id,
                agency_id=lead.agency.pk,
                started_at=begun,
                ended_at=end if last else halfway,
                end_reason=reason,
                allocated_by_id=case.manager.id,
            )
            self.scene.book.tell(
                "case.allocated",
                f"{lead.name} is the lead practitioner",
                begun,
                case.manager,
                Case,
                case.id,
                **case.keys(),
            )

    def _step_down(self, case: PastCase) -> None:
        opened, first = case.episode.opened, next(iter(case.days.tafs), None)
        self.scene.book.add(
            StepDown,
            case_id=case.id,
            social_care_worker="Child in need team",
            outstanding=case.story.say("School meeting for {child}; parenting course."),
            received_on=opened,
            recorded_by_id=case.manager.id,
            **handed_over(opened, first, case.manager.id),
        )

    def _lead(self, home: Household, episode: Episode) -> Worker:
        staff, chance = self.scene.staff, self.chance
        kind = episode.eha_by
        if not kind and not episode.eha:
            kind = "education" if chance.happens(PARTNERS_LEAD) else "council"
        pool = {
            "education": staff.schools[home.locality_id],
            "voluntary": staff.voluntary,
            "health": staff.health,
        }.get(kind) or staff.leads(home.locality_id, episode.opened)
        ours = set(staff.accounts.values())
        return chance.pick([worker for worker in pool if worker not in ours])

    def _manager(self, home: Household, day: date) -> Worker:
        return self.scene.staff.manager(home.locality_id, day)
