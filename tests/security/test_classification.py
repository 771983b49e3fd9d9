"""Every field of every table says what it holds about people; none is forgotten."""

from typing import Any

import pytest
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test import RequestFactory
from django.test.utils import isolate_apps

from audit.classification import (
    KEPT,
    Classified,
    _faults_of,
    class_of,
    faults,
    fields_classified,
    our_models,
)
from cases.models import Case, Person
from cases.row_security import POLICIES
from localities.site import configuration


def test_every_field_is_classified() -> None:
    assert faults() == []


@isolate_apps("cases")
def test_a_field_that_nobody_classified_is_found() -> None:
    class Bare(models.Model):
        class Meta:
            app_label = "cases"

    class Half(models.Model):
        classified = Classified(about="family", personal="name gone", none="name", kept="child_25")
        name = models.TextField()
        shoe_size = models.TextField()
        case = models.ForeignKey(Case, on_delete=models.CASCADE)

        class Meta:
            app_label = "cases"

    assert list(_faults_of(Bare)) == [
        "cases.Bare has no `classified`. See audit/classification.py."
    ]
    assert list(_faults_of(Half)) == [
        "cases.Half.name is in two lists.",
        "cases.Half has no field gone.",
        "cases.Half.shoe_size is not classified: personal, special, pseudonymous or none?",
    ]
    field: Any = Half._meta.get_field("case")
    assert class_of(field) == "pseudonymous"


def _said(model: Any) -> Classified:
    said: Classified = model.classified
    return said


def test_how_long_it_is_kept_is_one_of_the_table() -> None:
    with pytest.raises(ValueError, match="kept is one of"):
        Classified(about="family", kept="for ever")
    assert {_said(model).kept for model in our_models()} == set(KEPT)


def test_what_hiding_and_the_bundle_begin_with() -> None:
    assert "ethnicity" in fields_classified(Person, "special")
    assert "given_name" in fields_classified(Person, "personal")
    assert "version" not in fields_classified(Person, "personal", "special", "pseudonymous")


def test_row_security_stands_before_every_table_about_a_family() -> None:
    about = {
        model._meta.db_table
        for model in our_models()
        if _said(model).about == "family" and model._meta.app_label == "cases"
    }
    # Of whom a record is for, what somebody brought, and where cases are talked over: theirs too.
    of_staff = {
        "cases_accessdecision", "cases_accessreview", "cases_cover", "cases_importrun",
        "cases_surgery", "cases_surgeryguest",
    }  # fmt: skip
    assert about | of_staff == set(POLICIES)


def test_the_settings_site_reaches_no_table_about_a_family() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    for model, page in configuration._registry.items():
        assert _said(model).about != "family", model
        shown = flatten_fieldsets(page.get_fieldsets(request))
        reached = {part for name in [*page.list_display, *page.search_fields, *page.list_filter,
                                     *shown] for part in str(name).split("__")}  # fmt: skip
        for field in model._meta.get_fields():
            if field.name in reached and field.related_model:
                assert _said(field.related_model).about != "family", (model, field)
        assert not page.inlines
