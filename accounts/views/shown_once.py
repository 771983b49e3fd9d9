"""Making a secret whose text stands on the answer to one sending, and nowhere else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.models import Stale
from audit.refusal import Refused
from audit.web.forms import Form
from audit.web.sending import refuse_stale


def shown_once(
    request: HttpRequest,
    form: Form,
    verb: Callable[[], tuple[Any, str]],
    show: Callable[[Any, str], HttpResponse],
    *,
    back: str,
    again: str,
) -> HttpResponse | None:
    """The page with what `verb` made and its text; None where it refused. Sent again, the sentence
    `again` at `back`."""
    try:
        with transaction.atomic():
            used = use_key(form.cleaned_data["one_time_key"], by=request.user)
            made, text = verb()
            note_result(used, back)
    except AlreadyDone as done:
        messages.error(request, again)
        return redirect(done.url)
    except Refused as refusal:
        form.add_refusals(refusal.reasons)
        return None
    except Stale as stale:
        refuse_stale(form, stale)
        return None
    return show(made, text)
