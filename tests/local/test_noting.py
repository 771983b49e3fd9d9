"""A second start leaves out what would find nothing to do, and only that."""

import pytest

from earlyhelp.local import noting
from earlyhelp.local.site import ROOT
from tests.fixtures.database import CommittedDatabase


def test_what_is_noted_is_known_until_the_product_changes(
    committing_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = committing_db.environment()
    assert not noting.is_noted(environment, demo=False)
    noting.note(environment, demo=False)
    assert noting.is_noted(environment, demo=False)
    assert not noting.is_noted(environment, demo=True)
    noting.note(environment, demo=True)
    assert noting.is_noted(environment, demo=True)
    monkeypatch.setattr(noting, "_sources", lambda: iter([ROOT / "manage.py"]))
    assert not noting.is_noted(environment, demo=True)


def test_a_changed_password_of_the_application_is_a_reason_to_prepare_again(
    committing_db: CommittedDatabase,
) -> None:
    environment = committing_db.environment()
    noting.note(environment, demo=False)
    other = {**environment, "APPLICATION_DATABASE_PASSWORD": "another"}
    assert not noting.is_noted(other, demo=False)


def test_a_database_that_is_not_there_is_not_prepared(committing_db: CommittedDatabase) -> None:
    environment = committing_db.environment()
    missing = environment["DATABASE_URL"].replace(committing_db.name, "no_such_database")
    assert not noting.is_noted({**environment, "DATABASE_URL": missing}, demo=False)
