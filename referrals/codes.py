"""Codes that open something without an account: a request begun, how a request stands.

Sixteen signs of thirty, written in fours: 78 bits, so that nobody guesses one. Of a code only a
digest is stored.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from audit import codes
from audit.codes import SIGNS, in_fours

LENGTH = 16


class NotThisCode(Exception):
    """What is sealed was not sealed with this code."""


def new_code() -> str:
    return codes.new_code(LENGTH)


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
    return codes.tidy_code(typed, LENGTH)


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
