"""Other families that share a child with this one, or are linked with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from cases.models import Case, Family, FamilyLink, Membership, Person
from cases.queries.rows import built, person_json
from cases.queries.written_once import Reader, WrittenOnce, reader_values


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
    shape, values = reader_values(user)
    rows = _LINKED(*shape, family=case.family_id, **values)
    return [_linked(row) for row in rows]


def _families(role: str, *shape: str, **values: Any) -> Any:
    ours = values["family"]
    links = FamilyLink.objects.filter(
        Q(one=ours, other=OuterRef("pk")) | Q(other=ours, one=OuterRef("pk"))
    )
    seen = Case.objects.visible_to(Reader(role, values)).filter(family=OuterRef("pk"))
    seen = seen.order_by(F("closed_on").desc(nulls_first=True), "-pk")
    link = JSONObject(why="why", lead="coordinating_lead__name")
    case = JSONObject(reference="reference", closed_on="closed_on")
    return (
        Family.objects.filter(pk__in=_others(ours))
        .exclude(pk=ours)
        .annotate(
            children_found=ArraySubquery(_shared(ours).values(found=person_json("person"))),
            link_found=Subquery(links.values(found=link)[:1]),
            case_found=Subquery(seen.values(found=case)[:1]),
        )
        .order_by("pk")
    )


_LINKED = WrittenOnce(_families)


def counted_once(families: list[LinkedFamily]) -> list[str]:
    """The children who belong to more than one family, each named once."""
    return sorted({child for family in families for child in family.children})


def _others(ours: int) -> Any:
    """The ids of families in question, found from this one's own rows, not by asking each."""
    return (
        _of_our_children(ours)
        .values_list("family_id")
        .union(
            FamilyLink.objects.filter(one=ours).values_list("other_id"),
            FamilyLink.objects.filter(other=ours).values_list("one_id"),
        )
    )


def _shared(ours: int) -> Any:
    """Children who belong to this family and to that of the outer query."""
    return _of_our_children(ours).filter(family=OuterRef("pk")).order_by("person_id")


def _of_our_children(family: int) -> Any:
    """Every present membership, in whatever family, of the children of this one."""
    ours = Membership.objects.filter(
        family=family, to_date__isnull=True, relationship=Membership.Relationship.CHILD
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
