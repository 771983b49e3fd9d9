"""What the application's role may not do."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from earlyhelp.faults_of_the_roles import faults
from earlyhelp.roles_of_the_database import APPLICATION_ROLE

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (APPLICATION_ROLE, APPLICATION_ROLE)


def test_the_application_owns_nothing(owner_connection: psycopg.Connection[Any]) -> None:
    assert list(faults(owner_connection)) == []
