"""Tables: labels, empty parts, percentages, the period before, populations and notes."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from localities.models import Population
from reporting.asking import Ask
from reporting.measures import MEASURES
from reporting.period import Period
from reporting.showing.as_csv import guarded
from reporting.showing.sentences import sentence_of
from reporting.showing.words import headline_of
from reporting.table import Table
from reporting.tables import table, tables
from tests.cast import World
from tests.reporting.facts import Begun, Ending, Episode, Facts, write_down

APRIL = Period(date(2017, 4, 1), date(2017, 4, 30))


def seen(
    key: str, cut: str = "", period: Period = APRIL, localities: tuple[int, ...] = ()
) -> Table:
    measure = MEASURES[key]
    found = measure.cut_of(cut) if cut else measure.cuts[0]
    assert found
    return table(Ask(measure, found, period, localities))


def episode(locality: int, opened: date, *children: int, **ending: str) -> Episode:
    endings = tuple(Ending(date(2017, 4, 20), reason) for reason in ending.values())
    return Episode(locality, opened, tuple((child, opened) for child in children), endings)


MARCH, IN_APRIL = date(2017, 3, 10), date(2017, 4, 10)


def test_a_child_of_two_localities_is_counted_once_in_the_total(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1, 2), episode(1, MARCH, 2)]), world.desk)
    found = seen("children_worked_with")
    assert [(row.label, row.now.numerator) for row in found.rows] == [
        ("Bilston", 2),
        ("Low Hill", 1),
    ]
    assert found.total.now.numerator == 2
    assert found.notes[0] == (
        "The parts add up to 3, not 2: a child worked with in two of them is counted in each, "
        "and once in the total."
    )


def test_every_locality_has_a_row_and_every_outcome(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1, reason="needs_met")]), world.desk)
    found = seen("closure_outcomes", "locality-outcome")
    assert len(found.rows) == 6
    assert [row.now.numerator for row in found.part_totals] == [1, 0]
    assert [row.now.denominator for row in found.rows] == [1, 1, 1, 0, 0, 0]
    assert [row.now.value for row in found.rows] == [100.0, 0.0, 0.0, None, None, None]


def test_outcomes_add_up_to_every_closure(world: World) -> None:
    reasons = ["needs_met", "stepped_up", "moved", "opened_in_error", "child_died"]
    rows = [episode(0, MARCH, number, reason=reason) for number, reason in enumerate(reasons)]
    write_down(Facts(rows), world.desk)
    found = seen("closure_outcomes")
    assert sum(row.now.numerator for row in found.rows) == found.total.now.numerator == 5
    assert [row.now.numerator for row in found.rows] == [1, 1, 3]
    assert found.notes == (
        "Records begin on 10 March 2017: the period before is covered only in part.",
    )


def test_agencies_stand_with_the_councils_own_name_largest_first(world: World) -> None:
    begun = [Begun(0, IN_APRIL, kind) for kind in ("education", "council", "council", "health")]
    write_down(
        Facts([episode(0, MARCH, 1)], begun=[*begun, Begun(0, IN_APRIL, form="caf")]), world.desk
    )
    found = seen("ehas_by_agency")
    assert [(row.label, row.now.value) for row in found.rows] == [
        ("Council", 50.0),
        ("School / Education", 25.0),
        ("Health", 25.0),
    ]
    assert seen("cafs_by_agency").total.now.numerator == 1


def test_one_council_is_called_by_its_name(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1)], begun=[Begun(0, IN_APRIL, "education")]), world.desk)
    assert [row.label for row in seen("ehas_by_agency").rows] == ["School / Education"]
    from reporting.tables import _council

    assert _council() == "Wolvermere Council"


def test_percentages_that_do_not_sum_to_100_say_so_and_are_not_adjusted(world: World) -> None:
    kinds = ["council"] * 3817 + ["education"] * 561 + ["voluntary"] * 82 + ["health"] * 7
    begun = [Begun(0, IN_APRIL, kind) for kind in kinds]
    write_down(Facts([episode(0, MARCH, 1)], begun=begun), world.desk)
    found = seen("ehas_by_agency")
    assert [row.now.value for row in found.rows] == [85.45, 12.56, 1.84, 0.16]
    assert "The percentages sum to 100.01 by rounding; they are not adjusted." in found.notes


def test_months_stand_beside_those_as_far_into_the_period_before(world: World) -> None:
    write_down(
        Facts([episode(0, date(2017, 1, 5), 1), episode(0, date(2017, 4, 5), 2, 3)]), world.desk
    )
    found = seen("starts", "month", Period(date(2017, 4, 1), date(2017, 6, 30)))
    assert [row.label for row in found.rows] == ["April 2017", "May 2017", "June 2017"]
    first = found.rows[0]
    assert (first.now.numerator, first.now.also) == (1, 2)
    assert (first.before_label, first.before and first.before.numerator) == ("January 2017", 1)


def test_per_1000_only_where_every_population_is_known(world: World) -> None:
    write_down(Facts([episode(0, MARCH, *range(6))]), world.desk)
    Population.objects.create(locality=world.bilston, year=2016, children=1500, source="ONS")
    found = seen("children_worked_with")
    assert [row.per_1000 for row in found.rows] == [4.0, None]
    assert found.total.per_1000 is None
    Population.objects.create(locality=world.low_hill, year=2016, children=500, source="ONS")
    Population.objects.create(locality=world.low_hill, year=2018, children=900, source="ONS")
    found = seen("children_worked_with")
    assert found.total.per_1000 == 3.0
    assert found.population_source == "ONS, 2016"


def test_some_localities_are_counted_by_themselves(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1, 2), episode(1, MARCH, 2, 3)]), world.desk)
    found = seen("children_worked_with", localities=(world.low_hill.pk,))
    assert [row.label for row in found.rows] == ["Low Hill"]
    assert (found.total.label, found.total.now.numerator) == ("Localities chosen", 2)
    assert found.scope == "Low Hill"


def test_one_locality_alone_is_compared_with_nothing(world: World) -> None:
    ended = [
        episode(place, MARCH, 10 * place + number, reason=reason)
        for place in (0, 1)
        for number, reason in enumerate(("needs_met", "stepped_up"))
    ]
    write_down(Facts(ended), world.desk)
    alone = seen("step_ups", localities=(world.low_hill.pk,))
    assert alone.total.now.denominator
    assert [row.standing for row in alone.rows] == [None]
    assert "locality differs" not in sentence_of(alone)
    two = seen("step_ups", localities=(world.low_hill.pk, world.bilston.pk))
    assert "differs from the rate of the localities chosen" in sentence_of(two)
    assert "differs from the authority’s rate" in sentence_of(seen("step_ups"))


def test_medians_and_rates_of_nothing_are_empty(world: World) -> None:
    assert seen("days_open").total.now.value is None
    rate = seen("step_ups").total.now
    assert (rate.numerator, rate.denominator, rate.value) == (0, 0, None)


def test_a_report_of_many_tables_takes_as_many_queries_as_one(world: World) -> None:
    asks = [Ask(measure, measure.cuts[0], APRIL) for measure in MEASURES.values()]
    counts = []
    for number in (1, len(asks)):
        with CaptureQueriesContext(connection) as queries:
            tables(asks[:number])
        counts.append(len(queries))
    assert counts[0] == counts[1] == 6


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_a_file_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert guarded("Low Hill") == "Low Hill"
    assert guarded(-1) == -1


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_names_real_columns_and_has_one_function(key: str) -> None:
    measure = MEASURES[key]
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for source in measure.sources:
        name, field = source.split(".")
        assert tables[name]._meta.get_field(field)
    file = settings.BASE_DIR / "reporting" / "sql" / f"{key}.sql"
    assert f"FUNCTION {measure.function} (" in file.read_text()
    assert len({cut.key for cut in measure.cuts}) == len(measure.cuts)


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_the_functions_belong_to_a_role_that_cannot_log_in(world: World, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolcanlogin, prosecdef FROM pg_proc"
            " JOIN pg_roles owner ON owner.oid = proowner WHERE proname = %s",
            [MEASURES[key].function],
        )
        assert cursor.fetchall() == [("earlyhelp_counting", False, True)]


def test_a_period_before_the_records_says_so(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1)]), world.desk)
    begin = "Records begin on 10 March 2017: "
    for period, extent in (
        (Period(date(2016, 4, 1), date(2016, 4, 30)), "neither this period nor the one before is"),
        (Period(date(2017, 3, 1), date(2017, 3, 31)), "this period is covered only in part, the"),
    ):
        assert seen("starts", period=period).notes[-1].startswith(begin + extent)


@pytest.mark.parametrize(
    ("starts", "ends", "said"), [(1, 30, "has not begun"), (-5, 5, "is not over"), (-5, 0, "")]
)
def test_a_period_that_is_not_over_says_so(world: World, starts: int, ends: int, said: str) -> None:
    today = timezone.localdate()
    period = Period(today + timedelta(days=starts), today + timedelta(days=ends))
    notes = [note for note in seen("starts", period=period).notes if "This period" in note]
    assert len(notes) == bool(said)
    assert all(said in note for note in notes)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "closures_that_lasted",
            "No closures with needs met were counted from 1 to 30 April 2017.",
        ),
        ("decided_in_time", "No requests decided were counted from 1 to 30 April 2017."),
        ("days_open", "No cases closed were counted from 1 to 30 April 2017."),
    ],
)
def test_where_nothing_was_counted_it_says_of_what(world: World, key: str, said: str) -> None:
    found = seen(key)
    assert sentence_of(found).replace("1 April to 30", "1 to 30") == said
    assert headline_of(found.measure, found.total.now) == ("nothing to count", "")


def test_one_day_and_one_child_are_said_as_such(world: World) -> None:
    day = Period(date(2017, 4, 20), date(2017, 4, 20))
    assert sentence_of(seen("days_open", period=day)) == (
        "No cases closed were counted on 20 April 2017."
    )
    assert day.short == "20 Apr 2017"
    write_down(Facts([episode(0, date(2017, 4, 19), 1, reason="needs_met")]), world.desk)
    closed = sentence_of(seen("closure_outcomes", "outcome", day))
    assert closed.startswith("Of the 1 child whose case closed, 100.0% closed at early help level")
    assert sentence_of(seen("step_ups", "month", day)) == "0 of 1 child (0.0%) stepped up."
    assert "were open for 1 day or fewer." in sentence_of(seen("days_open", period=day))
    worked = seen("children_worked_with", period=day)
    assert headline_of(worked.measure, worked.total.now) == ("1", "child")


def test_the_highest_month_is_a_month_however_it_is_cut(world: World) -> None:
    period = Period(date(2017, 3, 1), date(2017, 4, 30))
    write_down(Facts([episode(0, MARCH, 1, 2, reason="needs_met")]), world.desk)
    for cut in ("month", "month-outcome"):
        assert sentence_of(seen("closure_outcomes", cut, period)).endswith(
            "The highest month was April 2017 (2), the lowest March 2017 (0)."
        )


def test_those_that_have_as_many_are_all_named(world: World) -> None:
    write_down(Facts([episode(0, MARCH, 1), episode(1, IN_APRIL, 2)]), world.desk)
    quarter = Period(date(2017, 2, 1), date(2017, 5, 31))
    assert sentence_of(seen("starts", "month", quarter)).endswith(
        "The highest months were March 2017 and April 2017 (1), the lowest months were "
        "February 2017 and May 2017 (0)."
    )


def test_nobody_is_worked_with_on_a_day_that_has_not_come(world: World) -> None:
    """A case that is open now may be closed by then."""
    today = timezone.localdate()
    write_down(Facts([episode(0, today - timedelta(days=40), 1, 2)]), world.desk)
    month = today.replace(day=1)
    after = (month + timedelta(days=70)).replace(day=1)
    coming = Period(after, after + timedelta(days=27))
    assert seen("children_worked_with", period=coming).total.now.numerator == 0
    months = seen("children_worked_with", "month", Period(month, coming.end))
    assert [row.now.numerator for row in months.rows] == [2, 0, 0]
    assert months.total.now.numerator == 2
