"""manage.py make_api_token: a key with which another system reads the API as one user."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.acting import acting_as_system
from accounts.models import ApiToken, User


class Command(BaseCommand):
    help = "Makes a token for a user and prints it, once. What the user may, the token may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whose token it is")
        parser.add_argument("name", help="what uses it, such as “Power BI”")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {options['email']}. Check the address.")
        with acting_as_system("make_api_token"):
            _, text = ApiToken.make(user=user, name=options["name"])
        self.stdout.write(text)
