"""The other councils, to whom a family living in their area is sent on."""

from django.db import models

from audit.classification import Classified


class OtherCouncil(models.Model):
    """Another council, and how its front door is reached safely."""

    classified = Classified(
        about="nobody",
        none="name ons_code secure_email phone ended_on",
        kept="configuration",
    )

    name = models.CharField(max_length=200, unique=True)
    ons_code = models.CharField(
        "ONS code", max_length=9, blank=True, help_text="By which postcodes name it: E08000025"
    )
    secure_email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
