"""What is strong: what is going well in the family and for each child."""

from reporting.documents.story.answers import answered
from reporting.documents.story.kinds import GOOD, STRENGTHS
from reporting.documents.story.pages import SUMMARY, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import Nothing, Part, Sentence

MOST_CHILDREN = 4


def strong(facts: Facts) -> Part:
    told = [
        *_written(facts),
        *list(answered(facts, GOOD, "Going well for {name}:"))[:MOST_CHILDREN],
    ]
    nothing = () if told else (_nothing(facts),)
    return Part("strong", "What is strong", tuple(told), (), nothing)


def _written(facts: Facts) -> list[Sentence]:
    """What the assessment says; before there is any, what was written on the case."""
    found = list(answered(facts, STRENGTHS, "The assessment says:"))
    row = facts.of("case")[0]
    if found or not row["strengths"].strip():
        return found
    record = facts.record("case", row, "Case", page(SUMMARY, facts.case))
    words, source = "Written on the case:", "not from an assessment"
    return [Sentence(words, record, source, None, row["strengths"])]


def _nothing(facts: Facts) -> Nothing:
    return Nothing(
        "What is going well is not recorded yet.",
        "Assessment",
        page("case-assessment", facts.case),
    )
