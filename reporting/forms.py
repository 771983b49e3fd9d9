"""What the pages of reports ask."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.web.forms import Form, ItemForm
from localities.models import Locality
from reporting.documents.scrutiny.sections import SECTIONS, Place, Section
from reporting.measures import Measure
from reporting.period import LONGEST_YEARS, YEARS, Period

WAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y"]
LONGEST = 20_000  # characters of one text
SMALL = "govuk-checkboxes--small"


class DayField(forms.DateField):
    """A day in one box, typed as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        label = str(kwargs["label"])
        messages = {
            "required": f"Enter a “{label}” date",
            "invalid": f"“{label}” must be a real date, like 1/4/2017",
        }
        widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"})
        super().__init__(input_formats=WAYS, error_messages=messages, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day.year not in YEARS:
            raise ValidationError(f"“{self.label}” must be from {YEARS[0]} to {YEARS[-1]}")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%-d/%-m/%Y}" if isinstance(value, date) else value


class PeriodForm(ItemForm):
    """From and to, and in which localities."""

    start = DayField(label="From", help_text="For example, 1/4/2017")
    end = DayField(label="To", help_text="The last day counted")
    localities = forms.MultipleChoiceField(
        label="Localities",
        help_text="Tick none for the whole authority.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": SMALL}),
        required=False,
    )
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(Locality.objects.values_list("pk", "name"))
        self.fields["localities"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start"), found.get("end")
        if start and end and end < start:
            self.add_error("end", ValidationError("“To” must be the same as or after “From”"))
        elif start and end and end.year - start.year > LONGEST_YEARS:
            self.add_error("end", ValidationError(f"Choose at most {LONGEST_YEARS} years at once"))
        return found

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])

    @property
    def chosen(self) -> tuple[int, ...]:
        return tuple(int(key) for key in self.cleaned_data["localities"])


class ReportForm(PeriodForm, Form):
    """A scrutiny panel report: its period and localities, and what its author writes."""

    published = forms.BooleanField(
        widget=forms.CheckboxInput(attrs={"class": SMALL}),
        label="It will be published: round every count to the nearest five",
        help_text=(
            "A small number can tell who a family is, and the papers of a panel are public unless "
            "it meets in private. Your own words, and the challenges that localities recorded, are "
            "printed as they were written: look for small numbers in them."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[section.key] = _text(section)

    def texts(self) -> dict[str, str]:
        """The author's texts as typed, also where another answer is wrong."""
        return {section.key: _plain(str(self.data.get(section.key, ""))) for section in SECTIONS}

    def title_fields(self) -> list[Any]:
        return [self[section.key] for section in SECTIONS if section.place == Place.TITLE]

    def text_fields(self) -> list[Any]:
        return [self[section.key] for section in SECTIONS if section.place != Place.TITLE]


class FigureForm(PeriodForm):
    """A figure: its period, its localities and how it is cut. Sent in the address."""

    by = forms.ChoiceField(label="Show by")

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cuts = [(cut.key, cut.title) for cut in measure.cuts]
        self.fields["by"].choices = cuts  # type: ignore[attr-defined]


def _plain(typed: str) -> str:
    """What a database can keep, with the line ends of everywhere else."""
    return typed[:LONGEST].replace("\r\n", "\n").replace("\x00", "")


def _text(section: Section) -> forms.Field:
    one_line = section.place == Place.TITLE
    widget = forms.TextInput() if one_line else forms.Textarea(attrs={"rows": section.rows})
    return forms.CharField(
        label=section.title,
        help_text=section.hint,
        required=False,
        max_length=300 if one_line else LONGEST,
        strip=False,
        widget=widget,
    )
