"""A case and the surgery: putting it forward, what was advised, withdrawing it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.roles import May
from audit.web.forms import VersionedForm
from audit.web.sending import send
from cases.actions.surgeries.advising import advise, finish_next_step, not_discussed
from cases.actions.surgeries.putting_forward import put_forward, withdraw
from cases.forms.surgeries import AdviceForm, PutForwardForm, WithdrawForm
from cases.models import Case, Surgery, SurgeryItem
from cases.queries.surgeries import coming_in, who_could
from cases.queries.timing.drifting import signs_of
from cases.rules.blocking import blockers
from cases.rules.surgery import (
    is_late,
    reasons_against_advising,
    reasons_against_finishing,
    reasons_against_withdrawing,
)
from cases.views.loading import opened, visible_case
from cases.views.one_form import METHODS, one_form

INTRO = (
    "The surgery gives advice; you and the family decide. Its agenda shows the case to people who "
    "see it already and to nobody else."
)


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """“Put forward to the surgery”; from the list of cases that drift, with their signs."""
    case = visible_case(request, reference)
    rows = coming_in(case.locality)
    initial: dict[str, Any] = {"surgery": rows[0]} if len(rows) == 1 else {}
    if "drifts" in request.GET:
        initial |= {"question": _of_the_signs(case)} | _in_time(rows)
    form = PutForwardForm(request.POST or None, surgeries=rows, initial=initial)

    def act(given: dict[str, Any]) -> None:
        asked = {name: given[name] for name in ("surgery", "question", "unnamed")}
        put_forward(case=case, by=request.user, **asked)

    if not rows:
        return _none_yet(request, case)
    return one_form(
        request,
        case,
        form,
        act,
        heading="Put forward to the surgery",
        submit="Put forward",
        done="Put forward to the surgery",
        back=reverse("case", args=[case.reference]),
        intro=INTRO,
        rule="put_forward",
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def item(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One question to a surgery: the advice, or the form in which it is written down."""
    case = visible_case(request, reference)
    found = _item(case, number)
    form = AdviceForm(
        request.POST or None, people=who_could(found), initial={"version": found.version}
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and (done := send(form, lambda: _write(request, found, form), by=request.user)):
        return done
    opened(request, case, f"Question to the {found.surgery} ({case.reference})")
    context = {
        "case": case,
        "item": found,
        "form": form,
        "blocked": [] if form.is_bound else reasons_against_advising(found, request.user),
        "may_withdraw": not reasons_against_withdrawing(found, request.user),
        "may_finish": not reasons_against_finishing(found, request.user),
    }
    return render(request, "cases/surgery_item.html", context)


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def withdrawal(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Withdraw it”, with the reason."""
    case = visible_case(request, reference)
    found = _item(case, number)
    form = WithdrawForm(request.POST or None, initial={"version": found.version})

    def act(given: dict[str, Any]) -> None:
        withdraw(item=found, by=request.user, why=given["why"], version=given["version"])

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"Withdraw from the {found.surgery}",
        submit="Withdraw",
        done="Withdrawn",
        back=reverse("surgery", args=[found.surgery_id]),
        rule="",
    )


@require_POST
@only_for(May.WORK, May.ALLOCATE)
def step_done(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“It is done”: the next step of the advice."""
    case = visible_case(request, reference)
    found = _item(case, number)
    form = VersionedForm(request.POST)

    def verb() -> str:
        version = form.cleaned_data["version"]
        finish_next_step(item=found, by=request.user, version=version)
        messages.success(request, "The next step is done")
        return reverse("case-surgery-item", args=[case.reference, found.pk])

    if form.is_valid() and (done := send(form, verb, by=request.user)):
        return done
    return _item_again(request, case, found, form)


def _item_again(
    request: HttpRequest, case: Case, found: SurgeryItem, form: VersionedForm
) -> HttpResponse:
    """The page of the item with what was refused."""
    opened(request, case, f"Question to the {found.surgery} ({case.reference})")
    context = {"case": case, "item": found, "form": form, "blocked": [], "refused": True}
    return render(request, "cases/surgery_item.html", context)


def _write(request: HttpRequest, found: SurgeryItem, form: AdviceForm) -> str:
    data = form.cleaned_data
    known = {"item": found, "by": request.user, "version": data["version"]}
    if data["discussed"] == "no":
        written = not_discussed(**known, why=data["why"])
        on = getattr(written, "carried_to", None)
        where = f"It goes on to the {on.surgery}" if on else "It waits for the next surgery"
        messages.success(request, f"Written down. {where}")
    else:
        names = ("advice", "next_step", "next_who", "next_by")
        advise(**known, **{name: data[name] for name in names})
        messages.success(request, "The advice is in the case’s timeline")
    return reverse("surgery", args=[found.surgery_id])


def _none_yet(request: HttpRequest, case: Case) -> HttpResponse:
    opened(request, case, f"Put forward to the surgery ({case.reference})")
    context = {"case": case, "may_arrange": not blockers(case, "allocate", request.user)}
    return render(request, "cases/surgery_none.html", context)


def _item(case: Case, number: int) -> SurgeryItem:
    rows = SurgeryItem.objects.filter(case=case, pk=number)
    found = rows.select_related(
        "case__family", "case__locality", "surgery__locality", "put_forward_by", "outcome_by",
        "next_who", "carried_from__surgery__locality", "carried_to__surgery__locality",
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found


def _in_time(rows: Iterable[Surgery]) -> dict[str, Surgery]:
    """The first surgery that it is not late for: drifting is no emergency."""
    today = timezone.localdate()
    return next(({"surgery": one} for one in rows if not is_late(one, today)), {})


def _of_the_signs(case: Case) -> str:
    return "".join(f"{sign}.\n" for sign in signs_of(case))
