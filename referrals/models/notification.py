"""A domestic abuse notification: what the police report of an incident at which children live."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from audit.text import FoldedField
from cases.models import Contact, Person
from cases.need_to_know import MadeIn
from localities.models import Agency
from referrals.models.referral import Referral


class Notification(Versioned):
    """What was reported of one incident, by whom, and what the desk's screening found.

    Nothing of it is a fact: it is what somebody said. Nothing of it is ever there for whom it
    names as having done it (docs/domestic-abuse.md).
    """

    classified = Classified(
        about="family",
        personal="reported_by harmed perpetrator_name perpetrator_key perpetrator_born "
        "perpetrator_relationship incident_reference",
        special="reported children_were risk screening_words perpetrator_is",
        pseudonymous="incident_on incident_time screening screened_at safety_plan works_at_school",
        none="version made_in",
        kept="request_6",
    )

    class Children(models.TextChoices):
        SAW = "saw", "They saw or heard it"
        IN_HOME = "in_home", "In the home, and not known to have seen or heard it"
        ELSEWHERE = "elsewhere", "They live there and were elsewhere"
        NOT_KNOWN = "not_known", "Not known"

    class Risk(models.TextChoices):
        """As the DASH assessment of whoever sends it gives it."""

        STANDARD = "standard", "Standard"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class YesNo(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_KNOWN = "not_known", "Not known"

    class Whom(models.TextChoices):
        DESCRIBED = "described", "Somebody who is named or described"
        UNKNOWN = "unknown", "Not known"

    class Screening(models.TextChoices):
        EARLY_HELP = "early_help", "For early help to decide"
        SOCIAL_WORK = "social_work", "Passed to social work in the MASH"
        MARAC = "marac", "High risk: the MARAC route was taken"
        SCHOOL_ALONE = "school_alone", "Nothing more than telling the school"

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="notification")
    incident_on = models.DateField("day of the incident")
    incident_time = models.TimeField("time of the incident", null=True, blank=True)
    incident_reference = models.CharField("police reference", max_length=60)
    reported = models.TextField("what was reported")
    reported_by = models.CharField("who reported it", max_length=200)
    children_were = models.CharField("where the children were", max_length=9, choices=Children)
    risk = models.CharField("risk level (DASH)", max_length=8, choices=Risk)
    safety_plan = models.CharField("is there a safety plan", max_length=9, choices=YesNo)
    harmed = models.CharField("who is said to have been harmed", max_length=200, blank=True)
    perpetrator_is = models.CharField(
        "who is said to have done it", max_length=9, choices=Whom, default=Whom.UNKNOWN
    )
    perpetrator_name = models.CharField(max_length=200, blank=True)
    perpetrator_key = FoldedField(source="perpetrator_name")
    perpetrator_born = models.DateField(null=True, blank=True)
    perpetrator_relationship = models.CharField(max_length=100, blank=True)
    # Without a constraint in the database: by those a copy of a record finds whom a row is about,
    # and this row is about the family that was harmed.
    perpetrator = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
    )
    works_at_school = models.CharField(
        "does either of them work at a school of the children", max_length=9, choices=YesNo
    )
    works_at = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    screening = models.CharField(max_length=12, choices=Screening, blank=True)
    screening_words = models.TextField(blank=True)
    screened_at = models.DateTimeField(null=True, blank=True)
    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_in = MadeIn()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(perpetrator_is="described") | Q(perpetrator_name=""),
                name="an_unknown_person_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(screening="", screened_at__isnull=True, screened_by__isnull=True)
                | (~Q(screening="") & Q(screened_at__isnull=False, screened_by__isnull=False)),
                name="a_screening_has_a_result_a_time_and_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"Notification {self.referral_id}"


class SchoolNotice(models.Model):
    """That one person of a school is to be told, or was told, that an incident was notified.

    What they were told stands here as it was: a child's name and a day, and nothing else.
    """

    classified = Classified(
        about="family",
        personal="child_name",
        pseudonymous="held_because incident_on seen_at due_at shared_at",
        none="made_in",
        kept="request_6",
    )

    class Held(models.TextChoices):
        """Why nobody of the school is told yet, or ever."""

        FREE = "", "Not held"
        STAFF = "staff", "Somebody involved works at the school"
        STAFF_NOT_KNOWN = "staff_unknown", "Not known whether somebody involved works there"
        NO_SCHOOL = "no_school", "The child’s school is not known"
        NO_KEY_ADULT = "no_key_adult", "The school has named no key adult"
        RESTRICTED = "restricted", "A restricted record: the people named on it decide"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="school_notices")
    school = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    child = models.ForeignKey(
        "referrals.ReferralPerson", on_delete=models.CASCADE, related_name="school_notices"
    )
    child_name = models.CharField(max_length=201)
    incident_on = models.DateField()
    due_at = models.DateTimeField(help_text="When the school opens next")
    held_because = models.CharField(max_length=13, choices=Held, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="school_notices",
        help_text="Who of the school was told",
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the product, by the rule",
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    made_in = MadeIn()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, shared_at__isnull=True, seen_at__isnull=True)
                | Q(user__isnull=False, shared_at__isnull=False, held_because=""),
                name="a_notice_is_shared_with_somebody_at_some_time",
            ),
            models.UniqueConstraint(
                fields=["child", "user"],
                condition=Q(user__isnull=False),
                name="somebody_is_told_once_of_a_child",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-shared_at"], name="notices_for_somebody"),
            models.Index(
                fields=["due_at"], condition=Q(seen_at__isnull=True), name="notices_not_seen"
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"
