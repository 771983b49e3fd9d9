"""Who gives help."""

from django.db import models

from audit.classification import Classified
from localities.models.place import Locality


class Agency(models.Model):
    """An organisation whose people work with families: the council, a school, a health trust."""

    classified = Classified(
        about="nobody",
        none="name kind urn phone ended_on",
        kept="configuration",
    )

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        EDUCATION = "education", "School / Education"
        HEALTH = "health", "Health"
        POLICE = "police", "Police"
        VOLUNTARY = "voluntary", "Independent / Voluntary"
        HOUSING = "housing", "Housing"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    urn = models.CharField("school URN", max_length=6, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A group of workers of one agency, mostly serving one locality."""

    classified = Classified(
        about="nobody",
        none="name",
        kept="configuration",
    )

    name = models.CharField(max_length=100, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.PROTECT, related_name="teams"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
