"""Deciding item by item what of a copy is sent, blacked out or left out."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from reporting.actions.copying import NOT_YOURS, SENT
from reporting.documents.subject_access.marking import Marker
from reporting.models import Bundle, BundleItem

Decision = BundleItem.Decision
SAY_WHY = "Item {}: say why it is left out."
SAY_WHY_KEPT = "Item {} names other people. To send it as it is, write why that is right."
NOT_THERE = "Item {}: “{}” does not stand in it. Copy the words from the item."


def decide_blockers(bundle: Bundle, by: Any) -> list[str]:
    reasons = [] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS]
    return reasons if bundle.request.is_open else [*reasons, SENT]


@transaction.atomic
def decide(
    *,
    item: BundleItem,
    by: Any,
    decision: str,
    exemption: str = "",
    note: str = "",
    also: Iterable[str] = (),
    expected: int | None = None,
) -> BundleItem:
    """Decide one item. `also` are further words to mark in it, as they stand there.

    What names others is sent as it is only with a written reason; what is left out names its
    exemption. Raises Refused.
    """
    locked = BundleItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    refuse_if(decide_blockers(locked.bundle, by))
    marks = _with(locked, [words for words in also if words.strip()])
    if decision == Decision.WITHHOLD and not exemption:
        raise Refused(SAY_WHY.format(locked.number))
    if decision == Decision.KEEP and marks and not note.strip():
        raise Refused(SAY_WHY_KEPT.format(locked.number))
    decided = decision != Decision.UNDECIDED
    locked.change(
        expected=expected,
        decision=decision,
        exemption=exemption if decision == Decision.WITHHOLD else "",
        note=note,
        marks=marks,
        decided_by=by if decided else None,
        decided_at=timezone.now() if decided else None,
    )
    said = f"Item {locked.number} of the copy: {locked.get_decision_display().lower()}"
    record("rights.item_decided", locked.bundle.request, said, by=by, reason=note)
    return locked


@transaction.atomic
def keep_unmarked(*, bundle: Bundle, by: Any, numbers: Iterable[int]) -> int:
    """Send as they are all of these items that mark nobody and are not decided: how many."""
    refuse_if(decide_blockers(bundle, by))
    rows = BundleItem.objects.select_for_update(of=("self",)).filter(
        bundle=bundle, number__in=list(numbers), decision=Decision.UNDECIDED, marks=[]
    )
    kept = list(rows)
    for item in kept:
        item.change(decision=Decision.KEEP, decided_by=by, decided_at=timezone.now())
    if kept:
        first, last = kept[0].number, kept[-1].number
        said = (
            f"{len(kept)} items of the copy that mark nobody ({first} to {last}): sent as they are"
        )
        record("rights.items_kept", bundle.request, said, by=by)
    return len(kept)


def _with(item: BundleItem, also: list[str]) -> list[list[Any]]:
    marks = [list(mark) for mark in item.marks]
    for words in also:
        marker, before = Marker([], [words]), len(marks)
        for number, (_label, text) in enumerate(item.lines):
            for mark in marker.marks(text):
                if mark.what == "marked by the reviewer" and not _covered(marks, number, mark):
                    marks.append([number, mark.start, mark.end, mark.what, mark.whose])
        if len(marks) == before and not any(
            words.casefold() in text.casefold() for _, text in item.lines
        ):
            raise Refused(NOT_THERE.format(item.number, words))
    return sorted(_apart(marks))


def _covered(marks: list[list[Any]], number: int, mark: Any) -> bool:
    return any(
        at == number and start <= mark.start and mark.end <= end for at, start, end, *_ in marks
    )


def _apart(marks: list[list[Any]]) -> list[list[Any]]:
    """Overlapping marks of a line as one, so that nothing is printed twice."""
    found: list[list[Any]] = []
    for mark in sorted(marks):
        last = found[-1] if found else None
        if last and last[0] == mark[0] and mark[1] < last[2]:
            last[2] = max(last[2], mark[2])
        else:
            found.append(mark)
    return found
