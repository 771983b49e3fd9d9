"""Who must prove twice who they are, and whether they have.

A password or the council's single sign-on is the first step. The second is an authenticator
app, a passkey or hardware key, or a recovery code; for occasional partners a code sent to their
work address. The single sign-on's own second step counts only where its token says so.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.demonstration import password_alone
from accounts.roles import SecondStep, role_of

DONE, BY_THE_COUNCIL = "second_step_done", "second_step_by_the_council"
OPEN_BEFORE = (
    "/account/",
    "/static/",
    "/livez",
    "/readyz",
    "/theme.css",
    "/logo.svg",
    "/favicon.ico",
)
OWN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondStepMiddleware:
    """Signed in without the second step that the role needs: only the pages to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_BEFORE) or not must_set_one_up(request):
            return self.get_response(request)
        return redirect("mfa_index")


class SecondStepStage(AuthenticateStage):
    """Asked at sign-in of whoever has a second step, unless the council's sign-on did it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if done_by_the_council(request, self.login.user):
            return False
        return bool(super()._should_handle(request))


def must_set_one_up(request: HttpRequest) -> bool:
    """Asked once per session: a second step that was done stays done till sign-out."""
    user: Any = request.user
    if not user.is_authenticated or request.session.get(DONE) == user.pk:
        return False
    if not done(request, user):
        return True
    if not password_alone():  # which costs nothing to ask again
        request.session[DONE] = user.pk
    return False


def done(request: HttpRequest, user: Any) -> bool:
    """Whether this session proves all that the role needs."""
    needs = role_of(user).second_step
    if needs == SecondStep.NONE or password_alone() or done_by_the_council(request, user):
        return True
    if needs == SecondStep.EMAIL_CODE and signed_in_by_code(request, user):
        return True
    return has_one(user)  # then the stage above asked for it, or it was set up in this session


def has_one(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=OWN).exists()


def done_by_the_council(request: HttpRequest, user: Any) -> bool:
    return user is not None and request.session.get(BY_THE_COUNCIL) == user.pk


def signed_in_by_code(request: HttpRequest, user: Any) -> bool:
    records = get_authentication_records(request, user)
    return any(record.get("method") == "code" for record in records)


def forget_that_it_was_done(request: HttpRequest, **kwargs: Any) -> None:
    """An authenticator was removed: whether one is left is asked anew."""
    request.session.pop(DONE, None)
