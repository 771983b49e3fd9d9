"""A family: the people one plan is for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.models import Versioned
from audit.text import FoldedField
from cases.models.person import Person
from cases.need_to_know import FamilyQuerySet, MadeIn


class Family(Versioned):
    """The people one plan is for. Not a household, and not everybody who is related."""

    classified = Classified(
        about="family",
        personal="name sort_name",
        pseudonymous="reference",
        none="version restricted made_in",
        kept="child_25",
    )

    reference = models.CharField(max_length=14, unique=True)
    name = models.CharField(max_length=150, help_text="As people say it: “Okafor family”")
    sort_name = FoldedField(source="name")
    restricted = models.BooleanField(default=False, help_text="For named people only")
    made_in = MadeIn()
    people: "models.ManyToManyField[Person, Membership]" = models.ManyToManyField(
        Person, through="Membership", related_name="families"
    )

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "families"
        constraints = [
            models.UniqueConstraint(
                fields=["id", "restricted"], name="what_a_case_says_of_its_family"
            )
        ]
        indexes = [models.Index(fields=["sort_name"], name="families_by_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's belonging to a family, from when to when. A child may belong to two."""

    classified = Classified(
        about="family",
        personal="relationship household",
        pseudonymous="from_date to_date",
        kept="child_25",
    )

    class Relationship(models.TextChoices):
        CHILD = "child", "Child"
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step_parent", "Step-parent"
        PARTNER = "partner", "Parent’s partner"
        GRANDPARENT = "grandparent", "Grandparent"
        CARER = "carer", "Carer"
        SIBLING = "sibling", "Adult sibling"
        RELATIVE = "relative", "Other relative"
        OTHER = "other", "Other"

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relationship = models.CharField(max_length=12, choices=Relationship)
    household = models.PositiveSmallIntegerField(
        default=1, help_text="People of one number live together"
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person"],
                condition=Q(to_date__isnull=True),
                name="one_present_membership_per_family_and_person",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="a_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_relationship_display()}) in {self.family}"


class Parentage(models.Model):
    """That somebody is a child's parent, and of what kind: what the family tree is drawn from."""

    classified = Classified(
        about="family",
        personal="kind",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        BIRTH = "birth", "Birth parent"
        ADOPTIVE = "adoptive", "Adoptive parent"
        STEP = "step", "Step-parent"
        FOSTER = "foster", "Foster carer"

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="parentages")
    parent = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offspring")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BIRTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent"], name="one_parentage_per_child_and_parent"
            ),
            models.CheckConstraint(
                condition=~Q(child=F("parent")), name="nobody_is_their_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent}, {self.get_kind_display().lower()} of {self.child}"


class Couple(models.Model):
    """Two people who are or were a couple."""

    classified = Classified(
        about="family",
        special="state",
        kept="child_25",
    )

    class State(models.TextChoices):
        TOGETHER = "together", "Together"
        SEPARATED = "separated", "Separated"
        DIVORCED = "divorced", "Divorced"

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.TOGETHER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_row_per_couple"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="a_couple_is_written_lower_number_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}, {self.get_state_display().lower()}"


class ParentalResponsibility(models.Model):
    """Who has parental responsibility for a child, since when, and how that is known."""

    classified = Classified(
        about="family",
        personal="holder_name source from_date to_date",
        kept="child_25",
    )

    child = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="parental_responsibilities"
    )
    holder = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="responsible_for",
    )
    holder_name = models.CharField(max_length=200, blank=True, help_text="Such as a council")
    source = models.CharField(max_length=200)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "parental responsibilities"
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | ~Q(holder_name=""),
                name="parental_responsibility_has_a_holder",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder or self.holder_name} for {self.child}"


class CourtOrder(models.Model):
    """An order of a court about a child, with its end. Warns before any copy, link or contact."""

    classified = Classified(
        about="family",
        special="kind text source",
        pseudonymous="made_on ends_on",
        kept="child_25",
    )

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="court_orders")
    kind = models.CharField(max_length=100, help_text="Such as a non-molestation order")
    text = models.TextField(help_text="What it allows or forbids, and whom")
    restrains = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="restrained_by",
    )
    source = models.CharField(max_length=200)
    made_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("made_on")),
                name="a_court_order_ends_after_it_is_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.child})"


class FamilyLink(models.Model):
    """Two families that share a child or siblings, and the one lead who coordinates."""

    classified = Classified(
        about="family",
        personal="why",
        kept="child_25",
    )

    one = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=200)
    coordinating_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_link_per_two_families"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="a_link_is_written_lower_number_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}: {self.why}"
