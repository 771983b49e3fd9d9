"""The family copy: what a copy holds and nothing else, in plain words, in six languages."""

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.family_copy import phrases
from assessments.family_copy.composing import composed, family_copy
from assessments.family_copy.phrases import languages, unchecked, words_in
from assessments.models import Action, Goal, Review
from cases.actions.sharing.copying import make_copy
from cases.models import Case, CopyGiven
from cases.queries.sharing.withheld import audience_of
from cases.withholding.copies import beside
from reporting.documents.family_paper import html_of, pdf_of
from tests.assessments.arranging import planned_meeting
from tests.cases.withheld.arranging import family_with_a_past, father_of, keep_from_father
from tests.cases.withheld.test_copies import document
from tests.cast import World

FAMILY_OF = {
    "noto-gurmukhi-400.ttf": "Noto Sans Gurmukhi",
    "noto-arabic-400.ttf": "Noto Sans Arabic",
}
CODES = ("en", "pl", "pa", "ur", "ro", "ar")


def syllables(word: str) -> int:
    """About as many as there are groups of vowels; a silent e at the end is none."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, groups - (word.lower().endswith("e") and not word.lower().endswith("le")))


def reading_age(text: str) -> float:
    """Flesch-Kincaid: the school grade, and five years to the age of who reads so far."""
    sentences = [one for one in re.split(r"[.!?:]", text) if one.strip()]
    words = re.findall(r"[A-Za-z’']+", text)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words)
    return grade - 15.59 + 5


def test_the_fixed_sentences_are_read_at_nine_to_eleven() -> None:
    of_paper, of_errors = (
        [row["en"] for row in phrases._file()[part].values() if row["en"].endswith(".")]
        for part in ("phrases", "messages")
    )
    assert 9 <= reading_age(" ".join(of_paper)) <= 11
    assert reading_age(" ".join(of_errors)) <= 11
    assert max(reading_age(text) for text in of_paper + of_errors) <= 13
    hard = "Safeguarding practitioners collaboratively facilitate multidisciplinary interventions."
    assert reading_age(hard) > 20


def test_every_phrase_is_there_in_every_language_and_its_font() -> None:
    assert tuple(languages()) == CODES
    for code, language in languages().items():
        words = words_in(code)
        assert words.keys() == words_in("en").keys()
        assert all(text.strip() for text in words.values())
        assert language.has_its_font, code
    assert unchecked("en") == 0
    assert unchecked("pl") == len(words_in("en"))
    assert not phrases.has_letters("public-sans-400.ttf", "ਸਾਡੀ")
    assert not phrases.has_letters("no-such-font.ttf", "ab")


@pytest.fixture
def case(world: World) -> Case:
    return family_with_a_past(world)


def made(world: World, case: Case, kind: str) -> CopyGiven:
    """The father's copy."""
    with acting_as(world.practitioner):
        audience = audience_of(case, f"person-{father_of(case).pk}")
        assert audience
        row = document(case, kind)
        found = beside(case, kind, row, audience)
        assert found
        return make_copy(
            case=case, by=world.practitioner, kind=kind, row_id=row, audience=audience,
            looked_at=found.digest, decisions={row.key: None for row in found.held},
        )  # fmt: skip


def test_the_pages_ask_for_a_font_that_has_each_letter() -> None:
    """A browser fetches a font for the letters that its face names, and for no others."""
    styles = (Path(settings.BASE_DIR) / "static" / "build" / "app.css").read_text()
    for code, language in languages().items():
        families = {"Public Sans", FAMILY_OF.get(language.font, "Public Sans")}
        faces = [face for face in re.findall(r"@font-face\s*{(.*?)}", styles, re.DOTALL)
                 if any(family in face for family in families)]  # fmt: skip
        said = set("".join(words_in(code).values()) + language.shown) - {" "}
        assert [sign for sign in said if not any(_names(face, ord(sign)) for face in faces)] == []


def _names(face: str, sign: int) -> bool:
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face, re.IGNORECASE)
    return any(int(first, 16) <= sign <= int(last or first, 16) for first, last in ranges)


