"""The next Team Around the Family meeting, and who is invited to it."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.review import Review
from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Person
from localities.models import Agency


class PlannedMeeting(Versioned):
    """A TAF meeting people are invited to: there until it was recorded or called off.

    In calendars it is one thing from beginning to end: its `uid` stays, its `sequence` counts
    how often it was changed.
    """

    classified = Classified(
        about="family",
        personal="place link called_off_why",
        pseudonymous="starts_at minutes called_off_at uid",
        none="version sequence planned_at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="planned_meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField("how long it lasts", default=60)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField("link to join", blank=True, max_length=500)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)
    review = models.OneToOneField(
        Review,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="planned",
        help_text="The record of the meeting",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(called_off_at__isnull=True, review__isnull=True),
                name="one_next_meeting_per_case",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(review__isnull=True),
                name="a_meeting_called_off_was_not_held",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""), name="a_meeting_is_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"TAF meeting planned for {self.starts_at:%d %b %Y}"

    @property
    def is_next(self) -> bool:
        """Neither recorded nor called off."""
        return self.called_off_at is None and self.review_id is None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Invitation(Versioned):
    """That somebody is invited to the next meeting, and whether they will come."""

    classified = Classified(
        about="family",
        personal="name",
        pseudonymous="answer answered_at withdrawn_at",
        none="version by_mail",
        kept="child_25",
    )

    class Answer(models.TextChoices):
        COME = "come", "Will come"
        CANNOT = "cannot", "Cannot come"

    meeting = models.ForeignKey(
        PlannedMeeting, on_delete=models.CASCADE, related_name="invitations"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_mail = models.BooleanField(default=False, help_text="We wrote to them")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(withdrawn_at__isnull=True, user__isnull=False),
                name="one_invitation_per_meeting_and_user",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(withdrawn_at__isnull=True, person__isnull=False),
                name="one_invitation_per_meeting_and_person",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answer_is_given_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_answer_display() or 'no answer yet'}"
