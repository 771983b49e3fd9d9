"""Words from right to left: isolated wherever they are shown, and nowhere else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.directions import isolated, isolated_html, isolated_page

NAME = "عبد الرحمن"
PLAIN = st.text(alphabet="ab é’ł7(),.<>&\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"{NAME} (7)", f"<bdi>{NAME}</bdi> (7)"),
        (f"{NAME}, 7, {NAME}, 9", f"<bdi>{NAME}</bdi>, 7, <bdi>{NAME}</bdi>, 9"),
        (f"{NAME} family", f"<bdi>{NAME}</bdi> family"),
        ("עמי (12) · EH-2026-00001", "<bdi>עמי</bdi> (12) · EH-2026-00001"),
        ("عمري 7 سنوات.", "<bdi>عمري 7 سنوات</bdi>."),
        ("O’Neill-Łoś (7)", "O’Neill-Łoś (7)"),
    ],
)
def test_a_name_keeps_to_itself(text: str, shown: str) -> None:
    assert isolated_html(f"<p>{text}</p>") == f"<p>{shown}</p>"


def test_where_no_element_can_stand_the_characters_do() -> None:
    html = f"<title>{NAME} (7)</title><option>{NAME}: 7</option><p>{NAME}</p>"
    assert isolated_html(html) == (
        f"<title>\u2068{NAME}\u2069 (7)</title><option>\u2068{NAME}\u2069: 7</option>"
        f"<p><bdi>{NAME}</bdi></p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        f"<textarea>{NAME} (7)</textarea>",
        f'<input value="{NAME} (7)">',
        f"<script>say('{NAME}')</script>",
        f"<!-- {NAME} -->",
        f'<html lang="ar" dir="rtl"><p>{NAME} (7)</p></html>',
        f'<p dir="auto">“{NAME}” <b>(7)</b>, {NAME}</p>',
    ],
)
def test_what_is_typed_and_what_runs_that_way_itself_stays(html: str) -> None:
    assert isolated_html(html) == html


def test_what_stands_within_another_direction_goes_by_the_nearest() -> None:
    html = (
        f'<div dir="rtl"><div>{NAME} (7)</div><ul dir="ltr"><li>{NAME} (8)</li></ul>'
        f"{NAME} (9)</div><div>{NAME} (10)</div>"
    )
    made = isolated_html(html)
    assert [f"<bdi>{NAME}</bdi> ({age})" in made for age in (7, 8, 9, 10)] == [
        False, True, False, True
    ]  # fmt: skip


def test_a_paragraph_that_begins_the_other_way_isolates_them() -> None:
    html = f'<p dir="auto">&quot;She said {NAME} (7)</p><p>{NAME} (7)</p>'
    assert isolated_html(html).count(f"<bdi>{NAME}</bdi> (7)") == 2


@given(st.lists(st.one_of(PLAIN, st.just(NAME), st.just("שלום"))))
def test_nothing_but_isolates_is_added(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert isolated(text).replace("\u2068", "").replace("\u2069", "") == text
    page = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    made = isolated_page(page.encode()).decode()
    assert isolated_html(f"{text}<").replace("<bdi>", "").replace("</bdi>", "") == f"{text}<"
    assert made.replace("<bdi>", "").replace("</bdi>", "") == page
    assert ("<bdi>" in made) == (NAME in text or "שלום" in text)
