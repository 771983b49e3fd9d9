"""The job behind each batch of a file: whether the families are known, many requests at once."""

from collections.abc import Iterable
from typing import Any

from accounts.acting import acting_as_system
from accounts.roles import Scope
from audit.actions.queueing import Landing, progress
from audit.models import Job
from referrals.actions.keeping_apart import keep_for_the_named
from referrals.matching import Verdict, match, subjects_of
from referrals.models import Referral

AT_ONCE = 50  # requests of one transaction
Known = Referral.Known


def screen(job: Job) -> Landing:
    """Keep what is surely about a restricted family for the people named on it, and note of each
    request whether anybody may be known. Done again, it changes nothing."""
    numbers: list[int] = job.payload["ids"]
    starts = range(0, len(numbers), AT_ONCE)
    for step, start in enumerate(starts, start=1):
        some = numbers[start : start + AT_ONCE]
        with acting_as_system("matching"):
            _keep_apart(some)
        with acting_as_system("matching", Scope.ALL):  # what the desk may find, and no more
            _note_known(some)
        progress(job, step, len(starts), f"Looked at {min(step * AT_ONCE, len(numbers))} requests")
    return lambda: None


def _keep_apart(numbers: Iterable[int]) -> None:
    requests = _unchecked(numbers)
    found = _matched(requests)
    for referral in requests:
        sure = any(
            candidate.verdict == Verdict.SAME and candidate.person.restricted
            for person in referral.people.all()
            for candidate in found[person.pk]
        )
        if sure or referral.kept_for_id:
            keep_for_the_named(referral)


def _note_known(numbers: Iterable[int]) -> None:
    """As `note_known` does for one: of a request nobody has looked at yet, nothing is judged."""
    requests = _unchecked(numbers)
    found = _matched(requests)
    by_answer: dict[str, list[int]] = {Known.POSSIBLY: [], Known.NOT_KNOWN: []}
    for referral in requests:
        somebody = any(found[person.pk] for person in referral.people.all())
        by_answer[Known.POSSIBLY if somebody else Known.NOT_KNOWN].append(referral.pk)
    for known, some in by_answer.items():
        Referral.objects.filter(pk__in=some, known=Known.UNCHECKED).update(known=known)


def _unchecked(numbers: Iterable[int]) -> list[Referral]:
    rows = Referral.objects.filter(pk__in=list(numbers), known=Known.UNCHECKED)
    return list(rows.order_by("pk").prefetch_related("people"))


def _matched(requests: Iterable[Referral]) -> dict[int, Any]:
    subjects = [
        subject
        for referral in requests
        for subject in subjects_of(referral, list(referral.people.all()))
    ]
    return match(subjects) if subjects else {}
