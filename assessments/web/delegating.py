"""The forms of sections that others write."""

from typing import Any

from django import forms

from assessments.web.choosing import choose
from audit.web.dates import DateField
from audit.web.forms import Form, VersionedForm
from cases.models import TafMember

NO_WRITER = "Select who is asked to write it"


def _words(label: str, message: str, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": message},
        **more,
    )


class AskForm(Form):
    """Who writes the section, with what question, by when; where it is out, why it goes again."""

    writer = forms.ChoiceField(
        label="Who is asked to write it?",
        widget=forms.RadioSelect,
        error_messages={"required": NO_WRITER, "invalid_choice": NO_WRITER},
    )
    question = _words(
        "What do you want to know from them?", "Enter what you want to know from them", 500
    )
    due_on = DateField(
        label="By when?",
        called="the day by which you want it",
        must_be="today or in the future",
    )
    mark_optional = False

    def __init__(self, *args: Any, team: list[TafMember], out_to: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(member.user_id): member for member in team if member.user_id}
        choose(self, "writer", [(key, _said(one)) for key, one in self.team.items()])
        if out_to:
            self.fields["why_again"] = _words(
                f"It is out to {out_to}. Why is it asked for again?",
                "Enter why it is asked for again",
                300,
                2,
                help_text=f"{out_to} is told that it is no longer asked of them.",
            )

    @property
    def chosen(self) -> Any:
        return self.team[self.cleaned_data["writer"]].user


class HandInForm(VersionedForm):
    """Something to say with the section, or why nothing is written in it."""

    note = forms.CharField(
        label="Anything to say with it",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If you could not write it, say why.",
    )


class TakeBackForm(VersionedForm):
    """Why the section is no longer asked for."""

    why = _words("Why is it no longer asked for?", "Enter why it is no longer asked for", 300, 2)


def _said(member: TafMember) -> str:
    about = ", ".join(part for part in (member.role, str(member.agency or "")) if part)
    return f"{member.name} ({about})" if about else member.name
