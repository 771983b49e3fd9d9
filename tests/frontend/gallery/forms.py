"""A form with every kind of question."""

from django import forms

from audit.web.dates import DateField, TimeField
from audit.web.forms import Form, ItemForm, VersionedForm
from audit.web.formsets import several


class EveryQuestion(Form):
    name = forms.CharField(
        label="First name",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    born_on = DateField(
        label="Date of birth", must_be="in the past", help_text="For example, 27 3 2019"
    )
    met_at = TimeField(label="Time of the meeting", required=False, help_text="For example, 2:30pm")
    email = forms.EmailField(label="Email address", required=False)
    children = forms.IntegerField(
        label="Number of children",
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-2"}),
    )
    danger = forms.BooleanField(
        label="Someone is in danger now",
        required=False,
        widget=forms.CheckboxInput(attrs={"data-danger": "danger-numbers"}),
    )
    how = forms.ChoiceField(
        label="How did you meet?",
        choices=[("visit", "Home visit"), ("phone", "Telephone"), ("school", "At school")],
        widget=forms.RadioSelect,
    )
    who_else = forms.CharField(label="Who else was there?", required=False)
    visit_note = forms.CharField(
        label="What the home was like", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.ChoiceField(
        label="Does the family agree?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    needs = forms.MultipleChoiceField(
        label="What is worrying you?",
        choices=[("school", "Missing school"), ("money", "Money and debt"), ("home", "Housing")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that apply",
    )
    locality = forms.ChoiceField(
        label="Locality", choices=[("", "Choose a locality"), ("1", "Bilston"), ("2", "Low Hill")]
    )
    school = forms.ChoiceField(
        label="School",
        required=False,
        choices=[("", ""), ("1", "Bilston Nursery"), ("2", "Low Hill Primary"), ("3", "St Mary’s")],
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    words = forms.CharField(label="What happened", max_length=200, widget=forms.Textarea)
    paper = forms.FileField(label="The letter", required=False)
    password = forms.CharField(label="Password", required=False, widget=forms.PasswordInput)

    reveals = {"how": {"visit": ["who_else", "visit_note"]}}
    option_hints = {"how": {"visit": "At home or where the family stays"}}


class Child(ItemForm):
    first_name = forms.CharField(label="First name")
    born_on = DateField(label="Date of birth", required=False)
    sex = forms.ChoiceField(
        label="Sex",
        choices=[("f", "Female"), ("m", "Male")],
        widget=forms.RadioSelect,
        required=False,
    )


ChildFormSet = several(Child, "child")


class Section(VersionedForm):
    worries = forms.CharField(label="Worries", required=False, widget=forms.Textarea)
    strengths = forms.CharField(label="What is going well", required=False, widget=forms.Textarea)
    mark_optional = False
