"""What every page's shell shows: the council, the person's places, the version of the product."""

import tomllib
from base64 import b64encode
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.roles import May, may, places_for
from accounts.sealing import own_key
from earlyhelp.theme import logo_url, theme_url
from localities.models import Authority


def shell(request: HttpRequest) -> dict[str, Any]:
    """Read only when a template asks: one query for the council, none for the places."""
    authority = SimpleLazyObject(Authority.current)
    return {
        "authority": authority,
        "theme_url": SimpleLazyObject(lambda: theme_url(authority)),  # type: ignore[arg-type]
        "logo_url": SimpleLazyObject(lambda: logo_url(authority)),  # type: ignore[arg-type]
        "places": SimpleLazyObject(lambda: places(request)),
        "may_search": SimpleLazyObject(lambda: may(request.user, May.SEARCH)),
        "find_url": address("find"),
        "idle_seconds": settings.IDLE_SECONDS,
        "unsent_key": SimpleLazyObject(lambda: unsent_key(request)),
        "sign_in_url": address("account_login"),
        "accessibility_url": address("accessibility"),
        "privacy_url": address("privacy"),
        "product_version": product_version(),
    }


def unsent_key(request: HttpRequest) -> str:
    """By which a browser seals words not yet sent, and names them (assets/js/unsent.js).

    Each person's own, so that what lies in a browser is of use to nobody who only has the computer.
    It stands in their pages, which no browser keeps.
    """
    reader = request.user.pk
    if reader is None:
        return ""
    secret, name = (own_key(reader, use=f"unsent {use}") for use in ("words", "name"))
    return f"{name.hex()[:24]} {b64encode(secret).decode()}"


def places(request: HttpRequest) -> list[dict[str, Any]]:
    """The person's places as the items of GOV.UK's service navigation."""
    user = getattr(request, "user", None)
    found = [(label, address(name)) for label, name in places_for(user)]
    return [
        {"text": label, "href": href, "current": request.path == href,
         "active": href != "/" and request.path.startswith(href)}
        for label, href in found
        if href
    ]  # fmt: skip


def address(name: str) -> str:
    """The address of a page, or nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@cache
def product_version() -> str:
    project = settings.BASE_DIR / "pyproject.toml"
    if not project.is_file():
        return ""
    return str(tomllib.loads(project.read_text())["project"]["version"])
