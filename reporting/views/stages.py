"""How far a report is, in words."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from audit.models import Job
from reporting.models import Report

WAITING = "Waiting for a worker to begin"
STILL_WAITING = (
    "Waiting for a worker to begin. That takes longer than usual: "
    "tell your administrator if it goes on."
)
USUAL = timedelta(minutes=1)


@dataclass(frozen=True)
class Stage:
    """What the list and the report's page say of it."""

    word: str
    colour: str
    ready: bool = False
    failed: bool = False
    step: int = 0
    steps: int = 0
    words: str = ""
    problem: str = ""

    @property
    def ended(self) -> bool:
        return self.ready or self.failed


def stage_of(report: Report) -> Stage:
    return stage_of_job(report.job)


def stage_of_job(job: Job) -> Stage:
    """How far any work is that makes a document."""
    if job.state == Job.State.FAILED:
        return Stage("Failed", "red", failed=True, problem=job.problem)
    if job.state == Job.State.DONE:
        return Stage("Ready", "green", ready=True, step=job.step, steps=job.steps)
    words = job.step_name or WAITING
    if job.state == Job.State.WAITING:
        late = timezone.now() - job.run_after > USUAL
        return Stage("Waiting", "grey", words=STILL_WAITING if late else WAITING, steps=job.steps)
    return Stage("Being produced", "blue", words=words, step=job.step, steps=job.steps)
