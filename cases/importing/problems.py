"""What is wrong in a file, row by row, and the file in which it goes back to its sender."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

HEADS = ("row", "column", "typed", "problem")
LONGEST_TYPED = 200  # characters shown of a cell
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


class CannotRead(Exception):
    """The file, or the rest of it, is no table that could be taken. Its text says what to do."""


@dataclass(frozen=True)
class Problem:
    """One thing that cannot be right. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    column: str
    typed: str
    sentence: str


def problem(row: int, column: str, typed: str, sentence: str) -> Problem:
    """With the sentence ended and a long cell cut, and nothing in it that a database refuses."""
    shown = "".join(sign if sign.isprintable() else " " for sign in typed[: LONGEST_TYPED + 1])
    if len(shown) > LONGEST_TYPED:
        shown = f"{shown[:LONGEST_TYPED]}…"
    return Problem(row, column, shown, f"{sentence.rstrip('.')}.")


def as_csv(problems: Iterable[Problem]) -> str:
    """For a spreadsheet: UTF-8 with a mark at its head, and no cell that is taken for a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    for one in problems:
        writer.writerow((one.row, *map(guarded, (one.column, one.typed, one.sentence))))
    return out.getvalue()


def guarded(cell: str) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULAS) else cell
