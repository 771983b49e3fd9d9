"""Requests at the desk: those that wait, those being screened, those decided lately."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from cases.models import Address
from earlyhelp.demo.book import at
from earlyhelp.demo.kin import Household, Kin, births
from earlyhelp.demo.names import any_strangers
from earlyhelp.demo.present.asking import Source, write_request
from earlyhelp.demo.present.mishearing import MISHEARD
from earlyhelp.demo.present.queues import Came, Queues
from earlyhelp.demo.present.scene import Scene
from earlyhelp.demo.wording import Story, story_of
from localities.calendar import due_moment
from localities.models import Authority
from localities.routing import NO_FIXED_ABODE
from referrals.models import Decision, Outcome, Referral

Stage, Knows, Door = Referral.Stage, Referral.Knows, Referral.Door
SafeWay = Referral.SafeWay

WAITING = 60
SCREENED = 22  # of those that wait
URGENT = 5
OF_KNOWN_FAMILIES = 12
DECIDED_TODAY = (
    Outcome.ADVICE,
    Outcome.ADVICE,
    Outcome.SOCIAL_CARE,
    Outcome.NO_ACTION,
    Outcome.ADVICE,
)
DECIDED_LATELY = 90
SOCIAL_WORKER_SINCE = date(2021, 4, 6)
OTHERWISE = {Outcome.ADVICE: 55.0, Outcome.NO_ACTION: 25.0, Outcome.SOCIAL_CARE: 20.0}
REASONS = {
    Outcome.ADVICE: "One need, which the school meets with advice. Parenting line and drop-in "
    "named; the family knows how to come back.",
    Outcome.NO_ACTION: "The same concern was looked into last month and the plan there covers it.",
    Outcome.SOCIAL_CARE: "Harm is alleged, with a named person. Social care takes it on; strategy "
    "discussion with the police.",
    Outcome.MORE_INFORMATION: "The sender did not say where the children live now. Rung twice; "
    "message left.",
}
# Requests without a street to go by, and how the sender puts it.
ELSEWHERE: tuple[dict[str, Any], ...] = (
    {"address_kind": Address.Kind.REFUGE, "address": "", "postcode": "", "locality_id": None},
    {
        "address_kind": Address.Kind.NO_FIXED_ABODE,
        "address": "Staying with friends",
        "postcode": NO_FIXED_ABODE,
        "locality_id": None,
    },
    {
        "address_kind": Address.Kind.OUT_OF_AREA,
        "address": "2 Tollhouse Row, Dudley",
        "postcode": "DY3 1LT",
        "locality_id": None,
    },
)

# How the family may safely be told, by the last figure of the request; of others nobody says.
SAFELY: dict[int, tuple[str, str]] = {
    1: (SafeWay.PHONE, "07700 900634, on weekdays before two in the afternoon"),
    4: (SafeWay.IN_PERSON, "At school, when the children are collected"),
    6: (SafeWay.NOT_KNOWN, ""),
    7: (SafeWay.LETTER, ""),
}
AFRAID: dict[str, Any] = {
    "family_knows": Knows.NOT_TOLD,
    "why_not": "We fear his answer.",
    "safe_way": SafeWay.DO_NOT,
    "safe_way_words": "He opens the post and looks at her telephone. Ring us first.",
}


class Desk:
    """Writes the queue. Some of the families are known, from today or from years ago."""

    def __init__(self, scene: Scene, known: list[Story]) -> None:
        self.scene, self.chance = scene, scene.chance
        self.known = scene.chance.mixed(known)
        self.authority = Authority.current()
        self.queues = Queues(scene)

    def write(self) -> None:
        for number in range(WAITING):
            self._waiting(number)
        for outcome in DECIDED_TODAY:
            self._decided(self.scene.today, outcome)
        for _ in range(DECIDED_LATELY):
            day = self.scene.days.add(self.scene.today, -self.chance.between(1, 60))
            self._decided(day, self.chance.weighted(OTHERWISE))

    def _waiting(self, number: int) -> None:
        facts: dict[str, Any] = {"urgent": number % (WAITING // URGENT) == 3}
        if number < len(ELSEWHERE):
            facts |= ELSEWHERE[number]
        screened = number % 3 == 0 or number % 29 == 1
        received = self._received(number)
        if screened:
            facts |= self._taken(number, received)
        way, said = SAFELY.get(number % 10, ("", ""))
        facts |= {"safe_way": way, "safe_way_words": said}
        if number % 17 == 5:
            facts |= AFRAID
        if number >= WAITING - OF_KNOWN_FAMILIES:
            self._about_a_known_family(number, received, facts)
            return
        home, story = self._unknown_family()
        source = self._partner(home, number, facts)
        due = self._due(received)
        came = Came(number, received, due, facts)
        came.facts |= self.queues.facts(came)
        referral_id, children = write_request(
            self.scene, home, story, received, came.due, source, **came.facts
        )
        self.queues.write(came, referral_id, children)

    def _received(self, number: int) -> datetime:
        """Most came last night and yesterday; a few have waited too long."""
        days, today, chance = self.scene.days, self.scene.today, self.chance
        minute = chance.between(0, 59)
        yesterday = days.add(today, -1)
        if number % 10 == 9:
            return at(days.add(today, -chance.between(2, 4)), chance.between(9, 16), minute)
        if number % 10 < 3:
            return at(yesterday, chance.between(9, 14), minute)
        if number % 10 < 6:
            return at(yesterday, chance.between(15, 16), minute)
        if number % 10 < 8:
            return at(yesterday, chance.between(17, 23), minute)
        return min(at(today, chance.between(6, 8), minute), self.scene.now)

    def _due(self, received: datetime) -> datetime:
        return due_moment(received, 1, self.authority, frozenset())

    def _taken(self, number: int, received: datetime) -> dict[str, Any]:
        staff = self.scene.staff
        workers = [*staff.at_the_desk(self.scene.today), staff.accounts["desk"]]
        return {
            "stage": Stage.SCREENING,
            "taken_by_id": workers[number % len(workers)].id,
            "taken_at": min(received + timedelta(minutes=50), self.scene.now),
        }

    def _partner(self, home: Household, number: int, facts: dict[str, Any]) -> Source | None:
        """Now and then a school that offers to lead."""
        if number % 14 != 6:
            return None
        sender = self.scene.staff.accounts["school"]
        if number > 20:
            sender = self.chance.pick(self.scene.staff.schools[home.locality_id])
        facts |= {"door": Door.PARTNER, "offers_to_lead": True, "sender_user_id": sender.id}
        return Source(Referral.Sender.SCHOOL, sender.name, "Safeguarding lead", sender.agency)

    def _about_a_known_family(self, number: int, received: datetime, facts: dict[str, Any]) -> None:
        """A family we help already or helped once, heard right or nearly right."""
        story = self.known[number - WAITING]
        heard: Callable[[Kin], dict[str, Any]] = MISHEARD[number % len(MISHEARD)]
        due = self._due(received)
        write_request(self.scene, story.home, story, received, due, heard=heard, **facts)

    def _unknown_family(self) -> tuple[Household, Story]:
        """People of whom only the request knows: none of them is on record."""
        scene, chance = self.scene, self.chance
        place = chance.pick(scene.place.localities)
        with scene.registrar.off_the_record():
            home = scene.registrar.family(
                place.pk,
                births(chance, chance.weighted({1: 5, 2: 3, 3: 2}), scene.today),
                scene.today,
                people=any_strangers(chance),
            )
        return home, story_of(chance, home)

    def _decided(self, day: date, outcome: str) -> None:
        home, story = self._unknown_family()
        received = at(self.scene.days.add(day, -1), self.chance.between(9, 16))
        decided = max(self.scene.moment(day), received + timedelta(minutes=30))
        decider = self.chance.pick(self.scene.staff.at_the_desk(day))
        referral_id, children = write_request(
            self.scene,
            home,
            story,
            received,
            self._due(received),
            stage=Stage.DECIDED,
            known=Referral.Known.NOT_KNOWN,
            taken_by_id=decider.id,
            taken_at=received + timedelta(minutes=25),
            decided_at=decided,
        )
        self._decide(referral_id, children, outcome, decided)

    def _decide(self, referral_id: int, children: list[int], outcome: str, when: datetime) -> None:
        decider = self.chance.pick(self.scene.staff.at_the_desk(when.date()))
        if outcome == Outcome.SOCIAL_CARE and when.date() >= SOCIAL_WORKER_SINCE:
            decider = self.scene.staff.accounts["social_worker"]
        reason = REASONS[Outcome(outcome)]
        for child_id in children:
            self.scene.book.add(
                Decision,
                referral_id=referral_id,
                child_id=child_id,
                outcome=outcome,
                level=2 if outcome == Outcome.ADVICE else None,
                reason=reason,
                decided_on=when.date(),
                decided_at=when,
                decided_by_id=decider.id,
            )
        said = f"Decided: {Outcome(outcome).label.lower()}"
        self.scene.book.tell(
            "request.decided", said, when, decider, Referral, referral_id, reason=reason
        )
