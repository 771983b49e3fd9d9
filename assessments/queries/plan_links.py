"""The links of a family to its plan, and what stands behind one."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from assessments.family_copy.composing import FamilyCopy, composed
from assessments.link_rules import YOUNGEST, age_of, agreed_plan, closed_because, is_safe
from assessments.models import Action, Plan, PlanLink
from assessments.queries.inviting import next_meeting
from audit.text import fold
from cases.models import Case, ContactWay, Person
from cases.queries.sharing.withheld import people_of
from cases.withholding.audience import Audience
from cases.withholding.copies import Part, as_rows, beside

DAYS = 30
CODE_LENGTH = 8
LANGUAGES = {"polish": "pl", "punjabi": "pa", "urdu": "ur", "romanian": "ro", "arabic": "ar"}


@dataclass(frozen=True)
class Holder:
    """Somebody of the family, the link they have or had last, and why it does not open."""

    person: Person
    link: PlanLink | None
    closed: list[str]

    @property
    def stands(self) -> bool:
        """It was given and not ended, whether it opens now or not."""
        return self.link is not None and self.link.ended_at is None

    @property
    def opens(self) -> bool:
        return self.link is not None and not self.closed


@dataclass(frozen=True)
class Behind:
    """What somebody reads by their link: their own copy of the plan as it stands now."""

    plan: Plan
    parts: list[Part]
    left_out: int  # for whoever gives the link; never shown to whom it is given
    held: int
    own: frozenset[str] = field(default_factory=frozenset)  # their own actions, not done yet

    def copy(self, person: Person, language: str) -> FamilyCopy:
        return composed("plan", as_rows(self.parts), person.name, timezone.localdate(), language)

    def part(self, key: str) -> Part | None:
        """A goal or an action by its key, if it is among what they read."""
        about = key.startswith(("goal-", "action-"))
        return next((one for one in self.parts if about and one.key == key), None)


def key_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def code_digest(key: str, code: str) -> str:
    """With the site's secret: a code is short, and whoever has the table alone tries none."""
    secret = f"code of a link to the plan {settings.SECRET_KEY}".encode()
    return hmac.new(secret, f"{key} {code}".encode(), hashlib.sha256).hexdigest()


def holders_of(case: Case) -> list[Holder]:
    """Everybody of the family who could have a link, with the last they were given."""
    rows = PlanLink.objects.filter(case=case).select_related("person", "way", "given_by", "letter")
    latest = {link.person_id: link for link in rows.order_by("pk")}
    people = [one for one in people_of(case) if _could_read(one) or one.pk in latest]
    gone = [link.person for key, link in latest.items() if key not in {p.pk for p in people}]
    return [_holder(case, person, latest.get(person.pk)) for person in [*people, *gone]]


def _holder(case: Case, person: Person, link: PlanLink | None) -> Holder:
    if link is None:
        return Holder(person, None, [])
    link.case, link.person = case, person
    return Holder(person, link, closed_because(link))


def _could_read(person: Person) -> bool:
    return person.kind == Person.Kind.ADULT or (age_of(person) or 0) >= YOUNGEST


def standing_link(case: Case, person: Person) -> PlanLink | None:
    rows = PlanLink.objects.filter(case=case, person=person, ended_at__isnull=True)
    return rows.select_related("person", "way", "case__locality", "case__family").first()


def safe_ways(person: Person) -> list[ContactWay]:
    """The email addresses of somebody that are marked as safe to use."""
    rows = ContactWay.objects.filter(person=person, kind=ContactWay.Kind.EMAIL)
    return [way for way in rows.order_by("pk") if is_safe(way)]


def usual_end(case: Case) -> date:
    """Thirty days, or the next meeting where that is sooner."""
    last = timezone.localdate() + timedelta(days=DAYS)
    meeting = next_meeting(case)
    held = timezone.localdate(meeting.starts_at) if meeting else last
    return min(last, held) if held > timezone.localdate() else last


def language_of(person: Person) -> str:
    return LANGUAGES.get(person.first_language.strip().lower(), "en")


def behind(case: Case, person: Person) -> Behind | None:
    """What this person reads now. A text that tells of something withheld is left out whole:
    nobody stands by to look at it. None where there is no agreed plan."""
    plan = agreed_plan(case)
    if plan is None:
        return None
    found = beside(case, "plan", plan.pk, Audience(person.name, (person,)))
    if found is None:
        return None
    parts = [row.copy for row in found.rows if row.copy]
    shown = {part.key for part in parts}
    own = frozenset(key for key in _own(plan, person) if key in shown)
    left = len(found.rows) - len(parts)
    there = [one for one in _where(case, person) if not found.left_out.finder.holds(one.text)]
    return Behind(plan, [*parts, *there], left, len(found.held), own)


def _where(case: Case, person: Person) -> Iterator[Part]:
    """Where the next meeting is, for whoever is invited to it: a copy of the plan never says it, as
    it may come to somebody who is kept away."""
    meeting = next_meeting(case)
    if meeting is None or meeting.starts_at <= timezone.now() or not meeting.place:
        return
    if person.pk in {row.person_id for row in meeting.invitations.all()}:
        yield Part("there", "", "Where", meeting.place)


def _own(plan: Plan, person: Person) -> list[str]:
    """The open actions that name this person of the family as doing them."""
    first = [name for name in (person.given_name, person.known_as) if name]
    names = {fold(name) for each in first for name in (each, f"{each} {person.family_name}")}
    rows = Action.objects.filter(goal__plan=plan, owner_kind=Action.OwnerKind.FAMILY)
    return [f"action-{row.pk}" for row in rows if row.is_open and fold(row.owner_name) in names]
