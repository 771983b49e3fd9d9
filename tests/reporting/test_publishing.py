"""A report for everybody to read: nobody is recognised by a small number, nor by differences."""

import uuid
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from audit.actions import queueing
from reporting.actions.asking import ask_for_report
from reporting.asking import Ask
from reporting.counting import Counted
from reporting.limits import Verdict, standing, standing_of_rounded
from reporting.measures import MEASURES
from reporting.models import Report
from reporting.period import Period
from reporting.protecting import FEWEST, NOTE, OFF, protected
from reporting.rounding import to_five
from reporting.showing.as_json import table_json
from reporting.showing.figure import figure_of
from reporting.showing.ranking import leaders
from reporting.showing.sentences import sentence_of
from reporting.table import Figures, Row, Table
from reporting.tables import tables
from tests.cast import World
from tests.reporting.facts import Begun, Decided, Ending, Episode, Facts, Request, write_down
from tests.reporting.histories import FIRST, LAST, history
from tests.reporting.recount import received

PERIOD = Period(date(2017, 4, 1), date(2017, 12, 31))
COUNTS = ("numerator", "denominator", "also")
BY_SENDER = MEASURES["answers_given"].cuts[0]
BY_FACTOR = MEASURES["factors_found"].cuts[0]


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_rounding_keeps_a_part_within_its_whole(one: int, other: int) -> None:
    part, whole = sorted((one, other))
    (row,) = protected([Counted(None, None, part, whole, 12.5, whole)], BY_SENDER)
    assert row.numerator % 5 == 0
    assert abs(row.numerator - part) <= 2
    assert row.denominator is not None
    assert row.numerator <= row.denominator == row.also == to_five(whole)
    assert (row.middle is None) == (part < FEWEST)


@pytest.mark.parametrize("seed", range(3))
def test_every_count_of_every_figure_is_rounded(world: World, seed: int) -> None:
    write_down(history(14, seed), world.desk)
    period = Period(FIRST, LAST)
    cuts = [(measure, cut) for measure in MEASURES.values() for cut in measure.cuts]
    published = tables([Ask(*one, period, published=True) for one in cuts])
    exact = tables([Ask(*one, period) for one in cuts])
    for table in published:
        said = table_json(table)
        for row in (*said["rows"], said["totals"]):
            every = [row, row["before"] or {}]
            counts = [one.get(name) or 0 for one, name in product(every, COUNTS)]
            assert all(number % 5 == 0 for number in counts), (table.measure.key, row)
        assert figure_of(table, "A figure").notes[0] == NOTE
    assert [table.total.now for table in published] != [table.total.now for table in exact]


def test_what_rounding_leaves_nothing_of_is_not_named() -> None:
    """A line of noughts would tell that a housing service asked, once or twice."""
    total = Counted(None, None, 41, 43, None, None)
    asked = [Counted("housing", None, 1, 2, None, None), Counted("school", None, 1, 13, None, None)]
    assert [row.part for row in protected([total, *asked], BY_SENDER)] == [None, "school"]
    found = [Counted("1A", None, 2, 43, None, None), Counted("2B", None, 3, 43, None, None)]
    assert [row.part for row in protected([total, *found], BY_FACTOR)] == [None, "2B"]
    nothing = Counted(None, None, 1, 2, None, None)
    assert [row.part for row in protected([nothing], BY_SENDER)] == [None]


@given(st.data())
def test_what_stands_out_in_a_rounded_table_does_so_in_the_exact_one(data: st.DataObject) -> None:
    trials = data.draw(st.integers(1, 200))
    hits = data.draw(st.integers(0, trials))
    rest = data.draw(st.integers(0, 400))
    all_trials, all_hits = trials + rest, hits + data.draw(st.integers(0, rest))
    rounded = standing_of_rounded(
        to_five(hits), to_five(trials), (to_five(all_hits), to_five(all_trials)), OFF
    )
    if rounded is None or rounded.verdict == Verdict.WITHIN:
        return
    exact = standing(hits, trials, all_hits / all_trials)
    assert exact is not None
    assert exact.verdict == rounded.verdict


