"""What a rule of unusual access says of one person's day."""

from datetime import date

from cases.queries.sharing.looks import Unusual

FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)


def said(rule: str, day: date, looks: int) -> str:
    return Unusual(rule, 1, "Priya", day, looks).words


def test_out_of_hours_says_what_was_out_of_hours() -> None:
    assert said("out_of_hours", SUNDAY, 2) == "2 looks on a Sunday"
    assert said("out_of_hours", FRIDAY, 36) == (
        "36 looks before six in the morning or after nine in the evening"
    )


def test_one_look_is_one_look() -> None:
    assert said("out_of_hours", SUNDAY, 1) == "1 look on a Sunday"
    assert said("own_surname", FRIDAY, 1).startswith("1 look at a family")
