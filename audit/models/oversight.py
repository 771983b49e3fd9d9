"""What came of looking at who looked: findings, and the quarter's review of access."""

from django.db import models


class Finding(models.Model):
    """What was found when an unusual access was looked into."""

    class Verdict(models.TextChoices):
        EXPECTED = "expected", "It was part of their work"
        SPOKEN = "spoken", "It was not, and they were spoken to"
        BREACH = "breach", "It was a breach, and is handled as one"

    rule = models.CharField(max_length=40)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200)
    day = models.DateField()
    verdict = models.CharField("What did you find?", max_length=10, choices=Verdict)
    words = models.TextField("What did you do to find out?")
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "actor_id", "day"], name="one_finding_per_unusual_access"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.actor_name} {self.day}: {self.verdict}"


class AccessDecision(models.Model):
    """What a quarter's review decided about one exception: the access is kept, or to be ended."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "Keep it"
        ENDED = "ended", "End it"

    quarter = models.CharField(max_length=7)
    exception = models.CharField(max_length=40)
    about = models.CharField(max_length=60)
    words = models.CharField(max_length=500)
    outcome = models.CharField("What do you decide?", max_length=5, choices=Outcome)
    reason = models.TextField("Why?")
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "exception", "about"],
                name="one_decision_per_exception_and_quarter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.exception} {self.about}: {self.outcome}"


class AccessReview(models.Model):
    """The sign-off of one quarter's review of who has access to what."""

    quarter = models.CharField(max_length=7, unique=True)
    kept = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    words = models.TextField("What should the record say about this quarter?", blank=True)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quarter} signed off by {self.by_name}"
