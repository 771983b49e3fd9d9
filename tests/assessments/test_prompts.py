"""Prompts: what each looks for, that they never block, and that “not relevant” is for good."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.acting import acting_as
from assessments.actions.answering import Given, save
from assessments.actions.gathering import join
from assessments.actions.prompting import set_aside
from assessments.definition import Audience
from assessments.form_files import FOLDER, read_file
from assessments.models import Assessment, PromptSetAside
from assessments.progress import Member, pages
from assessments.prompting import Prompt, Written, prompts_of
from assessments.queries.prompts import prompts
from assessments.queries.sheet import Sheet
from audit.models import Event
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.models import Person
from tests.assessments.arranging import every_answer, started
from tests.assessments.test_pages import Browser
from tests.cases.page.arranging import add_member
from tests.cast import World

EHA = read_file(FOLDER / "eha-2.yaml").definition
ELLA = Member(1, "Ella Hughes", Audience.CHILD, "Ella", 9, "Child")
JACK = Member(2, "Jack Hughes", Audience.CHILD, "Jack", 1, "Child")
DAD = Member(3, "Tom Hughes", Audience.ADULT, "Tom", 40, "Father")
MUM = Member(4, "Jo Hughes", Audience.ADULT, "Jo", 38, "Mother")

Key = tuple[str, int | None, str]
WHO: Key = ("family", None, "who_lives_where")
# No draft any more: of one that has only begun, nobody misses what comes later.
UNDER_WAY: dict[Key, Any] = {
    ("agreement", None, "who_agreed"): "Jo agreed.",
    ("reason", None, "what_brought"): "Late for school.",
    ("home", None, "housing"): "A flat.",
}


def told(answers: dict[Key, Any], *members: Member) -> list[tuple[str, int | None, str]]:
    """Kind, person and what about, of each prompt of an assessment that says this much."""
    people = list(members or (ELLA,))
    found = prompts_of(Written(pages(EHA, people), answers, people))
    return [(prompt.kind, prompt.person, prompt.about) for prompt in found]


def test_of_a_father_who_was_spoken_with_the_prompt_says_when() -> None:
    answers = UNDER_WAY | {WHO: "Ella and Jo share a flat."}
    people = [ELLA, MUM, DAD]
    for spoken, words in (({}, "yet. What"), ({3: date(2026, 3, 9)}, "spoken with on 9 March")):
        written = Written(pages(EHA, people), answers, people, spoken)
        (prompt,) = [one for one in prompts_of(written) if one.kind == "father"]
        assert words in prompt.sentence
        assert prompt.about == "3"


def test_when_a_father_was_spoken_with_comes_from_the_contacts(world: World) -> None:
    assessment = started(world)
    case = assessment.case
    father = add_member(case, world, "Emeka", "father")
    with acting_as(world.practitioner):
        record_contact(case=case, by=world.practitioner, kind="phone", text="He rang.",
                       adults_spoken_with=[father])  # fmt: skip
        said = UNDER_WAY | {WHO: "The children and their mother."}
        answers = [Given(*place[:2], place[2], words, 0) for place, words in said.items()]
        save(assessment=assessment, by=world.practitioner, answers=answers)
        (prompt,) = [
            one for one in prompts(Sheet(assessment)) if one.kind == "father" and one.about
        ]
    assert "though Emeka was spoken with on" in prompt.sentence


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("Ella and her mother share a flat.", True),
        ("Ella, her mother and her grandfather share a flat.", True),
        ("Ella lives with her mother; her father is in Leeds.", False),
        ("Dad left in May.", False),
        ("Her stepfather moved in.", True),
        ("Jo’s dad minds her.", True),
        ("Conceived with a donor, which she knows.", False),
    ],
)
def test_a_father_nobody_mentions(words: str, is_asked: bool) -> None:
    found = told({WHO: words} | UNDER_WAY, ELLA, MUM)
    assert (("father", None, "") in found) == is_asked
    assert told({WHO: words}, ELLA, MUM) == []


def test_a_father_who_is_known_is_asked_about_by_name() -> None:
    asked = ("father", None, "3")
    assert asked in told({WHO: "Ella and Jo share a flat."} | UNDER_WAY, ELLA, DAD)
    assert asked not in told({WHO: "Tom is away."} | UNDER_WAY, ELLA, DAD)
    seen = {WHO: "A flat.", ("adult", 3, "took_part"): True}
    assert asked not in told(seen | UNDER_WAY, ELLA, DAD)


def test_nothing_is_asked_before_anything_is_written() -> None:
    assert told({}, ELLA, JACK, DAD, MUM) == []


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("Ella is a polite girl who seems anxious.", True),
        ("Mum says she is happy at school.", True),
        ("“I hate Mondays.”", False),
        ("She said that Mondays are bad.", False),
        ("Ella drew the house without a door.", False),
        ("Ella quietly told us about her cat.", False),
        ("Mum says she would tell you that she likes school.", True),
        ("I want to see my nan more", False),
    ],
)
def test_words_that_are_not_the_child_s_own(words: str, is_asked: bool) -> None:
    assert (told({("words", 1, "own_words"): words}) == [("words", 1, "")]) == is_asked


def test_a_baby_is_watched_and_why_not_is_an_answer() -> None:
    assert told({("words", 2, "own_words"): "He reached for his mother and calmed."}, JACK) == []
    silent = ("words", 1, "")
    assert silent in told({("words", 1, "usual_day"): "School."} | UNDER_WAY)
    assert silent not in told({("words", 1, "why_no_words"): "At her nan’s; Monday."} | UNDER_WAY)
    assert silent in told({("words", 1, "why_no_words"): "Did not get round to it."} | UNDER_WAY)
    assert told({("words", 2, "usual_day"): "Naps."} | UNDER_WAY, JACK) == []


def test_a_sibling_of_whom_nothing_is_said() -> None:
    ella: dict[Key, Any] = {
        ("growing", 1, "good"): "Reads a lot.",
        ("words", 1, "own_words"): "“Hi”",
    }
    jack: dict[Key, Any] = {("words", 2, "own_words"): "Smiled"}
    assert told(ella | jack, ELLA, JACK) == [("sibling", 2, "")]
    need: dict[Key, Any] = {("growing", 2, "needs"): {"health": "Three ear infections since May"}}
    assert told(ella | jack | need, ELLA, JACK) == []
    assert told(ella, ELLA) == []


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("", True),
        ("Poor attendance", True),
        ("Needs support with education", True),
        ("Concerns about her mental and physical health", True),
        ("Attendance 61 % since September", False),
        ("Cries before school and will not leave the car", False),
        ("Landlord served notice; bailiffs came", False),
    ],
)
def test_a_need_without_what_was_seen(words: str, is_asked: bool) -> None:
    kind = "health" if "health" in words else "education"
    answers = {("meaning", None, "needs"): {kind: words},
               ("words", 1, "why_no_words"): "Away"}  # fmt: skip
    assert (told(answers) == [("need", None, kind)]) == is_asked


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("Refer to CAMHS", "“Refer to CAMHS”: who does it, and by when?"),
        ("Mum will ring the GP", "“Mum will ring the GP”: by when?"),
        ("Refer to CAMHS this week", "“Refer to CAMHS this week”: who does it?"),
        ("Sam (school nurse) will weigh Jack on Monday.", ""),
        ("I will visit by 3 December.", ""),
        ("- The health visitor will call within two weeks", ""),
        ("FH to book the GP before half term ends", ""),
        ("Mrs Tull to arrange breakfast club from the 23rd", ""),
        (
            "Asthma plan to be written by 3 Nov",
            "“Asthma plan to be written by 3 Nov”: who does it?",
        ),
        ("Housing:", ""),
    ],
)
def test_a_step_names_somebody_and_a_day(step: str, sentence: str) -> None:
    written = Written(pages(EHA, [ELLA]), {("next", None, "first_steps"): step}, [ELLA])
    assert [prompt.sentence for prompt in prompts_of(written)] == ([sentence] if sentence else [])


def begun(world: World) -> tuple[Assessment, Prompt]:
    assessment = started(world)
    said = {WHO: "Amara and her mother share a flat."} | UNDER_WAY
    answers = [
        Given(section, person, question, words, 0)
        for (section, person, question), words in said.items()
    ]
    save(assessment=assessment, by=world.practitioner, answers=answers)
    (prompt,) = [one for one in prompts(Sheet(assessment)) if one.kind == "father"]
    return assessment, prompt


def test_lead_and_team_are_known_by_name_in_a_step(world: World) -> None:
    """“Pat visits on Monday” names who does it: Pat leads. A stranger’s name says nothing."""
    assessment = started(world)
    with acting_as(world.practitioner):
        join(case=assessment.case, by=world.practitioner, name="Kezia Nurse")
        words = "Pat visits on Monday.\nKezia weighs the baby on Friday.\nZebedee calls on Friday."
        given = Given("next", None, "first_steps", words, 0)
        save(assessment=assessment, by=world.practitioner, answers=[given])
        found = [one.about for one in prompts(Sheet(assessment)) if one.kind == "step"]
    assert found == ["Zebedee calls on Friday"]


def test_where_all_of_them_stand_each_says_of_whom_it_is(world: World) -> None:
    assessment, _ = begun(world)
    children = list(Person.objects.filter(case_children__case=assessment.case).order_by("pk"))
    answers = [
        Given("growing", child.pk, "needs", {"health": "Poor health"}, 0) for child in children
    ]
    save(assessment=assessment, by=world.practitioner, answers=answers)
    text = Browser(world.practitioner).open("assessment-submit", assessment.case)
    for child in children:
        url = reverse(
            "assessment-section",
            args=[assessment.case.reference, assessment.pk, "growing", child.pk],
        )
        place = re.escape(f'{url}">{child.name}: ')
        assert re.search(rf"{place}[^<]+</a>: What was seen or heard", text)


def test_not_relevant_is_for_good_and_on_record(world: World) -> None:
    assessment, prompt = begun(world)
    for _ in range(2):
        set_aside(assessment=assessment, prompt=prompt, by=world.practitioner)
    assert PromptSetAside.objects.count() == 1
    assert Event.objects.filter(verb="assessment.prompt_set_aside").count() == 1
    sheet = Sheet(assessment)
    assert prompt.key not in {one.key for one in prompts(sheet)}
    row = sheet.row(sheet.pages[0], "who_lives_where")
    assert row
    again = [Given(*WHO, "Amara, her mother and a cat.", row.version)]
    save(assessment=assessment, by=world.practitioner, answers=again)
    assert prompt.key not in {one.key for one in prompts(Sheet(assessment))}


def test_only_who_writes_sets_aside(world: World) -> None:
    assessment, prompt = begun(world)
    with acting_as(world.practitioner2), pytest.raises((Refused, Assessment.DoesNotExist)):
        set_aside(assessment=assessment, prompt=prompt, by=world.practitioner2)
    assert not PromptSetAside.objects.exists()


def test_a_prompt_never_blocks(world: World) -> None:
    assessment, _ = begun(world)
    answers = [g for g in every_answer(assessment) if g[2] != "who_lives_where"]
    save(assessment=assessment, by=world.practitioner, answers=answers)
    sheet = Sheet(assessment)
    assert prompts(sheet)
    assert sheet.missing == []


def section_url(assessment: Assessment) -> str:
    return f"/cases/{assessment.case.reference}/assessment/{assessment.pk}/family/"


def test_the_page_shows_it_and_keeps_what_was_typed(world: World, client: Client) -> None:
    assessment, prompt = begun(world)
    client.force_login(world.practitioner)
    url = section_url(assessment)
    page = client.get(url)
    assert prompt.sentence in page.content.decode()
    data = {
        name: page.context["form"][name].value() or ""
        for name in page.context["form"].fields
    } | {"who_helps": "Her grandmother", "not_relevant": prompt.mark}  # fmt: skip
    drawn = {name: mark for line in page.context["lines"] for name, mark in line.drawn}
    after = client.post(url, data | drawn, follow=True)
    assert after.redirect_chain[-1][0] == url
    assert "Her grandmother" in after.content.decode()
    assert prompt.sentence not in after.content.decode()


def test_the_list_before_sign_off_sets_aside_too(world: World, client: Client) -> None:
    assessment, prompt = begun(world)
    client.force_login(world.practitioner)
    base = f"/cases/{assessment.case.reference}/assessment/"
    assert prompt.sentence in client.get(f"{base}submit/").content.decode()
    url = f"{base}{assessment.pk}/prompts/not-relevant/"
    back = f"{base}submit/"
    for _ in range(2):  # a second click finds it gone
        after = client.post(url, {"prompt": prompt.mark, "back": back}, follow=True)
        assert after.redirect_chain[-1][0] == back
        assert prompt.sentence not in after.content.decode()
    assert client.post(url, {"prompt": prompt.mark, "back": "https://example.org"})["Location"] == (
        back
    )
    assert client.post(url, {}).status_code == 404


def test_who_does_not_see_the_case_learns_nothing(world: World, client: Client) -> None:
    assessment, prompt = begun(world)
    url = f"/cases/{assessment.case.reference}/assessment/{assessment.pk}/prompts/not-relevant/"
    for who in ("practitioner2", "school2", "analyst", "admin"):
        client.force_login(world.people[who])
        assert client.post(url, {"prompt": prompt.mark}).status_code == 404, who
    assert not PromptSetAside.objects.exists()


def test_prompts_cost_one_query(world: World) -> None:
    assessment, _ = begun(world)
    sheet = Sheet(assessment)
    assert sheet.values is not None
    assert sheet.members is not None
    with CaptureQueriesContext(connection) as asked:
        prompts(sheet)
    assert len(asked) == 1
