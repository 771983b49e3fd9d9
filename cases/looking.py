"""Reading what somebody typed into the search box. Touches no database."""

import re
import string
from dataclasses import dataclass
from datetime import date

from audit.text import fold
from audit.web.dates import month_number

_REFERENCE = re.compile(r"\b(EH|FA)[\s-]*(\d{4})[\s-]*(\d{1,6})\b", re.IGNORECASE)
_NHS = re.compile(r"(?<!\d)(\d{3})[\s-]?(\d{3})[\s-]?(\d{4})(?!\d)")
_UPN = re.compile(r"\b([A-Z]\d{11}[\dA-Z])\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,2})[\s/.-]+(\d{1,2}|[A-Za-z]{3,9})[\s/.-]+(\d{4}|\d{2})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NOT_NAMES = frozenset({"family", "the", "nhs", "upn", "dob", "born"})


@dataclass(frozen=True)
class Terms:
    """What a search asks for. Empty: nothing that can be searched for was typed."""

    names: tuple[str, ...] = ()
    born: date | None = None
    reference: str = ""
    nhs_number: str = ""
    upn: str = ""
    postcode: str = ""

    def __bool__(self) -> bool:
        return any(
            (self.names, self.born, self.reference, self.nhs_number, self.upn, self.postcode)
        )


def read(text: str) -> Terms:
    """The terms of what was typed: "okafor 3/4/2015", "EH-2026-417", "wv14 0aa"."""
    rest = text[:200]
    rest, reference = _take(_REFERENCE, rest)
    rest, iso = _take(_ISO_DATE, rest)
    rest, day = _take(_DATE, rest)
    rest, nhs = _take(_NHS, rest)
    rest, upn = _take(_UPN, rest)
    rest, postcode = _take(_POSTCODE, rest)
    return Terms(
        names=tuple(word for word in fold(rest).split() if word not in _NOT_NAMES)[:6],
        born=_iso(iso) if iso else _date(day),
        reference=_reference(reference),
        nhs_number="".join(nhs),
        upn="".join(upn).upper(),
        postcode=" ".join(postcode).upper(),
    )


def near_dates(born: date) -> set[date]:
    """The date itself, with day and month swapped, and with any one digit wrong."""
    digits = f"{born:%Y%m%d}"
    texts = {
        digits[:place] + digit + digits[place + 1 :]
        for place in range(2, 8)  # the century is not mistyped
        for digit in string.digits
    }
    texts.add(digits[:4] + digits[6:] + digits[4:6])
    return {
        found for text in texts if (found := _real(int(text[:4]), int(text[4:6]), int(text[6:])))
    }


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, tuple[str, ...]]:
    found = pattern.search(text)
    if not found:
        return text, ()
    return text[: found.start()] + " " + text[found.end() :], found.groups()


def _reference(parts: tuple[str, ...]) -> str:
    return f"{parts[0].upper()}-{parts[1]}-{int(parts[2]):05d}" if parts else ""


def _iso(parts: tuple[str, ...]) -> date | None:
    return _real(int(parts[0]), int(parts[1]), int(parts[2]))


def _date(parts: tuple[str, ...]) -> date | None:
    if not parts:
        return None
    month, year = month_number(parts[1]), int(parts[2])
    if year < 100:
        year += 2000 if year <= date.today().year % 100 else 1900  # noqa: DTZ011
    return _real(year, month, int(parts[0])) if month else None


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
