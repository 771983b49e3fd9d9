"""The pack of a step-up to take along: what it holds, for whom, and written down."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfua
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.acting import acting_as
from audit.days import in_words
from audit.models import Look
from cases.actions.steps.stepping_up import agree, request
from cases.models import Case, StepUp
from tests.cases.page.arranging import mother_of
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


def test_the_pack_holds_the_plan_what_was_delivered_and_how_it_went(
    world: World, client: Client, sent_up: tuple[Case, StepUp]
) -> None:
    case, step_up = sent_up
    pack = step_up.pack
    (goal,) = pack["plan"]["goals"]
    assert goal["what"] == "Supper without a quarrel over cards"
    assert goal["actions"][0]["what"]
    (programme,) = pack["programmes"]
    assert (programme["what"], programme["sessions_attended"], programme["sessions_offered"]) == (
        "Kestrel canoe club", 3, 4,
    )  # fmt: skip
    assert pack["meetings"][0]["family_says"] == "It is getting better."
    assert {reading["what"] for reading in pack["readings"]}
    mother = mother_of(case)
    visit = next(one for one in pack["contacts"] if one["children_seen"])
    assert mother.name in visit["spoken_with"]
    client.force_login(world.manager)
    page = client.get(f"/cases/{case.reference}/documents/step-up/{step_up.pk}/").text
    paper = fetched(client, world.manager, case, step_up, "pdf").content
    read = " ".join(
        " ".join(leaf.extract_text().split()) for leaf in PdfReader(BytesIO(paper)).pages
    )
    first = pack["readings"][-1]
    days = [one["on"] for one in pack["readings"] if one["by"] == first["by"]]
    told = f"{first['value']} on {in_words(date.fromisoformat(first['on']))}"
    assert days == sorted(days, reverse=True)
    for text in (" ".join(page.split()), read):
        assert told in text
        for words in ("quarrel over cards", "Kestrel canoe club", "came to 3 of 4 sessions",
                      "It is getting better.", "spoken with: "):  # fmt: skip
            assert words in text


def test_a_pack_from_before_plans_stood_in_packs_is_still_shown(
    world: World, client: Client, sent_up: tuple[Case, StepUp]
) -> None:
    case, step_up = sent_up
    later = ("plan", "programmes", "meetings", "readings")
    old = {part: held for part, held in step_up.pack.items() if part not in later}
    for contact in old["contacts"]:
        del contact["spoken_with"]
    StepUp.objects.filter(pk=step_up.pk).update(pack=old)
    client.force_login(world.manager)
    answer = client.get(f"/cases/{case.reference}/documents/step-up/{step_up.pk}/")
    assert answer.status_code == 200
    assert fetched(client, world.manager, case, step_up, "pdf").status_code == 200


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
