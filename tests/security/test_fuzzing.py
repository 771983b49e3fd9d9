"""Every form, address and API operation with hostile input.

Nothing answers with a fault of the server, nothing is drawn unescaped, and what is refused has
written nothing. The same inputs each time; FUZZ_ROUNDS=20 tries more of them.
"""

import logging
import os
import re
from pathlib import Path
from traceback import extract_tb
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache as shared
from django.db import connection, transaction
from django.test import Client

from accounts.acting import acting_as_system
from accounts.models import ApiToken
from tests.cast import build_world
from tests.fixtures.database import CommittedDatabase
from tests.security.doors import Visitors, forms_behind, opened, routes
from tests.security.hostile import MARK, VALUES, attacks, body
from tests.security.stage import Stage

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "1"))
FORM = "application/x-www-form-urlencoded"
logging.getLogger("django.request").setLevel(logging.CRITICAL)  # thousands of refusals
# What a refused form may write: that somebody looked, their session, and what they sent too often.
UNCOUNTED = {"audit_look", "audit_seal", "audit_head", "django_session", "audit_onetimekey"}

# Refused there, what was typed is kept, as it is meant to be: in these tables alone.
KEEPING = {
    "/partner/start/": {"referrals_draft", "audit_change"},
    "/reports/new/": {"reporting_sectiontext", "audit_change"},
    # It is done, and shown on the answer itself, once.
    "/my-settings/calendar/new/": {"accounts_calendaraddress", "audit_change", "audit_event"},
    "/cases/…/plan/links/…/code/": {"audit_change", "audit_event"},
    "/cases/…/plan/links/give/…/": {
        "assessments_planlink", "audit_change", "audit_event", "audit_job",
    },
}  # fmt: skip
NUMBERED = re.compile(r"/(EH-\d{4}-\d{5}|\d+)(?=/)")  # in an address: which case, which row
OTHERS = {"django", "auth", "localities"}
READABLE = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND has_table_privilege(oid, 'SELECT')
    ORDER BY 1
