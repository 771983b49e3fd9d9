"""The council's single sign-on. People are known by its subject alone, never by an address.

A subject is bound once: by coming from the single sign-on with an open invitation, whose link
only its addressee had. Whoever else comes with an unknown subject is told so and let in nowhere,
whatever address the token names.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from accounts.actions.accepting import accept, blockers
from accounts.models import Invitation, User
from accounts.second_step import BY_THE_COUNCIL
from audit.actions.recording import record

INVITATION = "invitation"  # in the session of whoever opened the link


class SubjectOnly(DefaultSocialAccountAdapter):
    """How allauth's single sign-on behaves here."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Never: who controls a directory could name any address."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing:
            invitation = _invitation_of(request)
            if invitation is None:
                self._refuse(request, "unknown")
            self._bind(sociallogin, invitation)
            request.session.pop(INVITATION, None)
        if not sociallogin.user.is_active:
            self._refuse(request, "ended", sociallogin.user)
        request.session[BY_THE_COUNCIL] = (
            sociallogin.user.pk if says_second_step(sociallogin.account.extra_data) else None
        )

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self._refuse(request, "failed")

    def _bind(self, sociallogin: Any, invitation: Invitation) -> None:
        sociallogin.user = accept(invitation=invitation, how="the council’s single sign-on")
        sociallogin.account.user = sociallogin.user
        sociallogin.account.save()

    def _refuse(self, request: HttpRequest, why: str, user: User | None = None) -> NoReturn:
        record("sign_in_refused", user or User(), f"Single sign-on refused: {why}", by=None)
        page = render(request, "accounts/sign_on_refused.html", {"why": why}, status=403)
        raise ImmediateHttpResponse(page)


def says_second_step(claims: dict[str, Any]) -> bool:
    """Whether the token says that a second step was done, in `amr`, `acr` or `acrs`."""
    token = claims.get("id_token") or {}
    said: set[str] = set()
    for name in ("amr", "acr", "acrs"):
        value = token.get(name) or []
        said |= {value} if isinstance(value, str) else set(map(str, value))
    return bool(said & set(settings.OIDC_MFA_VALUES))


def _invitation_of(request: HttpRequest) -> Invitation | None:
    key = request.session.get(INVITATION)
    found = Invitation.objects.select_related("user").filter(pk=key).first() if key else None
    return found if found and not blockers(found) else None
