"""What every authority starts with is there after preparing, and preparing again adds nothing."""

import subprocess
import sys

from assessments.form_files import files_in
from assessments.models import FormVersion
from localities.models import Timescale
from tests.fixtures.database import CommittedDatabase


def test_forms_and_timescales_are_there_once(committing_db: CommittedDatabase) -> None:
    for _ in range(2):
        subprocess.run(
            [sys.executable, "manage.py", "prepare_database", "--migrate", "-v0"],
            env=committing_db.environment() | {"EARLYHELP_DATABASE_ROLE": "owner"},
            check=True,
        )
        found = FormVersion.objects.count(), Timescale.objects.count()
    forms = {"eha", "caf", "conversation", "eha_unborn", "young_person"}
    assert set(FormVersion.objects.values_list("key", flat=True)) == forms
    assert found == (len(list(files_in())), Timescale.objects.values("key").distinct().count())
    assert found[1] > 5
