#!/usr/bin/env python3
"""The command line of the product: `manage.py help` lists what it can do."""

import os
import sys

from earlyhelp.roles_of_the_database import OWNER_COMMANDS


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in OWNER_COMMANDS:
        os.environ.setdefault("EARLYHELP_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    refuse_bad_settings_for(command)
    execute_from_command_line(sys.argv)


def refuse_bad_settings_for(command: str) -> None:
    """Say what is missing before a command fails for it; some commands need nothing."""
    from django.core.exceptions import ImproperlyConfigured

    from earlyhelp.refusals import OFFLINE_COMMANDS, refuse_bad_settings

    if command in OFFLINE_COMMANDS:
        return
    try:
        refuse_bad_settings()
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
