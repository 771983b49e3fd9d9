"""manage.py make_api_token: a key with which another system uses the API as one account."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.actions import issuing
from accounts.models import ApiToken, User
from accounts.models.token import TokenScope
from audit.refusal import Refused
from localities.models import Agency


class Command(BaseCommand):
    help = "Makes a token and prints it, once. It opens what its scopes name and its user may."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("who", help="a user’s e-mail address, or the name of an agency")
        parser.add_argument("name", help="what uses it, such as “Power BI”")
        parser.add_argument(
            "--scope",
            action="append",
            choices=TokenScope.values,
            help="what it is for; several times for several. None: figures:read",
        )
        parser.add_argument("--days", type=int, help="how many days it works; for ever if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        until = timezone.localdate() + timedelta(days=days) if days is not None else None
        with acting_as_system("make_api_token"):
            self.stdout.write(_make(options["who"], options["name"], options["scope"], until))


def _make(who: str, name: str, scopes: list[str] | None, until: Any) -> str:
    user = User.objects.filter(email=who.lower(), is_active=True).first()
    agency = user.agency if user else Agency.objects.filter(name__iexact=who).first()
    if user is None and agency is None:
        raise CommandError(
            f"Nobody signs in with {who}, and no agency has that name. Check the address."
        )
    if user and (agency is None or not scopes):  # for figures alone
        return ApiToken.make(user=user, name=name, expires_on=until)[1]
    assert agency is not None
    try:
        asked = scopes or [TokenScope.FIGURES]
        return issuing.issue(
            name=name, agency=agency, scopes=asked, user=user, by=None, expires_on=until
        )[1]
    except Refused as refusal:
        raise CommandError(str(refusal)) from None
