"""Questions whose answers depend on the family."""

from typing import Any

from django import forms


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a question of a form its answers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
