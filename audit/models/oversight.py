"""What came of looking at who looked."""

from django.db import models

from audit.classification import Classified


class Finding(models.Model):
    """What was found when an unusual access was looked into."""

    classified = Classified(
        about="staff",
        personal="actor_name words by_name",
        pseudonymous="actor_id by_id",
        none="rule day verdict at",
        kept="as_its_record",
    )

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
