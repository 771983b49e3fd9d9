"""“Is anyone already helping?”: one question, one short answer, always of the same length.

What was typed never stands in an address, and an answer is shown once: sending the page again
leads to the empty question.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.refusal import Refused
from audit.web.sending import send
from audit.web.steady import steady
from cases.actions.sharing import asking_who_helps as asking
from cases.forms.sharing.helping import CalledForm, CallForm, HelpingForm
from cases.models import Asking
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form


@require_http_methods(METHODS)
@only_for(May.ASK_WHO_HELPS)
def helping(request: HttpRequest) -> HttpResponse:
    """The question; and, to a POST, the answer."""
    form = HelpingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _answer(request, form)
        if answer is not None:
            return answer
    page = render(request, "cases/helping.html", {"form": form})
    return steady(page) if request.method == "POST" else page


def _answer(request: HttpRequest, form: HelpingForm) -> HttpResponse | None:
    data: dict[str, Any] = dict(form.cleaned_data)
    try:
        with transaction.atomic():
            used = use_key(data.pop("one_time_key"), by=request.user)
            answer = asking.ask_who_helps(by=request.user, **data)
            note_result(used, reverse("helping"))
    except AlreadyDone as repeated:
        return redirect(repeated.url)
    except Refused as refusal:
        form.add_refusals(refusal.reasons)
        return None
    context: dict[str, Any] = {"answer": answer}
    if answer.helping:
        phone = getattr(request.user, "phone", "")
        context["call"] = CallForm(initial={"handle": answer.handle, "phone": phone})
    return steady(render(request, "cases/helping_answer.html", context))


@require_POST
@only_for(May.ASK_WHO_HELPS)
def call(request: HttpRequest) -> HttpResponse:
    """Leave a number for whoever leads."""
    form = CallForm(request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("one_time_key")

        def verb() -> str:
            asking.ask_for_a_call(by=request.user, **data)
            messages.success(request, "Whoever leads has been asked to call you")
            return reverse("helping")

        if done := send(form, verb, by=request.user):
            return done
    return steady(render(request, "cases/helping_call.html", {"form": form}))


@require_http_methods(METHODS)
@login_required
def call_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Please call”: who asks, why and on which number; and that the call was made."""
    case = visible_case(request, reference)
    wanted = Asking.objects.select_related("asker", "agency", "called_by")
    found = wanted.filter(pk=number, case=case, wanted_at__isnull=False).first()
    if found is None:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        asking.call_made(case=case, asking=found, by=request.user, words=data["words"])

    return one_form(
        request,
        case,
        CalledForm(request.POST or None),
        act,
        heading=f"Please call {found.asker.name}",
        submit="I have called",
        done=f"Call to {found.asker.name} recorded",
        back=reverse("case", args=[case.reference]),
        intro=_who_and_why(found),
    )


def _who_and_why(found: Asking) -> str:
    """What the caller needs to know; they ring before anything is said about the family."""
    about = f" About: {found.words}" if found.words else ""
    done = f" {found.called_by} has called already." if found.called_by else ""
    return (
        f"{asking.asker_words(found)} asked whether anyone is helping this family: {found.why} "
        f"Their number: {found.phone}.{about} Check who they are before you say anything.{done}"
    )
