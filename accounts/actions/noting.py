"""Writing down who signed in, how, and who was refused."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from audit.actions.recording import record

WAYS = {
    "password": "password",
    "code": "code by e-mail",
    "mfa": "second step",
    "socialaccount": "the council’s single sign-on",
}


def note_sign_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    from allauth.account.internal.flows.login import get_authentication_records

    methods = [record_["method"] for record_ in get_authentication_records(request, user)]
    ways = ", ".join(dict.fromkeys(WAYS.get(method, method) for method in methods))
    record("signed_in", user, f"Signed in with {ways or 'password'}", by=user)


def note_refusal(address: str, why: str) -> None:
    """One query, whether or not the address is known; what was typed is not written down."""
    user = User.objects.filter(email=address.lower()).first() or User()
    record("sign_in_refused", user, f"Sign-in refused: {why}", by=None)


def note_second_step(verb: str, said: str) -> Any:
    def note(request: HttpRequest, user: Any, **kwargs: Any) -> None:
        record(verb, user, said, by=user)

    return note


second_step_added = note_second_step("second_step_added", "A second step was set up")
second_step_removed = note_second_step("second_step_removed", "A second step was removed")
password_set = note_second_step("password_set", "A new password was chosen")
