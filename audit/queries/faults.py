"""What does not agree with the chains, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_KINDS = {"event": "deed", "look": "look", "change": "change of a row"}

_WORDS = {
    "changed": "is not what was sealed: it, or its place in the chain, was changed",
    "missing": "was removed",
    "gap": "does not follow the seal before it: what stood between them was removed",
    "cut": "The end of the chain was cut off, or its head changed",
    "headless": "The head of the chain was removed",
    "unsealed": "was slipped in without a seal",
    "erased": "was emptied, and no erasure by law is on record",
    "anchor": "is not what was anchored outside the database: its end was cut off or rewritten",
}


@dataclass(frozen=True)
class Fault:
    """One thing that does not agree. `number` is its place in the chain."""

    chain: str
    number: int | None
    kind: str | None
    entry_id: int | None
    fault: str

    def __str__(self) -> str:
        place = f"{self.chain}, entry {self.number}" if self.number else self.chain
        if self.kind:
            return f"{place}: {_KINDS[self.kind]} {self.entry_id} {_WORDS[self.fault]}."
        return f"{place}: {_WORDS[self.fault]}."


def faults(case_id: int | None = None, since: datetime | None = None) -> Iterator[Fault]:
    """Recompute the chains in the database, which answers with what is wrong alone."""
    chain = f"case:{case_id}" if case_id is not None else None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_faults(%s, %s)", [chain, since])
        while row := cursor.fetchone():
            yield Fault(*row)
