"""Forms of a step-up: the request, the manager's word, social care's answer, the handover."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form, VersionedForm
from cases.models import StepDownAction, StepUpDispute
from localities.resolution import Stage

PROCEDURE = (
    "From here on: the agreed procedure. Tick what is done. What is not needs a sentence why; it "
    "does not stop the step-up."
)

URGENT_ALONE = (
    "Ring social care first, then tick that you have. A step-up that is not urgent is asked for by "
    "those who work with the family"
)

HIGHER = "higher"  # not settled: the next stage of the procedure

LONGEST_ACTION = int(StepDownAction._meta.get_field("what").max_length or 0)


def _words(label: str, hint: str, *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Checklist(forms.Form):
    """The steps of the agreed procedure, each ticked or explained. `steps` are those asked."""

    steps: list[dict[str, Any]]

    def ask_steps(self, steps: list[dict[str, Any]]) -> None:
        self.steps = steps
        for number, step in enumerate(steps, 1):
            self.fields[f"step_{step['key']}"] = forms.BooleanField(
                label=f"{number}. {step['asks']}",
                required=False,
                initial=step["done"],
                help_text=PROCEDURE if number == 1 else "",
            )
            self.fields[f"why_{step['key']}"] = forms.CharField(
                label=f"If step {number} is not done: why?",
                required=False,
                max_length=500,
                initial=step["why"],
                error_messages={
                    "max_length": f"Why step {number} is not done must be 500 characters or fewer"
                },
            )

    def checklist(self) -> list[dict[str, Any]]:
        said = self.cleaned_data.get
        return [
            step
            | {
                "done": said(f"step_{step['key']}", False),
                "why": said(f"why_{step['key']}", ""),
            }
            for step in self.steps
        ]

    def refuse_unexplained(self) -> None:
        """Beside the step itself, so that it is clear which."""
        for number, step in enumerate(self.checklist(), 1):
            name = f"why_{step['key']}"
            if not step["done"] and not step["why"].strip() and name not in self.errors:
                self.add_error(name, f"Tick step {number}, or enter why it is not done")


class RequestForm(Checklist, Form):
    """Why this family needs social care now."""

    def __init__(
        self, *args: Any, steps: list[dict[str, Any]], urgent_alone: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_steps(steps)
        if urgent_alone:
            self.fields["urgent"].required = True
            self.fields["urgent"].error_messages["required"] = URGENT_ALONE

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("urgent"):
            self.refuse_unexplained()
        return cleaned

    def asked_of(self) -> dict[str, Any]:
        """What was typed, as far as it is whole, for the rules."""
        said = self.cleaned_data.get
        words = {name: said(name, "") for name in ("why_now", "tried", "rung_whom")}
        return words | {"urgent": said("urgent", False)}

    urgent = forms.BooleanField(
        label="This is urgent: I have rung social care",
        required=False,
        help_text="You need nobody’s agreement. It is sent at once; what you have no time to "
        "write now can follow.",
    )
    rung_whom = forms.CharField(label="Whom did you speak to?", required=False, max_length=200)
    why_now = _words("Why now?", "What has changed, and what you fear will happen")
    tried = _words("What has been tried?", "Help given so far, and what came of it", required=False)
    child_voice = _words(
        "What do the children say?", "In their words, and how you know", required=False
    )
    family_told = _words(
        "What has the family been told?",
        "And what they think of it. If telling them is not safe, say why.",
        required=False,
    )
    reveals = {"urgent": {"on": ["rung_whom"]}}
    mark_optional = False


class CompleteForm(Checklist, VersionedForm):
    """What an urgent step-up had no time for."""

    mark_optional = False

    def __init__(self, *args: Any, steps: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_steps(steps)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.refuse_unexplained()
        return cleaned

    why_now = _words("Why now?", "What has changed, and what you fear will happen")
    tried = _words("What has been tried?", "Help given so far, and what came of it")
    child_voice = _words(
        "What do the children say?", "In their words, and how you know", required=False
    )
    family_told = _words(
        "What has the family been told?", "And what they think of it", required=False
    )


class DecideForm(VersionedForm):
    """The manager's word on a step-up."""

    agrees = forms.ChoiceField(
        label="Do you agree to the step-up?",
        choices=[("yes", "Yes, send it to social care"), ("no", "No, not now")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    words = _words(
        "Your note", "If you do not agree: why, and what to do instead", required=False, rows=3
    )


class AnswerForm(VersionedForm):
    """What social care answered."""

    answer = forms.ChoiceField(
        label="What did social care answer?",
        choices=[("accepted", "Accepted"), ("returned", "Returned with a reason")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what social care answered"},
    )
    reason = _words("The reason they gave", "As they put it", required=False, rows=3)
    answer_by = forms.CharField(label="Who answered?", max_length=200, help_text="Name and role")
    reveals = {"answer": {"returned": ["reason"]}}
    option_hints = {
        "answer": {
            "accepted": "The case stays open, with social care, until their handover is recorded",
            "returned": "Early help goes on with the family",
        }
    }


class DisputeForm(Form):
    """That social care's answer is disputed."""

    why = _words(
        "Why is it disputed?", "What the answer leaves out, and what should happen instead"
    )


class SettleForm(VersionedForm):
    """What came of the present stage of a dispute."""

    outcome = forms.ChoiceField(
        label="What happens now?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens now"},
    )
    words = _words("What was said or agreed?", "Who spoke with whom, and why it is settled or not")

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ends: list[tuple[str, str]] = [(one.value, str(one.label)) for one in StepUpDispute.BY_HAND]
        if stage + 1 in Stage.values:
            following = str(Stage(stage + 1).label).lower()
            ends.append((HIGHER, f"Not settled: it goes on {following}"))
        self.fields["outcome"].choices = ends  # type: ignore[attr-defined]


class HandoverForm(VersionedForm):
    """How it went on after social care accepted."""

    how = forms.ChoiceField(
        label="What happened?",
        choices=[
            ("over", "Social care has taken over: record the handover and close the case"),
            ("back", "Social care hands the family back to early help"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    words = _words(
        "Who leads from now on, and what is outstanding?",
        "Name the social worker or the lead practitioner, and how the family was told",
    )
    worker = forms.CharField(
        label="Who in social care hands over?",
        required=False,
        max_length=200,
        help_text="Name and role. Leave it empty if it is whoever accepted.",
    )
    last_meeting_on = DateField(
        label="Their last meeting with the family", required=False, must_be="today or in the past"
    )
    closes_on = DateField(
        label="When does social care close?",
        called="the day social care closes",
        required=False,
        help_text="The first Team Around the Family meeting should be no later",
    )
    left = _words(
        "What does social care leave to be done?",
        "One thing on a line. Each goes into the plan, or you say why not.",
        required=False,
    )
    reveals = {"how": {"back": ["worker", "last_meeting_on", "closes_on", "left"]}}

    def clean_left(self) -> str:
        for line in _lines(self.cleaned_data["left"]):
            if len(line) > LONGEST_ACTION:
                raise forms.ValidationError(
                    f"Shorten “{line[:40]}…” to {LONGEST_ACTION} characters, or make it two lines"
                )
        return str(self.cleaned_data["left"])

    def handed_back(self) -> dict[str, Any]:
        """What social care said of the handover, for the verb."""
        data = self.cleaned_data
        known = {name: data[name] for name in ("worker", "last_meeting_on", "closes_on")}
        return known | {"left": _lines(data["left"])}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
