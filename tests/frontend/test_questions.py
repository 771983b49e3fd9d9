"""Forms read what was typed, say what to do, and keep every word."""

import datetime
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import engines
from django.utils import timezone

from audit.web.dates import DateField, TimeField
from audit.web.forms import Form
from tests.frontend.gallery.forms import ChildFormSet, EveryQuestion


def drawn(template: str, **context: Any) -> str:
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize(
    ("typed", "message", "boxes"),
    [
        (["", "3", "2019"], "Date of birth must include a day", "day"),
        (["1", "", "2019"], "Date of birth must include a month", "month"),
        (["1", "", ""], "Date of birth must include a month and year", "month year"),
        (["31", "2", "2019"], "Date of birth must be a real date", "day month year"),
        (["1", "13", "2019"], "Date of birth must be a real date", "day month year"),
        (["x", "1", "2019"], "Date of birth must be a real date", "day month year"),
        (["1", "Smarch", "2019"], "Date of birth must be a real date", "day month year"),
        (["1", "1", "19"], "Year must include 4 numbers", "year"),
        (["1", "1", "2999"], "Date of birth must be a real date", "day month year"),
        (["1", "9" * 26, "2019"], "Date of birth must be a real date", "day month year"),
        (["1", "9" * 5000, "2019"], "Date of birth must be a real date", "day month year"),
        (["²", "1", "2019"], "Date of birth must be a real date", "day month year"),
    ],
)
def test_a_date_says_what_is_wrong_and_in_which_box(
    typed: list[str], message: str, boxes: str
) -> None:
    with pytest.raises(ValidationError) as found:
        DateField(label="Date of birth").clean(typed)
    assert found.value.messages == [message]
    assert found.value.code == boxes


@pytest.mark.parametrize(
    "typed", [["7", "3", "2019"], ["07", "03", "2019"], [" 7", "March", "2019"]]
)
def test_a_date_is_read_as_people_write_it(typed: list[str]) -> None:
    assert DateField().clean(typed) == datetime.date(2019, 3, 7)


def test_a_date_keeps_to_its_limit() -> None:
    field = DateField(label="Date of birth", must_be="in the past")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError, match="Date of birth must be in the past"):
        field.clean([str(tomorrow.day), str(tomorrow.month), str(tomorrow.year)])


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("14:30", (14, 30)),
        ("2.30pm", (14, 30)),
        ("2 pm", (14, 0)),
        ("0905", (9, 5)),
        ("12am", (0, 0)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, time: tuple[int, int]) -> None:
    assert TimeField().clean(typed) == datetime.time(*time)


