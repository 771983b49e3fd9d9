"""Keeping what an author writes, so that it is there for the next report."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from reporting.documents.scrutiny.sections import KEYS
from reporting.models import Report, SectionText


@transaction.atomic
def keep_texts(*, by: Any, texts: Mapping[str, str]) -> None:
    """Write each part as it is now; parts not named stay as they were."""
    now = timezone.now()
    rows = [
        SectionText(author=by, kind=Report.Kind.SCRUTINY, section=key, text=text, saved_at=now)
        for key, text in texts.items()
        if key in KEYS
    ]
    SectionText.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["author", "kind", "section"],
        update_fields=["text", "saved_at"],
    )


def kept_texts(author: Any) -> dict[str, str]:
    """What this author wrote last, by part."""
    rows = SectionText.objects.filter(author=author, kind=Report.Kind.SCRUTINY)
    return dict(rows.values_list("section", "text"))
