"""Answers given on another version of the form, which the present one does not ask for."""

from dataclasses import dataclass

from assessments.answers import in_words
from assessments.answers_moved import put_aside_on
from assessments.models import Answer, FormVersion
from assessments.queries.forms import definition
from assessments.queries.sheet import Sheet


@dataclass(frozen=True)
class AsideLine:
    """One answer that is kept, with the words it was asked in."""

    question: str
    answer: list[str]


def put_aside(sheet: Sheet) -> dict[int, list[AsideLine]]:
    """By version: what is kept of it. No query where everything is still asked."""
    rows = [row for row in sheet.rows.values() if put_aside_on(row.section)]
    if not rows:
        return {}
    key = sheet.assessment.form.key
    versions = {form.number: form for form in FormVersion.objects.filter(key=key)}
    found: dict[int, list[AsideLine]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        number, _ = put_aside_on(row.section) or (0, "")
        if number in versions and row.value is not None:
            found.setdefault(number, []).append(_line(sheet, versions[number], row))
    return found


def _line(sheet: Sheet, form: FormVersion, row: Answer) -> AsideLine:
    _, key = put_aside_on(row.section) or (0, "")
    section = definition(form).section(key)
    question = section and section.question(row.question)
    assert question  # a published version never changes
    who = next((member for member in sheet.members if member.id == row.person_id), None)
    words = question.words.replace("{name}", who.called if who else "them")
    return AsideLine(words, in_words(question, row.value))
