"""What waits besides requests: sampled decisions for managers, and disagreements that go on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.roles import May, may
from cases.extensions import Waiting
from cases.queries.written_once import read_by
from referrals.models import Disagreement, DisagreementStage, Referral, Sample


@dataclass(frozen=True)
class Disputed:
    """A disagreement as the list shows it."""

    row: Disagreement
    stage: DisagreementStage

    @property
    def late(self) -> bool:
        return self.stage.due_on < timezone.localdate()


def samples_for(user: Any) -> QuerySet[Sample]:
    """Sampled decisions nobody has judged, of requests this person sees, never their own."""
    seen = Referral.objects.visible_to(user).values("pk")
    waiting = Sample.objects.filter(verdict="", decision__referral__in=seen)
    return waiting.exclude(decision__decided_by=user.pk).order_by("week", "pk")


def judged_lately(user: Any, since: date) -> tuple[int, int]:
    """How many samples were judged since a day, and how many of them overturned."""
    seen = Referral.objects.visible_to(user).values("pk")
    judged = Sample.objects.filter(judged_at__date__gte=since, decision__referral__in=seen)
    verdicts = list(judged.values_list("verdict", flat=True))
    return len(verdicts), verdicts.count(Sample.Verdict.OVERTURNED)


def judged_between(user: Any, first: date, last: date) -> QuerySet[Sample]:
    """Samples judged from a day to a day, both included, the latest first."""
    seen = Referral.objects.visible_to(user).values("pk")
    judged = Sample.objects.filter(judged_at__date__range=(first, last))
    return judged.filter(decision__referral__in=seen).order_by("-judged_at", "-pk")


def open_disagreements(user: Any) -> list[Disputed]:
    """Those that go on, with the stage they are at; the one due first stands first."""
    running = DisagreementStage.objects.filter(ended_at__isnull=True).select_related("ours")
    rows = (
        disagreements_of(user)
        .filter(ended_at__isnull=True)
        .select_related("referral", "decision")
        .prefetch_related(Prefetch("stages", running, to_attr="running"))
    )
    found = [Disputed(row, row.running[0]) for row in rows[:200] if row.running]
    return sorted(found, key=lambda each: (each.stage.due_on, each.row.pk))


def disagreements_of(user: Any) -> QuerySet[Disagreement]:
    """Disagreements about requests this person sees."""
    seen = Referral.objects.visible_to(user).values("pk")
    return Disagreement.objects.filter(referral__in=seen)


def to_look_at(user: Any) -> list[Waiting]:
    """The lines of a manager's start and of the desk's, which judges no samples; what is nought is
    left out."""
    samples = may(user, May.ALLOCATE) or may(user, May.SIGN_OFF)
    today, stages = timezone.localdate(), _STAGES(user)
    sampled = len(_SAMPLED(user)) if samples else 0
    late, disputed = sum(stage.due_on < today for stage in stages), len(stages)
    lines = [
        Waiting(f"{_many('Decision', sampled)} to look at again", sampled, reverse("samples")),
        Waiting(_many("Disagreement", disputed), disputed, reverse("disagreements"), late),
    ]
    return [line for line in lines if line.number]


def _running_stages(user: Any) -> QuerySet[DisagreementStage]:
    """One of each disagreement that goes on."""
    open_now = disagreements_of(user).filter(ended_at__isnull=True)
    rows = DisagreementStage.objects.filter(ended_at__isnull=True, disagreement__in=open_now)
    return rows.only("due_on")


# Every manager's start asks for them, and Django would take longer to write them than to ask.
_STAGES = read_by(_running_stages)
_SAMPLED = read_by(lambda user: samples_for(user).only("pk"))


def _many(noun: str, number: int) -> str:
    return noun if number == 1 else f"{noun}s"
