"""Reading a table of text: its encoding, its separator, its heading, its rows. One row at a time.

Touches no database.
"""

import codecs
import csv
import difflib
import io
import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from cases.importing.problems import CannotRead

UTF_8, WINDOWS = "utf-8-sig", "cp1252"
ENCODINGS = {UTF_8: "UTF-8", WINDOWS: "Windows-1252"}  # the key is Python's, the word is a person's
SEPARATORS = (",", ";", "\t")
LONGEST_LINE = 200_000  # characters; longer ones are a quotation mark that was never closed

EMPTY = "The file is empty. Choose another one, or save it anew."
NO_ROWS = "The file has a heading and no rows under it."
UTF_16 = "The file is written in UTF-16. Save it anew as “CSV UTF-8” and choose it again."
NOT_TEXT = (
    "The file is not a table of text. In your spreadsheet choose “Save as” and “CSV UTF-8”, and "
    "take that file."
)
QUOTES = (
    "Row {row} cannot be read, so nothing from there on was taken, nor the request just above it, "
    "which it may belong to. Look for a quotation mark that is not closed: one inside a cell is "
    "written twice."
)
NO_COLUMNS = (
    "The first row names none of the columns. It must hold their names, such as {some}, with "
    "commas or semicolons between them."
)
UNKNOWN = "There is no column “{name}”. {mend}Nothing was read."
DID_YOU_MEAN = "Did you mean “{near}”? Otherwise remove it. "
REMOVE = "Rename it to one of the columns listed, or remove it. "
TWICE = "The column “{name}” is there twice. Remove one of them."
MISSING = "The column “{name}” is missing. Add it; the example file shows where."
UNNAMED = "Column {number} has rows and no name in the heading. Name it, or remove it."
TOO_MANY = (
    "This row has more cells than the heading. Look for a separator inside a cell that is not "
    "in quotation marks"
)
NO_TEXT = "This row holds a sign that is no text. Type the cell anew"

# What others call our columns, where no spelling leads there.
OTHER_NAMES = {
    "first_name": "given_name",
    "forename": "given_name",
    "last_name": "family_name",
    "surname": "family_name",
    "dob": "date_of_birth",
    "gender": "sex",
    "school": "school_name",
}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Row(NamedTuple):
    """A row by its number in a spreadsheet. `fault` says why its cells are not to be trusted."""

    number: int
    cells: list[str]
    fault: str = ""


class Sheet(NamedTuple):
    """A file whose heading was understood. `columns` says which each cell of a row belongs to."""

    columns: list[str]
    rows: Iterator[Row]


def encoding_of(chunks: Iterable[bytes]) -> str:
    """UTF-8 where that is what it is, else Windows-1252; raises CannotRead for what is neither."""
    decoder, utf_8, windows, first = codecs.getincrementaldecoder("utf-8")(), True, True, True
    for chunk in chunks:
        if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise CannotRead(UTF_16)
        first = False
        if b"\0" in chunk:
            raise CannotRead(NOT_TEXT)
        utf_8 = utf_8 and _decodes(decoder, chunk)
        windows = windows and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", chunk)
    if first:
        raise CannotRead(EMPTY)
    if utf_8 and _decodes(decoder, b"", final=True):
        return UTF_8
    if windows:
        return WINDOWS
    raise CannotRead(NOT_TEXT)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def read(
    chunks: Iterable[bytes],
    *,
    encoding: str,
    columns: Collection[str],
    needed: Collection[str] = (),
    needed_one_of: Collection[str] = (),
) -> Sheet:
    """Understand the heading; the rows are read as they are asked for. Raises CannotRead."""
    stream = io.BufferedReader(_Stream(chunks), 1 << 16)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    first = _line(text)
    separator = max(SEPARATORS, key=lambda sign: _known(first, sign, columns))
    reader = csv.reader(_lines(first, text), delimiter=separator, strict=True)
    heading = next(_records(reader, 1), Row(1, []))
    named = _named(heading.cells, columns, needed, needed_one_of)
    return Sheet(named, _cells(reader, named))


def _line(text: io.TextIOWrapper) -> str:
    line = text.readline(LONGEST_LINE)
    if not line.strip():
        raise CannotRead(EMPTY)
    return line


def _lines(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    """Lines as the reader takes them. A lone carriage return ends one too."""
    yield first
    while line := text.readline(LONGEST_LINE):
        yield line


def _known(line: str, separator: str, columns: Collection[str]) -> int:
    return sum(_tidy(name.strip('"')) in columns for name in line.split(separator))


def _tidy(name: str) -> str:
    """ "Given name" is "given_name"."""
    return re.sub(r"[\s\-]+", "_", name.strip().lower())


def _named(
    cells: list[str],
    columns: Collection[str],
    needed: Collection[str],
    needed_one_of: Collection[str],
) -> list[str]:
    names = [_tidy(cell) for cell in cells]
    while names and not names[-1]:  # empty columns at the end are a spreadsheet's habit
        names.pop()
    if not set(names) & set(columns):
        raise CannotRead(NO_COLUMNS.format(some=", ".join(list(columns)[:4])))
    for number, name in enumerate(names, start=1):
        _refuse_unknown(number, name, columns)
        if names.count(name) > 1:
            raise CannotRead(TWICE.format(name=name))
    missing = [name for name in needed if name not in names]
    if needed_one_of and not set(names) & set(needed_one_of):
        missing.append(next(iter(needed_one_of)))
    if missing:
        raise CannotRead(MISSING.format(name=missing[0]))
    return names


def _refuse_unknown(number: int, name: str, columns: Collection[str]) -> None:
    if not name:
        raise CannotRead(UNNAMED.format(number=number))
    if name not in columns:
        raise CannotRead(_unknown(name, columns))


def _unknown(name: str, columns: Collection[str]) -> str:
    meant = OTHER_NAMES.get(name)
    near = [meant] if meant in columns else difflib.get_close_matches(name, columns, n=1)
    mend = DID_YOU_MEAN.format(near=near[0]) if near else REMOVE
    shown = "".join(sign for sign in name[:60] if sign.isprintable())
    return UNKNOWN.format(name=shown, mend=mend)


def _records(reader: Iterator[list[str]], number: int) -> Iterator[Row]:
    """Rows as they come, numbered from this one on; raises CannotRead where none can be."""
    while True:
        try:
            yield Row(number, next(reader))
        except StopIteration:
            return
        except csv.Error:
            raise CannotRead(QUOTES.format(row=number)) from None
        number += 1


def _cells(reader: Iterator[list[str]], columns: list[str]) -> Iterator[Row]:
    """The rows under the heading that hold anything, each cell without the spaces around it."""
    width = len(columns)
    for number, cells, _ in _records(reader, 2):
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        fault = TOO_MANY if any(stripped[width:]) else ""
        if _CONTROL.search("\n".join(stripped)):
            fault = NO_TEXT
        yield Row(number, stripped[:width], fault)


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file to be read, so that no more than one is in memory."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._left = iter(chunks), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
