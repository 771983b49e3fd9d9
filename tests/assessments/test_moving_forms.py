"""Moving work in progress to another version of its form: what maps, what is kept, and back."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as_system
from assessments.actions.answering import Given, save
from assessments.actions.loading import load_forms
from assessments.actions.moving_forms import move, take_back, try_move
from assessments.answers_moved import Held, Step, put_aside_on, steps
from assessments.definition import Definition, definition_of
from assessments.form_changes import changes, sections_now
from assessments.models import Answer, Assessment, Delegation, FormMove, FormVersion, PromptSetAside
from assessments.queries.sheet import Sheet
from tests.assessments.arranging import every_answer, started
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase

KINDS = {"text": "A word", "long": "Some words", "yes_no": True, "scale": 6}


def form(number: int, *sections: dict[str, Any]) -> Definition:
    return definition_of(
        {"key": "eha", "number": number, "title": "F", "effective_from": "2020-01-01",
         "sections": list(sections)}
    )  # fmt: skip


def section(key: str, *questions: dict[str, Any], audience: str = "family", was: str = "") -> Any:
    row = {"key": key, "title": key, "for": audience, "questions": list(questions)}
    return row | ({"was": was} if was else {})


def question(key: str, kind: str = "long", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "words": f"{key}?"} | more


def choice(key: str, *values: str, kind: str = "choice", **was: str) -> dict[str, Any]:
    options = [{"value": v, "words": v} | ({"was": was[v]} if v in was else {}) for v in values]
    return question(key, kind, options=options)


def held(place: str, value: Any = "Words", person: int | None = None, number: int = 1) -> Held:
    section, _, question = place.partition(".")
    return Held(number, section, question, person, value)


def gone(step: Step) -> str:
    return f"{step.section}.{step.question}"


OLD = form(
    2,
    section("why", question("what"), question("short", "text"), choice("how", "a", "b")),
    section("home", question("who"), question("safe", "yes_no")),
)


@pytest.mark.parametrize(
    ("new", "answer", "expected"),
    [
        pytest.param(section("why", question("what")), held("why.what"), None, id="stays"),
        pytest.param(
            section("why", question("cause", was="why.what")),
            held("why.what"), ("why.cause", "Words", False), id="renamed",
        ),
        pytest.param(
            section("now", question("what"), was="why"),
            held("why.what"), ("now.what", "Words", False), id="section renamed",
        ),
        pytest.param(
            section("home", question("what", was="why.what")),
            held("why.what"), ("home.what", "Words", False), id="moved to another section",
        ),
        pytest.param(
            section("why", question("short", "long")),
            held("why.short"), None, id="more room",
        ),
        pytest.param(
            section("why", question("what", "text")),
            held("why.what", "w" * 301), ("v2-why.what", "w" * 301, True), id="less room",
        ),
        pytest.param(
            section("why", question("what", "yes_no")),
            held("why.what"), ("v2-why.what", "Words", True), id="another kind",
        ),
        pytest.param(
            section("home", question("what")),
            held("why.what"), ("v2-why.what", "Words", True), id="not asked",
        ),
        pytest.param(
            section("why", question("what"), audience="child"),
            held("why.what"), ("v2-why.what", "Words", True), id="asked of others",
        ),
        pytest.param(
            section("why", choice("how", "c", "b", c="a")),
            held("why.how", "a"), ("why.how", "c", False), id="option renamed",
        ),
        pytest.param(
            section("why", choice("how", "b", "d")),
            held("why.how", "a"), ("v2-why.how", "a", True), id="option gone",
        ),
        pytest.param(
            section("why", choice("how", "b", "d")), held("why.how", "b"), None, id="option stays",
        ),
    ],
)  # fmt: skip
def test_where_an_answer_goes(new: Any, answer: Held, expected: Any) -> None:
    found = steps(changes(OLD, form(3, new)), [answer])
    assert [(gone(s), s.value, s.aside) for s in found] == ([expected] if expected else [])


# Two versions of a form with few keys, so that most meet: renamed, swapped, dropped, changed.
KEYS = ["a", "b", "c", "d"]


@st.composite
def versions(draw: st.DrawFn) -> tuple[Definition, Definition]:
    def sections(number: int, renames: bool) -> Definition:
        rows = []
        for name in draw(st.permutations(KEYS))[: draw(st.integers(1, 3))]:
            asked = []
            for key in draw(st.permutations(KEYS))[: draw(st.integers(1, 4))]:
                row = question(key, draw(st.sampled_from(sorted(KINDS))))
                if renames and draw(st.booleans()):
                    row["was"] = f"{draw(st.sampled_from(KEYS))}.{draw(st.sampled_from(KEYS))}"
                asked.append(row)
            who = draw(st.sampled_from(["family", "child"]))
            rows.append(section(name, *asked, audience=who))
        return form(number, *rows)

    return sections(2, renames=False), sections(3, renames=True)


def answers(form: Definition) -> list[Held]:
    """Everything that can be answered, by one person where it is asked of a child."""
    places = [(s, q) for s in form.sections for q in s.questions]
    return [
        Held(number, s.key, q.key, None if s.audience == "family" else 7, KINDS[q.kind])
        for number, (s, q) in enumerate(places, start=1)
    ]


def after(rows: list[Held], found: list[Step]) -> list[Held]:
    changed = {s.held.id: Held(s.held.id, s.section, s.question, s.held.person, s.value)
               for s in found}  # fmt: skip
    return [changed.get(row.id, row) for row in rows]


@settings(max_examples=400, deadline=None)
@given(versions())
def test_nothing_is_lost_nothing_meets_and_back_is_as_it_was(
    pair: tuple[Definition, Definition],
) -> None:
    old, new = pair
    before = answers(old)
    there = after(before, steps(changes(old, new), before))
    assert sorted(row.id for row in there) == sorted(row.id for row in before)
    places = [(row.section, row.question, row.person) for row in there]
    assert len(set(places)) == len(places)
    assert [str(row.value) for row in there] == [str(row.value) for row in before]
    asked = {(s.key, q.key): q.kind for s in new.sections for q in s.questions}
    for row in there:
        assert put_aside_on(row.section) or (row.section, row.question) in asked
    assert steps(changes(old, new), there) == [] or old == new or _is_chained(old, new)
    assert after(there, steps(changes(new, old), there)) == before


def _is_chained(old: Definition, new: Definition) -> bool:
    """Keys of one version used for something else in the other: moving twice is not the same."""
    return any(not way.stays for way in changes(old, new).ways)


NEW = """
key: eha
number: 3
title: Early help assessment
effective_from: "2030-01-01"
sections:
  - key: family
    title: Who the family is
    for: family
    questions:
      - {key: who_lives_where, kind: long, words: "Who lives where?"}
      - {key: helpers, was: family.who_helps, kind: long, words: "Who helps?"}
  - key: child
    was: words
    title: "{name}"
    for: child
    questions:
      - {key: own_words, kind: long, words: "What does {name} say?"}
      - {key: seen_on, kind: text, words: "When seen?"}
      - key: how_seen
        kind: choice
        words: "How seen?"
        options:
          - {value: by_self, was: alone, words: Alone}
          - {value: with_parent, words: With a parent}
      - {key: hopes, kind: long, words: "What does {name} hope for?", required: Write what.}
