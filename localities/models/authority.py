"""The council this deployment serves."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from audit.classification import Classified

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", "Enter a colour as # and six digits, like #6a1b6f")


class Authority(models.Model):
    """The council: its name, its looks, and the numbers people ring in danger. One row."""

    classified = Classified(
        about="nobody",
        none="name service_name brand_colour accent_colour logo_svg mash_phone "
        "out_of_hours_phone adults_phone adults_address desk_phone desk_email opens_at closes_at "
        "ons_code",
        kept="configuration",
    )

    name = models.CharField(max_length=200)
    service_name = models.CharField(max_length=100, default="Early Help")
    brand_colour = models.CharField(max_length=7, default="#1d4f73", validators=[COLOUR])
    accent_colour = models.CharField(max_length=7, default="#0b6e4f", validators=[COLOUR])
    logo_svg = models.TextField(blank=True, help_text="An SVG of the council's own logo")
    mash_phone = models.CharField("MASH telephone", max_length=40)
    out_of_hours_phone = models.CharField(max_length=40)
    adults_phone = models.CharField("adult services telephone", max_length=40, blank=True)
    adults_address = models.URLField(
        "adult services web page", blank=True, help_text="Where adults without children turn"
    )
    desk_phone = models.CharField("early help desk telephone", max_length=40)
    desk_email = models.EmailField()
    opens_at = models.TimeField(default="09:00")
    closes_at = models.TimeField(default="17:00")
    ons_code = models.CharField("ONS code", max_length=9, blank=True)

    class Meta:
        verbose_name_plural = "authority"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_authority_per_deployment")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """The authority of this deployment; a nameless one before it has been set up."""
        return cls.objects.filter(pk=1).first() or cls(
            pk=1,
            name="Your council",
            mash_phone="",
            out_of_hours_phone="",
            desk_phone="",
        )


class Closure(models.Model):
    """A day the council does not work besides weekends and England's bank holidays."""

    classified = Classified(
        about="nobody",
        none="on reason",
        kept="configuration",
    )

    on = models.DateField(unique=True)
    reason = models.CharField(max_length=100)

    class Meta:
        verbose_name = "council closure day"

    def __str__(self) -> str:
        return f"{self.on:%d %b %Y} ({self.reason})"


class SchoolHoliday(models.Model):
    """Days without school. They are no term time: an account not used in them is not unused."""

    classified = Classified(
        about="nobody",
        none="name starts_on ends_on",
        kept="configuration",
    )

    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="a_holiday_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on:%d %b %Y} to {self.ends_on:%d %b %Y}"
