"""One plain sentence that says what a figure shows, made from its numbers."""

from collections.abc import Callable, Sequence

from assessments.factors import NONE
from reporting.limits import Verdict
from reporting.measures import Kind, Measure
from reporting.measures.dimensions import FACTOR, LOCALITY, MONTH, NEED
from reporting.protecting import OFF
from reporting.showing.ranking import broadly_equal, largest, leaders, ordered_by_value
from reporting.showing.words import counted, listed, percent, trimmed, value_of
from reporting.table import Row, Table

FEW = 3  # more than these are not named


def sentence_of(table: Table) -> str:
    """What a reader should take from the figure; where nothing was counted, that."""
    measure = table.measure
    if table.is_empty:
        return f"{_none(table)} {_counted_of(measure)} were counted {table.period.when}."
    own = SENTENCES.get(measure.key)
    opening = own(table) if own else f"{measure.title}: {value_of(measure, table.total.now)}."
    return f"{opening} {_shape(table)}".strip()


def _none(table: Table) -> str:
    """What a nought is in words: of a table that is published it may be one or two."""
    return "Fewer than three" if table.ask.published else "No"


def _counted_of(measure: Measure) -> str:
    """What there would have to be for anything to be counted: of a rate, what it is out of."""
    what = measure.out_of if measure.kind == Kind.RATE else measure.counts
    return what.partition(",")[0].lower()


def _some_of(table: Table, whole: str) -> str:
    """26 of 30 requests (86.7%)."""
    now = table.total.now
    if table.ask.published and not now.numerator:
        return f"Fewer than three of {whole}"
    return f"{now.numerator:,} of {whole} ({value_of(table.measure, now)})"


def _were(table: Table) -> str:
    return "was" if table.total.now.numerator == 1 else "were"


def _shape(table: Table) -> str:
    """Where or when there was most of it, if that can be said plainly."""
    if table.measure.kind in {Kind.RATE, Kind.MEDIAN} or len(table.parts) < 2:
        return ""
    if MONTH in (table.cut.part, table.cut.series):
        return _months(table)
    return _places(table) if table.cut.part is LOCALITY and not table.cut.series else ""


def _places(table: Table) -> str:
    off = OFF if table.ask.published else 0
    first = leaders(table.rows, off)
    rest = [row for row in table.rows if row not in first]
    if not first and broadly_equal(table.rows, off):
        return "The localities were broadly equal."
    if not first:
        return _had_most(largest(table.rows))
    names = f"{listed([_with_number(row) for row in first])} had clearly the most"
    if len(rest) > 1 and broadly_equal(rest, off):
        return f"{names}; the others were broadly equal."
    return f"{names}."


def _had_most(rows: list[Row]) -> str:
    return f"{listed([_with_number(row) for row in rows])} had most." if len(rows) <= FEW else ""


def _with_number(row: Row) -> str:
    return f"{row.label} ({row.now.numerator:,})"


def _months(table: Table) -> str:
    months = table.parts if table.cut.part is MONTH else table.series_totals
    if len(months) < 2:
        return ""
    numbers = [row.now.numerator for row in months]
    low, high = min(numbers), max(numbers)
    if low == high:
        return "Every month was the same."
    highest, lowest = _with_most(months, high), _with_most(months, low)
    if not highest or not lowest:
        words = f"highest {highest}" if highest else f"lowest {lowest}"
        return f"The {words}." if highest or lowest else ""
    return f"The highest {highest}, the lowest {lowest.removeprefix('month was ')}."


def _with_most(months: Sequence[Row], number: int) -> str:
    """Which months have this number, where they are few."""
    names = [_label(row) for row in months if row.now.numerator == number]
    if len(names) > FEW:
        return ""
    return f"{'month was' if len(names) == 1 else 'months were'} {listed(names)} ({number:,})"


def _worked_with(table: Table) -> str:
    return f"Early help worked with {counted(table.total.now.numerator, 'individual child', 'individual children')}."  # noqa: E501


def _starts(table: Table) -> str:
    now = table.total.now
    return f"{counted(now.numerator, 'case')} began, with {counted(now.also or 0, 'child', 'children')} in them."  # noqa: E501


def _contacts(table: Table) -> str:
    now = table.total.now
    return f"The desk received {counted(now.numerator, 'contact')} about {counted(now.also or 0, 'child', 'children')}."  # noqa: E501


