"""Programmes and groups that a family or one of them takes part in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Person
from localities.models import Service


class Intervention(Versioned):
    """A programme or group delivered to the family or one person: sessions offered and attended,
    from when to when, and how it ended."""

    classified = Classified(
        about="family",
        special="name how_it_ended",
        pseudonymous="from_on to_on offered attended ending",
        none="version",
        kept="child_25",
    )

    class Ending(models.TextChoices):
        COMPLETED = "completed", "Finished as planned"
        LEFT = "left", "They stopped coming"
        NOT_STARTED = "not_started", "They never came"
        STOPPED = "stopped", "It was stopped for another reason"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="For whom; of the whole family nobody",
    )
    service = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=150, help_text="What it is called")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    offered = models.PositiveSmallIntegerField("sessions offered", default=0)
    attended = models.PositiveSmallIntegerField("sessions attended", default=0)
    ending = models.CharField(max_length=11, choices=Ending, blank=True)
    how_it_ended = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attended__lte=F("offered")),
                name="no_more_sessions_attended_than_offered",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True, ending="")
                | (~Q(ending="") & Q(to_on__gte=F("from_on"))),
                name="an_intervention_that_ended_says_how_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name
