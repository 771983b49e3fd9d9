"""Finding the words of a withheld item in other text, and holding that text back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.withholding.screening import HELD_BACK, screen_html, screen_json, screen_text
from cases.withholding.words import Finder


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("12 Oak Street", "They now live at 12 oak  street, Bilston."),
        ("12 Oak Street", "12OakStreet"),
        ("12 Oak Street", "12\u200b Oak\nStreet"),
        ("WV14 0AA", "postcode wv140aa"),
        ("WV14 0AA", "WV14-0AA"),
        ("07700 900123", "ring 07700900123"),
        ("07700 900123", "+44 7700 900 123"),
        ("mum@example.org", "write to Mum@Example.org"),
        ("Rowan Secondary", "at Rowan   Secondary School"),
        ("Zoë", "ZOE said"),
        ("O’Neill", "Mrs O'Neill"),
        ("Zoë", "in Zoë’s room"),
        ("Zoë", "in Zoes room"),
        ("Okafor", "the Okafors’ flat"),
        ("12 Oak Street", "12 Oak Street's door"),
    ],
)
def test_found_however_it_is_written(words: str, text: str) -> None:
    assert Finder([words]).holds(text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("12 Oak Street", "112 Oak Street"),
        ("Sam", "the same sample"),
        ("WV14 0AA", "WV14 0AB"),
        ("07700 900123", "07700 900124"),
        ("", "anything"),
        ("--", "anything -- at all"),
    ],
)
def test_not_found_in_what_is_something_else(words: str, text: str) -> None:
    assert not Finder([words]).holds(text)


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["12 Oak Street", "WV14 0AA"]))
def test_nothing_around_it_hides_it(before: str, after: str, words: str) -> None:
    assert Finder([words]).holds(f"{before} {words} {after}")


FINDER = Finder(["12 Oak Street", "Zebedee"])


@pytest.mark.parametrize(
    "page",
    [
        "<p>They live at 12 Oak Street now.</p>",
        "<p>They live at 12 <b>Oak</b> Street.</p>",
        "<p>12 Oak<br>Street</p>",
        "<p>12 &#79;ak Street</p>",
        '<input value="12 Oak Street">',
        '<span title="Zebedee’s room">x</span>',
        "<textarea>Zebedee</textarea>",
        "<svg><text>Zebedee</text></svg>",
        "<!-- Zebedee -->",
        "<option selected>Zebedee</option>",
    ],
)
def test_a_page_holds_it_back(page: str) -> None:
    screened = screen_html(f"<h1>Kept</h1>{page}<h2>Kept too</h2>", FINDER)
    assert not FINDER.holds(screened)
    assert "Kept</h1>" in screened
    assert "Kept too" in screened


def test_a_page_without_it_stays_as_it_is() -> None:
    page = (
        '<!DOCTYPE html><html lang="en"><head><script src="/a.js" defer></script></head><body>'
        "<p>A &amp; B &#x2019; <br/>x</p><!-- c --><img alt='q' src=x></body></html>"
    )
    assert screen_html(page, FINDER) == page


def test_what_the_reader_typed_or_wrote_confirms_no_guess() -> None:
    """Holding a guess back would say that it is right."""
    page = '<input value="12 Oak Street"><p>I think it is 12 Oak\nStreet.</p><p>12 Oak Street</p>'
    theirs = ["I think it is 12 Oak Street.", "12 Oak Street"]
    assert screen_html(page, FINDER, theirs) == page
    assert screen_html(page, FINDER, theirs[:1]).count("12 Oak") == 1


def test_a_list_to_choose_from_does_not_tell_by_what_is_missing() -> None:
    page = "<select><option>Zebedee</option><option selected>Zebedee</option></select>"
    assert screen_html(page, FINDER).count("Zebedee") == 1


def test_json_and_lines() -> None:
    assert screen_json('{"a": ["Zebedee", 3]}', FINDER) == f'{{"a": ["{HELD_BACK}", 3]}}'
    assert screen_text("one\r\nZebedee,2\r\nthree", FINDER) == f"one\r\n{HELD_BACK}\r\nthree"
