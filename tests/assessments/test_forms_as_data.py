"""The files of the forms: what ships is sound, what is wrong is named, what is published stays."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.actions.loading import load_forms
from assessments.definition import Feeds
from assessments.form_files import FOLDER, BadForm, files_in, read_file
from assessments.models import FormVersion
from assessments.queries.forms import definition, in_force

SMALL = """
key: small
number: 1
title: A small form
effective_from: "2020-01-01"
sections:
  - key: one
    title: One
    for: child
    questions:
      - key: seen
        kind: yes_no
        words: Seen?
      - key: why
        kind: long
        words: Why not?
        only_if: {question: seen, answer: "no"}
"""


@pytest.fixture
def form(tmp_path: Path) -> Any:
    def write(old: str = "", new: str = "") -> Path:
        assert old in SMALL
        path = tmp_path / "small-1.yaml"
        path.write_text(SMALL.replace(old, new, 1) if old else SMALL, encoding="utf-8")
        return path

    return write


def test_every_form_that_ships_is_sound_and_named_for_its_version() -> None:
    for path in files_in():
        form = read_file(path).definition
        assert path.name == f"{form.key}-{form.number}.yaml"


def test_the_assessment_asks_for_what_goes_on_to_the_case() -> None:
    eha = read_file(FOLDER / "eha-2.yaml").definition
    fed = {what: len(list(eha.feeding(what))) for what in Feeds}
    assert fed == {
        Feeds.WORRIES: 1,
        Feeds.STRENGTHS: 1,
        Feeds.NEEDS: 4,
        Feeds.FACTORS: 1,
        Feeds.SCORE: 3,
        Feeds.PARENTS: 0,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: yes_no", "kind: yesno", "section one, question seen, kind: 'yesno' is not one of"),
        ("words: Seen?", "word: Seen?", "section one, question seen: "),
        ("title: One", "title: ''", "section one, title: "),
        ("number: 1", "number: one", "number: 'one' is not of type 'integer'"),
        ("key: why", "key: seen", "section one: question seen stands there twice."),
        ("question: seen,", "question: shown,", "“only_if” names shown"),
        ('answer: "no"', "answer: maybe", "“only_if” waits for an answer that seen does not have"),
        ("key: seen", "key: writer", "used by the page itself"),
        ("kind: long", "kind: choice", "'options' is a required property"),
        ("for: child", "for: family", None),
        ("words: Seen?", "words: [", "this is not YAML at line"),
    ],
)
def test_a_fault_is_named_with_its_file_and_place(
    form: Any, old: str, new: str, said: str | None
) -> None:
    path = form(old, new)
    if said is None:
        read_file(path)
        return
    with pytest.raises(BadForm) as caught:
        read_file(path)
    assert str(caught.value).startswith("small-1.yaml: ")
    assert said in str(caught.value)


@pytest.mark.django_db
def test_loading_publishes_once(form: Any) -> None:
    assert [version.title for version in load_forms([form()])] == ["A small form"]
    assert load_forms([form()]) == []
    assert FormVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_published_version_cannot_be_changed(form: Any) -> None:
    load_forms([form()])
    with pytest.raises(BadForm, match=r"small-1\.yaml: version 1 of “A small form” is published"):
        load_forms([form("words: Seen?", "words: Seen lately?")])
    assert FormVersion.objects.get().definition["sections"][0]["questions"][0]["words"] == "Seen?"


@pytest.mark.django_db
def test_one_faulty_file_publishes_nothing(form: Any, tmp_path: Path) -> None:
    good = tmp_path / "good-1.yaml"
    good.write_text(SMALL.replace("key: small", "key: good"))
    with pytest.raises(BadForm):
        load_forms([good, form("kind: yes_no", "kind: yesno")])
    assert not FormVersion.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did(capsys: Any) -> None:
    call_command("load_forms")
    assert "Early help assessment, version 2, in force from 2017-10-01" in capsys.readouterr().out
    call_command("load_forms")
    assert "published already" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_refuses_with_the_mend(tmp_path: Path) -> None:
    call_command("load_forms", verbosity=0)
    changed = tmp_path / "eha-2.yaml"
    shutil.copy(FOLDER / "eha-2.yaml", changed)
    changed.write_text(changed.read_text() + "\n# an afterthought\n")
    with pytest.raises(CommandError, match="copy it to a new file with number 3"):
        call_command("load_forms", str(changed))


@pytest.mark.django_db
def test_what_is_begun_is_on_the_form_of_its_day() -> None:
    from datetime import date

    load_forms()
    named = {
        day: found and found.key
        for day in (date(2005, 1, 1), date(2017, 9, 30), date(2017, 10, 1), date(2026, 1, 1))
        if (found := in_force(day)) or True
    }
    assert list(named.values()) == [None, "caf", "eha", "eha"]


@pytest.mark.django_db
def test_a_stored_definition_is_the_file_s() -> None:
    load_forms()
    stored = definition(FormVersion.objects.get(key="eha"))
    assert stored == read_file(FOLDER / "eha-2.yaml").definition
