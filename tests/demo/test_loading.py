"""Loading: refused where there is data, undone where a figure misses, the same for one seed."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from earlyhelp.demo import loading
from localities.models import Authority, Postcode
from tests.databases import clone, connect_as_owner, drop
from tests.fixtures.database import CommittedDatabase, TestDatabases

ROOT = Path(__file__).parent.parent.parent

# Everything but the numbers rows are stored under, what depends on the password, and the moment of
# what the product's own verbs wrote while it was loaded.
DIGEST = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT concat_ws(',', 'person', given_name, family_name, date_of_birth, expected_on, sex,
        ethnicity, nhs_number, upn, disabilities, send) AS line FROM cases_person
    UNION ALL SELECT concat_ws(',', 'home', f.reference, f.name, a.lines, a.postcode)
        FROM cases_family f JOIN cases_membership m ON m.family_id = f.id
        JOIN cases_address a ON a.person_id = m.person_id
    UNION ALL SELECT concat_ws(',', 'case', c.reference, f.reference, stage, level, door, reason,
        risk, worries, strengths, opened_on, allocated_on, last_contact_on, eha_started_on,
        plan_agreed_on, last_taf_on, closed_on) FROM cases_case c JOIN cases_family f
        ON f.id = c.family_id
    UNION ALL SELECT concat_ws(',', 'due', c.reference, key, started_on, due_on, done_on,
        cancelled_on) FROM cases_due d JOIN cases_case c ON c.id = d.case_id
    UNION ALL SELECT concat_ws(',', 'contact', c.reference, kind, pg_temp.unless_now(happened_at),
        pg_temp.unless_now(recorded_at), text)
        FROM cases_contact k JOIN cases_case c ON c.id = k.case_id
    UNION ALL SELECT concat_ws(',', 'request', r.reference, r.stage, received_at, due_at, sender,
        sender_name, r.worries, known, urgent, p.given_name, p.family_name, p.date_of_birth)
        FROM referrals_referral r JOIN referrals_referralperson p ON p.referral_id = r.id
    UNION ALL SELECT concat_ws(',', 'answer', c.reference, section, question, value,
        pg_temp.unless_now(saved_at))
        FROM assessments_answer a JOIN cases_case c ON c.id = a.case_id
    UNION ALL SELECT concat_ws(',', 'action', c.reference, words, owner_name, due_on, done_on)
        FROM assessments_action a JOIN cases_case c ON c.id = a.case_id
    UNION ALL SELECT concat_ws(',', 'taf', c.reference, held_on, minutes, copied_to_family_on)
        FROM assessments_review r JOIN cases_case c ON c.id = r.case_id
    UNION ALL SELECT concat_ws(',', 'event', pg_temp.unless_now(at), actor_name, verb, summary)
        FROM audit_event
    UNION ALL SELECT concat_ws(',', 'user', email, name, role, is_active) FROM accounts_user
) lines
"""


# What a verb writes at its own moment has parts of a second; what is made up has none.
UNLESS_NOW = """
CREATE FUNCTION pg_temp.unless_now(moment timestamptz) RETURNS timestamptz IMMUTABLE
RETURN CASE WHEN date_trunc('second', moment) = moment THEN moment END
"""


def digest(database: str) -> str:
    with connect_as_owner(database) as owner:
        owner.execute("SET app.scope = 'all'")  # row security binds the owner too
        owner.execute(UNLESS_NOW)
        row = owner.execute(DIGEST).fetchone()
    assert row
    return str(row[0])


def run(database: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), "load_demo", *options]
    return subprocess.run(
        command,
        env=CommittedDatabase(database).environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_seed_and_one_day_make_one_world(
    demo_template: str, test_databases: TestDatabases, django_db_blocker: Any
) -> None:
    with connect_as_owner(demo_template) as owner:
        loaded = _day_of(owner)
    again = f"{test_databases.work}_again"
    with django_db_blocker.unblock():
        clone(test_databases.migrated, again)
        try:
            done = run(again, "--today", loaded)
            assert done.returncode == 0, done.stderr
            assert "9,710" in done.stdout
            assert "Password: earlyhelp-demo-2026" in done.stdout
            assert digest(again) == digest(demo_template)
        finally:
            drop(again)


def _day_of(owner: psycopg.Connection[Any]) -> str:
    """The day the caseload is dated around: that of the urgent requests decided today."""
    row = owner.execute("SELECT max(decided_on)::text FROM referrals_decision").fetchone()
    assert row
    return str(row[0])


def test_a_database_in_use_is_refused(demo: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match="Load it into an empty database"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert "nothing was loaded" in capsys.readouterr().out
    assert User.objects.count() == before


def test_a_day_in_the_past_is_refused(committing_db: CommittedDatabase) -> None:
    with pytest.raises(CommandError, match="Give a --today from 2022-01-03 on"):
        call_command("load_demo", today=date(2018, 1, 1))


def test_a_figure_that_misses_undoes_everything(
    committing_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_past", lambda scene: [])
    missed = r"was not loaded.*Children worked with, \S+ 2016 to \S+ 2017: 0"
    with pytest.raises(CommandError, match=missed):
        call_command("load_demo", verbosity=0)
    assert not Authority.objects.exists()
    assert not Postcode.objects.exists()
    assert not User.objects.exists()