def _referred(table: Table) -> str:
    now = table.total.now
    return (
        f"The desk referred {counted(now.numerator, 'child', 'children')} to early help, in "
        f"{counted(now.also or 0, 'referral')}."
    )


def _decisions(table: Table) -> str:
    now = table.total.now
    opening = (
        f"The desk decided for {counted(now.numerator, 'child', 'children')} in "
        f"{counted(now.also or 0, 'referral')}"
    )
    outcomes = _outcomes(table)
    if not outcomes:
        return f"{opening}."
    most, *as_many = largest(outcomes)
    if as_many:
        return f"{opening}."
    return f"{opening}; the commonest decision was “{_label(most)}” ({_share(table, most)})."


def _in_time(table: Table) -> str:
    return _of_the_requests(table, "decided in time")


def _answered(table: Table) -> str:
    return _of_the_requests(table, "answered")


def _of_the_requests(table: Table, done: str) -> str:
    requests = counted(table.total.now.denominator or 0, "request")
    return f"{_some_of(table, requests)} {_were(table)} {done}."


def _again(table: Table) -> str:
    children = counted(table.total.now.denominator or 0, "child", "children")
    return (
        f"{_some_of(table, f'{children} referred')} came back within 12 months of an earlier "
        "closure."
    )


def _lasted(table: Table) -> str:
    now = table.total.now
    some = _some_of(table, "them")
    return (
        f"As published, {counted(now.denominator or 0, 'case')} closed with needs met; now, "
        f"{some[:1].lower()}{some[1:]} {'has' if now.numerator == 1 else 'have'} lasted, as far as "
        "the records show."
    )


def _overturned(table: Table) -> str:
    decisions = counted(table.total.now.denominator or 0, "decision")
    some = _some_of(table, "them")
    return f"Managers looked at {decisions} again and overturned {some[:1].lower()}{some[1:]}."


def _signposted(table: Table) -> str:
    now = table.total.now
    return (
        f"Families were told of a service {counted(now.numerator, 'time')}, in "
        f"{counted(now.also or 0, 'referral')}."
    )


def _begun(table: Table) -> str:
    total = table.total.now.numerator
    opening = f"{counted(total, 'assessment')} {'was' if total == 1 else 'were'} initiated"
    if table.cut.key != "agency":
        return f"{opening}."
    some = [row for row in table.rows if row.now.numerator]
    if not some:  # published, and each of them fewer than three
        return f"{opening}."
    first, *others = some
    if not others:
        is_all = len(table.rows) == 1 and not table.ask.published
        share = "all" if is_all else _share(table, first)
        return f"{opening}, {share} of them by {first.label}."
    return (
        f"{opening}, {_share(table, first)} of them by {first.label} and "
        f"{_share(table, others[0])} by {others[0].label}."
    )


def _factors(table: Table) -> str:
    assessments = counted(table.total.now.denominator or 0, "assessment")
    opening = f"{_some_of(table, f'{assessments} signed off')} found at least one factor."
    if table.cut.part is not FACTOR:
        return opening
    found = [row for row in table.parts if row.key != NONE and row.now.numerator][:3]
    return f"{opening} Most often: {listed(_with_values(table, found))}." if found else opening


def _needs(table: Table) -> str:
    now = table.total.now
    opening = (
        f"{counted(now.numerator, 'need')} {'was' if now.numerator == 1 else 'were'} found, in "
        f"{counted(now.also or 0, 'case')}"
    )
    found = [row for row in table.parts if row.now.numerator][:3]
    if table.cut.part is not NEED or not found:
        return f"{opening}."
    return f"{opening}; most often: {listed(_with_values(table, found))}."


def _with_values(table: Table, rows: list[Row]) -> list[str]:
    return [f"“{row.label}” ({value_of(table.measure, row.now)})" for row in rows]


def _closures(table: Table) -> str:
    total = table.total.now.numerator
    outcomes = {row.series or row.key: row for row in _outcomes(table)}
    if "early_help" not in outcomes:
        return f"The cases of {counted(total, 'child', 'children')} closed."
    shares = {key: _share_of_children(table, row) for key, row in outcomes.items()}
    every = "" if table.ask.published else ": together every closure"
    children = counted(total, "child", "children")
    return (
        f"Of the {children} whose case closed, {shares['early_help']} closed at early help level "
        f"with needs met or partly met, {shares['stepped_up']} stepped up to social care and "
        f"{shares['other']} closed for other named reasons{every}."
    )


