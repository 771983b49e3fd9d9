"""The pack of a step-up to take along: what it holds, for whom, and written down."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.acting import acting_as
from audit.models import Look
from cases.actions.stepping_up import agree, request
from cases.models import Case, StepUp
from tests.cases.withheld.arranging import family_with_a_past, let_in
from tests.cast import World


@pytest.fixture
def sent_up(world: World) -> tuple[Case, StepUp]:
    case = family_with_a_past(world)
    with acting_as(world.practitioner):
        made = request(
            case=case, by=world.practitioner, why_now="A bruise nobody explains",
            tried="Weekly visits", child_voice="“I hide in the shed.”",
        )  # fmt: skip
    with acting_as(world.manager):
        agree(step_up=made, by=world.manager, version=made.version)
    return case, StepUp.objects.get(pk=made.pk)


def fetched(client: Client, user: Any, case: Case, step_up: StepUp, form: str) -> Any:
    client.force_login(user)
    return client.get(f"/cases/{case.reference}/documents/step-up/{step_up.pk}/pack.{form}")


def test_the_files_say_what_was_sent(
    world: World, client: Client, sent_up: tuple[Case, StepUp], tmp_path: Path
) -> None:
    case, step_up = sent_up
    answer = fetched(client, world.practitioner, case, step_up, "json")
    whole = json.loads(answer.content)
    assert whole["record"] == step_up.pack
    assert whole["request"]["children_say"] == "“I hide in the shed.”"
    assert whole["request"]["sent_at"].startswith(f"{timezone.localdate():%Y-%m-%d}")
    answer = fetched(client, world.practitioner, case, step_up, "pdf")
    file = tmp_path / "pack.pdf"
    file.write_bytes(answer.content)
    assert pdfua.validate(str(file)).exit_code == 0
    text = " ".join(leaf.extract_text() for leaf in PdfReader(BytesIO(answer.content)).pages)
    for words in ("A bruise nobody explains", "I hide in the shed", "Weekly visits"):
        assert words in " ".join(text.split())
    looks = Look.objects.filter(kind=Look.Kind.DOWNLOADED, case_id=case.pk)
    assert looks.filter(actor_id=world.practitioner.pk).count() == 2


def test_no_file_for_another_agency_a_stranger_or_before_it_was_sent(
    world: World, client: Client, sent_up: tuple[Case, StepUp]
) -> None:
    case, step_up = sent_up
    let_in(world, case, world.school)
    for who in (world.school, world.manager2, world.analyst):
        assert fetched(client, who, case, step_up, "json").status_code in {403, 404}
    assert fetched(client, world.manager, case, step_up, "csv").status_code == 404
    StepUp.objects.filter(pk=step_up.pk).update(pack={})
    assert fetched(client, world.manager, case, step_up, "pdf").status_code == 404