@given(st.lists(st.integers(0, 200), min_size=2, max_size=9))
def test_whoever_clearly_has_most_when_rounded_has_most(numbers: list[int]) -> None:
    def rows(values: list[int]) -> list[Row]:
        return [Row(str(place), "", Figures(n, None, n)) for place, n in enumerate(values)]

    first = leaders(rows([to_five(number) for number in numbers]), OFF)
    others = [n for place, n in enumerate(numbers) if str(place) not in {row.key for row in first}]
    assert all(numbers[int(row.key)] > max(others) for row in first)


def a_few(cases: int, first: int) -> Facts:
    """So many families, each with everything that is counted."""
    day = date(2017, 5, 4)
    some = range(first, first + cases)
    met = (Ending(date(2017, 8, 10), "needs_met"),)
    return Facts(
        [Episode(0, day, ((number, day),), met) for number in some],
        [
            Request(
                received(day, 9),
                (("child", (Decided(day, "early_help"),)),),
                0,
                decided=received(day, 9),
            )
            for _ in some
        ],
        [Begun(number - first, day, signed=day, factors=("1A",)) for number in some],
    )


def digest(world: World, **asked: Any) -> str:
    report = ask_for_report(by=world.analyst, period=PERIOD, **asked)
    queueing.run(report.job_id)
    return str(Report.objects.get(pk=report.pk).file.digest)


def test_one_family_more_or_less_is_not_seen(world: World) -> None:
    """Three families or four: the report that is published is the same to the letter."""
    write_down(a_few(3, first=1), world.desk)
    published, exact = digest(world, published=True), digest(world)
    assert published != exact
    write_down(a_few(1, first=9), world.desk)
    assert digest(world, published=True) == published
    assert digest(world) != exact


def test_what_is_asked_for_on_the_page(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    page = client.get("/reports/new/").text
    assert "It will be published: round every count to the nearest five" in page
    for more, words in (
        ({"published": "on"}, "Rounded to the nearest five"),
        ({}, "Exact: not to"),
    ):
        sent = {"start": "1/4/2017", "end": "31/12/2017", "one_time_key": str(uuid.uuid4())}
        response = client.post("/reports/new/", sent | more)
        assert words in client.get(response.headers["Location"]).text
    assert client.get("/reports/").text.count("Counts rounded") == 1


def with_few(key: str, cut: str, total: int, *parts: int, out_of: int | None = None) -> Table:
    """What is published of a measure: its counts rounded, and parts that rounding hides."""
    measure = MEASURES[key]
    chosen = measure.cut_of(cut)
    assert chosen

    def figures(number: int) -> Figures:
        whole = total if out_of is None else out_of
        return Figures(number, whole, 100 * number / whole, 5)

    labels = ("early_help", "stepped_up", "other")
    rows = tuple(Row(each, each, figures(part)) for each, part in zip(labels, parts, strict=False))
    return Table(Ask(measure, chosen, PERIOD, published=True), rows, Row("", "All", figures(total)))


def test_no_sentence_says_more_than_the_rounded_counts() -> None:
    """A part of one or two is rounded to nought, and is not nothing."""
    begun = sentence_of(with_few("ehas_by_agency", "agency", 35, 30, 0, 0))
    assert begun == "35 assessments were initiated, 85.71% of them by early_help."
    closed = sentence_of(with_few("closure_outcomes", "outcome", 25, 15, 0, 5))
    assert "fewer than three stepped up to social care" in closed
    assert "every closure" not in closed
    for key, cut in (("rereferrals", "month"), ("step_ups", "month"), ("decided_in_time", "month")):
        assert sentence_of(with_few(key, cut, 0, out_of=25)).startswith("Fewer than three of 25 ")
    assert "now, fewer than three of them" in sentence_of(
        with_few("closures_that_lasted", "month", 0, out_of=10)
    )


def test_parts_that_are_all_too_few_are_not_named() -> None:
    assert sentence_of(with_few("ehas_by_agency", "agency", 5, 0, 0, 0)) == (
        "5 assessments were initiated."
    )


def test_too_few_closures_have_no_median() -> None:
    table = with_few("days_open", "month", 5)
    hidden = replace(table, total=Row("", "All", Figures(5, None, None)))
    assert sentence_of(hidden) == "Too few cases closed for their days to be told."
