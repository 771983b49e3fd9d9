"""What the product will not run with, in sentences that say what to set."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as site_settings
from django.core.exceptions import ImproperlyConfigured

# Commands that touch neither the database nor anything signed.
OFFLINE_COMMANDS = frozenset(
    {"collectstatic", "draw_docs", "help", "makemigrations", "version", "--help", "--version"}
)
_SHORTEST_KEY = 50
_FEWEST_SIGNS = 10


def refuse_bad_settings() -> None:
    """Stop a process that would serve with settings missing or weak."""
    found = list(refusals(site_settings))
    if found:
        raise ImproperlyConfigured("\n".join(found))


def refuse_the_demonstrations_door() -> None:
    """Stop a process that would serve the demonstration's accounts to the world."""
    from accounts.demonstration import fault_of_the_switch

    if fault := fault_of_the_switch():
        raise ImproperlyConfigured(fault)


def refusals(settings: Any) -> Iterator[str]:
    """One sentence for each setting that is missing or weak."""
    if not settings.DATABASES.get("default", {}).get("NAME"):
        yield (
            "DATABASE_URL is not set and no demonstration runs here. Start one with make demo, "
            "or set DATABASE_URL to postgresql://owner:password@host/name."
        )
    elif not settings.APPLICATION_DATABASE_PASSWORD:
        yield (
            "APPLICATION_DATABASE_PASSWORD is not set: the password of the role that the web and "
            "the workers connect as. Choose one and run manage.py prepare_database."
        )
    if not settings.REDIS_URL:
        yield "REDIS_URL is not set. Give Valkey's address: redis://:password@host:6379/0"
    yield from _refusals_of_single_sign_on(settings)
    if _is_weak(settings):
        yield (
            f"SECRET_KEY is missing or weak: give it at least {_SHORTEST_KEY} random signs, and "
            "keep it secret. This prints one: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )


def _is_weak(settings: Any) -> bool:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own refusal of an empty one
        return True
    return len(key) < _SHORTEST_KEY or len(set(key)) < _FEWEST_SIGNS


def _refusals_of_single_sign_on(settings: Any) -> Iterator[str]:
    if not settings.OIDC_SERVER_URL:
        return
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not (app["client_id"] and app["secret"]):
        yield "With OIDC_SERVER_URL, set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too."
    address = urlsplit(settings.OIDC_SERVER_URL)
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1"}:
        yield "OIDC_SERVER_URL must begin with https://"
