"""Addresses of pages, as administrators type them on the settings site."""

import warnings
from typing import Any

import pytest
from django.forms import modelform_factory
from django.test import RequestFactory

from localities.admin import ServiceForm
from localities.models import Authority, Service
from localities.site import configuration
from tests.cast import World


@pytest.mark.parametrize(("model", "field"), [(Authority, "adults_address"), (Service, "website")])
def test_what_begins_with_no_scheme_is_taken_for_https(
    world: World, model: type, field: str
) -> None:
    request = RequestFactory().get("/")
    request.user = world.people["admin"]
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        modelform_factory(Service, form=ServiceForm)  # as the file of settings pages is read
        form: Any = configuration.get_model_admin(model).get_form(request)()
    assert form.fields[field].clean("help.example.org/adults") == "https://help.example.org/adults"
