"""Anchors: where the heads of all chains stood, kept in files outside the database.

One file a month, lines of JSON that are only ever added: the heads that moved, then one line
with the digest over all heads. Whoever cuts off the end of a chain and its head with it cannot
cut it off there, if the folder is on storage that is written once.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.models import Head
from audit.queries.faults import Fault

# A transaction may commit later than a head says, by as long as it took.
_OVERLAP = timedelta(hours=2)
_BATCH = 1_000


def folder() -> Path:
    return Path(settings.AUDIT_ANCHOR_FOLDER)


def anchored() -> Iterator[dict[str, Any]]:
    """Every line of every anchor file, oldest first. A line half written by a crash is left out."""
    for file in sorted(folder().glob("anchors-*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue


def last_anchor() -> dict[str, Any] | None:
    """The closing line of the newest anchor."""
    found = None
    for line in anchored():
        if "heads" in line:
            found = line
    return found


def write_anchor() -> dict[str, Any]:
    """Write where all heads stand now; the closing line. Reads as scope "system"."""
    last, now = last_anchor(), timezone.now()
    moved_since = datetime.fromisoformat(last["at"]) - _OVERLAP if last else None
    folder().mkdir(parents=True, exist_ok=True)
    digest, heads, entries = hashlib.sha256(), 0, 0
    with (folder() / f"anchors-{now:%Y-%m}.jsonl").open("a", encoding="utf-8") as file:
        for head in Head.objects.order_by("chain").iterator(_BATCH):
            said = bytes(head.digest).hex()
            digest.update(f"{head.chain} {head.number} {said}\n".encode())
            heads, entries = heads + 1, entries + head.number
            if moved_since is None or head.at >= moved_since:
                _add(file, {"chain": head.chain, "number": head.number, "digest": said})
        closing = {
            "at": now.isoformat(),
            "heads": heads,
            "entries": entries,
            "digest": digest.hexdigest(),
            "before": last["digest"] if last else "",
        }
        _add(file, closing)
        file.flush()
        os.fsync(file.fileno())
    return closing


def disagreeing(chain: str | None = None) -> Iterator[Fault]:
    """Chains that are no longer what an anchor says they were. Memory stays flat."""
    batch: list[tuple[str, int, str]] = []
    for line in anchored():
        if "chain" in line and chain in (None, line["chain"]):
            batch.append((line["chain"], line["number"], line["digest"]))
        if len(batch) == _BATCH:
            yield from _disagree(batch)
            batch = []
    yield from _disagree(batch)


def newer_than_anchor() -> int | None:
    """How many entries were sealed since the last anchor; None where there is no anchor."""
    last = last_anchor()
    if last is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(number), 0)::bigint FROM audit_head")
        return int(cursor.fetchone()[0]) - int(last["entries"])


def _add(file: Any, line: dict[str, Any]) -> None:
    file.write(json.dumps(line) + "\n")


def _disagree(batch: list[tuple[str, int, str]]) -> Iterator[Fault]:
    chains, numbers, digests = zip(*batch, strict=True) if batch else ((), (), ())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT given.chain, given.number FROM"
            " unnest(%s::text[], %s::bigint[], %s::text[]) AS given (chain, number, digest)"
            " LEFT JOIN audit_seal seal USING (chain, number)"
            " WHERE seal.digest IS DISTINCT FROM decode(given.digest, 'hex')"
            " ORDER BY 1, 2",
            [list(chains), list(numbers), list(digests)],
        )
        for chain, number in cursor.fetchall():
            yield Fault(chain, number, None, None, "anchor")