def _share_of_children(table: Table, row: Row) -> str:
    if table.ask.published and not row.now.numerator:
        return "fewer than three"
    return _share(table, row)


def _step_ups(table: Table) -> str:
    children = counted(table.total.now.denominator or 0, "child", "children")
    opening = f"{_some_of(table, children)} stepped up."
    if table.cut.part is not LOCALITY or len(table.rows) == 1:
        return opening
    return f"{opening} {_beyond_chance(table)}"


def _by_procedure(table: Table) -> str:
    return _of_those_sent(table, "step-up", "kept to the procedure")


def _without_gap(table: Table) -> str:
    return _of_those_sent(table, "step-down", "had no gap")


def _of_those_sent(table: Table, what: str, did: str) -> str:
    """The total, then each part of the procedure where the table shows them."""
    opening = f"{_some_of(table, counted(table.total.now.denominator or 0, what))} {did}."
    if not table.cut.part.again:
        return opening
    parts = [f"“{row.label}” {value_of(table.measure, row.now)}" for row in table.rows]
    return f"{opening} Of all of them: {listed(parts)}."


def _beyond_chance(table: Table) -> str:
    above = _standing(table, Verdict.ABOVE)
    below = _standing(table, Verdict.BELOW)
    if not above and not below:
        return _within_chance(table)
    words = []
    if above:
        words.append(f"{listed(above)} {_step(above)} up more than chance explains")
    if below:
        words.append(f"{listed(below)} {_step(below)} up less")
    return f"{', and '.join(words)}."


def _within_chance(table: Table) -> str:
    whole = table.total.now.value or 0
    higher = [row.label for row in table.rows if (row.now.value or 0) > whole]
    rate = "the rate of the localities chosen" if table.ask.localities else "the authority’s rate"
    if not higher:
        return f"No locality differs from {rate}."
    verb = "lies" if len(higher) == 1 else "lie"
    explains = "chance and rounding explain" if table.ask.published else "chance explains"
    return f"{listed(higher)} {verb} above {rate}, but by no more than {explains}."


def _step(names: list[str]) -> str:
    return "steps" if len(names) == 1 else "step"


def _standing(table: Table, verdict: Verdict) -> list[str]:
    return [row.label for row in table.rows if row.standing and row.standing.verdict == verdict]


def _days_open(table: Table) -> str:
    if table.total.now.value is None:  # published, of fewer than five cases
        return "Too few cases closed for their days to be told."
    middle = _days(table.total.now.value)
    opening = f"Half of the cases that closed were open for {middle} or fewer."
    ranked = ordered_by_value(table.rows)
    if table.cut.part is not LOCALITY or len(ranked) < 2:
        return opening
    first, last = ranked[:2] if len(ranked) > 3 else ranked[:1], ranked[-1]
    return (
        f"{opening} They closed soonest in {listed([_with_days(row) for row in first])}, and "
        f"stayed open longest in {_with_days(last)}."
    )


def _with_days(row: Row) -> str:
    return f"{row.label} ({_days(row.now.value or 0)})"


def _days(value: float) -> str:
    return "1 day" if value == 1 else f"{trimmed(value)} days"


def _outcomes(table: Table) -> tuple[Row, ...]:
    """The rows by outcome, whichever way the table is cut; none where it is not."""
    if table.cut.series and table.cut.series.key == "outcome":
        return table.series_totals
    return table.rows if table.cut.part.key == "outcome" else ()


def _label(row: Row) -> str:
    return row.series_label or row.label


def _share(table: Table, row: Row) -> str:
    return percent(row.now.numerator, table.total.now.numerator, table.measure.decimals)


SENTENCES: dict[str, Callable[[Table], str]] = {
    "children_worked_with": _worked_with,
    "starts": _starts,
    "contacts_to_desk": _contacts,
    "decisions": _decisions,
    "decided_in_time": _in_time,
    "overturned_decisions": _overturned,
    "answers_given": _answered,
    "signposting": _signposted,
    "rereferrals": _again,
    "referrals_to_early_help": _referred,
    "ehas_by_agency": _begun,
    "cafs_by_agency": _begun,
    "factors_found": _factors,
    "needs_found": _needs,
    "closure_outcomes": _closures,
    "closures_that_lasted": _lasted,
    "step_ups": _step_ups,
    "step_ups_by_procedure": _by_procedure,
    "step_downs_without_gap": _without_gap,
    "days_open": _days_open,
}
