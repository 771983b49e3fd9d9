"""What the pages about merged records show, and what stands in the way of a split."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.roles import May, may
from audit.context import as_the_product
from audit.days import in_words
from cases.ages import age_words
from cases.looking import Terms
from cases.models import (
    Address,
    Case,
    CaseChild,
    Contact,
    CourtOrder,
    Family,
    Membership,
    Merge,
    MergedRow,
    Person,
    Withheld,
)
from cases.pointing import Pointer, pointers_to
from cases.rules.merging import (
    CLOSED_SINCE,
    GONE_ON,
    KEPT,
    LATER_FIRST,
    MERGED,
    NOBODY,
    NOT_MERGED,
    NOT_PLACED,
    UNSEEN,
)

What = MergedRow.What
MOST_FOUND = 20


@dataclass(frozen=True)
class Added:
    """A row that came to hang from the kept record after the merge."""

    pointer: Pointer
    row: Any

    @property
    def key(self) -> str:
        return f"{self.pointer.table}-{self.pointer.column}-{self.row.pk}"

    @property
    def label(self) -> str:
        name = str(self.row._meta.verbose_name)
        return ", ".join([f"{name[:1].upper()}{name[1:]}: {self.row}", *self._where()])

    def _where(self) -> Iterator[str]:
        """At which contact and in whose case or record, as far as whoever reads it sees them."""
        contact = Contact.objects.filter(pk=getattr(self.row, "contact_id", None) or 0).first()
        if contact:
            happened = timezone.localtime(contact.happened_at)
            yield f"{contact.get_kind_display()} of {in_words(happened)}, {happened:%H:%M}"
        cases = Case.objects.filter(pk=getattr(self.row, "case_id", None) or 0)
        for case in cases.select_related("family"):
            yield f"{case.family.name} ({case.reference})"
        if isinstance(self.row, Withheld):
            for family in Family.objects.filter(pk=self.row.family_id):
                yield f"{family.name} ({family.reference})"


@dataclass(frozen=True)
class Beside:
    """One of two records as they stand side by side: where somebody belongs and lives."""

    person: Person
    age: str
    families: list[tuple[str, str, Case | None]]  # the family, as what, its live case
    homes: list[str]


def visible_merges(user: Any) -> QuerySet[Merge]:
    """Merges into people this user sees."""
    people = Person.objects.visible_to(user)
    return Merge.objects.filter(kept__in=people.values("pk"))


def beside(people: Sequence[Person], user: Any) -> list[Beside]:
    """What this user may see of records, each beside the others. Three questions, however many."""
    today = timezone.localdate()
    rows = Membership.objects.filter(person__in=people, family__in=_visible_families(user))
    members = list(rows.select_related("family").order_by("-to_date", "pk"))
    live = Case.objects.visible_to(user).live()
    cases = {case.family_id: case for case in live.filter(family__in=[m.family for m in members])}
    homes = Address.objects.filter(person__in=people, to_date__isnull=True, safe_address=False)
    found: dict[int, Beside] = {
        person.pk: Beside(person, age_words(person, today), [], []) for person in people
    }
    for row in members:
        told = (row.family.name, _as_what(row), cases.get(row.family_id))
        found[row.person_id].families.append(told)
    for home in homes.exclude(kind=Address.Kind.REFUGE).order_by("pk"):
        found[home.person_id].homes.append(str(home))
    return list(found.values())


def _visible_families(user: Any) -> QuerySet[Family]:
    families: QuerySet[Family] = Family.objects.visible_to(user)
    return families


def cautions(kept: Person, merged: Person, user: Any) -> list[str]:
    """What to look at before two records are made one: as sentences, of what the user sees."""
    found = []
    both = _cases_of_both(kept, merged, user)
    if both:
        listed = ", ".join(both)
        found.append(f"Both are children of {listed}. Make sure that they are not twins.")
    if kept.sex != merged.sex and "U" not in (kept.sex, merged.sex):
        found.append("The records give different sexes.")
    families = _families(kept, user) | _families(merged, user)
    if len(families) > 1:
        names = " and ".join(sorted(f"{each.name} ({each.reference})" for each in families))
        found.append(f"The person will belong to {len(families)} families: {names}.")
    cases = Case.objects.visible_to(user).live().filter(family__in=families)
    open_now = sorted(cases.values_list("reference", flat=True))
    if len(open_now) > 1:
        found.append(f"Open cases: {', '.join(open_now)}. Agree who leads; a merge closes neither.")
    if len(families) > 1:
        found += _met_by_the_other_family([kept, merged], families)
    return found


def _met_by_the_other_family(people: list[Person], families: set[Family]) -> list[str]:
    """What was kept safe for one family, and the other's workers will read or not be told of."""
    found = []
    now = Address.objects.filter(person__in=people, to_date__isnull=True)
    if now.filter(Q(safe_address=True) | Q(kind=Address.Kind.REFUGE)).exists():
        found.append(
            "A safe address is recorded. It will stand on the record of each family: make sure "
            "that nobody of the other family may learn it."
        )
    today = timezone.localdate()
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    if CourtOrder.objects.filter(standing, child__in=people).exists():
        found.append("A court order is recorded. It will stand on the record of each family.")
    marks = Withheld.objects.filter(family__in=families, ended_at__isnull=True)
    return found + [
        f"Things are marked “not to be shared” for the {family.name}. What is this person’s will "
        "be marked for each family."
        for family in sorted(families, key=lambda one: one.name)
        if marks.filter(family=family).exists()
    ]


