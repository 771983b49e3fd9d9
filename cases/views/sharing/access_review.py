"""The quarterly review of who has access to what."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.sharing.reviewing_access import (
    blockers_to_decide,
    blockers_to_sign,
    decide,
    sign_off,
)
from cases.forms.sharing.reviewing_access import DecisionForm, SignOffForm
from cases.queries.sharing.access_review import DAYS, one_exception, review_now, reviews_signed


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.REVIEW_ACCESS)
def access_review(request: HttpRequest) -> HttpResponse:
    """“Access review”: the exceptions first, then the rest counted, then the sign-off."""
    form = SignOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            sign_off(by=request.user)  # type: ignore[arg-type]
            messages.success(request, "The quarter is signed off")
            return reverse("access-review")

        if done := send(form, verb, by=request.user):
            return done
    review = review_now()
    looked(Look.Kind.LISTED, "Access review", by=request.user, rows=len(review.exceptions))
    context = {
        "review": review,
        "form": form,
        "days": DAYS,
        "reasons": list(blockers_to_sign(review, request.user)),
        "earlier": reviews_signed(),
    }
    return render(request, "cases/access_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.REVIEW_ACCESS)
def decision(request: HttpRequest, rule: str, about: int) -> HttpResponse:
    """Decide about one exception: keep or end, and why."""
    row = one_exception(rule, about)
    if row is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            facts = {name: form.cleaned_data[name] for name in ("answer", "reason")}
            decide(row=row, by=request.user, **facts)  # type: ignore[arg-type]
            messages.success(request, "Decision recorded")
            return reverse("access-review")

        if done := send(form, verb, by=request.user):
            return done
    looked(Look.Kind.OPENED, f"Access review: {row.title.lower()}", by=request.user, of=row.user_id)
    context = {
        "row": row,
        "form": form,
        "reasons": list(blockers_to_decide(row, request.user)),
        "cancel_url": reverse("access-review"),
    }
    return render(request, "cases/access_decision.html", context)
