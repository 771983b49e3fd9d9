"""Who they are: since when early help helps, who leads, who agreed, what the children say."""

from collections.abc import Iterator

from django.urls import reverse

from audit.web.messages import in_a_sentence
from cases.closure_reasons import ClosureReason
from cases.models import Agreement, Case
from reporting.documents.story.answers import answered, answers_to
from reporting.documents.story.kinds import OF_CHILDREN
from reporting.documents.story.pages import OPENING, SUMMARY, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import (
    Nothing,
    Part,
    Row,
    Sentence,
    called,
    day,
    listed,
    said,
    sources,
)


def who(facts: Facts, children: list[str]) -> Part:
    """`children`: those the case is about, as they are called in the family."""
    own = answered(facts, OF_CHILDREN, "{name} says:")
    heard = {called(row["person"]) for row in answers_to(facts, OF_CHILDREN)}
    unheard = [name for name in children if name not in heard]
    nothing = [] if facts.of("agreements") else [_not_agreed(facts)]
    nothing += [_unheard(facts, unheard)] if unheard else []
    return Part("who", "Who they are", tuple(_told(facts)), tuple(own), tuple(nothing))


def _told(facts: Facts) -> Iterator[Sentence]:
    case = facts.case
    row = facts.of("case")[0]
    record = facts.record("case", row, "Opening of the case", page(OPENING, case))
    door = Case.Door(case.door).label
    yield Sentence(f"Early help began on {said(case.opened_on)}.", record, door, case.opened_on)
    yield from (_earlier(facts, row) for row in facts.of("earlier") if _counts(row))
    yield from (_lead(facts, row) for row in facts.of("leads") if not row["ended_at"])
    yield from (_agreed(facts, row) for row in facts.of("agreements")[:2])


def _counts(row: Row) -> bool:
    return bool(row["reason"] != ClosureReason.OPENED_IN_ERROR)


def _earlier(facts: Facts, row: Row) -> Sentence:
    """ "Early help worked with the family before, from 2 May to 3 June 2026: needs met." """
    reference, ended = row["reference"], day(row["closed_on"])
    record = facts.record("earlier", row, f"Case {reference}", reverse("case", args=[reference]))
    why = f": {in_a_sentence(ClosureReason(row['reason']).label)}" if row["reason"] else ""
    began = said(day(row["opened_on"]))
    words = f"Early help worked with the family before, from {began} to {said(ended)}{why}."
    return Sentence(words, record, row["where"], ended)


def _lead(facts: Facts, row: Row) -> Sentence:
    record = facts.record("leads", row, "Allocation", page(OPENING, facts.case))
    since = day(row["started_at"])
    return Sentence(
        f"{row['name']} is the lead practitioner.", record, sources(row["agency"]), since
    )


def _agreed(facts: Facts, row: Row) -> Sentence:
    record = facts.record("agreements", row, "Agreement", page(SUMMARY, facts.case))
    who_agreed = called(row["person"]) or "The family"
    how = Agreement.How(row["how"]).label.lower()
    words = f"{who_agreed} agreed to take part, {how}"
    if row["withdrawn_on"]:
        words += f", and withdrew that on {said(day(row['withdrawn_on']))}"
    return Sentence(f"{words}.", record, sources(row["by"]), day(row["given_on"]))


def _unheard(facts: Facts, names: list[str]) -> Nothing:
    say = "says" if len(names) == 1 else "say"
    words = f"What {listed(names)} {say} is not recorded yet."
    return Nothing(words, "Assessment", page("case-assessment", facts.case))


def _not_agreed(facts: Facts) -> Nothing:
    words = "That the family agreed to take part is not recorded yet."
    return Nothing(words, "Summary", page(SUMMARY, facts.case))
