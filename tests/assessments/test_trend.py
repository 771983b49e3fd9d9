"""Scores over time: which way is better is said in words, and the picture is plain SVG."""

from datetime import date
from xml.etree import ElementTree

from assessments.blocking import few
from assessments.web.trend import LONGEST_NAME, picture, rows, sentence

SERIES = {
    "Amara Okafor": [(date(2026, 10, 1), 3), (date(2026, 11, 12), 7)],
    "Pat Practitioner": [(date(2026, 10, 1), 6), (date(2026, 11, 12), 4)],
    "Ngozi Okafor": [(date(2026, 10, 1), 5), (date(2026, 11, 12), 5)],
    "<b>Oluwadamilola-Christabel Featherstonehaugh": [(date(2026, 10, 1), 0)],
}


def test_the_sentence_says_which_way_is_better_and_how_it_went() -> None:
    said = sentence(SERIES)
    assert said.startswith("Further right is better: 0 means things could not be worse")
    assert "Amara Okafor went from 3 on 1 October 2026 to 7 on 12 November 2026: better." in said
    assert "Pat Practitioner went from 6 on 1 October 2026 to 4 on 12 November 2026: worse." in said
    assert "Ngozi Okafor said 5 on 1 October 2026 and again on 12 November 2026." in said
    assert "Oluwadamilola" not in said  # who scored once has gone nowhere yet


def test_the_picture_has_a_dot_for_each_score_and_nothing_inline() -> None:
    tree = ElementTree.fromstring(picture(SERIES))
    assert len([one for one in tree.iter() if one.tag.endswith("circle")]) == len(rows(SERIES)) == 7
    assert not any("style" in one.attrib for one in tree.iter())
    names = [one.text or "" for one in tree.iter() if one.tag.endswith("text")]
    assert max(map(len, names)) <= LONGEST_NAME


def test_many_reasons_are_said_in_few() -> None:
    reasons = [f"Reason {number}." for number in range(9)]
    assert few(reasons) == [*reasons[:3], "And 6 more things are missing."]
    assert few(reasons[:4]) == reasons[:4]
