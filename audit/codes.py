"""Codes that people read out and type: signs that are not read as others, written in fours.

Signs that are read as others (0 and O, 1, I and L, U and V) are left out, which makes thirty.
"""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4


def new_code(length: int) -> str:
    return in_fours("".join(secrets.choice(SIGNS) for _ in range(length)))


def tidy_code(typed: str, length: int) -> str:
    """A code as it is given out, however it was typed; "" where it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != length or any(sign not in SIGNS for sign in signs):
        return ""
    return in_fours(signs)


def in_fours(signs: str) -> str:
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))
