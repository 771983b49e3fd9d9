"""The story as a file: tagged, read back, for whom it may be made, and written down."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
from django.test import Client
from pypdf import PdfReader

from audit.models import Look
from cases.models import Case
from tests.assessments.arranging import led_case
from tests.cases.page.arranging import fill
from tests.cases.withheld.arranging import (
    acts_for_father,
    family_with_a_past,
    keep_from_father,
    let_in,
)
from tests.cast import World

SAID = (
    "What worries", "In their own words", "Supper without a quarrel over cards",
    "Before you share", "Prohibited steps order", "Zebedee Nowak: grandparent",
)  # fmt: skip


def fetched(client: Client, user: Any, case: Case, query: str = "") -> Any:
    client.force_login(user)
    return client.get(f"/cases/{case.reference}/story/pdf/{query}")


def test_it_is_tagged_and_says_what_the_page_says(
    world: World, client: Client, tmp_path: Path
) -> None:
    case = family_with_a_past(world)
    answer = fetched(client, world.practitioner, case)
    assert answer["Content-Type"] == "application/pdf"
    assert "Okafor" not in answer["Content-Disposition"]
    file = tmp_path / "story.pdf"
    file.write_bytes(answer.content)
    found = pdfua.validate(str(file))
    assert found.exit_code == 0, found.findings
    text = " ".join(" ".join(leaf.extract_text().split()) for leaf in PdfReader(file).pages)
    for words in SAID:
        assert words in text
    assert f"http://testserver/cases/{case.reference}/plan/" in _links(answer.content)
    assert {str(font).rpartition("+")[2][:11] for font in _fonts(answer.content)} == {"Public-Sans"}
    look = Look.objects.get(kind=Look.Kind.DOWNLOADED, actor_id=world.practitioner.pk)
    assert (look.what, look.case_id) == (f"Story of {case.reference}", case.pk)


def test_no_file_for_an_agency_that_acts_for_somebody(world: World, client: Client) -> None:
    """A file cannot be looked through on its way out, so none is made."""
    case = family_with_a_past(world)
    let_in(world, case, world.school)
    assert fetched(client, world.school, case).status_code == 200
    keep_from_father(world, case, "cases.contact", case.contacts.get(kind="note").pk)
    acts_for_father(world, case, world.school.agency)
    assert fetched(client, world.school, case).status_code == 404
    assert "There is no PDF for an agency" in client.get(f"/cases/{case.reference}/story/").text
    assert fetched(client, world.practitioner, case).status_code == 200


def test_who_does_not_see_the_case_and_a_day_that_is_none_find_nothing(
    world: World, client: Client
) -> None:
    led = led_case(world)
    assert fetched(client, world.school, led).status_code == 404
    assert fetched(client, world.practitioner, led, "?on=x").status_code == 404
    client.logout()
    assert client.get(f"/cases/{led.reference}/story/pdf/")["Location"].startswith(
        "/account/login/"
    )


def test_no_address_stands_in_it(world: World, client: Client) -> None:
    led = fill(led_case(world), world)
    answer = fetched(client, world.practitioner, led)
    text = "".join(leaf.extract_text() for leaf in PdfReader(BytesIO(answer.content)).pages)
    assert "Emeka" in text
    assert "Hidden Lane" not in text
    assert "07700" not in text


def _links(content: bytes) -> set[str]:
    with pikepdf.open(BytesIO(content)) as document:
        notes = [note for leaf in document.pages for note in leaf.get("/Annots", [])]
        return {str(note.A.URI) for note in notes if "/A" in note}


def _fonts(content: bytes) -> list[Any]:
    with pikepdf.open(BytesIO(content)) as document:
        every = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        return [str(one.BaseFont) for one in every if one.get("/Type") == "/Font"]
