"""The pages that move a request on: each one form, and one verb."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.rights import disputing
from cases.actions.rights import requests as rights
from cases.forms import rights as forms
from cases.models import Dispute, RightsRequest
from cases.rights_way import Verb
from cases.rules.rights import rights_blockers
from cases.views.rights.queue import load

METHODS = ["GET", "HEAD", "POST"]
KEYS = ("one_time_key",)


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], str],
    *,
    heading: str,
    submit: str,
    done: str,
    back: str,
    back_text: str,
    caption: str = "",
    intro: str = "",
    blocked: list[str] | None = None,
) -> HttpResponse:
    """A page of information governance that is one form. `act` returns where to go next."""
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            typed = {key: value for key, value in form.cleaned_data.items() if key not in KEYS}
            url = act(typed)
            messages.success(request, done)
            return url

        if answer := send(form, verb, by=request.user):
            return answer
    context = {
        "form": form, "heading": heading, "submit": submit, "caption": caption, "intro": intro,
        "cancel_url": back, "back_text": back_text, "blocked": blocked or [],
    }  # fmt: skip
    return render(request, "cases/rights/form.html", context)


def _move(
    request: HttpRequest,
    found: RightsRequest,
    form: Any,
    act: Callable[..., object],
    verb: Verb | None,
    **words: str,
) -> HttpResponse:  # fmt: skip
    here = reverse("rights-request", args=[found.reference])

    def go(typed: dict[str, Any]) -> str:
        act(request=found, by=request.user, **typed)
        return here

    looked(Look.Kind.OPENED, f"Request {found.reference}", by=request.user)
    return form_page(
        request,
        form,
        go,
        caption=f"{found.reference} · {found.name}",
        back=here,
        back_text="Back to the request",
        blocked=rights_blockers(found, verb, request.user) if verb else [],
        **words,
    )


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def write_down(request: HttpRequest) -> HttpResponse:
    """A request that came by post, e-mail or telephone."""
    form = forms.WriteDownForm(request.POST or None)

    def act(typed: dict[str, Any]) -> str:
        found = rights.receive(by=request.user, **typed)
        return reverse("rights-request", args=[found.reference])

    return form_page(
        request,
        form,
        act,
        heading="Write down a request",
        submit="Save request",
        done="Request saved. Its clock has started.",
        back=reverse("rights"),
        back_text="Back to People’s requests",
    )


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def ask_proof(request: HttpRequest, reference: str) -> HttpResponse:
    found, form = load(reference), forms.AskProofForm(request.POST or None)
    return _move(
        request, found, form, rights.ask_proof, Verb.ASK_PROOF,
        heading="Ask for proof", submit="Record that it was asked for",
        done="The clock waits until the proof comes.",
        intro="Ask only where you are not sure who it is, or whether they may ask, and as little as is enough. Ask at once: the month begins when the proof comes.",  # noqa: E501
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def prove(request: HttpRequest, reference: str) -> HttpResponse:
    found = load(reference)
    form = forms.ProofForm(request.POST or None, initial={"on": timezone.localdate()})
    return _move(
        request, found, form, rights.prove, Verb.PROVE,
        heading="Record proof of identity", submit="Save proof", done="Proof recorded.",
        intro="For a parent: also that they have parental responsibility, and whether the child is old enough to decide. For a solicitor: the signed authority.",  # noqa: E501
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    found, form = load(reference), forms.ExtendForm(request.POST or None)
    return _move(
        request, found, form, rights.extend, Verb.EXTEND,
        heading="Extend by two months", submit="Take two more months",
        done="The time was extended by two months.",
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    found = load(reference)
    form = forms.AnswerForm(request.POST or None, kind=found.kind)
    return _move(
        request, found, form, rights.answer, Verb.ANSWER,
        heading="Record the answer", submit="Save answer", done="Answer recorded.",
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    found, form = load(reference), forms.ReasonForm(request.POST or None)
    return _move(
        request, found, form, rights.withdraw, Verb.WITHDRAW,
        heading="Record that it was withdrawn", submit="Save", done="Request withdrawn.",
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def identify(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom on record the request is about, among the few it may be."""
    found = load(reference)
    people = rights.candidates(found)
    looked(Look.Kind.SEARCHED, f"Who {found.reference} is about", by=request.user,
           people=[row[0] for row in people])  # fmt: skip
    choices = [
        (
            str(key),
            ", ".join(filter(None, [name, f"born {born:%-d %B %Y}" if born else "", families])),
        )
        for key, name, born, families in people
    ]
    form = forms.PersonForm(request.POST or None, choices=choices)

    def act(*, request: RightsRequest, by: Any, person: str) -> None:
        rights.identify(request=request, by=by, person_id=int(person))

    nobody = "Nobody on record has this name and date of birth. Ask for more, or answer that nothing is held."  # noqa: E501
    return _move(
        request, found, form, act, None,
        heading="Who is it about?", submit="This is the person", done="Person identified.",
        intro="" if people else nobody,
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def name_part(request: HttpRequest, reference: str) -> HttpResponse:
    """What a person who wrote to information governance says is wrong."""
    found, form = load(reference), forms.NamePartForm(request.POST or None)
    if found.kind != RightsRequest.Kind.RECTIFICATION:
        raise Http404
    return _move(
        request, found, form, disputing.dispute_in_words, None,
        heading="What do they say is wrong?", submit="Save", done="Written down. Decide it next.",
    )  # fmt: skip


@require_http_methods(METHODS)
@only_for(May.HANDLE_RIGHTS)
def dispute(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Whether one disputed part of the record was corrected."""
    found = load(reference)
    disputed = Dispute.objects.filter(request=found, pk=number).first()
    if disputed is None:
        raise Http404
    form = forms.DisputeForm(request.POST or None)

    def act(*, request: RightsRequest, by: Any, corrected: str, reason: str) -> None:
        disputing.decide(dispute=disputed, by=by, corrected=corrected == "yes", reason=reason)

    return _move(
        request, found, form, act, None,
        heading=f"Disputed: {disputed.item_words}", submit="Save decision",
        done="Decision recorded.", intro=f"They say: “{disputed.statement}”",
    )  # fmt: skip
