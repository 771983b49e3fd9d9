"""Disagreements that go on: who talks, by when, and how each ends."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from referrals.actions import disagreeing
from referrals.forms.going_on import StageForm
from referrals.models import Disagreement
from referrals.queries.for_managers import disagreements_of, open_disagreements


@require_safe
@only_for(May.DECIDE, May.ALLOCATE)
def disagreements(request: HttpRequest) -> HttpResponse:
    rows = open_disagreements(request.user)
    looked(Look.Kind.LISTED, "Disagreements", by=request.user, rows=len(rows))
    return render(request, "referrals/disagreements.html", {"rows": rows})


@only_for(May.DECIDE, May.ALLOCATE)
def disagreement(request: HttpRequest, number: int) -> HttpResponse:
    """One disagreement: its stages, and what happens now."""
    row = _load(request, number)
    form = StageForm(request.POST or None, initial={"stage": _number(row)})
    if request.method == "POST" and form.is_valid():

        def once() -> str:
            _act(row, form.cleaned_data, request.user)
            messages.success(request, "Recorded.")
            return reverse("disagreement", args=[row.pk])

        if sent := send(form, once, by=request.user):
            return sent
        form.take_stage(_number(row))
    form.be_drawn_at(_number(row))
    looked(
        Look.Kind.OPENED,
        f"A disagreement about request {row.referral.reference}",
        by=request.user,
        family_id=row.referral.family_id,
        request=row.referral_id,
    )
    context = {
        "row": row,
        "referral": row.referral,
        "decision": row.decision,
        "reach": _reach(row),
        "reads_request": may(request.user, May.TRIAGE),
        "stages": list(row.stages.select_related("ours")),
        "form": form,
        "blocked": disagreeing.settle_blockers(row, request.user),
        "cancel_url": reverse("disagreements"),
    }
    return render(request, "referrals/disagreement.html", context)


def _act(row: Disagreement, said: dict[str, Any], by: Any) -> None:
    one: dict[str, Any] = {"disagreement": row, "by": by, "from_stage": said["stage"]}
    if said["what"] == "name":
        disagreeing.name_who_talks(ours=said["ours"], their_name=said["their_name"], **one)
    elif said["what"] == "escalate":
        disagreeing.escalate(note=said["note"], **one)
    else:
        disagreeing.settle(outcome=said["outcome"], settled=said["settled"], **one)


def _reach(row: Disagreement) -> list[str]:
    """The telephone number and the address of whoever disagrees, by which they are talked to."""
    if account := row.raised_by:
        return [each for each in (account.phone, account.email) if each]
    return [each for each in (row.referral.sender_phone, row.referral.sender_email) if each]


def _number(row: Disagreement) -> int | None:
    """Of the stage it is at now; of one that is settled, none."""
    now = row.stages.filter(ended_at__isnull=True)
    found: int | None = now.values_list("number", flat=True).first()
    return found


def _load(request: HttpRequest, number: int) -> Disagreement:
    related = ("referral", "decision__child", "decision__decided_by", "raised_by", "ended_by")
    rows = disagreements_of(request.user).select_related(*related)
    found: Disagreement | None = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
