"""Which families the people of a request belong to."""

from collections.abc import Iterable

from django.db.models import Count, Q

from cases.models import Family, Person


def families_of(people: Iterable[Person | int]) -> list[Family]:
    """The present families of people already known, the one with most of them first.

    A child may belong to two: then the desk says which one the request is about.
    """
    ids = [person.pk if isinstance(person, Person) else person for person in people]
    if not ids:
        return []
    present = Q(memberships__person__in=ids, memberships__to_date__isnull=True)
    return list(
        Family.objects.filter(present)
        .annotate(found=Count("memberships__person", filter=present, distinct=True))
        .order_by("-found", "-id")
    )


def likely_family(people: Iterable[Person | int]) -> Family | None:
    """The family most of them belong to; None where there is none."""
    return next(iter(families_of(people)), None)
