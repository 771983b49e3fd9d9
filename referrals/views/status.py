"""How a request stands, for whoever has its code; and whose an address is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from localities.models import Authority
from referrals.actions.asking_back import answer_by_code
from referrals.actions.doors.replying import USE, confirm, request_of
from referrals.answering_words import BELOW, asks
from referrals.codes import digest_of
from referrals.forms.codes import NOT_A_CODE, AnswerByCodeForm, ConfirmAddressForm
from referrals.queries.answers import Standing, question_by_code, standing_by_code
from referrals.queries.sent import lines_of
from referrals.views.codes import by_code, too_often, tried_too_often

ANSWERED = "question_answered"  # in the session: the reference of the request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The code of the receipt opens what its sender may know now, the question that waits for
    them, and nothing of the family."""

    def found(code: str) -> HttpResponse | None:
        standing = _standing(code)
        return _page(request, code, standing) if standing else None

    return by_code(request, "public/status_code.html", found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """What whoever holds the code answers to the desk’s question: once, and as the sender."""
    if request.method != "POST":
        reference = request.session.get(ANSWERED)
        sent = {"reference": reference}
        return render(request, "public/answered.html", sent) if reference else _to_the_code()
    form = AnswerByCodeForm(request.POST)
    good = form.is_valid()
    if tried_too_often(request):
        form.add_refusals([too_often()])
        return render(request, "public/status.html", {"form": form}, status=429)
    code = form.cleaned_data.get("code", "")
    standing = _standing(code)
    if standing is None:
        form.add_refusals([NOT_A_CODE])
        return render(request, "public/status.html", {"form": form})
    if good and (done := _send(form)):
        request.session[ANSWERED] = standing.reference
        return done
    return _page(request, code, standing, form)


def _send(form: AnswerByCodeForm) -> HttpResponse | None:
    said = form.cleaned_data

    def verb() -> str:
        digest = digest_of(said["code"], use=USE)
        answer_by_code(digest=digest, question=said["question"], words=said["words"])
        return reverse("request-status-answer")

    return send(form, verb, by=None)


def _standing(code: str) -> Standing | None:
    return standing_by_code(digest_of(code, use=USE)) if code else None


def _to_the_code() -> HttpResponse:
    return redirect("request-status")


def _page(
    request: HttpRequest, code: str, standing: Standing, form: AnswerByCodeForm | None = None
) -> HttpResponse:
    what = f"How request {standing.reference} stands, by its code"
    looked(Look.Kind.OPENED, what, by=None, request=standing.number)
    asked = question_by_code(digest_of(code, use=USE))
    if asked and form:
        form.take_question(asked.number)
    elif asked:
        form = AnswerByCodeForm(initial={"code": code, "question": asked.number})
    phone = Authority.current().desk_phone
    context = {
        "standing": standing,
        "lines": lines_of(standing),
        "asked": asked,
        "asks": asks(asked.answer_by, phone, BELOW) if asked else [],
        "form": form,
        "answered": request.session.get(ANSWERED) == standing.reference,
    }
    return render(request, "public/status.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first letter. Opening it does nothing: mail systems open links too."""
    if request_of(token) is None:
        return render(request, "public/address_gone.html")
    form = ConfirmAddressForm(request.POST or None)
    confirmed = False
    if request.method == "POST" and form.is_valid():
        confirmed = confirm(token)
        if not confirmed:
            return render(request, "public/address_gone.html")
    context = {"form": form, "confirmed": confirmed}
    return render(request, "public/confirm_address.html", context)
