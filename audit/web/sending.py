"""The moves every page that does something makes: see whether the form is whole, call the verb
once, show what it refused."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.models import Stale
from audit.refusal import Refused


def whole(form: Any, *items: Any, reasons: Callable[[], Iterable[str]]) -> bool:
    """Whether a form and its items can be sent. Where not, everything wrong is shown at once: their
    own errors and what the rules would refuse, so that it is mended in one round.

    `reasons` are those of the rules that can be asked of what was typed so far; one about an
    answer that is wrong already adds nothing.
    """
    if all([form.is_valid(), *(each.is_valid() for each in items)]):
        return True
    wrong = set(form.errors)
    form.add_refusals(one for one in reasons() if getattr(one, "about", None) not in wrong)
    return False


def send(form: Any, verb: Callable[[], str], *, by: Any) -> HttpResponse | None:
    """Call `verb` once for this valid form's one-time key and go where it says.

    `verb` does the work and returns the address to go to. The same form sent again is taken
    there without doing it twice. Where the verb refuses, or somebody else changed the record,
    nothing is written, the form carries the reasons, and None tells the view to show it again
    with everything typed.
    """
    try:
        with transaction.atomic():
            used = use_key(form.cleaned_data["one_time_key"], by=by)
            url = verb()
            note_result(used, url)
    except AlreadyDone as repeated:
        return redirect(repeated.url)
    except Refused as refusal:
        form.add_refusals(refusal.reasons)
        return None
    except Stale as stale:
        refuse_stale(form, stale)
        return None
    return redirect(url)


def refuse_stale(form: Any, stale: Stale) -> None:
    """Say that somebody else changed it meanwhile; sent again, it is a change of what is now."""
    form.add_refusals([str(stale)])
    if hasattr(form, "take_version"):
        form.take_version(_version_now(stale.record))


def _version_now(record: Any) -> int:
    rows = type(record)._base_manager.filter(pk=record.pk)
    return rows.values_list("version", flat=True).get()
