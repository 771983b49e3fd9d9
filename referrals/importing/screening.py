"""The job behind each batch of a file: whether the families are known, many requests at once."""

from collections.abc import Collection, Iterable

from accounts.acting import acting_as_system
from accounts.roles import Scope
from audit.actions.queueing import Landing, progress
from audit.models import Job
from referrals.actions.keeping_apart import keep_for_the_named
from referrals.matching import Matched, Verdict, match_each, subjects_of
from referrals.models import Referral

AT_ONCE = 100  # requests of one transaction
Known = Referral.Known


def screen(job: Job) -> Landing:
    """Keep what is surely about a restricted family for the people named on it, and note of each
    request whether anybody may be known. Done again, it changes nothing."""
    numbers: list[int] = job.payload["ids"]
    starts = range(0, len(numbers), AT_ONCE)
    for step, start in enumerate(starts, start=1):
        some = numbers[start : start + AT_ONCE]
        with acting_as_system("matching"):
            rest = _look_for(some)
        with acting_as_system("matching", Scope.ALL):  # what the desk may find, and no more
            _look_again(rest)
        progress(job, step, len(starts), f"Looked at {min(step * AT_ONCE, len(numbers))} requests")
    return lambda: None


def _look_for(numbers: Iterable[int]) -> list[int]:
    """Keep apart what is surely about a restricted family; and where nobody restricted came into
    it, the desk would find the same, and it is noted. Those of which that cannot be said."""
    requests = _unchecked(numbers)
    rest, plain = [], []
    for referral, found in zip(requests, _matched(requests), strict=True):
        sure = any(
            candidate.verdict == Verdict.SAME and candidate.person.restricted
            for several in found.candidates.values()
            for candidate in several
        )
        if sure or referral.kept_for_id:
            keep_for_the_named(referral)
        if sure or referral.kept_for_id or found.restricted:
            rest.append(referral.pk)
        else:
            plain.append((referral, found))
    _note_known(plain)
    return rest


def _look_again(numbers: Collection[int]) -> None:
    if requests := _unchecked(numbers) if numbers else []:
        _note_known(zip(requests, _matched(requests), strict=True))


def _note_known(looked_for: Iterable[tuple[Referral, Matched]]) -> None:
    """As `note_known` does for one: of a request nobody has looked at yet, nothing is judged."""
    by_answer: dict[str, list[int]] = {Known.POSSIBLY: [], Known.NOT_KNOWN: []}
    for referral, found in looked_for:
        somebody = any(found.candidates.values())
        by_answer[Known.POSSIBLY if somebody else Known.NOT_KNOWN].append(referral.pk)
    for known, some in by_answer.items():
        if some:
            Referral.objects.filter(pk__in=some, known=Known.UNCHECKED).update(known=known)


def _unchecked(numbers: Iterable[int]) -> list[Referral]:
    rows = Referral.objects.filter(pk__in=list(numbers), known=Known.UNCHECKED)
    return list(rows.order_by("pk").prefetch_related("people"))


def _matched(requests: Iterable[Referral]) -> list[Matched]:
    return match_each([subjects_of(one, list(one.people.all())) for one in requests])
