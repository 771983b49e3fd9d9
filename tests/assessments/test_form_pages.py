"""The pages about forms: who comes in, what they show, and a trial that keeps nothing."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as
from assessments.actions.loading import load_forms
from assessments.form_files import FOLDER
from assessments.models import Assessment, FormVersion
from assessments.queries.published import published
from tests.assessments.arranging import led_case, started
from tests.assessments.test_moving_forms import NEW
from tests.cast import World

PAGES = [
    "/settings/forms/",
    "/settings/forms/try/",
    "/settings/forms/eha/2/",
    "/settings/forms/eha/2/beside/3/",
    "/settings/forms/eha/3/beside/2/",
]


@pytest.fixture
def admin(world: World, client: Client, tmp_path: Any) -> Client:
    path = tmp_path / "eha-3.yaml"
    path.write_text(NEW, encoding="utf-8")
    load_forms()
    load_forms([path])
    client.force_login(world.people["admin"])
    return client


@pytest.mark.parametrize("path", PAGES)
def test_only_who_configures_comes_in(world: World, admin: Client, path: str) -> None:
    assert admin.get(path).status_code == 200
    for who, person in world.people.items():
        if who != "admin":
            admin.force_login(person)
            assert admin.get(path).status_code == 404, who


@pytest.mark.parametrize(
    "path", ["/settings/forms/eha/9/", "/settings/forms/no/2/", "/settings/forms/eha/2/beside/2/"]
)
def test_what_is_not_published_is_not_found(admin: Client, path: str) -> None:
    assert admin.get(path).status_code == 404


def test_the_list_says_what_is_written_on_each_in_two_queries(world: World, admin: Client) -> None:
    started(world, led_case(world))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rows = {(row.form.key, row.form.number): row for row in published()}
    assert len(asked) == 2
    with acting_as(world.people["admin"]):  # who reads none of them
        seen = {(row.form.key, row.form.number): row.writing for row in published()}
        assert not Assessment.objects.exists()
    assert seen == {key: row.writing for key, row in rows.items()}
    assert (rows["eha", 2].writing, rows["eha", 2].written, rows["eha", 2].before) == (1, 1, None)
    assert (rows["eha", 3].writing, rows["eha", 3].before) == (0, 2)
    assert rows["eha", 3].state == "Comes into force on 1 January 2030"
    assert "Comes into force on 1 January 2030" in admin.get("/settings/forms/").content.decode()


def test_beside_each_other_what_differs_is_marked(admin: Client) -> None:
    page = admin.get("/settings/forms/eha/2/beside/3/").content.decode()
    assert "Not asked any more" in page
    assert "Was: “Who already helps this family?”" in page
    assert "What does Name hope for?" in page
    assert "The question is not asked any more." in page
    assert "Another kind of answer is asked for now." in page  # a date became text


def tried(client: Client, content: bytes, name: str = "eha-3.yaml") -> str:
    page = client.get("/settings/forms/try/")
    key = page.context["form"]["one_time_key"].value()
    file = SimpleUploadedFile(name, content, "application/yaml")
    return client.post("/settings/forms/try/", {"file": file, "one_time_key": key}).content.decode()


def test_a_trial_shows_the_form_and_publishes_nothing(admin: Client) -> None:
    before = FormVersion.objects.count()
    content = (FOLDER / "eha-2.yaml").read_text().replace("number: 2", "number: 4", 1)
    page = tried(admin, content.encode())
    assert "This file is sound." in page
    assert "What differs from version 3 is marked." in page
    assert FormVersion.objects.count() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The selected file is empty"),
        (b"\x00\xff\xfe", "this is not YAML"),
        (b"- a list", "a form begins with its key, number, title and sections."),
        (b"key: eha\nnumber: x\n", "number: &#x27;x&#x27; is not of type &#x27;integer&#x27;."),
        (NEW.replace("kind: text", "kind: txt").encode(), "section child, question seen_on, kind"),
        (NEW.replace("question", "q").encode()[:40], "cannot be published"),
    ],
)
def test_a_faulty_file_is_told_its_faults(admin: Client, content: bytes, said: str) -> None:
    assert said in tried(admin, content)
