"""The documents of a case: those of the hub, and those other rooms keep."""

from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from cases.extensions import Document, documents_of
from cases.models import Case, CaseSentOn, Closure, StepUp
from cases.queries.endings.closing import Ended, ended
from cases.rules.filing import reasons_against_ending


def documents_of_case(case: Case, user: Any) -> list[Document]:
    """Every document, newest first; those without a day at the end."""
    ours = [*_step_ups(case), *_closures(case), *_sent_on(case), *_files(case, user)]
    found = [*ours, *documents_of(case, user)]
    return sorted(found, key=lambda document: document.on or date.min, reverse=True)


def step_up_pack(case: Case, number: int) -> StepUp | None:
    """One step-up of the case with its people, or None."""
    return (
        StepUp.objects.filter(case=case, pk=number)
        .select_related("requested_by", "agreed_by")
        .first()
    )


def closure_record(case: Case, number: int) -> Closure | None:
    """One ending of the case with the outcome of each need, or None."""
    found = Closure.objects.filter(case=case, pk=number).select_related("closed_by", "asked_by")
    return found.prefetch_related("outcomes__need__person").first()


def outcomes_of(closure: Closure) -> list[Ended]:
    """What became of each need, in words."""
    return [ended(row.need, row.outcome, row.note) for row in closure.outcomes.all()]


def _step_ups(case: Case) -> list[Document]:
    return [
        Document(
            "Urgent step-up pack" if step_up.urgent else "Step-up pack",
            reverse("case-step-up-pack", args=[case.reference, step_up.pk]),
            timezone.localdate(step_up.sent_at or step_up.requested_at),
            step_up.get_state_display(),
        )
        for step_up in StepUp.objects.filter(case=case)
    ]


def _closures(case: Case) -> list[Document]:
    return [
        Document(
            "Closure record",
            reverse("case-closure-record", args=[case.reference, closure.pk]),
            closure.closed_on,
            closure.get_reason_display(),
            f"Opened again {closure.reopened_on:%-d %B %Y}" if closure.reopened_on else "",
        )
        for closure in Closure.objects.filter(case=case)
    ]


def _sent_on(case: Case) -> list[Document]:
    return [
        Document(
            f"Sent to {sent.council_name}",
            reverse("case-sent-on-answer", args=[case.reference, sent.pk]),
            timezone.localdate(sent.sent_at),
            sent.get_answer_display(),
            sent.answer_words or ("" if sent.answer else f"Due {sent.due_on:%-d %B %Y}"),
        )
        for sent in CaseSentOn.objects.filter(case=case)
    ]


def _files(case: Case, user: Any) -> list[Document]:
    files = case.files.filter(ended_at__isnull=True).select_related("added_by")
    return [_file(case, file, user) for file in files]


def _file(case: Case, file: Any, user: Any) -> Document:
    place = [case.reference, file.pk]
    may_end = not reasons_against_ending(case, file, user)
    return Document(
        file.title,
        reverse("case-file", args=place),
        timezone.localdate(file.added_at),
        f"{file.get_kind_display()}, {filesizeformat(file.size)}, added by {file.added_by.name}",
        file.note,
        reverse("case-file-end", args=place) if may_end else "",
    )
