"""The lexicon of names: every name that people are recorded with, and how it may be typed."""

from django.db import models

from audit.classification import Classified


class NameSpelling(models.Model):
    """One way in which a recorded name may be looked for: a part of it, that part without one
    letter, or the sound of it. Written by the database whenever a name is (cases/sql/names.sql).

    Nobody reads the table: the function `names_like` answers about the names it is asked for.
    """

    classified = Classified(about="family", personal="key spelling", none="how", kept="child_25")

    class How(models.TextChoices):
        PART = "part", "A part of the name, or all of it"
        SLIP = "slip", "A part without one letter"
        SOUND = "sound", "How a part sounds"

    key = models.CharField(max_length=200, db_collation="C", help_text="As on the person’s row")
    how = models.CharField(max_length=5, choices=How)
    spelling = models.CharField(max_length=200, db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["spelling", "how"], include=["key"], name="names_by_spelling"),
            models.Index(fields=["key"], name="names_that_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.spelling}"


class NameFrequency(models.Model):
    """How many people bear a name, counted anew each night: what is rare says more."""

    classified = Classified(about="family", personal="key", none="people", kept="child_25")

    key = models.CharField(max_length=200, db_collation="C", primary_key=True)
    people = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "name frequencies"

    def __str__(self) -> str:
        return f"{self.key}: {self.people}"