"""


@pytest.fixture
def forms(world: World, tmp_path: Any) -> tuple[FormVersion, FormVersion]:
    load_forms()
    path = tmp_path / "eha-3.yaml"
    path.write_text(NEW, encoding="utf-8")
    load_forms([path])
    return FormVersion.objects.get(key="eha", number=2), FormVersion.objects.get(number=3)


def as_held(assessment: Assessment) -> list[tuple[Any, ...]]:
    columns = ("pk", "section", "person_id", "question", "value", "saved_by_id", "saved_at")
    return list(Answer.objects.filter(assessment=assessment).order_by("pk").values_list(*columns))


def test_an_assessment_moves_and_comes_back_as_it_was(world: World, forms: Any) -> None:
    old, new = forms
    assessment = started(world)
    save(assessment=assessment, by=world.practitioner, answers=every_answer(assessment))
    before = as_held(assessment)

    tried = try_move(old=old, new=new)
    assert as_held(assessment) == before
    assert Assessment.objects.get().form == old

    moved = move(old=old, new=new)
    assert (moved.along, moved.aside) == (tried.along, tried.aside)
    assert moved.along["family", "who_helps"] == 1
    assessment.refresh_from_db()
    sheet = Sheet(assessment)
    child = next(page for page in sheet.pages if page.section.key == "child")
    assert child.value(sheet.values, "how_seen") == "by_self"
    assert child.value(sheet.values, "own_words")
    assert [missing.question.key for missing in sheet.missing] == ["hopes"] * len(
        [page for page in sheet.pages if page.section.key == "child"]
    )
    assert sorted(row[0] for row in as_held(assessment)) == sorted(row[0] for row in before)

    assert move(old=old, new=new).assessments == 0  # there is nothing left to move
    take_back(old=old, new=new)
    assert as_held(assessment) == before
    assert FormMove.objects.filter(undoes__isnull=False).count() == 1
    assert take_back(old=old, new=new).assessments == 0


def test_what_was_written_since_stays_when_a_move_is_taken_back(world: World, forms: Any) -> None:
    old, new = forms
    assessment = started(world)
    save(assessment=assessment, by=world.practitioner, answers=every_answer(assessment))
    move(old=old, new=new)
    assessment.refresh_from_db()
    child = next(page for page in Sheet(assessment).pages if page.section.key == "child")
    row = Sheet(assessment).row(child, "own_words")
    assert row
    save(
        assessment=assessment,
        by=world.practitioner,
        answers=[
            Given("child", child.person_id, "own_words", "Newer words", row.version),
            Given("child", child.person_id, "hopes", "A dog", 0),
        ],
    )
    take_back(old=old, new=new)
    kept = {row[:4][1::2]: row[4] for row in as_held(assessment) if row[2] == child.person_id}
    assert kept["words", "own_words"] == "Newer words"
    assert kept["v3-child", "hopes"] == "A dog"


def test_what_waits_for_sign_off_or_is_signed_off_stays(world: World, forms: Any) -> None:
    old, new = forms
    assessment = started(world)
    for state in Assessment.State.values:
        if state not in {"draft", "returned"}:
            Assessment.objects.filter(pk=assessment.pk).update(
                state=state, completed_on=date(2026, 11, 1)
            )
            assert move(old=old, new=new).assessments == 0


def test_what_is_kept_can_be_read(world: World, forms: Any, client: Any) -> None:
    old, new = forms
    assessment = started(world)
    save(assessment=assessment, by=world.practitioner, answers=every_answer(assessment))
    move(old=old, new=new)
    client.force_login(world.practitioner)
    page = client.get(f"/cases/{assessment.case.reference}/assessment/{assessment.pk}/")
    text = page.content.decode()
    assert "Kept from version 2 of the form" in text
    assert "Who agreed to take part, and how did they say so?" in text


def test_the_command_tells_tries_moves_and_takes_back(
    committing_db: CommittedDatabase, tmp_path: Any, capsys: Any
) -> None:
    with acting_as_system("arranging"):
        assessment = started(build_world())
    path = tmp_path / "eha-3.yaml"
    path.write_text(NEW, encoding="utf-8")
    with acting_as_system("arranging"):
        load_forms([path])
    ask = ["migrate_forms", "eha", "--from=2", "--to=3"]
    call_command(*ask, "--dry-run")
    told = capsys.readouterr().out
    assert "Would move 1 assessments from version 2 to 3." in told
    assert "reason.history: The question is not asked any more. 0 answers are kept aside." in told
    assert "child.hopes is new: “What does {name} hope for?”. It is needed before sign-off." in told
    call_command(*ask)
    assert "Moved 1 assessments from version 2 to 3." in capsys.readouterr().out
    call_command(*ask, "--undo")
    assert "Moved 1 assessments from version 3 to 2." in capsys.readouterr().out
    with pytest.raises(CommandError, match=r"There is no version 9 of “eha”\. Published are: "):
        call_command("migrate_forms", "eha", "--from=2", "--to=9")
    with acting_as_system("looking"):
        assert Assessment.objects.get().form == assessment.form


@pytest.mark.parametrize(
    ("new", "became"),
    [
        pytest.param([section("now", question("what"), was="why")], {"why": "now"}, id="renamed"),
        pytest.param(
            [section("why", question("what"), question("short", "text")),
             section("home", question("how", was="why.how"))],
            {}, id="one question moved away",
        ),
        pytest.param(
            [section("home", question("what", was="why.what"), question("who"))],
            {"why": "home"}, id="put together",
        ),
        pytest.param([section("other", question("new"))], {}, id="gone"),
    ],
)  # fmt: skip
def test_what_a_section_became(new: Any, became: dict[str, str]) -> None:
    assert sections_now(changes(OLD, form(3, *new))) == became


MOVED = """
key: eha
number: 3
title: Early help assessment
effective_from: "2030-01-01"
sections:
  - key: why
    was: reason
    title: Why
    for: family
    questions:
      - {key: what_brought, kind: long, words: "What brought you?"}
      - {key: helpers, was: family.who_helps, kind: long, words: "Who helps?"}
  - key: family
    title: Who the family is
    for: family
    questions:
      - {key: who_lives_where, kind: long, words: "Who lives where?"}
      - {key: parents_elsewhere, kind: long, words: "Who elsewhere?"}
  - key: home
    title: Home
    for: family
    questions:
      - {key: housing, kind: long, words: "Home?"}
      - {key: strengths, was: well.strengths, kind: long, words: "What goes well?"}
