"""Records that only named people may see, and the ways in and out of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from cases.models.family import Family
from cases.models.person import Person


class Restriction(models.Model):
    """That a family's records are for named people only, from when to when, and why."""

    classified = Classified(
        about="family",
        personal="kind",
        special="reason end_reason",
        none="set_at ended_at",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        STAFF = "staff", "Somebody who works here, or their family"
        HIGH_RISK = "high_risk", "High risk of being found"
        OTHER = "other", "Another reason"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_restriction_per_family",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_restriction_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="a_restriction_is_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Restricted: {self.get_kind_display()}"


class NamedPerson(models.Model):
    """One of the people a restricted record is for. Deputies are told when others are away."""

    classified = Classified(
        about="family",
        pseudonymous="deputy",
        none="named_at ended_at",
        kept="child_25",
    )

    restriction = models.ForeignKey(Restriction, on_delete=models.CASCADE, related_name="named")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_on"
    )
    deputy = models.BooleanField(default=False)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "named people"
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_naming_per_restriction_and_user",
            )
        ]
        indexes = [
            models.Index(
                fields=["user", "family"],
                condition=Q(ended_at__isnull=True),
                name="families_opened_by_name",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}{' (deputy)' if self.deputy else ''}"


class BreakGlass(models.Model):
    """That somebody opened a record they may not see otherwise: why, and for how many hours."""

    classified = Classified(
        about="family",
        special="reason finding",
        none="opened_at ends_at ended_at seen_at",
        kept="as_its_record",
    )

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="break_glass")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Before its time")
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who looked into it afterwards",
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField("what was found", blank=True)

    class Meta:
        verbose_name_plural = "break glass"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="breaking_glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")),
                name="broken_glass_ends_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="broken_glass_is_looked_into_by_somebody_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["user", "ends_at"], name="families_opened_by_glass")]

    def __str__(self) -> str:
        return f"{self.user} opened {self.family} until {self.ends_at:%d %b %Y %H:%M}"


class Conflict(models.Model):
    """That a user is linked to a person we know: they never see a family that person is in."""

    classified = Classified(
        about="family",
        personal="link end_reason",
        none="declared_at ended_at",
        kept="child_25",
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conflicts")
    link = models.CharField("how they are linked", max_length=200)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_conflict_per_user_and_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="an_ended_conflict_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(ended_at__isnull=True), name="conflicts_of_a_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.link}"
