"""A code of an authenticator app is good once.

With MFA_TOTP_TOLERANCE a code is taken for a minute and a half, and allauth remembers for thirty
seconds that it was used. So the number of the last one used is kept beside the app's secret, and
none up to it is taken again: also where the cache has forgotten, or is away.
"""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.http import HttpRequest

USED = "last_used"  # in the data of an app: the number of the thirty seconds a code is for


@transaction.atomic
def is_used(user: Any, code: str) -> bool:
    """Whether the app of this user has shown this code and it was used. Whoever sends it at the
    same moment waits here for the first to end."""
    app = _app(user)
    if app is None:
        return False
    return any(number <= app.data.get(USED, 0) for number in _numbers(app, code))


@transaction.atomic
def use_up(user: Any, code: str) -> None:
    """Take no code of this app again up to this one. A recovery code is none of it."""
    app = _app(user)
    if app and (numbers := _numbers(app, code)):
        app.data[USED] = max(*numbers, app.data.get(USED, 0))
        app.save(update_fields=["data"])


def use_up_the_first(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The code that showed that the app was set up rightly; told of after its own transaction."""
    use_up(user, request.POST.get("code", ""))


def _app(user: Any) -> Authenticator | None:
    apps = Authenticator.objects.select_for_update()
    found: Authenticator | None = apps.filter(user=user, type=Authenticator.Type.TOTP).first()
    return found


def _numbers(app: Authenticator, code: str) -> list[int]:
    """For which thirty seconds, of those whose codes are taken now, the app shows this code."""
    secret = decrypt(app.data["secret"])
    return [
        number
        for number in totp.yield_hotp_counters_from_time()
        if compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, number))
        )
    ]