"""


def test_who_is_asked_stays_asked_for_the_same(world: World, tmp_path: Any) -> None:
    """One question that moved takes no section along; of two that became one, both out, one."""
    assessment = started(world)
    path = tmp_path / "eha-3.yaml"
    path.write_text(MOVED, encoding="utf-8")
    with acting_as_system("arranging"):
        load_forms([path])
        old, new = (FormVersion.objects.get(key="eha", number=number) for number in (2, 3))
        facts = {"assessment": assessment, "case_id": assessment.case_id}
        asked = {
            key: Delegation.objects.create(
                **facts, section=key, writer=world.school, agency=world.school_agency,
                question="How?", due_on=date(2030, 1, 1), asked_by=world.practitioner,
                asked_at=timezone.now(),
            )
            for key in ("family", "reason", "home", "well")
        }  # fmt: skip
        aside = PromptSetAside.objects.create(
            **facts, kind="need", section="reason", about="health", by=world.practitioner,
            at=timezone.now(),
        )  # fmt: skip

        def now() -> dict[str, str]:
            return {key: Delegation.objects.get(pk=row.pk).section for key, row in asked.items()}

        move(old=old, new=new)
        assert now() == {"family": "family", "reason": "why", "home": "home", "well": "well"}
        assert PromptSetAside.objects.get(pk=aside.pk).section == "why"
        take_back(old=old, new=new)
        assert now() == {key: key for key in asked}
        assert PromptSetAside.objects.get(pk=aside.pk).section == "reason"
