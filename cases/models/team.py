"""Who works with the family."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    DateTimeRangeField,
    RangeBoundary,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q

from audit.classification import Classified
from cases.models.case import Case
from cases.models.family import Family
from localities.models import Agency


class Allocation(models.Model):
    """That one person was the lead practitioner of a case, from when to when."""

    classified = Classified(
        about="family",
        personal="note end_reason",
        none="started_at ended_at",
        kept="child_25",
    )

    class EndReason(models.TextChoices):
        REALLOCATED = "reallocated", "Somebody else took over"
        CLOSED = "closed", "Case closed"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="allocations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations"
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        on_delete=models.PROTECT,
        help_text="The lead’s agency at the time",
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)
    allocated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_lead_practitioner_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(
                            F("started_at"),
                            F("ended_at"),
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_present_lead_per_case",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__gte=F("started_at")) & ~Q(end_reason="")),
                name="an_ended_allocation_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "case"],
                condition=Q(ended_at__isnull=True),
                name="present_cases_of_a_lead",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} leads {self.case}"


class TafMember(models.Model):
    """Somebody in the Team Around the Family.

    With a user, they see the case while a sharing basis covers their agency.
    """

    classified = Classified(
        about="family",
        personal="name role",
        pseudonymous="joined_on left_on",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="taf_members")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taf_memberships",
    )
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=100, blank=True, help_text="Such as health visitor")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(left_on__isnull=True, user__isnull=False),
                name="one_present_taf_membership_per_user",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="a_taf_member_leaves_after_joining",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "case"],
                condition=Q(left_on__isnull=True),
                name="present_tafs_of_a_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name
