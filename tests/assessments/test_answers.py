"""Values: read from what was typed, judged, said in words."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from assessments.answers import choices_of, digest, fault, in_words, is_whole, read
from assessments.definition import Kind, Option, Question

OPTIONS = (Option("alone", "Alone"), Option("with_parent", "With a parent"))


def question(kind: Kind) -> Question:
    options = OPTIONS if kind in {Kind.CHOICE, Kind.CHOICES} else ()
    return Question("q", kind, "Words", options=options)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "words"),
    [
        (Kind.TEXT, "q=+Hello%00+", "Hello", ["Hello"]),
        (Kind.LONG, "q=One%0D%0A%0D%0ATwo", "One\n\nTwo", ["One", "Two"]),
        (Kind.LONG, "q=++", None, []),
        (Kind.CHOICE, "q=alone", "alone", ["Alone"]),
        (
            Kind.CHOICES,
            "q=with_parent&q=alone",
            ["alone", "with_parent"],
            ["Alone", "With a parent"],
        ),
        (Kind.DATE, "q-date_day=3&q-date_month=2&q-date_year=2026", "2026-02-03",
         ["3 February 2026"]),
        (Kind.DATE, "q-date_day=31&q-date_month=2&q-date_year=2026", ["31", "2", "2026"],
         ["31 / 2 / 2026 (not yet a real date)"]),
        (Kind.DATE, "q-date_day=3&q-date_month=&q-date_year=", ["3", "", ""],
         ["3 / ? / ? (not yet a real date)"]),
        (Kind.DATE, "q-date_day=&q-date_month=&q-date_year=", None, []),
        (Kind.SCALE, "q=0", 0, ["0 of 10"]),
        (Kind.SCALE, "", None, []),
        (Kind.YES_NO, "q=no", False, ["No"]),
        (Kind.YES_NO, "q=yes", True, ["Yes"]),
        (
            Kind.NEEDS,
            "q=housing&q-housing=Damp&q-finance=not+ticked",
            {"housing": "Damp"},
            ["Secure housing: Damp"],
        ),
        (Kind.FACTORS, "q=21", ["21"], ["None of these"]),
    ],
)  # fmt: skip
def test_what_was_typed(kind: Kind, typed: str, value: Any, words: list[str]) -> None:
    asked = question(kind)
    read_value = read(asked, QueryDict(typed))
    assert read_value == value
    assert fault(asked, read_value) == ""
    assert in_words(asked, read_value) == words


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, "x" * 301),
        (Kind.LONG, ""),
        (Kind.LONG, 3),
        (Kind.CHOICE, "with_nobody"),
        (Kind.CHOICES, ["alone", "with_nobody"]),
        (Kind.CHOICES, []),
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, ["1", "2"]),
        (Kind.SCALE, 11),
        (Kind.SCALE, -1),
        (Kind.SCALE, True),
        (Kind.SCALE, "5"),
        (Kind.YES_NO, "perhaps"),
        (Kind.NEEDS, {"wealth": ""}),
        (Kind.NEEDS, {"housing": "x" * 2001}),
        (Kind.NEEDS, {"housing": None}),
        (Kind.FACTORS, ["21", "3A"]),
        (Kind.FACTORS, ["99Z"]),
    ],
)
def test_what_cannot_be_an_answer(kind: Kind, value: Any) -> None:
    assert fault(question(kind), value)


def test_none_of_these_factors_stands_alone() -> None:
    assert "stands alone" in fault(question(Kind.FACTORS), ["21", "3A"])
    assert fault(question(Kind.FACTORS), ["3A", "4B"]) == ""


def test_a_date_begun_is_kept_but_is_no_answer_yet() -> None:
    asked = question(Kind.DATE)
    assert fault(asked, ["3", "", ""]) == ""
    assert not is_whole(asked, ["3", "", ""])
    assert is_whole(asked, "2026-02-03")


def test_nought_and_no_are_answers() -> None:
    assert is_whole(question(Kind.SCALE), 0)
    assert is_whole(question(Kind.YES_NO), False)


@given(st.sampled_from(list(Kind)), st.text(max_size=200))
def test_whatever_is_typed_is_read_judged_and_said(kind: Kind, text: str) -> None:
    asked = question(kind)
    data = QueryDict(mutable=True)
    for name in ("q", "q-date_day", "q-date_month", "q-date_year", f"q-{text}"):
        data.setlist(name, [text, text])
    value = read(asked, data)
    assert isinstance(fault(asked, value), str)
    assert "\x00" not in digest(value)
    if not fault(asked, value):
        assert isinstance(in_words(asked, value), list)


def test_every_choice_offered_is_an_answer() -> None:
    for kind in (Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.YES_NO, Kind.FACTORS):
        asked = question(kind)
        for value, _words in choices_of(asked):
            assert fault(asked, read(asked, QueryDict(f"q={value}"))) == ""
