"""Requests of the past: those that led to a case, and those decided otherwise."""

from datetime import date, datetime, timedelta
from typing import Any

from cases.models import Address
from earlyhelp.demo.book import at
from earlyhelp.demo.kin import Household, Kin, births
from earlyhelp.demo.names import any_strangers, name_family
from earlyhelp.demo.past.published import FROM, OTHER_DEMAND, REFERRED, TO, WORKED_FROM
from earlyhelp.demo.past.scene import PastCase, PastScene
from earlyhelp.demo.present.asking import Source, describe, some_source
from earlyhelp.demo.present.desk import REASONS
from earlyhelp.demo.shares import apportion
from earlyhelp.demo.staff import Worker
from earlyhelp.demo.streets import house
from earlyhelp.demo.wording import story_of, worries
from referrals.models import Decision, Outcome, Referral
from referrals.sources import BY_AGENCY

Known, Knows, Stage = Referral.Known, Referral.Knows, Referral.Stage

# Requests that led to no case, by the time in which they were decided.
OTHERS = {(WORKED_FROM, FROM - timedelta(days=1)): 620, (FROM, TO): 2_176}
OUTCOMES = {
    Outcome.ADVICE: 54.0,
    Outcome.NO_ACTION: 24.0,
    Outcome.SOCIAL_CARE: 21.0,
    Outcome.PANEL: 1.0,
}
PANEL = "No agency is the obvious lead; put to the early help panel."
BY_THE_PANEL = "The panel: the youth service takes the family on without a case."
SIZES = {1: 55.0, 2: 28.0, 3: 12.0, 4: 5.0}
EVERY_SO_OFTEN = 80  # one request in so many was asked about first, and decided later


class PastDesk:
    """Writes requests, each decided within a working day or so."""

    def __init__(self, scene: PastScene) -> None:
        self.scene, self.chance = scene, scene.chance
        self._number = 0

    def write_decided(self, case: PastCase, partner: bool) -> Worker:
        """The request a case came from; who decided."""
        source = some_source(self.chance, self.scene.place, case.home)
        offers: dict[str, Any] = {}
        if partner:
            agency = case.lead.agency
            source = Source(BY_AGENCY[agency.kind], case.lead.name, "Lead", agency)
            offers = {"offers_to_lead": True, "sender_user_id": case.lead.id}
        words = worries(self.chance, case.story)
        themes = [theme.kind.value for theme in case.story.themes]
        day = case.episode.opened
        facts = {"family_id": case.home.id, "case_id": case.id, "reasons": themes} | offers
        referral_id, decided, by = self._request(day, case.home, source, words, **facts)
        for child in case.home.children:
            child_id = describe(self.scene.book, referral_id, child, person_id=child.id)
            if self._number % EVERY_SO_OFTEN == 0:
                self._asked_first(referral_id, child_id, decided, by)
            self._decide(referral_id, child_id, Outcome.EARLY_HELP, words, decided, by, case.id)
        told = (decided, by, Referral, referral_id)
        self.scene.book.tell("request.decided", "Decided: early help", *told, **case.keys())
        return by

    def write_others(self) -> None:
        for (first, last), number in OTHERS.items():
            demand = {slug: REFERRED[slug][0] + weight for slug, weight in OTHER_DEMAND.items()}
            for slug, share in apportion(number, demand).items():
                for _ in range(share):
                    self._other(self.scene.place.locality(slug).pk, first, last)

    def _other(self, locality_id: int, first: date, last: date) -> None:
        chance = self.chance
        day = self.scene.days.within(chance, first, last)
        home = self._unknown(locality_id, day)
        source = some_source(chance, self.scene.place, home)
        story = story_of(chance, home, 1)
        outcome = chance.weighted(OUTCOMES)
        themes = [theme.kind.value for theme in story.themes]
        referral_id, decided, by = self._request(
            day, home, source, worries(chance, story), reasons=themes
        )
        for child in home.children:
            child_id = describe(self.scene.book, referral_id, child)
            if outcome == Outcome.PANEL:
                self._by_the_panel(referral_id, child_id, decided, by)
            else:
                self._decide(referral_id, child_id, outcome, REASONS[outcome], decided, by)

    def _by_the_panel(self, referral_id: int, child_id: int, decided: datetime, by: Worker) -> None:
        """Put to the panel, which named a service of its members."""
        put = decided - timedelta(minutes=30)
        args = (referral_id, child_id)
        self._decide(*args, Outcome.PANEL, PANEL, put, by, superseded_at=decided)
        self._decide(*args, Outcome.ADVICE, BY_THE_PANEL, decided, by)

    def _unknown(self, locality_id: int, day: date) -> Household:
        """A family of which only the request knows."""
        chance = self.chance
        naming = name_family(chance, any_strangers(chance))
        postcode = chance.pick(self.scene.place.postcodes[locality_id])
        home = Household(0, "", locality_id, postcode, house(chance), naming, day)
        home.adults.append(Kin(0, *naming.mother, "F", None, "mother", "adult"))
        taken: set[str] = set()
        for born in births(chance, chance.weighted(SIZES), day):
            sex = "F" if chance.happens(0.49) else "M"
            given, surname = naming.child(chance, sex, taken)
            home.children.append(Kin(0, given, surname, sex, born, "child"))
        return home

    def _request(
        self, day: date, home: Household, source: Source, words: str, **facts: Any
    ) -> tuple[int, datetime, Worker]:
        self._number += 1
        chance, days = self.chance, self.scene.days
        received = at(days.add(day, -1), chance.between(9, 16), chance.between(0, 59))
        late = chance.happens(0.15)
        decided = at(day, chance.between(received.hour, 17) if late else received.hour)
        by = chance.pick(self.scene.staff.at_the_desk(day))
        referral_id = self.scene.book.add_referral(
            stage=Stage.DECIDED,
            door=Referral.Door.PARTNER if "offers_to_lead" in facts else Referral.Door.PHONE,
            received_at=received,
            due_at=at(day, received.hour, received.minute),
            address_kind=Address.Kind.HOME,
            address=home.lines,
            postcode=home.postcode,
            locality_id=home.locality_id,
            worries=words,
            family_knows=Knows.AGREES,
            known=Known.KNOWN if home.id else Known.NOT_KNOWN,
            taken_by_id=by.id,
            taken_at=received + timedelta(minutes=30),
            decided_at=decided,
            **source.facts(),
            **facts,
        )
        return referral_id, decided, by

    def _asked_first(self, referral_id: int, child_id: int, decided: datetime, by: Worker) -> None:
        """More information was needed before; the later decision replaced this one."""
        asked = decided - timedelta(hours=20)
        reason = REASONS[Outcome.MORE_INFORMATION]
        self._decide(
            referral_id,
            child_id,
            Outcome.MORE_INFORMATION,
            reason,
            asked,
            by,
            superseded_at=decided,
        )

    def _decide(
        self,
        referral_id: int,
        child_id: int,
        outcome: str,
        reason: str,
        when: datetime,
        by: Worker,
        case_id: int | None = None,
        **facts: Any,
    ) -> None:
        self.scene.book.add(
            Decision,
            referral_id=referral_id,
            child_id=child_id,
            outcome=outcome,
            level=3 if outcome == Outcome.EARLY_HELP else None,
            reason=reason,
            decided_on=when.date(),
            decided_at=when,
            decided_by_id=by.id,
            case_id=case_id,
            **facts,
        )
