"""A person known to early help: child, adult or unborn."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.context import current_actor
from audit.models import Versioned
from audit.text import FoldedField
from cases.codes import Disability, Ethnicity, Gender, SendSupport, Sex
from cases.need_to_know import MadeIn, PersonQuerySet
from localities.models import Agency

# Neither merged into another record nor closed as a former identity: who is looked for and matched.
STANDING = Q(merged_into__isnull=True, identity_closed_on__isnull=True)


class Person(Versioned):
    """One person, once, however many families or homes they belong to."""

    classified = Classified(
        about="family",
        personal="given_name family_name known_as given_key family_key known_key date_of_birth "
        "date_of_birth_estimated expected_on died_on sex nhs_number upn "
        "external_id first_language interpreter",
        special="gender ethnicity disabilities send",
        pseudonymous="kind",
        none="version restricted made_in merged_into identity_closed_on",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        CHILD = "child", "Child or young person"
        ADULT = "adult", "Adult"
        UNBORN = "unborn", "Unborn child"

    kind = models.CharField(max_length=6, choices=Kind)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    known_as = models.CharField(max_length=100, blank=True)
    given_key = FoldedField(source="given_name")
    family_key = FoldedField(source="family_name")
    known_key = FoldedField(source="known_as", db_default="")
    date_of_birth = models.DateField(null=True, blank=True)
    date_of_birth_estimated = models.BooleanField(default=False)
    expected_on = models.DateField("expected date of birth", null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.NOT_KNOWN)
    gender = models.CharField(max_length=20, choices=Gender, default=Gender.NOT_RECORDED)
    ethnicity = models.CharField(max_length=7, choices=Ethnicity, default=Ethnicity.UNKNOWN)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    upn = models.CharField("UPN", max_length=13, blank=True)
    external_id = models.CharField(max_length=64, blank=True)
    school = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="pupils"
    )
    first_language = models.CharField(max_length=60, blank=True)
    interpreter = models.BooleanField("interpreter needed", default=False)
    disabilities = ArrayField(
        models.CharField(max_length=4, choices=Disability), default=list, blank=True
    )
    send = models.CharField(
        "SEND support",
        max_length=10,
        choices=SendSupport,
        default=SendSupport.NOT_RECORDED,
    )
    restricted = models.BooleanField(default=False, help_text="Member of a restricted family")
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        db_index=False,
        help_text="The record that was kept of one person who was written down twice",
    )
    identity_closed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Closed: an adoption or a protected identity. Never searched for or matched",
    )
    made_in = MadeIn()

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="unborn") | Q(date_of_birth__isnull=True),
                name="an_unborn_child_has_no_date_of_birth",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True)
                | Q(date_of_birth__isnull=True)
                | Q(died_on__gte=F("date_of_birth")),
                name="nobody_dies_before_birth",
            ),
            models.UniqueConstraint(
                fields=["nhs_number"],
                condition=~Q(nhs_number="") & STANDING,
                name="one_person_per_nhs_number",
            ),
            models.UniqueConstraint(
                fields=["upn"],
                condition=~Q(upn="") & STANDING,
                name="one_person_per_upn",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="nobody_is_merged_into_themselves",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(identity_closed_on__isnull=True),
                name="a_closed_identity_is_merged_into_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["family_key", "given_key"], name="people_by_name"),
            models.Index(fields=["given_key", "family_key"], name="people_by_given_name_first"),
            models.Index(
                fields=["known_key", "family_key"],
                condition=~Q(known_key=""),
                name="people_by_what_they_are_called",
            ),
            models.Index(fields=["date_of_birth"], name="people_by_date_of_birth"),
            models.Index(
                fields=["expected_on"],
                condition=Q(expected_on__isnull=False),
                name="people_by_expected_date",
            ),
            models.Index(
                fields=["nhs_number"], condition=~Q(nhs_number=""), name="people_by_nhs_number"
            ),
            models.Index(fields=["upn"], condition=~Q(upn=""), name="people_by_upn"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="records_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call them: "Amara Okafor", or "Unborn child (Okafor)"."""
        if self.kind == self.Kind.UNBORN and not self.given_name:
            return f"Unborn child ({self.family_name})" if self.family_name else "Unborn child"
        return f"{self.known_as or self.given_name} {self.family_name}".strip() or "Name not known"

    @property
    def shown_school(self) -> Agency | None:
        """Their school, unless it is not to be shared with whoever it is read for."""
        if f"cases.school:{self.pk}" in current_actor().reach.withheld:
            return None
        return self.school

    def age_on(self, day: date) -> int | None:
        """Completed years on `day`; None where no date of birth is known."""
        born = self.date_of_birth
        if born is None or born > day:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Address(models.Model):
    """Where a person lives or lived, from when to when."""

    classified = Classified(
        about="family",
        personal="kind lines postcode safe_address from_date to_date",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        HOME = "home", "Home"
        SECOND_HOME = "second_home", "Second home"
        TEMPORARY = "temporary", "Temporary accommodation"
        REFUGE = "refuge", "Refuge"
        NO_FIXED_ABODE = "no_fixed_abode", "No fixed abode"
        OUT_OF_AREA = "out_of_area", "Out of the area"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.HOME)
    lines = models.CharField("address", max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    safe_address = models.BooleanField(
        default=False,
        help_text="Must not be found: takes no part in search, match or map",
    )
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "addresses"
        ordering = [F("to_date").desc(nulls_first=True), "-from_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True)
                | Q(from_date__isnull=True)
                | Q(to_date__gte=F("from_date")),
                name="an_address_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["postcode"], name="addresses_by_postcode")]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.lines, self.postcode) if part)


class ContactWay(models.Model):
    """A way to reach a person, and whether using it is safe for them."""

    classified = Classified(
        about="family",
        personal="kind value safe_to_contact note",
        none="ended_on",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        MOBILE = "mobile", "Mobile"
        PHONE = "phone", "Telephone"
        EMAIL = "email", "E-mail"
        OTHER = "other", "Another way"

    class Safe(models.TextChoices):
        YES = "yes", "Safe to use"
        NO = "no", "Not safe to use"
        UNKNOWN = "unknown", "Not asked yet"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_ways")
    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=200)
    safe_to_contact = models.CharField(max_length=7, choices=Safe, default=Safe.UNKNOWN)
    note = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.value


class Alert(models.Model):
    """Something a visitor must know before going, with its source and review date."""

    classified = Classified(
        about="family",
        special="kind text source",
        pseudonymous="recorded_on review_on ended_on",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        DOG = "dog", "Dog"
        VIOLENCE = "violence", "Risk of violence"
        TWO_PERSON_VISIT = "two_person", "Visit in pairs"
        HOUSE = "house", "Risk in the home"
        OTHER = "other", "Other"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    recorded_on = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(review_on__gte=F("recorded_on")),
                name="an_alert_is_reviewed_after_it_is_recorded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