"""


# Not reached by this test, and why.
UNREACHED: dict[str, str] = {
    "request-received": "there for the sender’s browser alone",
    "unusual-finding": "found by a sweep of a whole day: tests/cases/looks",
    "access-decision": "an exception of the quarter: tests/cases/looks/test_access_review.py",
    "form-compared": "of two versions of one form: tests/assessments/test_form_pages.py",
    "api-referral": "of a token that sent it: tests/referrals/test_api.py",
    "api-nothing": "every other address of the API: tests/referrals/test_api.py",
    "import-problems": "of an import that had some: tests/referrals/test_import_page.py",
    "panel-papers-download": "once a worker has made them: tests/reporting/test_panel_papers.py",
    "family-leave": "leads away to another site: tests/assessments/test_plan_links.py",
    "calendar": "of a private address: tests/cases/timing/test_calendar.py",
    "token-revoke": "of a token: tests/accounts/test_tokens.py",
    "request-hand-back": "where harm is alleged: tests/referrals/test_desk_pages.py",
    "case-step-up-file": "of a pack that was sent: tests/reporting/test_step_up_files.py",
    "logo": "there only where a council has one",
    "who-looked-at": "by the reference of a family: tests/cases/looks",
    "case-withheld-proposed": "by an order against somebody who lives elsewhere",
    "invitation": "has no form; what follows it is tested in tests/accounts",
    "accept-invitation": "after an invitation’s link: tests/accounts",
}


def test_no_form_falls_over_and_nothing_is_half_stored(stage: Stage) -> None:
    visitors = Visitors(stage.world)
    doors, shut = opened(stage, visitors)
    assert shut == set(UNREACHED), shut ^ set(UNREACHED)
    inputs = sent = 0
    found = [f"{door.url}, {door.who}: {each}" for door in doors for each in _wrong(door.answer)]
    forms = forms_behind(doors)
    for seed, (door, to, pairs) in enumerate(forms):
        client, before = visitors.of(door.who), rows()
        shared.clear()  # what was sent too often
        for attack, hostile in chosen(pairs, seed):
            inputs, sent = inputs + hostile, sent + 1
            found += strike(client, to, attack, before)
    print(f"\n{inputs} hostile inputs in {sent} forms sent to {len(doors)} addresses")
    assert found == []
    assert sent >= len(forms) > 100  # each form was struck, most of them three times


def chosen(pairs: Any, seed: int) -> list[Any]:
    """Of the attacks on a form, so many that the whole test stays within a minute and a half."""
    every = list(attacks(pairs, seed, ROUNDS))
    most = 3 * ROUNDS
    return every[seed % 3 :: max(1, len(every) // most)][:most]


def strike(client: Client, to: str, attack: Any, before: dict[str, int]) -> list[str]:
    """Send it in a transaction that is taken back; what went wrong."""
    typed = [(key, value or str(uuid4()) if key == "one_time_key" else value)
             for key, value in attack]  # fmt: skip
    with transaction.atomic():
        answer = client.post(to, body(typed), content_type=FORM)
        wrong = _wrong(answer)
        if answer.status_code in {301, 302}:
            after = answer["Location"]
            wrong += _wrong(client.get(after)) if after.startswith("/") else [f"leads to {after}"]
        elif not wrong:
            wrong += _written(before, KEEPING.get(NUMBERED.sub("/…", to), set()))
        transaction.set_rollback(True)
    return [f"{to}: {each}: {str(attack)[:600]}" for each in wrong]


def _wrong(answer: Any) -> list[str]:
    whole = b"".join(answer) if answer.streaming else answer.content
    page = whole.decode(errors="replace")
    faults = [f"answers {answer.status_code}{_why(answer)}"] if answer.status_code >= 500 else []
    faults += ["draws it unescaped"] if MARK in page else []
    return faults + (["sets a header"] if "Set-Cookie: fz" in str(answer.headers) else [])


def _why(answer: Any) -> str:
    """The fault itself, and the last line of ours that led to it."""
    kind, fault, trace = answer.exc_info or (None, None, None)
    lines = [f"{Path(at.filename).name}:{at.lineno}" for at in extract_tb(trace)][-3:]
    return f" ({kind.__name__}: {fault} at {lines})" if kind else ""


def _written(before: dict[str, int], kept: set[str]) -> list[str]:
    after = rows()
    more = [table for table in after if after[table] != before[table] and table not in kept]
    return [f"refused, and wrote {more}"] if more else []


def rows() -> dict[str, int]:
    """How many rows each table holds, but for looks, sessions and keys."""
    with acting_as_system("counting rows in a test"), connection.cursor() as cursor:
        cursor.execute(READABLE)
        tables = [name for (name,) in cursor.fetchall() if name not in UNCOUNTED]
        ours = [each for each in tables if each.split("_")[0] not in OTHERS]
        counts = ", ".join(f"(SELECT count(*) FROM {each})" for each in ours)
        cursor.execute(f"SELECT {counts}")
        return dict(zip(ours, cursor.fetchone(), strict=True))


def test_no_address_falls_over(committing_db: CommittedDatabase) -> None:
    """Hostile numbers, names, query strings and headers, to every address."""
    world = build_world()
    client = Client(raise_request_exception=False)
    client.force_login(world.manager)
    for seed, (name, pattern) in enumerate(routes()):
        for turn in range(3 * ROUNDS):
            value = VALUES[(seed * 3 + turn) % len(VALUES)]
            path = "/" + str(pattern.pattern).lstrip("^").split("<")[0].rstrip("$")
            query = body([("next", value), ("page", value), ("after", value), ("by", value)])
            answer = client.get(
                path + (f"{abs(hash(turn)) + 10**19}/" if "<int" in str(pattern.pattern) else ""),
                QUERY_STRING=query[:8000].decode(),
                HTTP_ACCEPT=value.encode("utf-8", "replace").decode("latin-1")[:4000],
                HTTP_ACCEPT_LANGUAGE=value.encode("utf-8", "replace").decode("latin-1")[:4000],
            )
            assert answer.status_code < 500, (name, path, value)
            assert MARK not in answer.content.decode(errors="replace"), (name, path)
            assert "\r" not in answer.headers.get("Location", "")


def test_a_page_that_did_not_escape_would_be_found() -> None:
    """The anti-test: what the others look for is what an unescaped answer holds."""
    from django.template import engines

    engine = engines["django"]
    drawn = engine.from_string("{{ typed }}{{ typed|safe }}").render({"typed": VALUES[4]})
    assert drawn.count(MARK) == 1


@pytest.mark.parametrize("who", ["analyst", "practitioner"])
def test_the_api_against_its_own_document(committing_db: CommittedDatabase, who: str) -> None:
    """What schemathesis thinks of: only documented answers, and no fault of the server."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from schemathesis.core.result import Ok
    from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

    from earlyhelp.wsgi import application

    world = build_world()
    _token, text = ApiToken.make(user=world.people[who], name="fuzz")
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    tried = 0
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @seed(7)
        @settings(max_examples=25 * ROUNDS, deadline=None, database=None, derandomize=False,
                  phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(case=operation.as_strategy())
        def strikes(case: Any) -> None:
            nonlocal tried
            tried += 1
            answer = case.call(headers={"Authorization": f"Token {text}"})
            left_out = [ignored_auth, positive_data_acceptance]  # somebody is named; see api tests
            case.validate_response(answer, excluded_checks=left_out)
            if answer.status_code >= 400:
                assert "problem+json" in answer.headers["content-type"][0], answer.text

        strikes()
    assert tried >= 25