@pytest.mark.parametrize("kind", ["plan", "meeting"])
def test_it_says_what_the_copy_holds_and_no_more(world: World, case: Case, kind: str) -> None:
    """In every language, each word on the paper is a fixed one or a word of the copy."""
    planned_meeting(world, case)
    given = made(world, case, kind)
    whole = " ".join(f"{part['label']} {part['group']} {part['words']}" for part in given.parts)
    known = set(words(f"{whole} {given.whom} The council {given.made_at:%-d %B %Y}"))
    for code in CODES:
        html = html_of(family_copy(given, code, large=False), "The council")
        text = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        for fixed in words_in(code).values():
            text = text.replace(fixed, " ")
        assert set(words(text)) <= known, code
        assert world.practitioner.name in text
        assert "The hub" not in text  # where they meet: a copy may go to somebody kept away
        assert ("Supper without a quarrel over cards" in text) is (kind == "plan")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_a_meeting_says_what_has_been_done_since_the_one_before(world: World, case: Case) -> None:
    with acting_as_system("arranging"):
        review = Review.objects.filter(case=case).latest("pk")
        done = Action.objects.filter(case=case).order_by("pk")[0]
        Action.objects.filter(pk=done.pk).update(done_on=review.held_on, result="It went well")
    copy = family_copy(made(world, case, "meeting"), "en", large=False)
    found = {section.title: section.texts for section in copy.sections}
    assert found["What has been done"] == [f"{done.words} ({done.owner_name}): It went well"]


def test_what_is_withheld_is_not_in_it(world: World, case: Case) -> None:
    with acting_as_system("looking"):
        goal = Goal.objects.get(case=case)
    keep_from_father(world, case, "assessments.goal", goal.pk)
    given = made(world, case, "plan")
    text = html_of(family_copy(given, "pl", large=True), "The council")
    assert "Supper without a quarrel" not in text


def test_the_pages(world: World, case: Case, client: Client) -> None:
    given = made(world, case, "plan")
    url = reverse("family-copy", args=[case.reference, given.pk])
    client.force_login(world.practitioner)
    page = client.get(url, {"lang": "ur", "size": "large"}).content.decode()
    assert 'lang="ur" dir="rtl"' in page
    assert "eh-family-copy--large" in page
    assert "No translator has checked" in page
    assert 'lang="en" dir="ltr">“Supper without' in page
    assert "No translator" not in client.get(url).content.decode()
    assert client.get(url, {"lang": "xx"}).status_code == 200
    file = client.get(f"{url}pdf/", {"lang": "pa"})
    assert file["Content-Type"] == "application/pdf"
    for who in ("school2", "analyst", "practitioner2"):
        client.force_login(world.people[who])
        assert client.get(url).status_code == 404
        assert client.get(f"{url}pdf/").status_code == 404


def test_no_pdf_without_the_font(
    world: World, case: Case, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = made(world, case, "plan")
    url = reverse("family-copy", args=[case.reference, given.pk])
    monkeypatch.setattr(phrases, "_signs", lambda font: frozenset())
    phrases.has_letters.cache_clear()
    client.force_login(world.practitioner)
    assert "is not installed here" in client.get(url, {"lang": "pa"}).content.decode()
    assert client.get(f"{url}pdf/", {"lang": "pa"}).status_code == 404
    phrases.has_letters.cache_clear()


def test_the_paper_is_tagged_and_in_the_right_language(world: World, case: Case) -> None:
    given = made(world, case, "plan")
    file = pdf_of(html_of(family_copy(given, "ar", large=True), "The council"))
    with pikepdf.open(BytesIO(file)) as document:
        root: Any = document.Root
        assert str(root.Lang) == "ar"
        assert root.MarkInfo.Marked
        fonts = {str(font.BaseFont) for page in document.pages
                 for font in page.resources.Font.values()}  # fmt: skip
    assert any("Arabic" in font for font in fonts)


def test_an_action_never_stands_under_a_goal_that_is_not_its_own() -> None:
    def part(key: str, under: str = "") -> dict[str, str]:
        return {"key": key, "group": "", "label": "", "words": key, "under": under}

    # The second goal was left out, for it told of something withheld; its actions were not.
    parts = [part("goal-1"), part("action-1", "goal-1"), part("action-2", "goal-2"),
             part("action-3", "goal-2"), part("goal-3"), part("action-4", "goal-3")]  # fmt: skip
    goals = composed("plan", parts, "Ngozi", timezone.localdate(), "en").sections[0].goals
    assert [(one.words, [str(line) for line in one.actions]) for one in goals] == [
        ("goal-1", ["action-1"]), ("", ["action-2", "action-3"]), ("goal-3", ["action-4"]),
    ]  # fmt: skip
    for one in parts:
        del one["under"]  # a copy made before that was kept
    goals = composed("plan", parts, "Ngozi", timezone.localdate(), "en").sections[0].goals
    assert [one.words for one in goals] == ["goal-1", "goal-3"]
