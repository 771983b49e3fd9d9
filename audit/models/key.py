"""Keys that make a repeated request have one effect, and references people can read out."""

from django.db import models

from audit.classification import Classified


class OneTimeKey(models.Model):
    """The key of a form that was sent. A second sending is answered with the first's result."""

    classified = Classified(
        about="staff",
        pseudonymous="key actor_id result_url",
        none="used_at",
        kept="year",
    )

    key = models.UUIDField(primary_key=True)
    used_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    result_url = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.key)


class ReferenceCounter(models.Model):
    """The last number given out for a kind of reference in a year: EH-2026-00417."""

    classified = Classified(
        about="nobody",
        none="prefix year last",
        kept="configuration",
    )

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="one_counter_per_prefix_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.last:05d}"
