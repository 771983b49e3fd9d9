"""What a cell of a file means. Each reader gives the value, or raises Wrong with the mend.

Touches no database.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

from localities.routing import tidy_postcode

Reader = Callable[[str], Any]

FORMULA = "This looks like a formula. Write the value itself"
LONG = "This has {length} characters; there is room for {most}. Shorten it"
NOT_A_DATE = "This must be a real date, like 27/03/2016 or 2016-03-27"
NOT_A_POSTCODE = "Enter a full postcode, like WV14 0AA"
NOT_AN_EMAIL = "Enter an email address in the correct format, like name@example.com"
SHORTENED = (
    "A spreadsheet has shortened this number. Make its column text there, and type it in full"
)
NOT_A_CHOICE = "Write one of: {choices}"
YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_BRITISH = re.compile(r"(\d\d?)[/.\- ](\d\d?)[/.\- ](\d{4})(?: 00:00(?::00)?)?")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"=]*)"')  # how spreadsheets are told to keep leading noughts


class Wrong(ValueError):
    """A cell that cannot be taken; its text says what to do."""


def text(most: int) -> Reader:
    """Words of at most so many characters."""

    def read(cell: str) -> str:
        if cell.startswith("="):
            cell = _unwrapped(cell)
        if len(cell) > most:
            raise Wrong(LONG.format(length=len(cell), most=most))
        return cell

    return read


def _unwrapped(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell)
    if not found:
        raise Wrong(FORMULA)
    return found[1].strip()


def in_full(read: Reader) -> Reader:
    """The same reader, for what may be a long number: 1.632E+09 is not what was typed."""

    def judged(cell: str) -> Any:
        if _SHORTENED.fullmatch(cell):
            raise Wrong(SHORTENED)
        return read(cell)

    return judged


def text_of(model: type[models.Model], name: str) -> Reader:
    """Words for a column of the record, as long as that holds."""
    return text(getattr(model._meta.get_field(name), "max_length", None) or 0)


def choice(options: Mapping[str, str], also: Mapping[str, str] | None = None) -> Reader:
    """One of these, by its code or its words, in capitals or not."""
    known = {word.casefold(): key for key, word in options.items()}
    known |= {key.casefold(): key for key in options}
    known |= {word.casefold(): key for word, key in (also or {}).items()}

    def read(cell: str) -> str:
        try:
            return known[cell.casefold()]
        except KeyError:
            raise Wrong(NOT_A_CHOICE.format(choices=", ".join(options))) from None

    return read


def choices(options: Mapping[str, str]) -> Reader:
    """Several of these, with “|” between them."""
    one = choice(options)

    def read(cell: str) -> list[str]:
        return [one(part.strip()) for part in cell.split("|") if part.strip()]

    return read


def yes_or_no(cell: str) -> bool:
    said = cell.casefold()
    if said in YES or said in NO:
        return said in YES
    raise Wrong(NOT_A_CHOICE.format(choices="yes, no"))


def day(cell: str) -> date:
    """A date as it is written here, 27/03/2016, or in the ISO way, 2016-03-27."""
    if found := _ISO.fullmatch(cell):
        year, month, number = found.groups()
    elif found := _BRITISH.fullmatch(cell):
        number, month, year = found.groups()
    else:
        raise Wrong(NOT_A_DATE)
    try:
        return _within(date(int(year), int(month), int(number)))
    except ValueError:
        raise Wrong(NOT_A_DATE) from None


def _within(found: date) -> date:
    if not 1880 <= found.year <= 2200:
        raise ValueError(found)
    return found


def postcode(cell: str) -> str:
    tidy = tidy_postcode(cell)
    if not tidy:
        raise Wrong(NOT_A_POSTCODE)
    return tidy


def email(cell: str) -> str:
    try:
        validate_email(cell)
    except ValidationError:
        raise Wrong(NOT_AN_EMAIL) from None
    return cell


def digits(cell: str) -> str:
    """A number people write with spaces or hyphens: 943 476 5919. Judged by its rule, not here."""
    return re.sub(r"[\s\-]", "", text(40)(cell))


def capitals(cell: str) -> str:
    return digits(cell).upper()


def remembering(read: Reader, most: int = 5000) -> Reader:
    """The same reader, for cells that come again and again."""
    known: dict[str, Any] = {}

    def remembered(cell: str) -> Any:
        try:
            return known[cell]
        except KeyError:
            value = read(cell)
            if len(known) < most:
                known[cell] = value
            return value

    return remembered
