"""What the family agreed to, and on what basis anything is shared. Three things kept apart."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from cases.models.family import Family
from cases.models.person import Person
from localities.models import Agency


class Agreement(models.Model):
    """That somebody agreed the family takes part in early help. Not a basis for sharing."""

    classified = Classified(
        about="family",
        personal="how competence withdrawn_reason",
        pseudonymous="given_on withdrawn_on",
        kept="child_25",
    )

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        BY_PHONE = "by_phone", "By telephone"
        IN_WRITING = "in_writing", "In writing"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    how = models.CharField(max_length=10, choices=How)
    given_on = models.DateField()
    competence = models.TextField(
        blank=True,
        help_text="A young person’s: who judged it, how, and whether parents may know",
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="agreement_is_withdrawn_after_it_is_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.family}: agreed {self.given_on:%d %b %Y}"


class SharingBasis(models.Model):
    """The lawful basis on which what is named may be shared with one agency."""

    classified = Classified(
        about="family",
        personal="what objection",
        pseudonymous="from_date to_date stopped_at",
        none="basis",
        kept="child_25",
    )

    class Basis(models.TextChoices):
        PUBLIC_TASK = "public_task", "Public task"
        LEGAL_OBLIGATION = "legal_obligation", "Legal obligation"
        VITAL_INTERESTS = "vital_interests", "Vital interests"
        CONSENT = "consent", "Consent"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="sharing_bases")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sharing_bases")
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.PUBLIC_TASK)
    what = models.CharField("what may be shared", max_length=300)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="Last day it holds")
    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="Stopped at once, before its last day"
    )
    objection = models.TextField(blank=True, help_text="If somebody objected: who, and the answer")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "sharing bases"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="a_sharing_basis_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["agency", "family"], name="sharing_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.what} ({self.get_basis_display()})"


class PrivacyNotice(models.Model):
    """That a privacy notice was given: to whom, when, in which language."""

    classified = Classified(
        about="family",
        personal="language",
        pseudonymous="given_on",
        kept="child_25",
    )

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="privacy_notices")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    given_on = models.DateField()
    language = models.CharField(max_length=60, default="English")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"Privacy notice given {self.given_on:%d %b %Y}"
