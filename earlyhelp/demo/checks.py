"""The published figures, counted again from the rows before anything is committed.

The counting here is its own: it shares no code with the measures of the reports, so that the two
check each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from earlyhelp.demo.past.published import (
    BUSY,
    CHILDREN_WORKED_WITH,
    CLOSED,
    EHA_FROM,
    EHAS,
    FROM,
    QUICK,
    REFERRED,
    TO,
    WORKED_FROM,
)

PERIOD: dict[str, Any] = {"from": FROM, "to": TO, "worked": WORKED_FROM, "eha": EHA_FROM}
Table = dict[str, tuple[Any, ...]]


class FigureMissed(Exception):
    """A figure did not come out. Nothing is loaded."""


@dataclass(frozen=True)
class Check:
    """One published figure: how it is counted, and what is said of what came out."""

    name: str
    sql: str
    holds: Callable[[Table], bool]
    said: Callable[[Table], str]


def check_figures() -> list[str]:
    """A sentence for every figure. Raises FigureMissed with those that did not come out."""
    said: list[str] = []
    missed: list[str] = []
    for check in CHECKS:
        table = _table(check.sql)
        (said if check.holds(table) else missed).append(f"{check.name}: {check.said(table)}")
    if missed:
        raise FigureMissed(
            "The demonstration was not loaded, because it would not show what was published. "
            + " ".join(missed)
        )
    return said


def _table(sql: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(sql, PERIOD)
        return {str(first): tuple(rest) for first, *rest in cursor.fetchall()}


def _number(value: Any) -> str:
    return f"{value:,}"


def _sum(table: Table, column: int = 0) -> int:
    return sum(row[column] for row in table.values())


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%" if whole else "no share"


def _top(table: Table, how_many: int, column: int = 0) -> set[str]:
    return set(sorted(table, key=lambda key: -table[key][column])[:how_many])


def _lowest(table: Table, how_many: int) -> set[str]:
    return set(sorted(table, key=lambda key: table[key][0])[:how_many])


def _referrals_hold(table: Table) -> bool:
    if table != REFERRED:
        return False
    graiseley, whitmore_reans = table["graiseley"][0], table["whitmore-reans"][0]
    slightly_above = 0 < graiseley - whitmore_reans < 0.05 * whitmore_reans
    return slightly_above and _top(table, 1) == {"childrens-village"}


def _closures_hold(table: Table) -> bool:
    if {slug: row[:3] for slug, row in table.items()} != CLOSED:
        return False
    average = _sum(table, 1) / _sum(table)
    above = {slug for slug, row in table.items() if row[1] / row[0] > average}
    add_up = all(closed == up + met + other for closed, up, met, other in table.values())
    return add_up and above == QUICK


def _closures_said(table: Table) -> str:
    closed, up, met, other = (_sum(table, column) for column in range(4))
    return (
        f"{_number(closed)} children, of whom {up} stepped up ({_percent(up, closed)}), "
        f"{_number(met)} with needs met or partly met ({_percent(met, closed)}) and {other} for "
        "other named reasons"
    )


def _ehas_said(table: Table) -> str:
    total = _sum(table)
    parts = [f"{kind} {_number(n)} ({_percent(n, total)})" for kind, (n,) in table.items()]
    return f"{_number(total)}: " + ", ".join(parts)


CLOSURES = """
    SELECT l.slug, count(*), count(*) FILTER (WHERE last.group = 'stepped_up'),
        count(*) FILTER (WHERE last.group = 'early_help'),
        count(*) FILTER (WHERE last.group = 'other')
    FROM (SELECT DISTINCT ON (child.person_id) c.locality_id, closure.group
        FROM cases_closure closure
        JOIN cases_case c ON c.id = closure.case_id
        JOIN cases_casechild child ON child.case_id = c.id
        WHERE closure.closed_on BETWEEN %(from)s AND %(to)s AND closure.reopened_on IS NULL
        ORDER BY child.person_id, closure.closed_on DESC) last
    JOIN localities_locality l ON l.id = last.locality_id GROUP BY l.slug"""

CHECKS = (
    Check(
        "Children worked with, September 2016 to December 2017",
        """
        SELECT 'all', count(DISTINCT child.person_id)
        FROM cases_case c JOIN cases_casechild child ON child.case_id = c.id
        WHERE c.opened_on <= %(to)s AND (c.closed_on IS NULL OR c.closed_on >= %(worked)s)""",
        lambda table: table["all"] == (CHILDREN_WORKED_WITH,),
        lambda table: _number(table["all"][0]),
    ),
    Check(
        "Decisions for early help, April to December 2017",
        """
        SELECT l.slug, count(DISTINCT r.id), count(*)
        FROM referrals_decision d JOIN referrals_referral r ON r.id = d.referral_id
        JOIN localities_locality l ON l.id = r.locality_id
        WHERE d.decided_on BETWEEN %(from)s AND %(to)s AND d.outcome = 'early_help'
        AND d.superseded_at IS NULL GROUP BY l.slug""",
        _referrals_hold,
        lambda table: f"{_number(_sum(table, 1))} children in {_number(_sum(table))} referrals",
    ),
    Check("Closures, April to December 2017", CLOSURES, _closures_hold, _closures_said),
    Check(
        "Early help assessments begun, October to December 2017",
        """
        SELECT agency.kind, count(*)
        FROM assessments_assessment a JOIN assessments_formversion form ON form.id = a.form_id
        JOIN localities_agency agency ON agency.id = a.started_by_agency_id
        WHERE a.started_on BETWEEN %(eha)s AND %(to)s AND form.key = 'eha'
        GROUP BY agency.kind ORDER BY count(*) DESC""",
        lambda table: {kind: number for kind, (number,) in table.items()} == EHAS,
        _ehas_said,
    ),
    Check(
        "Cases begun since September 2016",
        """
        SELECT l.slug, count(*) FROM cases_case c
        JOIN localities_locality l ON l.id = c.locality_id
        WHERE c.opened_on BETWEEN %(worked)s AND %(to)s GROUP BY l.slug""",
        lambda table: _top(table, 2) == BUSY,
        lambda table: f"{_number(_sum(table))}, most in {' and '.join(sorted(_top(table, 2)))}",
    ),
    Check(
        "Days open of cases closed, April to December 2017",
        """
        SELECT l.slug, percentile_cont(0.5) WITHIN GROUP (ORDER BY c.closed_on - c.opened_on)
        FROM cases_case c JOIN localities_locality l ON l.id = c.locality_id
        WHERE c.closed_on BETWEEN %(from)s AND %(to)s GROUP BY l.slug""",
        lambda table: _lowest(table, 4) == QUICK,
        lambda table: f"shortest in {', '.join(sorted(_lowest(table, 4)))}",
    ),
    Check(
        "What the past has left",
        """
        SELECT 'open', count(*) FILTER (WHERE stage <> 'closed'), count(due.case_id)
        FROM cases_case c LEFT JOIN cases_due due ON due.case_id = c.id
        AND due.done_on IS NULL AND due.cancelled_on IS NULL
        WHERE c.opened_on <= %(to)s""",
        lambda table: table["open"] == (0, 0),
        lambda table: "{} cases open, {} things due".format(*table["open"]),
    ),
    Check(
        "Open cases of today without anything due",
        """
        SELECT 'none', count(*) FROM cases_case c WHERE c.stage <> 'closed'
        AND NOT EXISTS (SELECT FROM cases_due d WHERE d.case_id = c.id
            AND d.done_on IS NULL AND d.cancelled_on IS NULL)""",
        lambda table: table["none"] == (0,),
        lambda table: _number(table["none"][0]),
    ),
)
