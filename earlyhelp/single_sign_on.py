"""The council's OpenID Connect provider, as allauth wants to be told of it."""

from typing import Any
from urllib.parse import urlsplit

ENTRA = "login.microsoftonline.com"


def single_sign_on(
    *, server_url: str, name: str, client_id: str, secret: str, subject: str
) -> dict[str, Any]:
    """One provider, called "council" in addresses. People are known by one claim of its token.

    Entra ID's `oid` is the person in the whole directory; elsewhere it is `sub`. Never one or
    the other as they come: a token without the claim is refused.
    """
    known_by = subject or ("oid" if urlsplit(server_url).hostname == ENTRA else "sub")
    app = {
        "provider_id": "council",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {
            "server_url": server_url,
            "uid_field": known_by,
            "fetch_userinfo": False,  # the token says it all, and who it is for
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origin_of(server_url: str) -> list[str]:
    """Where a form may lead to, for the content security policy."""
    found = urlsplit(server_url)
    return [f"{found.scheme}://{found.netloc}"] if found.netloc else []
