"""Where help is given."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.classification import Classified


class Locality(models.Model):
    """An area with its own early help hub, team and manager."""

    classified = Classified(
        about="nobody",
        none="name slug aliases hub_name hub_address hub_postcode easting northing order",
        kept="configuration",
    )

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    aliases = ArrayField(
        models.CharField(max_length=100),
        default=list,
        blank=True,
        help_text="Other names reports have used for it",
    )
    hub_name = models.CharField(max_length=150, blank=True)
    hub_address = models.CharField(max_length=300, blank=True)
    hub_postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, help_text="Metres, National Grid")
    northing = models.PositiveIntegerField(null=True, help_text="Metres, National Grid")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "localities"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """Children under 18 living in a locality, for figures per 1,000 children."""

    classified = Classified(
        about="nobody",
        none="year children source",
        kept="configuration",
    )

    locality = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    children = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "year"], name="one_population_per_locality_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.locality} {self.year}: {self.children}"


class Postcode(models.Model):
    """A postcode of the area, and the locality that serves it.

    Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal
    Mail copyright and database right. Contains National Statistics data © Crown copyright
    and database right. Open Government Licence v3.0.
    """

    classified = Classified(
        about="nobody",
        none="postcode easting northing local_authority",
        kept="configuration",
    )

    postcode = models.CharField(
        primary_key=True, max_length=8, help_text="With one space: WV14 0AA"
    )
    easting = models.PositiveIntegerField()
    northing = models.PositiveIntegerField()
    local_authority = models.CharField(max_length=9)
    locality = models.ForeignKey(
        Locality, null=True, on_delete=models.SET_NULL, related_name="postcodes"
    )

    def __str__(self) -> str:
        return self.postcode


class Challenge(models.Model):
    """One of a locality's top three challenges in a period, as its partnership recorded it."""

    classified = Classified(
        about="nobody",
        none="starts_on ends_on rank text",
        kept="configuration",
    )

    locality = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="challenges")
    starts_on = models.DateField()
    ends_on = models.DateField()
    rank = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["locality__order", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "starts_on", "ends_on", "rank"],
                name="one_challenge_per_rank_and_period",
            ),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1, rank__lte=3),
                name="challenges_are_the_top_three",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="a_challenge_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality}: {self.text}"
