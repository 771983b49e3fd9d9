"""The chain that shows when an entry was changed, removed or slipped in."""

from django.db import models

from audit.classification import Classified


class Seal(models.Model):
    """The place of one entry in its chain, written when its transaction commits.

    A chain is all entries of one case, or of one day and kind for what belongs to no case.
    `content` is the salted digest of what the entry says; `digest` is of the seal before, the
    number, who and when, and `content`.
    """

    classified = Classified(
        about="nobody",
        pseudonymous="entry_id",
        none="chain number kind content digest",
        kept="as_its_record",
    )

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.CharField(max_length=60)
    number = models.BigIntegerField()
    kind = models.CharField(max_length=6)
    entry_id = models.BigIntegerField()
    content = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry_id"], name="an_entry_is_sealed_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"


class Head(models.Model):
    """The last seal of a chain: what shows that its end was not cut off."""

    classified = Classified(
        about="nobody",
        none="chain number digest at",
        kept="as_its_record",
    )

    chain = models.CharField(max_length=60, primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()
    at = models.DateTimeField()  # without an index: it moves with every seal

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"
