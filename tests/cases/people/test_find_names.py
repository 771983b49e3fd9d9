"""The lexicon of names: whatever is typed leads to the names that are recorded."""

from typing import Any

import pytest
from django.db import connection

from audit.text import fold
from cases.models import NameSpelling, Person
from tests.cast import World


def like(word: str, *, beginnings: bool = False) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM names_like(%s, '{}', %s, 60)", [[word], beginnings])
        return {key: how for _, key, how, _ in cursor.fetchall()}


def sound(word: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sound_of(%s)", [fold(word)])
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "spellings",
    [
        "mohammed muhammad mohamed mohamad mohammad محمد",
        "khadija khadijah khadeeja خديجة",
        "oleksandr alexander aleksander александр",
        "hussain hussein husain hossain حسين",
        "fatima fatimah fatema فاطمة",
        "aisha ayesha aysha عائشة",
        "yusuf youssef yousef يوسف",
        "choudhury chowdhury chaudhry chaudhary choudhry",
        "gurpreet gurprit ਗਰਪਰਤ",
        "kateryna catherine katherine катерина",
        "dmytro dmitri dmitry дмитро",
        "volodymyr vladimir володимир",
        "nowak novak",
        "shaikh sheikh shaykh",
        "stephen steven",
        "iqbal ikbal",
    ],
)
def test_spellings_of_one_name_sound_alike(db: Any, spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1, [
        (word, sound(word)) for word in spellings.split()
    ]


@pytest.mark.parametrize("pair", ["okafor chen", "khan kaur", "amara simran", "ali lee"])
def test_different_names_sound_different(db: Any, pair: str) -> None:
    one, other = pair.split()
    assert not sound(one) or sound(one) != sound(other)


@pytest.fixture
def names(world: World) -> None:
    Person.objects.bulk_create(
        Person(kind="child", given_name=given, family_name=family, known_as=called)
        for given, family, called in (
            ("Amara", "Okafor", ""),
            ("Mary-Jane", "Khan-Begum", "Janey"),
            ("Ali", "Lee", ""),
        )
    )


@pytest.mark.parametrize(
    ("typed", "key", "how"),
    [
        ("okafor", "okafor", "same"),
        ("okafro", "okafor", "slip"),
        ("okaffor", "okafor", "slip"),
        ("okfor", "okafor", "slip"),
        ("okaxor", "okafor", "slip"),
        ("begum", "khan begum", "part"),
        ("begun", "khan begum", "slip"),
        ("khanbegum", "khan begum", "part"),
        ("mary", "mary jane", "part"),
        ("janey", "janey", "same"),
        ("oqafar", "okafor", "sound"),
    ],
)
def test_a_name_is_found_as_it_is_typed(names: None, typed: str, key: str, how: str) -> None:
    assert like(typed)[key] == how


def test_another_letter_in_a_short_name_is_no_slip(names: None) -> None:
    assert "ali" not in like("alb")
    assert like("alo") == {"ali": "sound"}


def test_a_beginning_is_found_where_it_is_asked_for(names: None) -> None:
    assert "okafor" not in like("oka")
    assert like("oka", beginnings=True) == {"okafor": "starts"}


def test_a_changed_name_is_learnt_and_no_name_twice(names: None) -> None:
    before = NameSpelling.objects.count()
    Person.objects.filter(given_key="ali").update(family_key="nkemelu")
    assert like("nkemlu") == {"nkemelu": "slip"}
    added = NameSpelling.objects.filter(key="nkemelu").count()
    gone = before + added - NameSpelling.objects.count()
    Person.objects.create(kind="adult", given_name="Ali", family_name="Nkemelu")
    assert NameSpelling.objects.count() == before + added - gone


def test_a_name_that_nobody_bears_any_more_is_forgotten(names: None) -> None:
    Person.objects.create(kind="adult", given_name="Obi", family_name="Okafor")
    Person.objects.filter(given_key="amara").update(given_key="", family_key="")
    assert like("amara") == {}
    assert like("okafor") == {"okafor": "same"}
    Person.objects.filter(given_key="obi").delete()
    assert like("okafor") == {}


def test_each_night_names_are_counted(names: None) -> None:
    Person.objects.filter(family_key="okafor").update(family_key="khan")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_names()")
        cursor.execute("SELECT key, share FROM names_like('{khan}', '{begum}', false, 60)")
        counted = dict(cursor.fetchall())
    assert counted["khan"] == counted["khan begum"] == 1 / 10_000
