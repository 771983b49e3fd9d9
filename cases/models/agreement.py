"""What the family agreed to, and on what basis anything is shared. Three things kept apart."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

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
        none="recorded_at",
        kept="child_25",
    )

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        BY_PHONE = "by_phone", "By telephone"
        IN_WRITING = "in_writing", "In writing"

    SPOKEN = (How.IN_PERSON, How.BY_PHONE)

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
    recorded_at = models.DateTimeField(null=True, blank=True)
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


class SharingBasisQuerySet(models.QuerySet[Any]):
    def holding(self, day: date | None = None) -> Self:
        """Those that hold on a day (today): begun, not over, not stopped."""
        on = day or timezone.localdate()
        return self.not_over(on).filter(from_date__lte=on)

    def not_over(self, day: date | None = None) -> Self:
        """Those that hold on a day (today) or will, unless they are stopped."""
        on = day or timezone.localdate()
        return self.filter(Q(to_date__isnull=True) | Q(to_date__gte=on), stopped_at__isnull=True)

    def with_partners(self) -> Self:
        return self.exclude(agency__kind=Agency.Kind.COUNCIL)


class SharingBasis(models.Model):
    """The lawful basis on which what is named may be shared with one agency.

    `basis` is of Article 6 of the UK GDPR; `condition`, where something of a special category
    is shared, of Article 9 with Schedule 1 of the Data Protection Act 2018. The council's
    data-protection officer confirms which are used.
    """

    classified = Classified(
        about="family",
        personal="what",
        pseudonymous="from_date to_date stopped_at",
        none="basis condition",
        kept="child_25",
    )

    class Basis(models.TextChoices):
        PUBLIC_TASK = "public_task", "Public task"
        LEGAL_OBLIGATION = "legal_obligation", "Legal obligation"
        VITAL_INTERESTS = "vital_interests", "Vital interests"
        CONSENT = "consent", "Consent"

    class Condition(models.TextChoices):
        NONE = "none", "Nothing of a special category is shared"
        SAFEGUARDING = "safeguarding", "Safeguarding children or people at risk"
        SOCIAL_CARE = "social_care", "Providing health or social care"
        STATUTORY = "statutory", "A duty or power the law gives"
        VITAL = "vital", "Saving a life"
        EXPLICIT = "explicit", "Explicit consent"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="sharing_bases")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sharing_bases")
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.PUBLIC_TASK)
    condition = models.CharField(
        "special-category condition", max_length=12, choices=Condition, blank=True
    )
    what = models.CharField("what may be shared", max_length=300)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="Last day it holds")
    stopped_at = models.DateTimeField(
        null=True, blank=True, help_text="Stopped at once, before its last day"
    )
    stopped_by = models.ForeignKey(
        "cases.Withdrawal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stopped",
        help_text="The withdrawal of agreement that stopped it",
    )
    without_agreement = models.ForeignKey(
        "cases.Withdrawal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gone_on",
        help_text="The withdrawal after which a manager let this sharing go on",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SharingBasisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "sharing bases"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="a_sharing_basis_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(stopped_by__isnull=True) | Q(stopped_at__isnull=False),
                name="what_a_withdrawal_stopped_is_stopped",
            ),
        ]
        indexes = [models.Index(fields=["agency", "family"], name="sharing_by_agency")]

    def __str__(self) -> str:
        return f"{self.agency}: {self.what} ({self.get_basis_display()})"


class Objection(models.Model):
    """That somebody objected to something being shared: to what, the answer, by when and by whom.

    Not a withdrawal of agreement. Whoever objects has a month to be answered in.
    """

    classified = Classified(
        about="family",
        personal="who",
        special="to_what answer",
        none="received_on due_on stopped_meanwhile outcome answered_on",
        kept="child_25",
    )

    class Outcome(models.TextChoices):
        STOPS = "stops", "The sharing stops"
        GOES_ON = "goes_on", "The sharing goes on"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="objections")
    basis = models.ForeignKey(
        SharingBasis,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objections",
        help_text="Empty: something else than sharing with one agency",
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    who = models.CharField(max_length=200, blank=True, help_text="Of somebody not in the family")
    to_what = models.TextField("what they object to")
    received_on = models.DateField()
    due_on = models.DateField(help_text="The last day to answer")
    stopped_meanwhile = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    answered_on__isnull=True, answered_by__isnull=True, outcome="", answer=""
                )
                | (
                    Q(answered_on__isnull=False, answered_by__isnull=False)
                    & Q(answered_on__gte=F("received_on"))
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
                name="an_objection_is_answered_in_words_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("received_on")),
                name="an_objection_is_due_after_it_comes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_on__isnull=True),
                name="objections_to_answer",
            )
        ]

    def __str__(self) -> str:
        return f"Objection received {self.received_on:%d %b %Y}"


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
