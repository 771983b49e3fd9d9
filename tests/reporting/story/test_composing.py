"""Whatever was recorded: each sentence of the story is of a record, and of nothing else."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from cases.needs import title_of
from cases.tree.kin import Kin
from reporting.documents.story.composing import TWO_MINUTES, Story, fitted, parts_of
from reporting.documents.story.kinds import KINDS, OF_CHILDREN, OF_PARENTS, OF_THE_FAMILY, WISHES
from reporting.documents.story.reading import Facts
from reporting.documents.story.worries import REPORTED
from tests.reporting.story.facts import NOTHING, TODAY, facts

any_facts = given(facts)
often = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CHILDREN = ["Tunde", "Bo"]
# Columns and answers that hold what the family says; nothing of it stands with what workers say.
OWN_COLUMNS = {"child_view", "family_view", "child_voice"}
OWN_ANSWERS = {*OF_CHILDREN, *OF_PARENTS, *OF_THE_FAMILY, *WISHES}


def told(found: Facts) -> Story:
    return Story(found.case, TODAY, False, False, Kin(()), parts_of(found, CHILDREN))


@often
@any_facts
def test_every_sentence_quotes_the_record_it_leads_to(found: Facts) -> None:
    rows: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for kind, of_kind in found.rows.items():
        for row in of_kind:
            rows.setdefault((KINDS[kind].key, row["id"]), []).append(row)
    for sentence in told(found).sentences:
        held = " ".join(str(row) for row in rows[sentence.record.key])
        assert all(word in held for word in sentence.quote.replace(". ", " ").split())
        before = sentence.words.startswith("Early help worked with the family before")
        case = "EH-2025-00007" if before else "EH-2026-00001"
        assert sentence.record.url.startswith(f"/cases/{case}/")
        assert sentence.record.title
        assert sentence.words[-1:] in {".", ":"}


@often
@any_facts
def test_the_family_s_words_stand_apart_from_the_workers(found: Facts) -> None:
    own = {
        row[name] for rows in found.rows.values() for row in rows for name in OWN_COLUMNS & set(row)
    }
    own |= {row["value"] for row in found.of("answers") if row["question"] in OWN_ANSWERS}
    for part in told(found).parts:
        assert not own & {sentence.quote for sentence in part.told}
        goals = {row["words"] for row in found.of("goals")}
        assert {sentence.quote for sentence in part.own} <= own | goals


@often
@any_facts
def test_what_was_reported_is_never_told_as_fact(found: Facts) -> None:
    reported = {row["id"]: row for row in found.of("needs") if row["kind"] in REPORTED}
    for sentence in told(found).sentences:
        row = reported.get(sentence.record.row) if sentence.record.kind == "cases.need" else None
        if row and title_of(row["kind"]) in sentence.words:
            assert sentence.words.startswith("Reported, not established:")
            assert sentence.source
        if sentence.quote:
            assert sentence.words.endswith(":") or sentence.source, sentence


@often
@any_facts
def test_it_is_read_in_two_minutes_however_much_there_is(found: Facts) -> None:
    whole = told(found)
    short = fitted(whole)
    assert [one.record for one in short.sentences] == [one.record for one in whole.sentences]
    least = sum(len(one.words.split()) + min(13, len(one.quote.split())) for one in whole.sentences)
    assert short.length <= max(TWO_MINUTES, least) <= 2 * TWO_MINUTES


def test_where_nothing_is_recorded_it_says_so_and_where_to_write_it() -> None:
    story = told(NOTHING)
    assert [sentence.words for sentence in story.sentences] == [
        "Early help began on 26 December 2024."
    ]
    said = [nothing.words for part in story.parts for nothing in part.nothing]
    assert said == [
        "That the family agreed to take part is not recorded yet.",
        "What Tunde and Bo say is not recorded yet.",
        "What worries is not recorded yet.",
        "What is going well is not recorded yet.",
        "No contact, meeting or decision is recorded yet.",
        "No next step is recorded yet.",
    ]
    assert all(nothing.url for part in story.parts for nothing in part.nothing)
