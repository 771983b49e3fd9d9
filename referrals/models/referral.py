"""A request for support, however it came."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.codes import Sex
from cases.models import Address, Case, Family, Person
from cases.needs import NeedKind
from localities.models import Agency, Locality
from referrals.need_to_know import ReferralQuerySet
from referrals.stages import CHOICES, Stage


class Referral(Versioned):
    """A request for support: several children, one sender, one clock."""

    classified = Classified(
        about="family",
        personal="sender_name sender_role sender_phone sender_email address_kind address "
        "postcode tried family_knows why_not known safe_way safe_way_words",
        special="reasons worries going_well",
        pseudonymous="reference external_reference closed_to harm_alleged last_closure_on "
        "rereferred_within",
        none="version stage kind door received_at due_at urgent sender offers_to_lead "
        "source_code taken_at decided_at paused_until returned",
        kept="request_6",
    )

    Stage = Stage

    class Kind(models.TextChoices):
        """What came. The two others hold what they say besides in a row of their own."""

        REQUEST = "request", "Request for support"
        STEP_DOWN = "step_down", "Step-down from social care"
        NOTIFICATION = "notification", "Domestic abuse notification"

    class Door(models.TextChoices):
        PUBLIC = "public", "Public form"
        PARTNER = "partner", "Partner’s assessment"
        PHONE = "phone", "Telephone"
        API = "api", "Another system"
        FILE = "file", "File"
        STAFF = "staff", "Form for professionals"

    class Sender(models.TextChoices):
        """Who sends it. The CIN census source code is in `source_code`."""

        PARENT = "parent", "A parent or carer of the family"
        YOUNG_PERSON = "young_person", "A young person, for myself"
        RELATIVE = "relative", "A relative, friend or neighbour"
        SCHOOL = "school", "A school or nursery"
        HEALTH = "health", "A health service"
        POLICE = "police", "The police"
        HOUSING = "housing", "A housing service"
        VOLUNTARY = "voluntary", "A voluntary or community organisation"
        COUNCIL = "council", "The council"
        OTHER = "other", "Somebody else"

    class Knows(models.TextChoices):
        AGREES = "agrees", "The family knows and agrees"
        KNOWS = "knows", "The family knows but does not agree"
        NOT_TOLD = "not_told", "The family does not know yet"

    class SafeWay(models.TextChoices):
        """How the family may safely be told, as the sender says; nobody has checked it."""

        PHONE = "phone", "By telephone"
        LETTER = "letter", "By letter"
        IN_PERSON = "in_person", "In person"
        DO_NOT = "do_not", "Nobody should contact the family"
        NOT_KNOWN = "not_known", "I do not know"

    class Known(models.TextChoices):
        """Whether we know the family, as far as the desk has found out."""

        UNCHECKED = "unchecked", "Not checked"
        NOT_KNOWN = "not_known", "Not known to us"
        POSSIBLY = "possibly", "Possibly known"
        KNOWN = "known", "Known to us"

    class Returned(models.TextChoices):
        """Why a request is back at the desk."""

        ANSWERED = "answered", "The sender has answered"
        NO_ANSWER = "no_answer", "No answer came in time"
        LOOKED_INTO = "looked_into", "A social worker looked into it"
        FROM_PANEL = "from_panel", "The panel gave it back"
        TAKEN_BACK = "taken_back", "Taken back before a panel met"
        OVERTURNED = "overturned", "A decision was overturned"
        CORRECTED = "corrected", "A decision was a mistake"

    reference = models.CharField(max_length=14, unique=True)
    stage = models.CharField(max_length=11, choices=CHOICES, default=Stage.NEW.value)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REQUEST)
    door = models.CharField(max_length=7, choices=Door)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When the clock runs out")
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text="When the clock goes on by itself"
    )
    urgent = models.BooleanField(default=False, help_text="Somebody is in danger, the sender says")
    harm_alleged = models.BooleanField(
        default=False, help_text="Somebody says that a child is harmed: a social worker decides"
    )
    returned = models.CharField(
        "why it is back at the desk", max_length=11, choices=Returned, blank=True
    )
    sender = models.CharField("who sends it", max_length=12, choices=Sender)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_role = models.CharField(max_length=100, blank=True)
    sender_phone = models.CharField(max_length=40, blank=True)
    sender_email = models.EmailField(blank=True)
    sender_agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
        db_index=False,  # requests_of_an_agency
    )
    sender_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals_sent",
        db_index=False,  # below, of those that have one
    )
    external_reference = models.CharField(
        max_length=100, blank=True, help_text="The number it has in the system that sent it"
    )
    offers_to_lead = models.BooleanField(default=False)
    source_code = models.CharField("CIN source code", max_length=2, default="10")
    address_kind = models.CharField(max_length=14, choices=Address.Kind, default=Address.Kind.HOME)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    locality = models.ForeignKey(
        Locality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
    )
    reasons = ArrayField(
        models.CharField(max_length=16, choices=NeedKind), default=list, blank=True
    )
    worries = models.TextField("what is worrying you")
    going_well = models.TextField(blank=True)
    tried = models.TextField("what has been tried", blank=True)
    family_knows = models.CharField(max_length=8, choices=Knows)
    why_not = models.TextField("why the family was not told or does not agree", blank=True)
    safe_way = models.CharField(
        "how the family may safely be told", max_length=9, choices=SafeWay, blank=True
    )
    safe_way_words = models.TextField(
        blank=True, help_text="A number, an address, or why nobody should contact them"
    )
    known = models.CharField(max_length=9, choices=Known, default=Known.UNCHECKED)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="referrals_taken",
        db_index=False,  # below, of those that have one
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    family = models.ForeignKey(
        Family,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
        db_index=False,  # below, of those that have one
    )
    case = models.ForeignKey(
        Case,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
        db_constraint=True,
        db_index=False,  # below, of those that have one
    )
    last_closure_on = models.DateField(
        null=True, blank=True, help_text="When the family’s last case closed, before this request"
    )
    rereferred_within = models.PositiveSmallIntegerField(
        "months since the last closure, at most",
        null=True,
        blank=True,
        choices=[(months, f"{months} months") for months in (3, 6, 12)],
        help_text="Noted when the request is decided",
    )
    kept_for = models.ForeignKey(
        Family,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="A restricted family: the request is for the people named on it",
        db_index=False,  # below, of those that have one
    )
    closed_to = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Users linked to somebody in it, who never see it",
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="decided", decided_at__isnull=False)
                | (~Q(stage="decided") & Q(decided_at__isnull=True)),
                name="a_decided_request_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True) | Q(taken_at__isnull=False),
                name="a_taken_request_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | (Q(urgent=False) & ~Q(stage="decided")),
                name="no_clock_pauses_in_danger",
            ),
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | Q(due_at__gte=models.F("paused_until")),
                name="a_clock_runs_out_after_its_pause",
            ),
            models.CheckConstraint(
                condition=~Q(stage="social_work") | Q(harm_alleged=True),
                name="with_a_social_worker_harm_is_alleged",
            ),
            models.CheckConstraint(
                condition=Q(rereferred_within__isnull=True) | Q(last_closure_on__isnull=False),
                name="a_rereferral_names_the_closure_before",
            ),
            models.CheckConstraint(
                condition=~Q(safe_way="do_not") | ~Q(safe_way_words=""),
                name="a_family_nobody_should_contact_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-urgent", "due_at", "id"],
                condition=~Q(stage="decided"),
                name="waiting_requests",
            ),
            models.Index(
                fields=["stage", "-urgent", "due_at", "id"],
                condition=~Q(stage="decided"),
                name="requests_of_a_queue",
            ),
            models.Index(
                fields=["-decided_at"],
                condition=Q(decided_at__isnull=False),
                name="requests_by_decision",
            ),
            models.Index(fields=["received_at", "locality"], name="requests_by_receipt"),
            models.Index(fields=["sender_agency", "-received_at"], name="requests_of_an_agency"),
            # Most requests have none of these as long as they wait.
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=called)
                for name, called in (
                    ("sender_user", "requests_somebody_sent"),
                    ("taken_by", "requests_somebody_took"),
                    ("family", "requests_of_a_family"),
                    ("case", "requests_of_a_case"),
                    ("kept_for", "requests_kept_for_a_family"),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferralPerson(models.Model):
    """A child or adult as the sender described them, and who the desk found they are."""

    classified = Classified(
        about="family",
        personal="given_name family_name date_of_birth expected_on sex relationship "
        "school_name nhs_number upn address postcode",
        none="kind",
        kept="request_6",
    )

    class Kind(models.TextChoices):
        CHILD = "child", "Child"
        ADULT = "adult", "Adult"
        UNBORN = "unborn", "Unborn child"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="people")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.CHILD)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.NOT_KNOWN)
    relationship = models.CharField(max_length=100, blank=True)
    school_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(
        max_length=300, blank=True, help_text="Where they live, if not where the children do"
    )
    postcode = models.CharField(max_length=8, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referral_people",
        db_index=False,  # below, of those that have one
    )

    class Meta:
        verbose_name_plural = "people in requests"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(person__isnull=False),
                name="described_who_are_known",
            ),
            models.Index(
                fields=["date_of_birth"],
                condition=Q(date_of_birth__isnull=False),
                name="described_by_birth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if self.kind == self.Kind.UNBORN and not self.given_name:
            return f"Unborn child ({self.family_name})" if self.family_name else "Unborn child"
        return f"{self.given_name} {self.family_name}".strip() or "Name not given"


class MatchJudgement(models.Model):
    """That the desk judged a person in a request to be, or not to be, somebody already known."""

    classified = Classified(
        about="family",
        personal="reasons",
        pseudonymous="verdict",
        none="at",
        kept="request_6",
    )

    class Verdict(models.TextChoices):
        SAME = "same", "Same person"
        NOT_SAME = "not_same", "Not the same"

    referral_person = models.ForeignKey(
        ReferralPerson, on_delete=models.CASCADE, related_name="judgements"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reasons = models.JSONField(default=list, help_text="As they were shown")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral_person", "person"],
                name="one_judgement_per_person_and_candidate",
            ),
            models.UniqueConstraint(
                fields=["referral_person"],
                condition=Q(verdict="same"),
                name="a_person_in_a_request_is_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_person}: {self.get_verdict_display()} as {self.person}"
