"""What people do at the doors, for tests of them."""

import re
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from accounts.models import User
from audit.actions.queueing import run
from audit.models import Job
from localities.models import Agency
from tests.cast import PASSWORD, World, arranged

SECRET = "JBSWY3DPEHPK3PXP"


@arranged
def contact_of(agency: Agency, key: str = "carol") -> User:
    return User.objects.create_user(
        f"{key}@example.org", PASSWORD, name=f"{key.title()} Contact", role="agency_contact",
        agency=agency,
    )  # fmt: skip


@arranged
def give_app(user: User) -> list[str]:
    """An authenticator app with SECRET; the recovery codes that come with it."""
    totp.TOTP.activate(user, SECRET)
    return list(RecoveryCodes.activate(user).get_unused_codes())


def code_now(secret: str = SECRET) -> str:
    """What the app shows: of the thirty seconds that run, so that a step of the clock between
    reading it and sending it leaves it good, as for a person."""
    _, present, _ = totp.yield_hotp_counters_from_time()
    return str(totp.format_hotp_value(totp.hotp_value(secret, present)))


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(
        "/account/login/", {"login": email, "password": password, **more}, follow=False
    )


def letters() -> list[Any]:
    """Send what waits, as a worker does; the letters."""
    mail.outbox.clear()
    for job in Job.objects.filter(state="waiting", kind="send_sealed_mail").order_by("pk"):
        run(job.pk)
    return list(mail.outbox)


def link_in(letter: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def may_open_the_start_page(client: Client) -> bool:
    response = client.get("/", follow=True)
    return (
        response.status_code == 200
        and response.wsgi_request.user.is_authenticated
        and (not response.wsgi_request.path.startswith("/account/"))
    )


def everybody(world: World) -> dict[str, User]:
    return {user.role: user for user in world.people.values() if user.role}
