"""The census source: a code of the official list for everybody, written once, read everywhere."""

import ast
import itertools
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.models import Event, Stale
from audit.refusal import Refused
from localities.models import Agency
from referrals.actions.correcting import correct_source
from referrals.models import Referral
from referrals.sources import BY_AGENCY, BY_ROLE, CODES, LEGAL, SOURCES, source_code
from tests.cast import World
from tests.referrals.kinds import make_notification, make_step_down
from tests.referrals.requests import make_offer, make_request

ROOT = Path(__file__).parents[2]
APPS = ("reporting", "referrals", "assessments", "cases", "accounts", "localities", "audit")
OFFICIAL = [
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B",
    "5C", "5D", "6", "7", "8", "9", "10",
]  # fmt: skip
ROLES = sorted({role for rows in BY_ROLE.values() for role, _code in rows} | {*LEGAL, "", "Mr X"})
# The one place that works a code out, and the demonstration, which loads what was received.
MAY_WORK_IT_OUT = {"referrals/actions/doors/receiving.py"}


def test_the_list_is_the_official_one_in_its_order() -> None:
    assert list(CODES) == OFFICIAL
    assert len({source.letter for source in SOURCES.values()}) == len(OFFICIAL)
    assert SOURCES["5D"].for_annex_a == "p1) 5D: Council: early help"
    assert all(source.label for source in SOURCES.values())


@pytest.mark.parametrize("sender", [*Referral.Sender.values, "unheard of"])
def test_every_sender_agency_and_role_has_a_code_of_the_list(sender: str) -> None:
    agencies = [None, *(Agency(name="A", kind=kind) for kind in Agency.Kind.values)]
    kinds = Referral.Kind.values
    for agency, role, kind, named in itertools.product(agencies, ROLES, kinds, (True, False)):
        code = source_code(sender, named=named, role=role, agency=agency, kind=kind)
        assert code in CODES, (sender, agency, role, kind, named)


def test_every_kind_of_agency_is_a_sender() -> None:
    assert set(BY_AGENCY) == set(Agency.Kind.values)


@pytest.mark.parametrize(
    ("sender", "kind", "role", "code"),
    [
        ("health", "health", "Health visitor", "3B"),
        ("health", "health", "School nurse, Bilston", "3C"),
        ("health", "health", "GP", "3A"),
        ("health", "health", "Community midwife", "3D"),
        ("health", "health", "Nurse, A&E", "3E"),
        ("health", "health", "Ward sister", "3F"),
        ("other", "education", "Designated safeguarding lead", "2A"),
        ("school", "education", "Education welfare officer", "2B"),
        ("police", "police", "PC", "6"),
        ("housing", "housing", "Housing officer", "4"),
        ("voluntary", "voluntary", "Family worker", "8"),
        ("council", "council", "Social worker", "5A"),
        ("council", "council", "Early help worker", "5D"),
        ("council", "council", "Clerk", "5B"),
        ("council", "council", "Social worker of another council", "5A"),
        ("other", "other", "Probation officer", "8"),
        ("police", "police", "Probation officer", "7"),
        ("relative", None, "Grandmother", "1A"),
        ("relative", None, "", "1B"),
        ("young_person", None, "", "1C"),
        ("other", None, "", "1D"),
    ],
)
def test_what_somebody_is_says_the_code(
    sender: str, kind: str | None, role: str, code: str
) -> None:
    agency = Agency(name="A", kind=kind) if kind else None
    assert source_code(sender, named=True, role=role, agency=agency) == code


def test_each_door_writes_it(world: World) -> None:
    assert make_request().source_code == "1A"
    assert make_offer(world).source_code == "2A"
    assert make_step_down(world).source_code == "5A"
    assert make_notification(world).source_code == "6"


def test_nothing_but_receiving_works_it_out() -> None:
    """Returns read the column. Whoever else calls the function, or keeps a table of senders and
    codes, is found here."""
    calling = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            names = {
                alias.name
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.ImportFrom) and node.module == "referrals.sources"
                for alias in node.names
            }
            if names & {"source_code", "BY_SENDER", "BY_ROLE"}:
                calling.add(str(path.relative_to(ROOT)))
    assert calling == MAY_WORK_IT_OUT


def test_the_desk_puts_it_right_in_one_place(world: World, client: Client) -> None:
    referral = make_request()
    client.force_login(world.desk)
    url = reverse("request-source", args=[referral.reference])
    key = {"one_time_key": "5b4d8a7e-0f2f-4f6e-9b59-1f4ab3b1a112", "version": referral.version}
    typed = key | {"code": "3C", "reason": "The school nurse rang for the mother"}
    assert client.post(url, typed).status_code == 302
    referral.refresh_from_db()
    assert referral.source_code == "3C"
    event = Event.objects.get(verb="request.source_corrected")
    assert event.reason == typed["reason"]
    page = client.get(reverse("request", args=[referral.reference])).content.decode()
    assert "3C, Health services: school nurse" in page


def test_a_correction_needs_a_code_a_reason_and_the_present_version(world: World) -> None:
    referral = make_request()
    with acting_as(world.desk):
        for code, reason, says in (("1A", "x", "already"), ("0", "x", "list"), ("3C", " ", "why")):
            with pytest.raises(Refused, match=says):
                correct_source(referral=referral, by=world.desk, code=code, reason=reason)
        with pytest.raises(Stale):
            correct_source(referral=referral, by=world.desk, code="3C", reason="x", version=99)
    with acting_as(world.practitioner), pytest.raises((Refused, Referral.DoesNotExist)):
        correct_source(referral=referral, by=world.practitioner, code="3C", reason="x")
