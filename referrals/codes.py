"""Codes that open something without an account: a request begun, how a request stands.

Sixteen signs of thirty, written in fours: 78 bits, so that nobody guesses one. Signs that are read
as others (0 and O, 1, I and L, U and V) are left out. Of a code only a digest is stored.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4


class NotThisCode(Exception):
    """What is sealed was not sealed with this code."""


def new_code() -> str:
    return in_fours("".join(secrets.choice(SIGNS) for _ in range(LENGTH)))


def status_code(reference: str) -> str:
    """The code of a request's status page. It follows from the reference and the site's secret, so
    that a receipt can show it again and nothing has to keep it."""
    number = int.from_bytes(_hmac("status", reference)[:16], "big")
    signs = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(SIGNS))
        signs += SIGNS[place]
    return in_fours(signs)


def tidy_code(typed: str) -> str:
    """A code as it is given out, however it was typed; "" where it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in SIGNS for sign in signs):
        return ""
    return in_fours(signs)


def in_fours(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def digest_of(code: str, *, use: str) -> str:
    """By which a code is found. It opens nothing by itself."""
    return _hmac(f"digest of {use}", tidy_code(code)).hex()


def seal_with(code: str, text: str) -> str:
    """The text, encrypted so that only the code opens it."""
    return _sealer(code).encrypt(text.encode()).decode()


def unseal_with(code: str, sealed: str) -> str:
    """The text again; raises NotThisCode, also where somebody changed it."""
    try:
        return _sealer(code).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise NotThisCode from None


def _sealer(code: str) -> Fernet:
    """A key of the code and the site's secret: neither alone opens what a thief of the tables has.

    A code of 78 bits needs no slow derivation.
    """
    salt = hashlib.sha256(f"referrals.codes {settings.SECRET_KEY}".encode()).digest()
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"seal").derive(
        tidy_code(code).encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def _hmac(use: str, text: str) -> bytes:
    key = f"referrals.codes {use} {settings.SECRET_KEY}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
