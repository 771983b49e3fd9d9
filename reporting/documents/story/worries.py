"""What worries. What somebody reported stands as reported, with its source, never as fact."""

from collections.abc import Iterator

from cases.journey import Stage
from cases.needs import NeedKind, title_of
from reporting.documents.story.answers import answered
from reporting.documents.story.kinds import OF_PARENTS, OF_THE_FAMILY, WORRIES
from reporting.documents.story.pages import PLAN, SUMMARY, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import (
    Nothing,
    Part,
    Row,
    Sentence,
    called,
    day,
    has_died,
    sources,
)

# Needs that say somebody may have harmed somebody, or broken the law.
REPORTED = {NeedKind.SAFETY, NeedKind.CRIME, NeedKind.DOMESTIC_ABUSE, NeedKind.SUBSTANCES}
MOST_NEEDS, MOST_PARENTS = 5, 3


def worries(facts: Facts) -> Part:
    told = [*_written(facts), *_while_waiting(facts), *_needs(facts)]
    own = [
        *answered(facts, OF_THE_FAMILY, "How the family sees it:"),
        *list(answered(facts, OF_PARENTS, "{name} says:"))[:MOST_PARENTS],
    ]
    nothing = () if told else (_nothing(facts),)
    return Part("worries", "What worries", tuple(told), tuple(own), nothing)


def _written(facts: Facts) -> Iterator[Sentence]:
    """What the assessment says; before there is any, what the request said."""
    found = list(answered(facts, WORRIES, "The assessment says:"))
    if found:
        yield from found
        return
    row = facts.of("case")[0]
    record = facts.record("case", row, "Case", page(SUMMARY, facts.case))
    if row["worries"].strip():
        words, source = "Written on the case:", "not from an assessment"
        yield Sentence(words, record, source, None, row["worries"])
    elif row["reason"].strip():
        words, on = "Whoever asked for help said:", facts.case.received_on
        yield Sentence(words, record, "the request, not assessed yet", on, row["reason"])


def _while_waiting(facts: Facts) -> Iterator[Sentence]:
    row = facts.of("case")[0]
    if facts.case.stage == Stage.WAITING and row["risk"].strip():
        record = facts.record("case", row, "Case", page(SUMMARY, facts.case))
        yield Sentence("Risk while the family waits:", record, "", None, row["risk"])


def _needs(facts: Facts) -> Iterator[Sentence]:
    rows = [row for row in facts.of("needs") if not has_died(row["person"], facts.day)]
    reported = [row for row in rows if row["kind"] in REPORTED]
    others = [row for row in rows if row["kind"] not in REPORTED]
    shown = [*reported, *others][:MOST_NEEDS]
    for row in shown:
        yield _need(facts, row)
    if more := len(rows) - len(shown):
        yield _more(facts, rows[-1], more)


def _need(facts: Facts, row: Row) -> Sentence:
    record = facts.record("needs", row, "Need", page(PLAN, facts.case))
    about = f"{title_of(row['kind'])} ({called(row['person']) or 'the whole family'})"
    by = sources(row["agency"])
    if row["kind"] in REPORTED:
        words = f"Reported, not established: {about}."
        source = f"written down by {by}" if by else "who reported it is not recorded"
    else:
        words, source = f"A need was seen: {about}.", f"seen by {by}" if by else ""
    return Sentence(words, record, source, day(row["seen_on"]), row["words"])


def _more(facts: Facts, row: Row, more: int) -> Sentence:
    record = facts.record("needs", row, "Plan", page(PLAN, facts.case))
    return Sentence(f"{more} more need{'s are' if more > 1 else ' is'} recorded.", record, "")


def _nothing(facts: Facts) -> Nothing:
    return Nothing(
        "What worries is not recorded yet.", "Assessment", page("case-assessment", facts.case)
    )
