"""Parts that lists of cases are made of: each a subquery, so that a list is one query."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    CharField,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models import Case as WhenCase
from django.db.models.functions import JSONObject
from django.utils import timezone

from audit.days import in_words
from cases.ages import age_words
from cases.journey import Stage
from cases.models import Allocation, Case, CaseChild, Due, Family, Person
from cases.models.due import WITH_SOCIAL_CARE
from localities.models import Timescale

# What lists show of a case; reading the rest of its columns would cost more than the query.
LISTED = (
    "reference",
    "stage",
    "level",
    "opened_on",
    "last_contact_on",
    "with_social_care_on",
    "restricted",
    "family__name",
    "family__sort_name",
    "locality__name",
)
# What says how far a re-assessment is.
REASSESSED = ("reassessment_started_on", "reassessment_submitted_on")


@dataclass(frozen=True)
class Child:
    """A child of a case as lists show them."""

    name: str
    age: str


@dataclass(frozen=True)
class NextDue:
    """What is due next on a case, when, why, and whose work it is."""

    what: str
    because: str
    on: date
    owner: str
    escalates_to: str = ""
    escalates_on: date | None = None
    key: str = ""

    @property
    def page(self) -> str:
        """The name of the page on which it is done, where the green button opens another."""
        return {"taf_copy": "case-meetings"}.get(self.key, "")

    @property
    def escalated_to(self) -> str:
        """Who is told because it is so late; nothing while it is not."""
        if self.escalates_on is None or self.escalates_on > timezone.localdate():
            return ""
        return Timescale.Level(self.escalates_to).label

    def days_late(self, today: date) -> int:
        return (today - self.on).days

    @property
    def owner_title(self) -> str:
        return Timescale.Owner(self.owner).label


def children_json() -> ArraySubquery:
    """The children of each case, eldest first. Read them with `children_of`."""
    rows = CaseChild.objects.filter(case=OuterRef("pk")).order_by(
        F("person__date_of_birth").asc(nulls_last=True), "person_id"
    )
    return ArraySubquery(
        rows.values(
            found=JSONObject(
                kind="person__kind",
                given_name="person__given_name",
                family_name="person__family_name",
                known_as="person__known_as",
                date_of_birth="person__date_of_birth",
                expected_on="person__expected_on",
                died_on="person__died_on",
            )
        )
    )


def children_of(found: list[dict[str, Any]], family: Family, day: date) -> list[Child]:
    """The children of `children_json`, with their ages on a day."""
    people = [Person(**row | _dates(row)) for row in found]
    return [Child(_short(person, family), age_words(person, day)) for person in people]


def children_of_case(case: Case) -> list[Child]:
    """The children of one case, eldest first."""
    today = timezone.localdate()
    rows = case.case_children.select_related("person")
    ordered = rows.order_by(F("person__date_of_birth").asc(nulls_last=True), "person_id")
    return [Child(_short(row.person, case.family), age_words(row.person, today)) for row in ordered]


def _short(person: Person, family: Family) -> str:
    """The given name alone, where the family's name says the rest."""
    given = person.known_as or person.given_name
    return given if given and f"{person.family_name} family" == family.name else person.name


def open_dues(*, of: str = "pk", **which: Any) -> QuerySet[Due]:
    """What is due and not done, of the case of the outer query."""
    return Due.objects.still_open().filter(case=OuterRef(of), **which)


def next_due_json(*, first: str = "", of: str = "pk", **which: Any) -> Subquery:
    """What is due next: what is due while social care leads, then what `first` (an owner) must do,
    then others' work. `of` leads to the case."""
    in_order = WhenCase(
        When(key__in=WITH_SOCIAL_CARE, then=Value(0)),
        When(owner=first, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ordered = open_dues(of=of, **which).order_by(in_order, "due_on", "pk")
    return Subquery(
        ordered.values(
            found=JSONObject(
                what="what",
                because="because",
                on="due_on",
                owner="owner",
                paused="paused_until",
                escalates_to="escalates_to",
                escalates_on="escalates_on",
                key="key",
            )
        )[:1]
    )


def next_due_of(found: dict[str, str] | None, stage: str = "") -> NextDue | None:
    """What `next_due_json` found; at the stage “With social care” what is due even then."""
    if not found or (stage == Stage.SOCIAL_CARE and found["key"] not in WITH_SOCIAL_CARE):
        return None
    return NextDue(
        found["what"],
        standing_still(found["paused"]) or found["because"],
        date.fromisoformat(found["on"]),
        found["owner"],
        found["escalates_to"],
        date.fromisoformat(found["escalates_on"]) if found["escalates_on"] else None,
        found["key"],
    )


def standing_still(until: str | None) -> str:
    """In place of why it is due, while its clock stands still; else nothing."""
    if not until or (day := date.fromisoformat(until)) <= timezone.localdate():
        return ""
    return f"its clock stands still until {in_words(day)}"


class OneOf(Func):
    """Whether a number is one of a query’s, which is asked once: PostgreSQL looks at it before it
    asks row security of each row."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, number: Any, numbers: Any) -> None:
        super().__init__(number, ArraySubquery(numbers))


class LeadName(Func):
    """The name of the present lead practitioner of a case. A text, as every list asks for it and
    Django took longer to make it of a query than PostgreSQL to answer."""

    template = (
        "(SELECT lead.name FROM cases_allocation present JOIN accounts_user lead"
        " ON lead.id = present.user_id"
        " WHERE present.case_id = %(expressions)s AND present.ended_at IS NULL LIMIT 1)"
    )
    output_field = CharField()


def lead_name(case: str = "pk") -> LeadName:
    """The name of the present lead practitioner of each case; `case` leads to its id."""
    return LeadName(F(case))


def lead_of(case: Case) -> Any:
    """The present lead practitioner of one case, or None."""
    present = Allocation.objects.filter(case=case, ended_at__isnull=True)
    allocation = present.select_related("user").first()
    return allocation.user if allocation else None


def _dates(row: dict[str, Any]) -> dict[str, date | None]:
    return {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("date_of_birth", "expected_on", "died_on")
    }
