"""What the product will not run with, in sentences that say what to set."""

import math
from collections import Counter
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
_FEWEST_BITS = 200  # of a key; one of 50 random letters and digits has about 250
_SHORTEST_PASSWORD = 16
_PUBLISHED = ("changeme", "change-me", "insecure", "password", "secret", "example", "earlyhelp")
_THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1", "[::1]"})
_PRINTS_ONE = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


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
    """One sentence for each setting that is missing, weak or as it was published."""
    yield from _of_the_database(settings)
    yield from _of_valkey(settings.REDIS_URL)
    yield from _refusals_of_single_sign_on(settings)
    if _is_weak_key(settings):
        yield (
            f"SECRET_KEY is missing or weak: give it at least {_SHORTEST_KEY} random signs, and "
            f"keep it secret. This prints one: {_PRINTS_ONE}"
        )
    yield from _of_the_name(settings)


def _of_the_database(settings: Any) -> Iterator[str]:
    database = settings.DATABASES.get("default", {})
    password = settings.APPLICATION_DATABASE_PASSWORD
    if not database.get("NAME"):
        yield (
            "DATABASE_URL is not set and no demonstration runs here. Start one with make demo, "
            "or set DATABASE_URL to postgresql://owner:password@host/name."
        )
    elif not password:
        yield (
            "APPLICATION_DATABASE_PASSWORD is not set: the password of the role that the web and "
            "the workers connect as. Choose one and run manage.py prepare_database."
        )
    elif _is_weak_for(database.get("HOST", ""), password):
        yield (
            "APPLICATION_DATABASE_PASSWORD is weak: give it at least "
            f"{_SHORTEST_PASSWORD} random signs, and run manage.py prepare_database. This prints "
            f"one: {_PRINTS_ONE}"
        )


def _of_valkey(url: str) -> Iterator[str]:
    if not url:
        yield "REDIS_URL is not set. Give Valkey's address: redis://:password@host:6379/0"
        return
    parts = urlsplit(url)
    if _is_weak_for(parts.hostname or "", parts.password or ""):
        yield (
            "REDIS_URL has no password, or a weak one: whoever reaches Valkey could hand out work. "
            f"Give it one of at least {_SHORTEST_PASSWORD} random signs (requirepass), of letters "
            "and digits: redis://:password@host:6379/0"
        )


def _of_the_name(settings: Any) -> Iterator[str]:
    if any(host.startswith(("*", ".")) for host in settings.ALLOWED_HOSTS):
        yield "ALLOWED_HOSTS lets in any name. Name the site's own, with commas between them."
    if settings.DEBUG and not _THIS_MACHINE.issuperset(settings.ALLOWED_HOSTS):
        yield (
            "DEBUG is on for a site that others can reach: its error pages would show records and "
            "settings. Take DEBUG away."
        )


def _is_weak_for(host: str, password: str) -> bool:
    """Whether the password is too weak for a server that others can reach."""
    if host in _THIS_MACHINE or host.startswith("/"):  # loopback, or a socket in a folder
        return False
    return len(password) < _SHORTEST_PASSWORD or len(set(password)) < 8 or _is_published(password)


def _is_weak_key(settings: Any) -> bool:
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own refusal of an empty one
        return True
    return len(key) < _SHORTEST_KEY or _bits(key) < _FEWEST_BITS or _is_published(key)


def _bits(key: str) -> float:
    """How much there is to guess: signs, by how evenly they are used; nothing where it repeats."""
    if key in (key + key)[1:-1]:
        return 0
    shares = [count / len(key) for count in Counter(key).values()]
    return -len(key) * sum(share * math.log2(share) for share in shares)


def _is_published(text: str) -> bool:
    """As it stands in somebody's example. Random signs do not spell these words."""
    return any(word in text.lower() for word in _PUBLISHED)


def _refusals_of_single_sign_on(settings: Any) -> Iterator[str]:
    if not settings.OIDC_SERVER_URL:
        return
    (app,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    if not (app["client_id"] and app["secret"]):
        yield "With OIDC_SERVER_URL, set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too."
    address = urlsplit(settings.OIDC_SERVER_URL)
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1"}:
        yield "OIDC_SERVER_URL must begin with https://"
