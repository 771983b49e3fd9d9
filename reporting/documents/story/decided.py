"""What was decided: the ending, social care, the assessment; and what the family said of it."""

from collections.abc import Iterator

from cases.closure_reasons import ClosureReason
from cases.models import NeedOutcome, StepUp
from cases.needs import title_of
from reporting.documents.story.pages import page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import Row, Sentence, called, day, quoted, said, sources

MOST_OUTCOMES = 4
State = StepUp.State
ANSWERED = {State.ACCEPTED, State.RETURNED, State.HANDED_OVER, State.CAME_BACK}
VIEWS = (("child_view", "The children said:"), ("family_view", "The family said:"))


def closures(facts: Facts) -> Iterator[Sentence]:
    for row in facts.of("closures")[:1]:
        record = facts.record("closures", row, "Closure record", _of_closure(facts, row))
        why = ClosureReason(row["reason"]).label
        again = f"; it was opened again on {on}" if (on := said(day(row["reopened_on"]))) else ""
        words = f"The case was closed: {why}{again}."
        yield Sentence(words, record, sources(row["by"]), day(row["closed_on"]), row["summary"])
        yield from _outcomes(facts, row)


def _outcomes(facts: Facts, closure: Row) -> Iterator[Sentence]:
    rows = [row for row in facts.of("outcomes") if row["closure_id"] == closure["id"]]
    for row in rows[:MOST_OUTCOMES]:
        record = facts.record("outcomes", row, "Closure record", _of_closure(facts, closure))
        about = f"{title_of(row['need'])} ({called(row['person']) or 'the whole family'})"
        outcome = NeedOutcome.Outcome(row["outcome"]).label.lower()
        on, by = day(closure["closed_on"]), sources(closure["by"])
        yield Sentence(f"{about}: {outcome}.", record, by, on, row["note"])


def step_ups(facts: Facts) -> Iterator[Sentence]:
    for row in facts.of("step_ups")[:1]:
        url = page("case-step-up-pack", facts.case, row["id"])
        record = facts.record("step_ups", row, "Step-up", url)
        words = f"A step-up to social care was asked for: {_answer(row)}."
        answered = bool(row["answered_at"])
        quote, by = (
            (row["answer_reason"], row["answer_by"]) if answered else (row["why_now"], row["by"])
        )
        on = day(row["answered_at"] or row["requested_at"])
        yield Sentence(words, record, sources(by), on, quote)


def _answer(row: Row) -> str:
    """How far it is, from the days it was sent and answered on."""
    state = State(row["state"])
    if not row["answered_at"] and state in ANSWERED:
        state = State.SENT if row["sent_at"] else State.REQUESTED
    return str(state.label).lower()


def signed_off(facts: Facts) -> Iterator[Sentence]:
    assessment = facts.assessment
    for row in facts.of("sign_offs"):
        if assessment and row["assessment_id"] == assessment["id"]:
            url = page("assessment-read", facts.case, assessment["id"])
            record = facts.record("sign_offs", row, "Assessment", url)
            verdict = "signed off" if row["verdict"] == "signed_off" else "returned with comments"
            again = assessment["is_reassessment"]
            what = "The family was assessed again. The re-assessment" if again else "The assessment"
            yield Sentence(f"{what} was {verdict}.", record, row["by"], day(row["at"]))
            return


def closure_own(facts: Facts) -> Iterator[Sentence]:
    rows = [row for row in facts.of("closures")[:1] if not row["reopened_on"]]
    for field, words in VIEWS:
        for row in quoted(rows, field):
            record = facts.record("closures", row, "Closure record", _of_closure(facts, row))
            yield Sentence(words, record, sources(row["by"]), day(row["closed_on"]), row[field])


def step_up_own(facts: Facts) -> Iterator[Sentence]:
    for row in quoted(facts.of("step_ups")[:1], "child_voice"):
        url = page("case-step-up-pack", facts.case, row["id"])
        record = facts.record("step_ups", row, "Step-up", url)
        words = "What the children say, as the step-up has it:"
        on = day(row["requested_at"])
        yield Sentence(words, record, sources(row["by"]), on, row["child_voice"])


def _of_closure(facts: Facts, row: Row) -> str:
    return page("case-closure-record", facts.case, row["id"])
