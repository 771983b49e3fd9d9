"""A manager's second look: sampled decisions."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.queries.sharing.access_review import quarter_of
from referrals.actions.sampling import judge_sample, sample_blockers
from referrals.describing import age_words
from referrals.forms.going_on import SampleForm, children_of
from referrals.models import Referral, Sample
from referrals.queries.for_managers import judged_between, judged_lately, samples_for

RELATED = ("decision__child", "decision__decided_by", "decision__referral", "judged_by")
QUARTERS = 8  # as far back as the page goes


@dataclass(frozen=True)
class Quarter:
    """What was looked at again in one quarter; `ago` is 0 for the one that goes on."""

    first: date
    last: date
    ago: int
    rows: list[Sample]

    @property
    def overturned(self) -> int:
        return sum(row.verdict == Sample.Verdict.OVERTURNED for row in self.rows)

    @property
    def before(self) -> int | None:
        return self.ago + 1 if self.ago + 1 < QUARTERS else None

    @property
    def after(self) -> int | None:
        return self.ago - 1 if self.ago else None


@require_safe
@only_for(May.ALLOCATE, May.SIGN_OFF)
def samples(request: HttpRequest) -> HttpResponse:
    """Decisions to look at again, with how many were overturned this year; and what was looked at
    in a quarter, this one unless another is asked for."""
    rows = list(samples_for(request.user).select_related(*RELATED)[:60])
    new_year = timezone.localdate().replace(month=1, day=1)
    judged, overturned = judged_lately(request.user, new_year)
    quarter = _quarter(request.user, request.GET.get("quarter", ""))
    shown = len(rows) + len(quarter.rows)
    looked(Look.Kind.LISTED, "Decisions to look at again", by=request.user, rows=shown)
    context = {"rows": rows, "judged": judged, "overturned": overturned, "quarter": quarter}
    return render(request, "referrals/samples.html", context)


def _quarter(user: Any, asked: str) -> Quarter:
    """`asked` is how many quarters ago."""
    known = {str(each) for each in range(QUARTERS)}
    ago = int(asked) if asked in known else 0
    first, last = quarter_of(timezone.localdate()), timezone.localdate()
    for _ in range(ago):
        last = first - timedelta(days=1)
        first = quarter_of(last)
    rows = judged_between(user, first, last).select_related(*RELATED)
    return Quarter(first, last, ago, list(rows))


@only_for(May.ALLOCATE, May.SIGN_OFF)
def sample(request: HttpRequest, number: int) -> HttpResponse:
    """One decision with the request it was taken on: agree, or overturn it."""
    row = _load(request, number)
    form = SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def once() -> str:
            said = form.cleaned_data
            judge_sample(
                sample=row, verdict=said["verdict"], reason=said["reason"], by=request.user
            )
            messages.success(request, "Recorded.")
            return reverse("samples")

        if sent := send(form, once, by=request.user):
            return sent
    decision, today = row.decision, timezone.localdate()
    looked(
        Look.Kind.OPENED,
        f"A decision on request {decision.referral.reference}",
        by=request.user,
        family_id=decision.referral.family_id,
        case_id=decision.case_id,
        request=decision.referral_id,
    )
    context = {
        "row": row,
        "decision": decision,
        "referral": decision.referral,
        "children": [(one, age_words(one, today)) for one in children_of(decision.referral)],
        "sees_request": may(request.user, May.TRIAGE),
        "form": form,
        "blocked": sample_blockers(row, request.user),
        "cancel_url": reverse("samples"),
    }
    return render(request, "referrals/sample.html", context)


def _load(request: HttpRequest, number: int) -> Sample:
    seen = Referral.objects.visible_to(request.user).values("pk")
    related = (
        "decision__child",
        "decision__decided_by",
        "decision__referral__sender_agency",
        "judged_by",
    )
    rows = Sample.objects.filter(decision__referral__in=seen).select_related(*related)
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
