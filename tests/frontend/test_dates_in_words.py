"""Every date and time of every form: its messages are sentences, and say which one is meant."""

import re
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

from audit.web.dates import DateField, TimeField
from audit.web.messages import say_what_to_do

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "localities", "cases", "referrals", "assessments", "reporting")
BARE = re.compile(r"^(Enter )?(date|time|which day)\b(?! of)", re.IGNORECASE)


def modules() -> Iterator[str]:
    for app in APPS:
        for file in sorted((ROOT / app).rglob("*.py")):
            if "audit.web.dates" in file.read_text():
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts)


def dates() -> Iterator[tuple[str, str, type[forms.Form]]]:
    for module in modules():
        for name, made in vars(import_module(module)).items():
            if isinstance(made, type) and hasattr(made, "base_fields"):
                for field in made.base_fields:
                    if isinstance(made.base_fields[field], DateField | TimeField):
                        yield f"{name}.{field}", field, made


FOUND = list({which: (which, name, form) for which, name, form in dates()}.values())


@pytest.mark.parametrize(("name", "form"), [pytest.param(n, f, id=w) for w, n, f in FOUND])
def test_its_messages_are_sentences_and_say_which_date_is_meant(
    name: str, form: type[forms.Form]
) -> None:
    field = deepcopy(form.base_fields[name])
    say_what_to_do(name, field)
    wrong = "x" if isinstance(field, TimeField) else ["31", "2", "2019"]
    with pytest.raises(ValidationError) as found:
        field.clean(wrong)
    for message in (*found.value.messages, str(field.error_messages["required"])):
        assert "?" not in message
        assert "(optional)" not in message
        assert not BARE.match(message), message


def test_every_form_with_a_date_is_looked_at() -> None:
    assert len(FOUND) > 50
