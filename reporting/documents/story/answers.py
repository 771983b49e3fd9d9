"""What the assessment says, quoted: whose answer, who wrote it down, when. Of somebody who has
died, or a baby who was lost, it stays in the assessment."""

from collections.abc import Iterator, Sequence

from assessments.models import Assessment
from reporting.documents.story.pages import page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import Row, Sentence, called, day, has_died, sources


def answers_to(facts: Facts, questions: Sequence[str]) -> Iterator[Row]:
    """What was answered to these questions in the assessment the story is told from."""
    assessment = facts.assessment
    for row in facts.of("answers") if assessment else ():
        of_it = row["assessment_id"] == assessment["id"] if assessment else False
        words = row["value"] if isinstance(row["value"], str) else ""
        asked = of_it and row["question"] in questions and words.strip()
        if asked and not has_died(row["person"], facts.day):
            yield row


def answered(facts: Facts, questions: Sequence[str], words: str) -> Iterator[Sentence]:
    """Each of these answers as a sentence. `words` introduce it; {name} is whom it is about."""
    for row in answers_to(facts, questions):
        yield _sentence(facts, row, words.replace("{name}", called(row["person"]) or "The family"))


def _sentence(facts: Facts, row: Row, words: str) -> Sentence:
    url = page("assessment-read", facts.case, row["assessment_id"])
    record = facts.record("answers", row, _title(facts), url)
    source = f"written down by {sources(row['by'], row['agency'])}"
    return Sentence(words, record, source, day(row["saved_at"]), row["value"])


def _title(facts: Facts) -> str:
    row = facts.assessment
    done = row and (row["completed_on"] or row["state"] == Assessment.State.SIGNED_OFF)
    return "Assessment" if done else "Assessment, not signed off yet"
