"""Signing in to the API with a token."""

from datetime import timedelta

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.acting import go_on_as
from accounts.models import ApiToken, User

KEYWORD = "Token"
WRONG = (
    "This token is not valid, has been revoked or has run out. "
    "Ask the council’s administrator for a new one."
)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token <text>`. What the token's user may, the request may.

    The request entered its transaction as somebody unknown; from here on it goes on in the
    name of the token's user, so that row security, history and log follow them.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        keyword, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if keyword.lower() not in {"token", "bearer"}:
            return None
        token = _find(text.strip())
        if token is None:
            raise AuthenticationFailed(WRONG)
        _note_use(token)
        go_on_as(token.user)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


def _find(text: str) -> ApiToken | None:
    rows = ApiToken.objects.filter(digest=ApiToken.digest_of(text), user__is_active=True)
    token = rows.select_related("user", "agency").first()
    return token if token and token.works else None


def _note_use(token: ApiToken) -> None:
    """Write when it was used, at most once a minute."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(used_at=now)
