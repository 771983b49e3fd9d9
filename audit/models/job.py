"""Work asked for, to be done outside the request."""

from django.db import models
from django.db.models import Q

from audit.classification import Classified


class Job(models.Model):
    """A piece of work, asked for in the transaction that needs it and done by a worker.

    The row is the truth; the message on the broker only wakes a worker. One key, one job.
    """

    classified = Classified(
        about="family",
        personal="payload",
        pseudonymous="key asked_by_id",
        none="kind state attempts asked_at run_after leased_until finished_at step "
        "steps step_name problem",
        kept="year",
    )

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    run_after = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)
    step_name = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                condition=Q(state__in=["waiting", "running"]),
                name="jobs_to_do",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", leased_until__isnull=False)
                | (~Q(state="running") & Q(leased_until__isnull=True)),
                name="only_a_running_job_is_leased",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | (Q(state__in=["waiting", "running"]) & Q(finished_at__isnull=True)),
                name="only_an_ended_job_has_a_finish",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

    @property
    def ended(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}
