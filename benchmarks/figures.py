"""P5 of the goals: each measure by locality, against the same count written by hand.

    python -m benchmarks.figures

The floor is the plainest SQL for the number, run by the owner past row security. The measure is
asked as the product asks it: the function, labels, the period before, percentages and limits.
"""

from datetime import date
from functools import partial
from typing import Any

from benchmarks.authority import NAME, open_authority
from benchmarks.floor import compare

PERIOD = (date(2017, 4, 1), date(2017, 12, 31))

BY_HAND = {
    "children_worked_with": """
        SELECT c.locality_id, count(DISTINCT k.person_id) FROM cases_case c
        JOIN cases_casechild k ON k.case_id = c.id
        WHERE c.opened_on <= %(end)s AND (c.closed_on IS NULL OR c.closed_on >= %(start)s)
        GROUP BY ROLLUP (c.locality_id)""",
    "starts": """
        SELECT c.locality_id, count(DISTINCT c.id), count(k.id) FROM cases_case c
        LEFT JOIN cases_casechild k ON k.case_id = c.id
        WHERE c.opened_on BETWEEN %(start)s AND %(end)s GROUP BY ROLLUP (c.locality_id)""",
    "contacts_to_desk": """
        SELECT r.locality_id, count(DISTINCT r.id), count(p.id) FROM referrals_referral r
        LEFT JOIN referrals_referralperson p ON p.referral_id = r.id AND p.kind <> 'adult'
        WHERE r.received_at >= %(start)s AND r.received_at < %(end)s::date + 1
        GROUP BY ROLLUP (r.locality_id)""",
    "referrals_to_early_help": """
        SELECT r.locality_id, count(*), count(DISTINCT r.id) FROM referrals_decision d
        JOIN referrals_referral r ON r.id = d.referral_id
        WHERE d.superseded_at IS NULL AND d.outcome = 'early_help'
          AND d.decided_on BETWEEN %(start)s AND %(end)s GROUP BY ROLLUP (r.locality_id)""",
    "ehas_by_agency": """
        SELECT c.locality_id, count(*) FROM assessments_assessment a
        JOIN assessments_formversion f ON f.id = a.form_id AND f.key = 'eha'
        JOIN cases_case c ON c.id = a.case_id
        WHERE a.started_on BETWEEN %(start)s AND %(end)s GROUP BY ROLLUP (c.locality_id)""",
    "step_ups": """
        SELECT locality_id, count(*) FILTER (WHERE "group" = 'stepped_up'), count(*) FROM (
            SELECT DISTINCT ON (k.person_id) c.locality_id, x."group" FROM cases_closure x
            JOIN cases_case c ON c.id = x.case_id JOIN cases_casechild k ON k.case_id = c.id
            WHERE x.reopened_on IS NULL AND x.closed_on BETWEEN %(start)s AND %(end)s
            ORDER BY k.person_id, x.closed_on DESC, x.id DESC) last
        GROUP BY ROLLUP (locality_id)""",
    "days_open": """
        SELECT locality_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY closed_on - opened_on)
        FROM cases_case WHERE closed_on BETWEEN %(start)s AND %(end)s
        GROUP BY GROUPING SETS ((locality_id), ())""",
}


def main() -> None:
    open_authority()
    from reporting.asking import Ask
    from reporting.counting import count
    from reporting.measures import MEASURES
    from reporting.period import Period
    from reporting.tables import tables
    from tests.databases import connect_as_owner

    period = Period(*PERIOD)
    with connect_as_owner(NAME) as owner:
        for key, sql in BY_HAND.items():
            measure = MEASURES[key]
            cut = measure.cut_of("locality")
            assert cut
            counted = partial(count, [Ask(measure, cut, period)])
            print(compare(f"P5 {key}", counted, _by_hand(owner, sql), goal=1.5))
        every = [Ask(MEASURES[key], MEASURES[key].cuts[0], period) for key in BY_HAND]
        all_by_hand = [_by_hand(owner, sql) for sql in BY_HAND.values()]

        def floor() -> None:
            for one in all_by_hand * 2:  # each table stands beside the period before
                one()

        print(compare("P5 all of them as tables", lambda: tables(every), floor, goal=1.5))


def _by_hand(owner: Any, sql: str) -> Any:
    dates = {"start": PERIOD[0], "end": PERIOD[1]}
    return lambda: owner.execute(sql, dates).fetchall()


if __name__ == "__main__":
    main()
