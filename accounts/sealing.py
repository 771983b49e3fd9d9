"""Texts that lie in the database for a while and that nobody who reads it may read."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Broken(Exception):
    """Sealed with another key, for another use, or changed since."""


def seal(text: str, *, use: str) -> str:
    """The text, encrypted and signed for one use: what is sealed for mail is no secret key."""
    return _sealer(use).encrypt(text.encode()).decode()


def unseal(sealed: str, *, use: str, seconds: int | None = None) -> str:
    """The text again; raises Broken, also where it was sealed longer than `seconds` ago."""
    try:
        return _sealer(use).decrypt(sealed.encode(), ttl=seconds).decode()
    except InvalidToken:
        raise Broken from None


def _sealer(use: str) -> Fernet:
    digest = hashlib.sha256(f"accounts.sealing:{use}:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def own_key(user_id: int, *, use: str) -> bytes:
    """32 bytes for one person and one use, given to that person alone and held nowhere: whoever
    changes SECRET_KEY makes what was sealed by them unreadable."""
    said = f"accounts.sealing:{use}:{user_id}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")
