"""Contacts with the family, and notes."""

from django.conf import settings
from django.db import models

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from cases.models.person import Person


class Contact(Versioned):
    """A contact with the family, an attempt at one, or a note about the case."""

    classified = Classified(
        about="family",
        special="text next_step",
        pseudonymous="kind happened_at no_access significant",
        none="version recorded_at",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        HOME_VISIT = "home_visit", "Home visit"
        PHONE = "phone", "Telephone call"
        MESSAGE = "message", "Text or e-mail"
        OFFICE = "office", "Seen at the hub or office"
        SCHOOL = "school", "Seen at school or nursery"
        PROFESSIONAL = "professional", "Call with another professional"
        NOTE = "note", "Note"
        OVERSIGHT = "oversight", "Management oversight"
        SURGERY = "surgery", "Advice of a locality surgery"

    WITH_FAMILY = (Kind.HOME_VISIT, Kind.PHONE, Kind.MESSAGE, Kind.OFFICE, Kind.SCHOOL)

    case = models.ForeignKey(  # its index begins the one below
        Case, on_delete=models.CASCADE, related_name="contacts", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts_made"
    )
    no_access = models.BooleanField(default=False, help_text="Tried, but nobody was seen")
    text = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    significant = models.BooleanField(default=False)
    children_seen: "models.ManyToManyField[Person, ChildSeen]" = models.ManyToManyField(
        Person, through="ChildSeen", related_name="+"
    )
    adults_spoken_with: "models.ManyToManyField[Person, AdultSpokenWith]" = models.ManyToManyField(
        Person, through="AdultSpokenWith", related_name="+"
    )

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["case", "-happened_at", "-id"], name="contacts_of_a_case")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_at:%d %b %Y}"

    @property
    def is_late_entry(self) -> bool:
        """Recorded more than a day after it happened."""
        return (self.recorded_at - self.happened_at).total_seconds() > 24 * 3600


class ChildSeen(models.Model):
    """That a child was seen at a contact, and whether alone."""

    classified = Classified(
        about="family",
        pseudonymous="alone",
        kept="child_25",
    )

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="sightings")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sightings")
    alone = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "children seen"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"], name="one_sighting_per_contact_and_child"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} seen"


class AdultSpokenWith(models.Model):
    """That an adult of the family was spoken with at a contact."""

    classified = Classified(about="family", kept="child_25")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="conversations")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")

    class Meta:
        verbose_name_plural = "adults spoken with"
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"], name="one_conversation_per_contact_and_adult"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} spoken with"
