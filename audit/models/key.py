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


class KeptAnswer(models.Model):
    """What was answered to a request that came with an Idempotency-Key, to be answered again.

    `holder` is whoever sent it: a token, or an account signed in. One key of one holder is one
    request, which `digest` recognises.
    """

    classified = Classified(
        about="staff",
        pseudonymous="holder key digest body location",
        none="status kept_at",
        kept="year",
    )

    holder = models.CharField(max_length=40)
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)  # as text: an object would come back in another order
    location = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "key"], name="one_answer_per_holder_and_idempotency_key"
            )
        ]
        indexes = [models.Index(fields=["kept_at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"{self.holder} {self.key}"


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
