"""What somebody wrote in assessments and minutes, which they keep.

See cases.queries.sharing.written.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from assessments.answers import in_words
from assessments.definition import Definition
from assessments.models import FormVersion
from assessments.queries.forms import definition
from cases.queries.sharing.written import Written, called


def answers(before: datetime, most: int) -> Iterator[Written]:
    """Each answer under its question. What the form filled in by itself is nobody's words."""
    rows = called("answers_written", before, most)
    forms = FormVersion.objects.filter(pk__in={row[2] for row in rows})
    definitions = {form.pk: definition(form) for form in forms}
    for at, reference, form, section, question, value in rows:
        parts = _said(definitions[form], section, question, json.loads(value or "null"))
        if parts:
            yield Written(at, "Answer in an assessment", reference, parts)


def minutes(before: datetime, most: int) -> Iterator[Written]:
    for at, reference, held_on, *words in called("minutes_written", before, most):
        asked = ("Minutes", "What the family says", "What the children say")
        parts = [(label, text) for label, text in zip(asked, words, strict=True) if text]
        yield Written(at, f"TAF meeting of {held_on.day} {held_on:%B %Y}", reference, parts)


def _said(
    definition: Definition, section_key: str, question_key: str, value: object
) -> list[tuple[str, str]]:
    section = definition.section(section_key)
    question = section.question(question_key) if section else None
    if question is None or question.prefill:
        return []
    words = in_words(question, value)
    return [(question.words, "\n\n".join(words))] if words else []
