"""Other families that share a child with this one, or are linked with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from cases.models import Case, Family, FamilyLink, Membership, Person
from cases.queries.rows import built, person_json


@dataclass(frozen=True)
class LinkedFamily:
    """Another family, as far as this person may know of it.

    Its name and case only where they may see one of its cases; else what both families hold:
    the children in both, why they are linked and who coordinates.
    """

    name: str
    children: list[str]
    why: str
    coordinator: str
    reference: str
    is_open: bool


def linked_families(case: Case, user: Any) -> list[LinkedFamily]:
    """Families that share a child with this case's family, or a link. One query."""
    links = FamilyLink.objects.filter(
        Q(one=case.family_id, other=OuterRef("pk")) | Q(other=case.family_id, one=OuterRef("pk"))
    )
    seen = Case.objects.visible_to(user).filter(family=OuterRef("pk"))
    seen = seen.order_by(F("closed_on").desc(nulls_first=True), "-pk")
    shared = _shared(case)
    rows: Any = (
        Family.objects.filter(pk__in=_others(case))
        .exclude(pk=case.family_id)
        .annotate(
            children_found=ArraySubquery(shared.values(found=person_json("person"))),
            link_found=Subquery(
                links.values(found=JSONObject(why="why", lead="coordinating_lead__name"))[:1]
            ),
            case_found=Subquery(
                seen.values(found=JSONObject(reference="reference", closed_on="closed_on"))[:1]
            ),
        )
        .order_by("pk")
    )
    return [_linked(row) for row in rows]


def counted_once(families: list[LinkedFamily]) -> list[str]:
    """The children who belong to more than one family, each named once."""
    return sorted({child for family in families for child in family.children})


def _others(case: Case) -> Any:
    """The ids of families in question, found from this one's own rows, not by asking each."""
    ours = case.family_id
    return (
        _of_our_children(case)
        .values_list("family_id")
        .union(
            FamilyLink.objects.filter(one=ours).values_list("other_id"),
            FamilyLink.objects.filter(other=ours).values_list("one_id"),
        )
    )


def _shared(case: Case) -> Any:
    """Children who belong to this family and to that of the outer query."""
    return _of_our_children(case).filter(family=OuterRef("pk")).order_by("person_id")


def _of_our_children(case: Case) -> Any:
    """Every present membership, in whatever family, of the children of this one."""
    ours = Membership.objects.filter(
        family=case.family_id, to_date__isnull=True, relationship=Membership.Relationship.CHILD
    )
    return Membership.objects.filter(to_date__isnull=True, person__in=ours.values("person"))


def _linked(row: Any) -> LinkedFamily:
    found, link = row.case_found or {}, row.link_found or {}
    return LinkedFamily(
        name=row.name if found else "",
        children=[built(Person, child).name for child in row.children_found],
        why=link.get("why", ""),
        coordinator=link.get("lead") or "",
        reference=found.get("reference", ""),
        is_open=bool(found) and found["closed_on"] is None,
    )