def reasons_not_to_split(merge: Merge, by: Any) -> list[str]:
    """Why this merge cannot be undone by this person now, as sentences."""
    if not may(by, May.MERGE):
        return [NOBODY]
    if merge.split_at:
        return [NOT_MERGED]
    with as_the_product():
        kept = Person.objects.get(pk=merge.kept_id)
        later = Merge.objects.filter(kept=kept, split_at__isnull=True, pk__gt=merge.pk).exists()
    if kept.merged_into_id:
        return [GONE_ON]
    if kept.identity_closed_on:
        return [CLOSED_SINCE]
    return [LATER_FIRST] if later else []


def added_since(merge: Merge) -> list[Added]:
    """What hangs from the kept record and was neither its own at the merge nor moved by it.

    To be read with the product's own sight.
    """
    known = {
        (row.table, column, row.row_id)
        for row in merge.rows.filter(what__in=[What.OWN, What.MOVED, What.CHANGED, What.ADDED])
        for column in ([row.column] if row.what == What.OWN else row.after or {})
    }
    return [
        Added(pointer, row)
        for pointer in pointers_to(Person)
        for row in pointer.rows(merge.kept_id)
        if (pointer.table, pointer.column, row.pk) not in known
    ]


def whose(merge: Merge, user: Any) -> tuple[str, str]:
    """How the two records are told apart after a merge: by the families each belonged to."""
    with as_the_product():
        rows = merge.rows.filter(table=Membership._meta.db_table)
        kept = list(rows.filter(what=What.OWN).values_list("row_id", flat=True))
        moved = list(rows.filter(what=What.MOVED).values_list("row_id", flat=True))
    return (
        f"{merge.kept.name}, the kept record{_in_families(kept, user)}",
        f"{merge.merged.name}, the other record{_in_families(moved, user)}",
    )


def _in_families(memberships: list[int], user: Any) -> str:
    families = _visible_families(user).filter(memberships__in=memberships).distinct()
    live = Case.objects.visible_to(user).live().filter(family__in=families)
    cases = dict(live.values_list("family", "reference"))
    names = sorted(f"{one.name}, {cases.get(one.pk, one.reference)}" for one in families)
    return f" ({' and '.join(names)})" if names else ""


def others_like(person: Person, terms: Terms, user: Any) -> list[Beside]:
    """Records this user sees that fit what was typed: whole names in either order, or a date of
    birth with one of them, or a number. At most twenty."""
    fits = Q()
    if terms.nhs_number:
        fits |= Q(nhs_number=terms.nhs_number)
    if terms.upn:
        fits |= Q(upn=terms.upn)
    words = list(terms.names)
    if words and terms.born:
        named = Q(given_key__in=words) | Q(family_key__in=words)
        fits |= Q(date_of_birth=terms.born) & named
    elif terms.born:
        fits |= Q(date_of_birth=terms.born)
    for cut in range(1, len(words)):
        one, rest = " ".join(words[:cut]), " ".join(words[cut:])
        both = Q(given_key=one, family_key=rest) | Q(given_key=rest, family_key=one)
        fits |= both & (Q(date_of_birth=terms.born) if terms.born else Q())
    if not fits:
        return []
    people = Person.objects.visible_to(user).standing().exclude(pk=person.pk).filter(fits)
    return beside(list(people.order_by("family_key", "given_key", "pk")[:MOST_FOUND]), user)


def families_of_the_same(person: Person, user: Any) -> list[str]:
    """The families, as far as this user sees them, of other records with the same names and date
    of birth."""
    if not person.date_of_birth:
        return []
    same = Person.objects.visible_to(user).standing().exclude(pk=person.pk)
    people = same.filter(
        given_key=person.given_key,
        family_key=person.family_key,
        date_of_birth=person.date_of_birth,
    )
    told = [family for one in beside(list(people[:MOST_FOUND]), user) for family in one.families]
    return sorted({name for name, _as_what, _case in told})


def all_seen(added: list[Added]) -> bool:
    """Whether whoever asks sees each of these rows."""
    return all(_sees(one) for one in added)


def reasons_not_to_place(added: list[Added], by: Any, places: Mapping[str, str]) -> list[str]:
    """What was added since and is not placed yet, or cannot be by somebody who does not see it."""
    if not all_seen(added):
        return [UNSEEN]
    return [
        NOT_PLACED.format(what=one.label)
        for one in added
        if places.get(one.key) not in (KEPT, MERGED)
    ]


def moved_in_words(merge: Merge) -> list[tuple[str, int]]:
    """How many rows of each kind the merge moved and set aside, of those the reader sees."""
    with as_the_product():
        rows = list(merge.rows.filter(what=What.MOVED).values_list("table", "row_id"))
    found: Counter[str] = Counter()
    for table in sorted({table for table, _ in rows}):
        model = _model(table)
        ids = {number for name, number in rows if name == table}
        count = model._base_manager.filter(pk__in=ids).count()
        if count:
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            found[str(name)] = count
    return sorted(found.items())


def _sees(one: Added) -> bool:
    return bool(one.pointer.model._base_manager.filter(pk=one.row.pk).exists())


def _model(table: str) -> Any:
    every = apps.get_models(include_auto_created=True)
    return next(model for model in every if model._meta.db_table == table)


def _as_what(row: Membership) -> str:
    past = f", until {in_words(row.to_date)}" if row.to_date else ""
    return f"{row.get_relationship_display()}{past}"


def _cases_of_both(kept: Person, merged: Person, user: Any) -> list[str]:
    of_one = CaseChild.objects.filter(person=kept).values("case")
    cases = Case.objects.visible_to(user).filter(case_children__person=merged, pk__in=of_one)
    return sorted(cases.values_list("reference", flat=True))


def _families(person: Person, user: Any) -> set[Family]:
    rows = Membership.objects.filter(person=person, to_date__isnull=True)
    return set(Family.objects.visible_to(user).filter(pk__in=rows.values("family")))
