"""What people say about items of their record that were not corrected as they asked."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models

from cases.models import Dispute

Statements = dict[tuple[str, int], list[Dispute]]


def statements_beside(items: Iterable[models.Model]) -> Statements:
    """The statements to be shown beside these items, by kind and number. One query.

    Also what is disputed and not decided yet. Whoever shows an item shows these with it:
    on a page, in a copy, in what is sent to others.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for item in items:
        wanted[item._meta.label_lower].append(item.pk)
    return statements_of(wanted)


def statements_of(wanted: dict[str, list[int]]) -> Statements:
    """The same by kind and numbers, for what was not read as models."""
    asked = models.Q(pk__in=[])
    for kind, numbers in wanted.items():
        asked |= models.Q(item_kind=kind, item_id__in=numbers)
    found: Statements = defaultdict(list)
    if wanted:
        standing = Dispute.objects.exclude(decision=Dispute.Decision.CORRECTED)
        for one in standing.filter(asked).order_by("pk"):
            found[(one.item_kind, one.item_id)].append(one)
    return dict(found)
