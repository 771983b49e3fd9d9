"""The directory: services and groups that families can be pointed to."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.classification import Classified
from localities.models.agency import Agency
from localities.models.place import Locality


class Topic(models.TextChoices):
    """What a service helps with. The needs of an assessment are another list: see `cases`."""

    PARENTING = "parenting", "Parenting and family life"
    BABIES = "babies", "Pregnancy and babies"
    WELLBEING = "wellbeing", "Feelings and mental wellbeing"
    BEHAVIOUR = "behaviour", "Behaviour"
    SEND = "send", "Special educational needs and disability"
    HEALTH = "health", "Health and growing up"
    SCHOOL = "school", "School and learning"
    MONEY = "money", "Money, food and benefits"
    HOUSING = "housing", "Housing and home"
    WORK = "work", "Work and training"
    RELATIONSHIPS = "relationships", "Relationships and separation"
    ABUSE = "abuse", "Domestic abuse"
    SUBSTANCES = "substances", "Alcohol and drugs"
    CARERS = "carers", "Young carers"
    YOUTH = "youth", "Things to do for young people"
    LOSS = "loss", "Loss and bereavement"
    SAFETY = "safety", "Keeping safe, online and outside"
    WELCOME = "welcome", "New to the country or the area"


class ServiceQuerySet(models.QuerySet[Any]):
    def offered(self, day: date | None = None) -> Self:
        """Entries that may be named to a family on a day (today): neither ended nor out of date."""
        on = day or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), ended_on__isnull=True
        )


class Service(models.Model):
    """One entry of the directory: a service or group, what it offers, for whom and how to reach it.

    `valid_until` is the last day its keeper vouches for what it says; after it the entry is not
    offered until somebody has looked at it again. No localities: the whole area.
    """

    classified = Classified(
        about="staff",
        personal="kept_by kept_by_email",
        none="key name offers for_whom topics also_called age_from age_to everywhere online "
        "address postcode times languages cost cost_words how_to_refer phone email website "
        "valid_until ended_on reminded_for words",
        kept="configuration",
    )

    class Cost(models.TextChoices):
        FREE = "free", "Free"
        SMALL = "small", "A small charge"
        CHARGE = "charge", "A charge"

    key = models.SlugField(
        max_length=80, unique=True, help_text="Its name in files, as hawthorn-stay-and-play"
    )
    name = models.CharField(max_length=150)
    offers = models.TextField("what it offers", max_length=2000)
    for_whom = models.CharField("for whom", max_length=300, blank=True)
    topics = ArrayField(models.CharField(max_length=16, choices=Topic), default=list, blank=True)
    also_called = models.CharField(
        "other words people search for", max_length=300, blank=True, help_text="Found, never shown"
    )
    age_from = models.PositiveSmallIntegerField("from age", null=True, blank=True)
    age_to = models.PositiveSmallIntegerField("to age", null=True, blank=True)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    everywhere = models.BooleanField(
        "for the whole area", default=False, help_text="Found in every locality"
    )
    localities = models.ManyToManyField(Locality, blank=True, related_name="services")
    online = models.BooleanField("online or by telephone", default=False)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    times = models.CharField("when", max_length=300, blank=True)
    languages = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    cost = models.CharField(max_length=6, choices=Cost, default=Cost.FREE)
    cost_words = models.CharField("what it costs", max_length=200, blank=True)
    how_to_refer = models.TextField("how to refer or join", max_length=1000, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    kept_by = models.CharField("who keeps this entry", max_length=100, blank=True)
    kept_by_email = models.EmailField("their work address", blank=True)
    valid_until = models.DateField(
        null=True, blank=True, help_text="After this day it is not offered until looked at again"
    )
    ended_on = models.DateField(null=True, blank=True)
    reminded_for = models.DateField(
        null=True, blank=True, editable=False, help_text="The last day its keeper was reminded of"
    )
    words = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("also_called", weight="A", config="english")
        + SearchVector("offers", weight="B", config="english")
        + SearchVector("for_whom", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "directory entry"
        verbose_name_plural = "directory entries"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_to__gte=F("age_from")),
                name="ages_of_a_service_go_upwards",
            )
        ]
        indexes = [
            GinIndex(fields=["words"], fastupdate=False, name="words_of_services"),
            models.Index(fields=["name", "id"], name="services_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ages(self) -> str:
        """ "5 to 11", "Under 5", "From 16"; empty where it is for all ages."""
        if self.age_from and self.age_to is not None:
            return f"{self.age_from} to {self.age_to}"
        if self.age_to is not None:
            return f"Up to {self.age_to}"
        return f"From {self.age_from}" if self.age_from else ""

    @property
    def topic_labels(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics if topic in Topic.values]

    @property
    def where(self) -> str:
        """Which part of the area, and how, in a few words; wants `localities` read before."""
        places = "The whole area" if self.everywhere else ", ".join(
            place.name for place in self.localities.all()
        )  # fmt: skip
        return " · ".join(filter(None, [places, "Online or by telephone" if self.online else ""]))

    @property
    def price(self) -> str:
        return self.cost_words or str(self.Cost(self.cost).label)

    def is_offered(self, day: date | None = None) -> bool:
        """The rule of `offered`, of an entry that has been read."""
        on = day or timezone.localdate()
        return self.ended_on is None and (self.valid_until is None or self.valid_until >= on)
