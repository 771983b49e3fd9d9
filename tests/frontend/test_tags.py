"""The tags: what they draw, and that no one's words become markup."""

import datetime
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.utils.safestring import mark_safe

from earlyhelp.clock import due_words, time_left_words

EVIL = "<script>alert(1)</script>"
TODAY = datetime.date(2026, 11, 22)
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


def drawn(template: str, **context: Any) -> str:
    return engines["django"].from_string(template).render(context)


def test_names_with_two_underscores_reach_inside() -> None:
    html = drawn('{% govuk "input" name="q" label__text="Find" label__classes="govuk-label--l" %}')
    assert '<label class="govuk-label govuk-label--l" for="q">' in html


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("No further action", "no further action"),
        ("Last TAF meeting", "last TAF meeting"),
        ("MASH", "MASH"),
        ("GP or practice nurse", "GP or practice nurse"),
        ("A child died", "a child died"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence_keeps_its_short_forms(title: str, within: str) -> None:
    assert drawn("{{ title|in_a_sentence }}", title=title) == within


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("They carry on.", "They carry on."),
        ("They carry on ", "They carry on."),
        ("She said “we carry on.”", "She said “we carry on.”"),
        ("They carry on…", "They carry on…"),
        ("Will they?", "Will they?"),
        ("", ""),
    ],
)
def test_what_somebody_wrote_ends_once(words: str, ended: str) -> None:
    assert drawn("{{ words|as_sentence }}", words=words) == ended


def test_parameters_from_the_view_are_not_changed() -> None:
    params = {"label": {"text": "Find"}, "name": "q"}
    assert "govuk-label--l" in drawn(
        '{% govuk "input" p label__classes="govuk-label--l" %}', p=params
    )
    assert params == {"label": {"text": "Find"}, "name": "q"}


@pytest.mark.parametrize(
    "template",
    [
        '{% govuk "button" text=x %}',
        '{% govuk "button" html=x %}',
        '{% govuk "insetText" html=x %}',
        '{% govuk "button" text="Go" attributes=x %}',
        '{% govuk "summaryList" rows=rows %}',
        '{% govuk "input" name="q" label__html=x value=x hint__html=x %}',
        '{% govuk "serviceNavigation" slots=slots %}',
        '{% govukblock "details" summaryText=x %}{{ x }}{% endgovukblock %}',
        '{% verb_button x "/go/" reasons %}{% verb_button x x %}',
        "{% summary title=x %}{% row x action=x url=x %}{{ x }}{% endrow %}{% endsummary %}",
        "{% tel x %}{% listed reasons %}{% level 2 x %}",
        '{% include "parts/timeline.html" with entries=entries %}',
        '{% include "parts/chart_figure.html" with title=x svg=x headers=reasons rows=table %}',
    ],
)
def test_words_never_become_markup(template: str) -> None:
    context = {
        "x": EVIL,
        "reasons": [EVIL],
        "rows": [{"key": {"html": EVIL}, "value": {"text": EVIL}}],
        "slots": {"start": EVIL},
        "entries": [{"title": EVIL, "by": EVIL, "words": EVIL, "detail": EVIL, "at": NOON}],
        "table": [[EVIL, EVIL]],
    }
    assert "<script" not in drawn(template, **context)


def test_what_is_safe_stays_markup() -> None:
    assert "<em>yes</em>" in drawn('{% govuk "insetText" html=x %}', x=mark_safe("<em>yes</em>"))


def test_a_verb_not_allowed_stays_visible_with_its_reasons() -> None:
    html = drawn(
        '{% verb_button "Close case" "/close/" reasons %}', reasons=["No plan.", "No view."]
    )
    assert 'aria-disabled="true" aria-describedby="why-close-case"' in html
    assert "<li>No plan.</li><li>No view.</li>" in html
    assert "/close/" not in html


def test_a_verb_that_posts_sends_a_key_and_a_version() -> None:
    html = drawn('{% verb_button "Agree plan" "/agree/" post=True version=3 %}')
    assert 'name="one_time_key"' in html
    assert 'name="version" value="3"' in html


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "3 days late"),
        (-1, "1 day late"),
        (0, "Due today"),
        (1, "Due tomorrow"),
        (2, "Due Tue 24 Nov"),
        (60, "Due Thu 21 Jan 2027"),
    ],
)
def test_due_dates_in_words(days: int, words: str) -> None:
    assert due_words(TODAY + datetime.timedelta(days=days), TODAY)[0] == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (130, "2 h 10 min left"),
        (60, "1 h left"),
        (5, "5 min left"),
        (-5, "5 min late"),
        (-1500, "1 day late"),
        (1259, "20 h left, till Mon 08:59"),
        (3000, "2 days left, till Tue 14:00"),
    ],
)
def test_clocks_in_words(minutes: int, words: str) -> None:
    assert time_left_words(NOON + datetime.timedelta(minutes=minutes), NOON)[0] == words


def test_messages_each_have_a_banner_of_their_own() -> None:
    told = [Message(constants.SUCCESS, "Saved"), Message(constants.INFO, EVIL)]
    html = drawn('{% include "shell/messages.html" %}', messages=told)
    assert html.count("govuk-notification-banner--success") == 1
    assert 'id="message-1"' in html
    assert 'id="message-2"' in html
    assert "<script" not in html
