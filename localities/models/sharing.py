"""What the council and another agency have agreed about sharing information."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from audit.classification import Classified
from localities.models.agency import Agency


class SharingAgreementQuerySet(models.QuerySet[Any]):
    def standing(self, day: date | None = None) -> Self:
        """Those in force on a day (today)."""
        on = day or timezone.localdate()
        return self.filter(from_date__lte=on, to_date__gte=on)

    def not_replaced(self) -> Self:
        """The last of each agency: none of the same agency ends later."""
        later = SharingAgreement.objects.filter(
            agency=OuterRef("agency"), to_date__gt=OuterRef("to_date")
        )
        return self.filter(~Exists(later), agency__ended_on__isnull=True)


class SharingAgreement(models.Model):
    """An information sharing agreement with one agency, from its first day to its last.

    It says how the two share, for what and how safely. It is not a lawful basis: that is
    recorded for each family and each agency.
    """

    classified = Classified(
        about="nobody",
        none="title from_date to_date purposes document",
        kept="configuration",
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sharing_agreements")
    title = models.CharField(max_length=200)
    from_date = models.DateField("first day")
    to_date = models.DateField("last day")
    purposes = models.TextField(help_text="What is shared for, in the agreement’s own words")
    document = models.CharField(
        "document reference", max_length=200, help_text="Where the signed document is kept"
    )

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["agency__name", "-to_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")),
                name="a_sharing_agreement_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["agency", "to_date"], name="sharing_agreements_of_agency")]

    def __str__(self) -> str:
        return f"{self.title} ({self.agency})"
