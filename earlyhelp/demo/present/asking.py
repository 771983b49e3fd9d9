"""Requests for support: who asks, in what words, for which children."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Address, Membership, Person
from earlyhelp.demo.book import Book
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.kin import Household, Kin
from earlyhelp.demo.name_lists import words
from earlyhelp.demo.place import Place
from earlyhelp.demo.present.scene import Scene
from earlyhelp.demo.themes import TRIED
from earlyhelp.demo.wording import Story, going_well, worries
from localities.models import Agency
from referrals.models import Referral, ReferralPerson
from referrals.sources import source_code

Sender, Knows, Known = Referral.Sender, Referral.Knows, Referral.Known

SENDERS = {
    Sender.SCHOOL: 34.0,
    Sender.HEALTH: 18.0,
    Sender.POLICE: 16.0,
    Sender.PARENT: 12.0,
    Sender.VOLUNTARY: 6.0,
    Sender.HOUSING: 5.0,
    Sender.COUNCIL: 5.0,
    Sender.RELATIVE: 3.0,
    Sender.YOUNG_PERSON: 1.0,
}
_ROLES = {
    Sender.SCHOOL: ("Designated safeguarding lead", "Deputy head", "Family support worker"),
    Sender.POLICE: ("Police constable", "Neighbourhood officer"),
    Sender.VOLUNTARY: ("Family worker", "Young carers’ worker"),
    Sender.HOUSING: ("Housing officer",),
    Sender.COUNCIL: ("Youth worker", "Benefits adviser", "Education welfare officer"),
    Sender.RELATIVE: ("Grandmother", "Aunt", "Neighbour"),
}
_HEALTH = ("Health visitor", "School nurse", "Midwife")  # in the order of the place's agencies
RELATIONSHIPS = {value: str(label) for value, label in Membership.Relationship.choices}
Heard = Callable[[Kin], dict[str, Any]]
_NAMES = words(
    "S.Fieldhouse J.Sahota M.Okonkwo L.Brettell A.Rafiq K.Wójcik P.Underhill R.Cresswell T.Gordon "
    "N.Hussain C.Garbett D.Virk E.Lloyd F.Pinnock G.Tandy H.Moyo B.Skidmore V.Popescu Y.Begum"
)


@dataclass(frozen=True)
class Source:
    """Who sends a request."""

    sender: str
    name: str
    role: str
    agency: Agency | None

    def facts(self) -> dict[str, Any]:
        professional = self.agency is not None
        return {
            "sender": self.sender,
            "sender_name": self.name,
            "sender_role": self.role,
            "sender_agency_id": self.agency.pk if self.agency else None,
            "sender_phone": "01632 960771" if professional else "07700 900612",
            "sender_email": "office@example.org" if professional else "",
            "source_code": source_code(self.sender, named=bool(self.name)),
        }


def some_source(chance: Chance, place: Place, home: Household) -> Source:
    """Somebody who might ask for help for this family."""
    sender = chance.weighted(SENDERS)
    roles = _ROLES.get(sender)
    if sender == Sender.SCHOOL:
        schools = [c.school for c in home.children if c.school] or place.schools(home.locality_id)
        return Source(sender, _somebody(chance), chance.pick(roles or ("",)), schools[0])
    if sender == Sender.PARENT:
        return Source(sender, home.carer.name, "Mother", None)
    if sender == Sender.YOUNG_PERSON:
        return Source(sender, home.children[0].name, "", None)
    if sender == Sender.HEALTH:
        role, agency = chance.pick(list(zip(_HEALTH, place.health, strict=True)))
        return Source(sender, _somebody(chance), role, agency)
    others = {
        Sender.POLICE: place.police,
        Sender.VOLUNTARY: chance.pick(place.voluntary),
        Sender.HOUSING: place.housing,
        Sender.COUNCIL: place.council,
    }
    return Source(sender, _somebody(chance), chance.pick(roles or ("",)), others.get(sender))


def _somebody(chance: Chance) -> str:
    return chance.pick(_NAMES).replace(".", ". ")


def _as_it_is(kin: Kin) -> dict[str, Any]:
    return {}


def write_request(
    scene: Scene,
    home: Household,
    story: Story,
    received: datetime,
    due: datetime,
    source: Source | None = None,
    *,
    linked: bool = False,
    heard: Heard = _as_it_is,
    **facts: Any,
) -> tuple[int, list[int]]:
    """A request about a family: its number, and those of the children it names.

    `linked`: the desk has found out who they are. `heard` gives what the sender says otherwise
    than it is recorded, such as another spelling.
    """
    chance = scene.chance
    source = source or some_source(chance, scene.place, home)
    public = source.agency is None
    values: dict[str, Any] = {
        "door": Referral.Door.PUBLIC if public or chance.happens(0.7) else Referral.Door.PHONE,
        "received_at": received,
        "due_at": due,
        "address_kind": Address.Kind.HOME,
        "address": home.lines,
        "postcode": home.postcode,
        "locality_id": home.locality_id,
        "reasons": [theme.kind.value for theme in story.themes],
        "worries": worries(chance, story),
        "going_well": going_well(chance, story) if chance.happens(0.85) else "",
        "tried": chance.pick(TRIED),
        "family_knows": Knows.AGREES if public or chance.happens(0.8) else Knows.KNOWS,
        "known": Known.UNCHECKED,
    }
    if values["family_knows"] == Knows.KNOWS:
        values["why_not"] = story.say("{mother} wants to think about it over the weekend.")
    referral_id = scene.book.add_referral(**(values | source.facts() | facts))
    described = [
        describe(
            scene.book, referral_id, kin, **heard(kin) | {"person_id": kin.id if linked else None}
        )
        for kin in [*home.children, *home.adults[:2]]
    ]
    return referral_id, described[: len(home.children)]


def describe(book: Book, referral_id: int, kin: Kin, **facts: Any) -> int:
    """A person as a sender describes them; of adults no more than who they are."""
    is_adult = kin.kind == Person.Kind.ADULT
    values: dict[str, Any] = {
        "kind": kin.kind,
        "given_name": kin.given,
        "family_name": kin.surname,
        "date_of_birth": None if is_adult else kin.born,
        "expected_on": kin.expected,
        "sex": kin.sex,
        "relationship": RELATIONSHIPS[kin.relationship] if is_adult else "",
        "school_name": kin.school.name if kin.school else "",
    }
    return book.add(ReferralPerson, referral_id=referral_id, **(values | facts))
