"""“Signposting to follow up”: whether families went to whom they were told of."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send
from referrals.actions.signposting import follow_up
from referrals.models import Signposting
from referrals.queries.signposting import counted, due


class FollowUpForm(Form):
    """Whether they went."""

    mark_optional = False

    outcome = forms.ChoiceField(
        label="Did they go?",
        choices=Signposting.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they went"},
    )
    note = forms.CharField(
        label="What came of it, in a few words",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@only_for(May.TRIAGE)
def to_follow_up(request: HttpRequest) -> HttpResponse:
    """Due and coming, the oldest first; and how many went, service by service."""
    rows = due(request.user)
    looked(Look.Kind.LISTED, "Signposting to follow up", by=request.user, requests=len(rows))
    today = timezone.localdate()
    details = {
        "due": [row for row in rows if row.follow_up_on <= today],
        "later": [row for row in rows if row.follow_up_on > today],
        "counted": counted(),
    }
    return render(request, "referrals/signposting.html", details)


@only_for(May.TRIAGE)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """“Follow up”: recorded once."""
    found: Any = Signposting.objects.filter(pk=number).select_related("referral", "service").first()
    if found is None:
        raise Http404
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid():

        def verb() -> str:
            given = form.cleaned_data
            follow_up(
                signposting=found, outcome=given["outcome"], note=given["note"], by=request.user
            )
            messages.success(request, "Recorded.")
            return reverse("signposting")

        if answer := send(form, verb, by=request.user):
            return answer
    looked(
        Look.Kind.OPENED,
        f"Signposting of {found.referral.reference}",
        by=request.user,
        family_id=found.referral.family_id,
        request=found.referral_id,
    )
    details = {
        "form": form,
        "found": found,
        "heading": f"Did they go to {found.service.name}?",
        "submit": "Save",
        "cancel_url": reverse("signposting"),
        "blocked": ["This was followed up already."] if found.outcome else [],
    }
    return render(request, "referrals/panels/one_form.html", details)
