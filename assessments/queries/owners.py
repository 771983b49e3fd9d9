"""Who can do something for a plan: the lead, the team around the family, the family itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from assessments.models import Action
from assessments.queries.meetings import Invited
from assessments.queries.people import members_of_case
from cases.models import Allocation, Case, Person, TafMember
from localities.models import Agency

Kind = Action.OwnerKind
GROUPS = {
    Kind.WORKER: "Workers",
    Kind.PARTNER: "Partner agencies",
    Kind.FAMILY: "The family",
}
OTHERS = {
    Kind.WORKER: "Another worker",
    Kind.PARTNER: "Somebody of another agency",
    Kind.FAMILY: "Another relative or friend",
}


@dataclass(frozen=True)
class Owner:
    """Somebody who can be named as doing an action."""

    key: str
    label: str
    kind: str
    name: str
    user_id: int | None = None

    @property
    def is_other(self) -> bool:
        """Not in the list: the name is written beside it."""
        return not self.name


def owners_of(case: Case) -> list[Owner]:
    """Everybody who could do something, and last in each kind somebody else."""
    people = members_of_case(case, timezone.localdate())
    born = [one for one in people if one.kind != Person.Kind.UNBORN]
    family = [Owner(f"person-{p.id}", p.name, Kind.FAMILY, p.name) for p in born]
    return [*_leads(case), *_team(case), *family, *_others()]


def owners_among(known: Iterable[Invited]) -> list[Owner]:
    """The same, of those who belong at a meeting: nothing is asked of the database again."""
    found = [
        Owner(
            one.key, one.label, Kind.FAMILY if one.person_id else kind_at(one.agency), one.name,
            one.user_id,
        )
        for one in known
    ]  # fmt: skip
    return [*found, *_others()]


def _others() -> list[Owner]:
    return [Owner(f"other-{kind}", label, kind, "") for kind, label in OTHERS.items()]


def grouped(owners: list[Owner]) -> list[tuple[str, list[tuple[str, str]]]]:
    """As the options of a select, by kind."""
    return [
        (title, [(owner.key, owner.label) for owner in owners if owner.kind == kind])
        for kind, title in GROUPS.items()
    ]


def owner_for(owners: list[Owner], action: Action) -> str:
    """The key of whoever an action names already."""
    for owner in owners:
        if owner.name and (owner.user_id, owner.name) == (action.owner_user_id, action.owner_name):
            return owner.key
    return f"other-{action.owner_kind}"


def _leads(case: Case) -> list[Owner]:
    rows = Allocation.objects.filter(case=case, ended_at__isnull=True)
    return [
        Owner(f"user-{row.user_id}", _labelled(row.user.name, row.agency), kind_at(row.agency),
              row.user.name, row.user_id)
        for row in rows.select_related("user", "agency")
    ]  # fmt: skip


def _team(case: Case) -> list[Owner]:
    rows = TafMember.objects.filter(case=case, left_on__isnull=True)
    lead = Q(user__allocations__case=case, user__allocations__ended_at__isnull=True)
    return [
        Owner(f"taf-{row.pk}", _labelled(row.name, row.agency, row.role), kind_at(row.agency),
              row.name, row.user_id)
        for row in rows.exclude(lead).select_related("agency").order_by("name", "pk")
    ]  # fmt: skip


def kind_at(agency: Agency | None) -> str:
    """As what somebody of this agency does something."""
    council = agency is not None and agency.kind == Agency.Kind.COUNCIL
    return Kind.WORKER if council else Kind.PARTNER


def _labelled(name: str, agency: Any, role: str = "") -> str:
    notes = [note for note in (role, agency.name if agency else "") if note]
    return f"{name} ({', '.join(notes)})" if notes else name