@pytest.mark.parametrize("typed", ["25:00", "13pm", "noon", "2:75"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="must be a time, like 2:30pm"):
        TimeField(label="Time").clean(typed)
    with pytest.raises(ValidationError, match="Enter a time, like 2:30pm or 14:30"):
        TimeField(label="At what time?").clean(typed)


def test_errors_say_what_to_do_and_link_to_their_fields() -> None:
    form = EveryQuestion({"born_on_day": "1", "born_on_year": "2019"})
    html = drawn("{% error_summary form %}", form=form)
    assert '<a href="#id_name">Enter first name</a>' in html
    assert '<a href="#id_born_on-month">Date of birth must include a month</a>' in html
    assert '<a href="#id_how">Answer the question: How did you meet?</a>' in html
    assert '<a href="#id_locality">Select locality</a>' in html


@pytest.mark.parametrize(
    ("label", "most", "choose"),
    [
        ("Place (optional)", "Place must be 9 characters or fewer", "Choose place from the list"),
        (
            "Where? (optional)",
            "Your answer to “Where?” must be 9 characters or fewer",
            "Choose an answer from the list",
        ),
    ],
)
def test_a_message_about_a_question_is_a_sentence(label: str, most: str, choose: str) -> None:
    class Asked(Form):
        words = forms.CharField(label=label, max_length=9)
        choice = forms.ChoiceField(label=label, choices=[("a", "A")])

    errors = Asked({"words": "x" * 10, "choice": "b"}).errors
    assert errors["words"] == [most]
    assert errors["choice"] == [choose]


def test_every_link_of_the_error_summary_leads_to_a_field() -> None:
    form = EveryQuestion({})
    html = drawn("{{ form }}", form=form)
    links = [
        line.split('"')[1] for line in drawn("{% error_summary form %}", form=form).split("<a ")[1:]
    ]
    assert len(links) > 5
    assert [link for link in links if f'id="{link[1:]}"' not in html] == []


def test_only_the_wrong_box_of_a_date_is_marked() -> None:
    html = drawn("{{ form }}", form=EveryQuestion({"born_on_day": "1", "born_on_year": "2019"}))
    boxes = [line for line in html.splitlines() if 'name="born_on_' in line]
    assert ["govuk-input--error" in box for box in boxes] == [False, True, False]


def test_what_need_not_be_answered_says_so_but_not_inside_an_answer() -> None:
    html = drawn("{{ form }}", form=EveryQuestion())
    assert "Email address (optional)" in html
    assert "Who else was there? (optional)" not in html


def test_revealed_questions_stand_once_inside_their_answer() -> None:
    html = drawn("{{ form }}", form=EveryQuestion())
    assert html.count('name="who_else"') == 1
    assert html.index("govuk-radios__conditional") < html.index('name="who_else"')


def test_lines_of_a_text_come_back_as_they_were_typed_even_inside_an_answer() -> None:
    words = "  First line\n\n\n   second <b>line</b>"
    html = drawn("{{ form }}", form=EveryQuestion({"how": "visit", "visit_note": words}))
    kept = html.split('name="visit_note"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert kept == "  First line&#10;&#10;&#10;   second &lt;b&gt;line&lt;/b&gt;"


def test_a_password_is_never_sent_back() -> None:
    form = EveryQuestion({"password": "s3cret-s3cret"})
    assert "s3cret" not in drawn("{{ form }}{% field form.password reveal=False %}", form=form)


def test_nothing_is_chosen_beforehand() -> None:
    assert " checked" not in drawn("{{ form }}", form=EveryQuestion())


def test_refusals_stand_in_the_summary() -> None:
    form = Form({"one_time_key": "0b3a7a9e-9c0c-4b3e-8f2d-0d9f3f2f1a11"})
    assert form.is_valid()
    form.add_refusals(["The plan must be <agreed> first."])
    assert "The plan must be &lt;agreed&gt; first." in drawn("{% error_summary form %}", form=form)


def test_a_form_without_its_key_gets_a_new_one_to_send_again() -> None:
    form = Form({})
    assert not form.is_valid()
    assert Form({"one_time_key": form["one_time_key"].value()}).is_valid()


def test_a_fields_own_message_stays() -> None:
    class Own(Form):
        why = forms.CharField(error_messages={"required": "Say why you decided this"})

    assert Own({}).errors["why"] == ["Say why you decided this"]


def children(**typed: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"children-TOTAL_FORMS": "2", "children-INITIAL_FORMS": "0"})
    data.update({"children-0-first_name": "Ada", "children-1-first_name": "Ben"})
    data.update({"children-1-born_on_day": "3", "children-1-born_on_year": "2019"})
    data.update(typed)
    return data


def test_another_child_is_added_without_a_word_lost_or_an_error_shown() -> None:
    formset = ChildFormSet(children(**{"children-add": "1"}), prefix="children")
    html = drawn("{{ formset }}{% error_summary formset %}", formset=formset)
    assert formset.changing
    assert not formset.is_valid()
    assert [form["first_name"].value() for form in formset] == ["Ada", "Ben", None]
    assert 'name="children-1-born_on_day" type="text" value="3"' in html
    assert "There is a problem" not in html


def test_a_child_is_taken_out_and_those_after_it_move_up() -> None:
    formset = ChildFormSet(children(**{"children-remove": "0"}), prefix="children")
    assert [form["first_name"].value() for form in formset] == ["Ben"]
    assert formset.forms[0]["born_on"].value() == ["3", None, "2019"]


def test_the_last_child_cannot_be_taken_out() -> None:
    data = children(**{"children-TOTAL_FORMS": "1", "children-remove": "0"})
    assert [form["first_name"].value() for form in ChildFormSet(data, prefix="children")] == ["Ada"]


def test_no_more_children_than_allowed() -> None:
    data = children(**{"children-TOTAL_FORMS": "12", "children-add": "1"})
    assert ChildFormSet(data, prefix="children").total_form_count() == 12


def test_errors_of_several_say_which_one() -> None:
    formset = ChildFormSet(children(), prefix="children")
    assert not formset.is_valid()
    html = drawn("{% error_summary formset %}", formset=formset)
    assert "Child 2: Date of birth must include a month" in html
    assert "#id_children-1-born_on-month" in html


class Ticks(Form):
    urgent = forms.BooleanField(label="This is urgent", required=False)
    whom = forms.CharField(label="Whom did you speak to?", required=False)
    needs = forms.MultipleChoiceField(
        choices=[("home", "Housing"), ("money", "Money")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    home = forms.CharField(required=False)
    money = forms.CharField(required=False)
    reveals = {"urgent": {"on": ["whom"]}, "needs": {"home": ["home"], "money": ["money"]}}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("whom=Jo", {"urgent": ["Tick “This is urgent”, or delete what you wrote under it"]}),
        ("whom=Jo&urgent=on", {}),
        ("whom=++", {}),
        ("whom=Jo&folded=whom", {}),
        (
            "home=damp&money=debts&needs=money",
            {"needs": ["Tick “Housing”, or delete what you wrote under it"]},
        ),
        ("home=damp&folded=home", {}),
    ],
)
def test_words_under_a_box_that_is_not_ticked_are_asked_about(
    typed: str, errors: dict[str, list[str]]
) -> None:
    """Unless a script had folded them away."""
    key = "one_time_key=6d9f9f0e-95d4-4b4e-9f8c-0f3c6a3c2b11&"
    assert Ticks(QueryDict(key + typed)).errors == errors


def test_a_date_that_is_asked_for_by_a_question_is_called_a_date() -> None:
    field = DateField(label="When was the baby lost?", must_be="today or in the past")
    for typed, said in (
        (["31", "2", "2026"], "Date must be a real date"),
        (["", "2", "2026"], "Date must include a day"),
        (["1", "2", "2150"], "Date must be today or in the past"),
    ):
        with pytest.raises(ValidationError, match=f"^..{said}"):
            field.clean(typed)
