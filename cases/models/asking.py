"""That somebody asked whether anyone is already helping a child or adult."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.case import Case
from localities.models import Agency


class Asking(models.Model):
    """One question “Is anyone already helping?”, and the call that was asked for, if any.

    Rows are written by the database functions of `cases/sql/is_anyone_helping.sql` alone. Whoever
    asked cannot read them, so that nobody can tell from one whether a family was found; who sees
    the family's case can.
    """

    classified = Classified(
        about="family",
        personal="phone",
        special="why words",
        pseudonymous="handle",
        none="asked_at reason wanted_at called_at",
        kept="as_its_record",
    )

    class Reason(models.TextChoices):
        SAFEGUARDING = "safeguarding", "I am worried about a child’s safety or welfare"
        OFFERING_HELP = "offering_help", "I am about to offer help, and must not duplicate it"
        ASKED_BY_FAMILY = "asked_by_family", "The family asked me to find out"
        STATUTORY = "statutory", "A duty in law requires me to work with others"

    handle = models.UUIDField(default=uuid.uuid4, unique=True)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField("why they may ask", max_length=16, choices=Reason)
    why = models.TextField("in the asker’s words")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="askings")
    wanted_at = models.DateTimeField(null=True, blank=True, help_text="A call was asked for")
    phone = models.CharField(max_length=40, blank=True)
    words = models.TextField("what the call is about", blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wanted_at__isnull=True) | (Q(case__isnull=False) & ~Q(phone="")),
                name="a_call_that_is_wanted_has_a_number_and_a_case",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, called_by__isnull=True)
                | Q(called_at__isnull=False, called_by__isnull=False, wanted_at__isnull=False),
                name="a_call_is_made_by_somebody_after_it_is_wanted",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="askings_of_a_person"),
            models.Index(fields=["agency", "asked_at"], name="askings_of_an_agency"),
            models.Index(
                fields=["case"],
                condition=Q(wanted_at__isnull=False, called_at__isnull=True),
                name="calls_to_make",
            ),
        ]

    def __str__(self) -> str:
        return f"Asked at {self.asked_at:%d %b %Y %H:%M}"
