"""`manage.py prepare_database`: the roles, extensions and privileges, before `migrate`."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from assessments.actions.loading import load_forms
from earlyhelp.faults_of_the_roles import faults
from earlyhelp.preparation import prepare, set_application_password
from earlyhelp.roles_of_the_database import APPLICATION_ROLE
from localities.timescales import load_standard_timescales


class Command(BaseCommand):
    help = (
        "Makes the application's role, the counting role and the extensions. Run it as the owner."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--migrate",
            action="store_true",
            help="and migrate, publish the forms, and write the standard timescales",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = settings.APPLICATION_DATABASE_PASSWORD
        if not password:
            raise CommandError(
                "Set APPLICATION_DATABASE_PASSWORD: the password of the role that the web and "
                "the workers connect as."
            )
        connection.ensure_connection()
        owner = connection.connection
        self._refuse_a_stranger(owner)
        self._leave_to_the_administrator(prepare(owner, password))
        if not _lets_in(password):
            self._leave_to_the_administrator(set_application_password(owner, password))
        found = list(faults(owner))
        if found:
            raise CommandError("\n".join(found))
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
            load_forms()
            load_standard_timescales()
        elif options["verbosity"]:
            self.stdout.write("The database is prepared. Next: manage.py migrate")

    def _refuse_a_stranger(self, owner: psycopg.Connection) -> None:
        row = owner.execute(
            "SELECT pg_has_role(datdba, 'USAGE'), datdba::regrole, current_user, datname"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert row is not None
        if not row[0]:
            raise CommandError(
                f"DATABASE_URL connects as {row[2]}, but the database {row[3]} belongs to "
                f"{row[1]}. Put its owner into DATABASE_URL, or let an administrator run:\n"
                f"ALTER DATABASE {row[3]} OWNER TO {row[2]};"
            )

    def _leave_to_the_administrator(self, statements: list[str]) -> None:
        if statements:
            raise CommandError(
                "The owner may not do everything here. An administrator of the database server "
                f"must run this in the database {connection.settings_dict['NAME']}:\n\n"
                + "\n".join(statements)
                + "\n\nThen run manage.py prepare_database again."
            )


def _lets_in(password: str) -> bool:
    """Whether the application's role may come in with `password`."""
    parameters = connection.get_connection_params()
    wanted = {"host", "port", "dbname", "sslmode", "sslrootcert"}
    try:
        psycopg.connect(
            **{key: value for key, value in parameters.items() if key in wanted},
            user=APPLICATION_ROLE,
            password=password,
        ).close()
    except psycopg.OperationalError as error:
        if "authentication failed" not in str(error):
            raise CommandError(f"{APPLICATION_ROLE} cannot connect: {error}") from error
        return False
    return True
