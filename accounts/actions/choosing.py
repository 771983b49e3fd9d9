"""What somebody chooses for themselves."""

from django.db import transaction

from accounts.actions.calendars import has_due_work
from accounts.models import User
from audit.actions.recording import record
from audit.refusal import Refused

NO_LETTER = "Nothing falls due for you, so there is no email to choose."


@transaction.atomic
def choose_digest(*, by: User, wanted: bool) -> User:
    """Whether the email of the morning says what is due. What escalates to them is sent all the
    same, and so are letters about one family, such as an urgent step-up. Chosen again, nothing
    changes."""
    if not has_due_work(by):
        raise Refused(NO_LETTER)
    user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if user.digest != wanted:
        user.digest = wanted
        user.save(update_fields=["digest"])
        said = "switched on" if wanted else "switched off"
        record("digest.chosen", user, f"The email of what is due was {said}", by=by)
    return user
