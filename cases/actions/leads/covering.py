"""Naming who stands in for somebody while they are away, and taking that back."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, may
from audit.actions.recording import record
from audit.context import reach_again
from audit.days import in_words
from audit.refusal import Reason, Refused, refuse_if
from cases.models import Cover
from cases.queries.leads.workers import workers_under

LONGEST = timedelta(days=92)
NOT_YOURS = "Only a manager of the locality somebody works in names who covers for them."
PAST = Reason("Cover begins today or later.", about="from_date")
BACKWARDS = Reason("The last day must be the first or a later one.", about="to_date")
TOO_LONG = Reason(
    "Cover lasts three months at most. For longer, give the cases to somebody else.",
    about="to_date",
)
OVER = "This cover has ended already."


@transaction.atomic
def name_cover(
    *, absent: User, worker: User, from_date: date, to_date: date, by: Any, why: str = ""
) -> Cover:
    """From the first day to the last, `worker` sees the cases of `absent` and what is due on them.

    Raises Refused where `by` does not answer for `absent`, `worker` cannot take cases, or somebody
    covers for either of them then.
    """
    absent = User.objects.select_for_update(of=("self",)).get(pk=absent.pk)
    refuse_if(reasons_against(absent, worker, from_date, to_date, by))
    cover = Cover.objects.create(
        absent=absent,
        worker=worker,
        from_date=from_date,
        to_date=to_date,
        why=why.strip(),
        named_by=by,
        named_at=timezone.now(),
    )
    said = f"{cover} from {in_words(from_date)} to {in_words(to_date)}"
    record("cover.named", cover, said, by=by, reason=cover.why)
    reach_again()
    return cover


@transaction.atomic
def end_cover(*, cover: Cover, by: Any) -> Cover:
    """From now on the worker sees no more than their own."""
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
    if cover.ended_at or cover.to_date < timezone.localdate():
        raise Refused(OVER)
    if not _answers_for(by, cover.absent):
        raise Refused(NOT_YOURS)
    take_back(cover, by)
    return cover


def take_back(cover: Cover, by: Any) -> None:
    """End a cover that stands, for verbs that have decided it themselves."""
    cover.ended_at, cover.ended_by = timezone.now(), by
    cover.save(update_fields=["ended_at", "ended_by"])
    record("cover.ended", cover, f"No longer: {cover}", by=by)
    reach_again()


def reasons_against(
    absent: User, worker: User | None, from_date: date | None, to_date: date | None, by: Any
) -> list[str]:
    """Why this person cannot cover for that one on these days, as far as they are known."""
    if not _answers_for(by, absent):
        return [NOT_YOURS]
    found = _reasons_against_days(from_date, to_date)
    if worker and worker.pk == absent.pk:
        found.append(Reason("Nobody covers for themselves. Choose somebody else.", about="worker"))
    elif worker and (not worker.is_active or not may(worker, May.WORK)):
        said = f"{worker.name} cannot take cases. Choose a practitioner."
        found.append(Reason(said, about="worker"))
    if from_date is None or to_date is None:
        return found
    during = Cover.objects.standing().filter(from_date__lte=to_date, to_date__gte=from_date)
    either = during.filter(absent__in=[absent, worker] if worker else [absent])
    for cover in either.select_related("absent", "worker"):
        found.append(
            f"{cover} until {in_words(cover.to_date)}. End that first, or choose other days."
        )
    return found


def _reasons_against_days(from_date: date | None, to_date: date | None) -> list[str]:
    found: list[str] = []
    if from_date and from_date < timezone.localdate():
        found.append(PAST)
    if from_date is None or to_date is None:
        return found
    if to_date < from_date:
        found.append(BACKWARDS)
    elif to_date - from_date > LONGEST:
        found.append(TOO_LONG)
    return found


def _answers_for(by: Any, absent: User) -> bool:
    return may(by, May.ALLOCATE) and workers_under(by).filter(pk=absent.pk).exists()
