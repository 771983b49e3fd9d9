"""Adding a file to a case, and ending one."""

import re
import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.files.keeping import write
from cases.files.recognising import NotKept, recognised
from cases.files.scanning import refuse_unclean
from cases.models import Case, Document
from cases.rules.blocking import blockers
from cases.rules.filing import reasons_against_ending

WHY = "Write why the document is removed."


@transaction.atomic
def add_document(
    *, case: Case, by: Any, title: str, content: bytes, name: str = "", note: str = ""
) -> Document:
    """Keep a file with the case. Raises Refused for what is not allowed, or not clean."""
    refuse_if(blockers(case, "add_document", by))
    kind, kept = _judged(content)
    case = Case.objects.select_for_update().get(pk=case.pk)
    refuse_if(blockers(case, "add_document", by))
    stored_as, digest = write(kept)
    document = Document.objects.create(
        case=case,
        title=title,
        original_name=tidy_name(name),
        kind=kind,
        size=len(kept),
        sha256=digest,
        stored_as=stored_as,
        note=note,
        added_at=timezone.now(),
        added_by=by,
    )
    record(
        "document.added",
        document,
        f"Document added: {document.get_kind_display()}, “{title}”",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        sha256=digest,
    )
    return document


@transaction.atomic
def end_document(*, document: Document, by: Any, why: str) -> Document:
    """Take a file out of view, with the reason."""
    case = Case.objects.select_for_update().get(pk=document.case_id)
    document = Document.objects.select_for_update().get(pk=document.pk)
    refuse_if(reasons_against_ending(case, document, by))
    refuse_if([] if why.strip() else [WHY])
    document.ended_at, document.ended_by, document.ended_because = timezone.now(), by, why
    document.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(
        "document.ended",
        document,
        f"Document removed: “{document.title}”",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=why,
    )
    return document


def tidy_name(name: str) -> str:
    """The name its sender gave it, as text: no folder, nothing that does not print."""
    last = re.split(r"[\\/]", name)[-1]
    printed = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return printed.strip()[:200]


def _judged(content: bytes) -> tuple[str, bytes]:
    """What the file is and what is kept of it, once the scanner calls it clean."""
    try:
        refuse_unclean(content)
        return recognised(content)
    except NotKept as reason:
        raise Refused(str(reason)) from None
