"""How far a report is, in words."""

from dataclasses import dataclass

from audit.models import Job
from reporting.models import Report

WAITING = "Waiting for a worker to begin"


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
    job = report.job
    if job.state == Job.State.FAILED:
        return Stage("Failed", "red", failed=True, problem=job.problem)
    if job.state == Job.State.DONE:
        return Stage("Ready", "green", ready=True, step=job.step, steps=job.steps)
    words = job.step_name or WAITING
    if job.state == Job.State.WAITING:
        return Stage("Waiting", "grey", words=WAITING, step=0, steps=job.steps)
    return Stage("Being produced", "blue", words=words, step=job.step, steps=job.steps)
