"""What social care says besides when it hands a family to early help."""

from django.conf import settings
from django.db import models

from audit.classification import Classified
from cases.models import Document
from cases.need_to_know import MadeIn
from referrals.models.referral import Referral


class StepDownRequest(models.Model):
    """The half of a step-down that only social care knows: the plan, the last meeting, whom to ask.

    Why early help is right now stands in the request's own words, as with every request.
    """

    classified = Classified(
        about="family",
        personal="social_worker social_worker_phone social_worker_email",
        special="plan",
        pseudonymous="last_meeting_on closes_on",
        none="made_in",
        kept="request_6",
    )

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="step_down")
    social_worker = models.CharField("social worker", max_length=200)
    social_worker_phone = models.CharField("their telephone", max_length=40, blank=True)
    social_worker_email = models.EmailField("their e-mail", blank=True)
    last_meeting_on = models.DateField("last meeting")
    closes_on = models.DateField("day social care closes", null=True, blank=True)
    plan = models.TextField("the plan so far", blank=True)
    made_in = MadeIn()

    def __str__(self) -> str:
        return f"Step-down {self.referral_id}"


class OutstandingAction(models.Model):
    """One thing of social care's plan that is still to be done, who does it, and by when."""

    classified = Classified(
        about="family",
        personal="who",
        special="what",
        pseudonymous="by_when",
        none="made_in",
        kept="request_6",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="outstanding")
    what = models.CharField("what is to be done", max_length=500)
    who = models.CharField("who does it", max_length=200, blank=True)
    by_when = models.DateField(null=True, blank=True)
    made_in = MadeIn()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class RequestFile(models.Model):
    """A file that came with a request, such as social care's plan. A case takes it over."""

    classified = Classified(
        about="family",
        special="title original_name",
        pseudonymous="sha256 stored_as",
        none="kind size added_at",
        kept="request_6",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(max_length=120)
    original_name = models.CharField(max_length=200, help_text="As its sender called it")
    kind = models.CharField(max_length=4, choices=Document.Kind)
    size = models.PositiveIntegerField(help_text="In bytes, as kept")
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title

    @property
    def download_name(self) -> str:
        return f"{self.title}.{self.kind}"
