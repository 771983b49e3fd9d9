"""What holds a request up: its clock paused, its sender asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from referrals.models.referral import Referral


class Pause(models.Model):
    """That the clock of a request stands still, why and until when. Never of one in danger.

    `left` is the working time that was left; from the end of the pause that much is left again.
    """

    classified = Classified(
        about="family",
        special="reason",
        none="started_at until left ended_at",
        kept="request_6",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    until = models.DateTimeField(help_text="When it ends by itself")
    left = models.DurationField(help_text="Working time left when it began")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_at__isnull=True),
                name="one_pause_of_a_clock_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_pause_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until__gt=F("started_at")), name="a_pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"Paused: {self.reason}"


class Question(models.Model):
    """What the desk asked the sender, by when, and what came back. At most one waits."""

    classified = Classified(
        about="family",
        special="words answer",
        none="asked_at answer_by ended_at ending",
        kept="request_6",
    )

    class Ending(models.TextChoices):
        ANSWERED = "answered", "Answered"
        NO_ANSWER = "no_answer", "No answer in time"
        NOT_NEEDED = "not_needed", "Not needed any more"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="questions")
    words = models.TextField("question")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who wrote the answer down: the sender, or the desk for them",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(ended_at__isnull=True),
                name="one_question_to_the_sender_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_question_asks_something"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="", answer="")
                | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="a_question_that_ended_says_how",
            ),
            models.CheckConstraint(
                condition=(Q(ending="answered") & ~Q(answer="")) | (~Q(ending="answered")),
                name="an_answer_says_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(ended_at__isnull=True), name="questions_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"Question of {self.asked_at:%d %b %Y}: {self.get_ending_display() or 'waits'}"
