"""“Tokens”: which other systems use the API, for what; giving one, taking one away."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import issuing
from accounts.doors import only_for, recently_confirmed
from accounts.forms_of_tokens import RevokeForm, TokenForm
from accounts.models import ApiToken
from accounts.roles import May
from accounts.views.shown_once import shown_once
from audit.web.sending import send

AGAIN = "That token was made already. Its text was shown once: if nobody noted it, revoke it."


@require_safe
@only_for(May.CONFIGURE)
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token, those that work first."""
    rows = list(_tokens().order_by("revoked_at", "-made_at"))
    rows.sort(key=lambda row: not row.works)
    context = {"tokens": rows, "today": timezone.localdate(), "back": reverse("settings")}
    return render(request, "accounts/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.CONFIGURE)
@recently_confirmed
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token. Its text stands on the answer to this sending, and nowhere else."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (done := _made(request, form)):
        return done
    context = {"form": form, "cancel_url": reverse("tokens")}
    return render(request, "accounts/token_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.CONFIGURE)
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token, once asked whether that is meant."""
    token = _tokens().filter(pk=token_id).first()
    if token is None:
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            issuing.revoke(token=token, by=request.user)
            messages.success(request, f"Token revoked: {token.name}")
            return reverse("tokens")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "token": token, "cancel_url": reverse("tokens")}
    return render(request, "accounts/token_revoke.html", context)


def _tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("agency", "user", "made_by", "revoked_by")


def _made(request: HttpRequest, form: TokenForm) -> HttpResponse | None:
    """The page with the text; None where the verb refused."""
    return shown_once(
        request,
        form,
        lambda: issuing.issue(by=request.user, **_asked(form)),
        lambda token, text: render(
            request, "accounts/token_made.html", {"token": token, "text": text}
        ),
        back=reverse("tokens"),
        again=AGAIN,
    )


def _asked(form: TokenForm) -> dict[str, Any]:
    names = ("name", "agency", "scopes", "expires_on")
    return {name: form.cleaned_data[name] for name in names} | {
        "user": form.cleaned_data["account"]
    }
