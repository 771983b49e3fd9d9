"""Who may do what through the API."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from accounts.models import ApiToken
from accounts.models.token import TokenScope
from accounts.roles import May, may, role_of

MISSING = "This token is not for this. It needs the scope “{}”: ask for one that has it."


class ForAccounts(IsAuthenticated):
    """Whoever has a token for anything, or is signed in: what is there is about nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        if not role_of(request.user).key:
            raise Http404
        return True


def for_scope(
    scope: TokenScope,
    *capabilities: May,
    rule: Callable[[Any], bool] | None = None,
    or_scopes: Iterable[TokenScope] = (),
) -> type[IsAuthenticated]:
    """A token needs this scope or one of the others named, and its account one of these
    capabilities, or what the rule says; so does somebody signed in. Whoever lacks the scope is told
    so, before anything is looked up; for whoever's role or agency may not, there is nothing there.
    """

    enough = (scope, *or_scopes)

    class ForScope(ForAccounts):
        def has_permission(self, request: Request, view: Any) -> bool:
            token = request.auth if isinstance(request.auth, ApiToken) else None
            held = [each for each in enough if token and each in token.scopes]
            if token and not held:
                raise PermissionDenied(MISSING.format("” or “".join(enough)))
            if not super().has_permission(request, view):
                return False
            if capabilities and not any(may(request.user, each) for each in capabilities):
                raise Http404
            if rule and not rule(request.user):
                raise Http404
            if token and not any(token.is_of_its_agency(each) for each in held):
                raise Http404
            return True

    return ForScope


def agency_of(request: Request) -> Any:
    """The agency in whose name a request is made: the token's, else that of who is signed in."""
    if isinstance(request.auth, ApiToken) and request.auth.agency:
        return request.auth.agency
    return getattr(request.user, "agency", None)


def holder_of(request: Request) -> str:
    """Whose request it is, for what is counted and kept apart: a token's, or an account's."""
    if isinstance(request.auth, ApiToken):
        return f"token {request.auth.pk}"
    return f"account {request.user.pk}"
