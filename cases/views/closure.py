"""Closing a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.web.sending import send
from cases.actions.closing import close_case
from cases.blocking import blockers, manages
from cases.forms.closing import CloseForm
from cases.models import Case
from cases.views.loading import opened, visible_case


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def closure(request: HttpRequest, reference: str) -> HttpResponse:
    """“Close case”: an outcome for each need, the reason, what everybody says."""
    case = visible_case(request, reference)
    manager = manages(case, request.user)
    form = CloseForm(
        request.POST or None,
        needs=case.needs.select_related("person").order_by("pk"),
        manager=manager,
        initial={"version": case.version},
    )
    withdrawn = case.withdrawals.filter(answer="").exists()
    if request.method == "POST" and form.is_valid():
        answer = send(form, lambda: _close(request, case, form), by=request.user)
        if answer:
            return answer
    opened(request, case, "Close case")
    context = {
        "case": case,
        "form": form,
        "manager": manager,
        "withdrawn": withdrawn,
        "need_fields": [(form[f"need_{n.pk}"], form[f"note_{n.pk}"]) for n in form.needs],
        "blocked": blockers(case, "close", request.user),
        "cancel_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/closure.html", context)


def _close(request: HttpRequest, case: Case, form: CloseForm) -> str:
    data: dict[str, Any] = form.cleaned_data
    close_case(
        case=case,
        by=request.user,
        reason=data["reason"],
        outcomes=form.outcomes(),
        summary=data["summary"],
        family_view=data["family_view"],
        child_view=data["child_view"],
        stays_in_touch=data["stays_in_touch"],
        may_ask=data["may_ask"],
        risk_check=data.get("risk_check", ""),
        version=data["version"],
    )
    messages.success(request, f"The case of {case.family.name} is closed")
    return reverse("case", args=[case.reference])
