"""What the pages of a copy read."""

from dataclasses import dataclass

from django.db.models import Count, Q

from reporting.models import Bundle, BundleItem

A_PAGE = 20


@dataclass(frozen=True)
class Progress:
    """How many items there are, are decided, and mark somebody else."""

    items: int
    undecided: int
    marked: int

    @property
    def decided(self) -> int:
        return self.items - self.undecided


def progress_of(bundle: Bundle) -> Progress:
    counted = BundleItem.objects.filter(bundle=bundle).aggregate(
        items=Count("pk"),
        undecided=Count("pk", filter=Q(decision=BundleItem.Decision.UNDECIDED)),
        marked=Count("pk", filter=~Q(marks=[])),
    )
    return Progress(**counted)


def page_of_items(
    bundle: Bundle, after: int, *, undecided: bool = False
) -> tuple[list[BundleItem], int]:
    """Items after a number, and the number the next page comes after; 0 where there is none."""
    rows = BundleItem.objects.filter(bundle=bundle, number__gt=after).order_by("number")
    if undecided:
        rows = rows.filter(decision=BundleItem.Decision.UNDECIDED)
    found = list(rows[: A_PAGE + 1])
    return found[:A_PAGE], found[A_PAGE - 1].number if len(found) > A_PAGE else 0
