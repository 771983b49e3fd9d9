"""The items of assessments and plans that can be kept from somebody of the family."""

from assessments.answers import in_words
from assessments.models import Action, Answer, Goal, Intervention
from assessments.queries.forms import definition
from assessments.queries.plan import short
from cases.withholding.kinds import Kind, text_words


def _answer_label(row: Answer) -> str:
    section = definition(row.assessment.form).section(row.section)
    question = section.question(row.question) if section else None
    asked = question.words if question else row.question
    name = row.person.name if row.person else "the family"
    return f"{short(asked.replace('{name}', name))} ({name})"


def _answer_words(row: Answer) -> list[str]:
    section = definition(row.assessment.form).section(row.section)
    question = section.question(row.question) if section else None
    said = in_words(question, row.value) if question else [str(row.value)]
    return [words for line in said for words in text_words(line)]


KINDS = (
    Kind(
        "assessments.answer",
        "Answer of an assessment",
        Answer,
        "case__family",
        _answer_label,
        _answer_words,
        ("assessment__form", "person"),
    ),
    Kind(
        "assessments.goal",
        "Goal of the plan",
        Goal,
        "case__family",
        lambda row: short(row.words),
        lambda row: text_words(row.words),
    ),
    Kind(
        "assessments.action",
        "Action of the plan",
        Action,
        "case__family",
        lambda row: short(row.words),
        lambda row: [*text_words(row.words), *text_words(row.result)],
    ),
    Kind(
        "assessments.intervention",
        "Programme or group",
        Intervention,
        "case__family",
        lambda row: row.name,
        lambda row: [*text_words(row.name), *text_words(row.how_it_ended)],
    ),
)
