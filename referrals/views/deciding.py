"""“Record decision”."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.models import OneTimeKey, Stale
from audit.refusal import Refused
from cases.models import Allocation, Case
from referrals.actions.deciding import Decided, decide
from referrals.actions.signposting import signpost
from referrals.stages import Stage
from referrals.views.page import deciding_of, load, meanwhile, page

WENT_ON: dict[str, str] = {
    Stage.SOCIAL_WORK: " The request is with a social worker now.",
    Stage.SENDER: " The question waits for the sender’s answer.",
    Stage.PANEL: " The request waits for the panel.",
}


@only_for(May.TRIAGE)
def decide_request(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision stands at the foot of the request's page; here it is recorded."""
    if request.method != "POST":
        return redirect(reverse("request", args=[reference]) + "#decide")
    referral = load(request, reference)
    deciding = deciding_of(request, referral, as_typed=False)
    if request.POST.get("version") != str(referral.version):
        return _overtaken(request, reference)
    if not deciding.are_good():
        return page(request, referral, deciding=deciding)
    answers = deciding.form.cleaned_data
    url = reverse("request", args=[reference])
    try:
        with transaction.atomic():
            used = use_key(answers["one_time_key"], by=request.user)
            decided = decide(
                referral=referral,
                decisions=deciding.decisions(),
                by=request.user,
                expected_version=answers["version"],
                **deciding.choices(),
            )
            signpost(referral=referral, services=deciding.services(), by=request.user)
            note_result(used, url)
    except AlreadyDone as done:
        return redirect(done.url)
    except Refused as refusal:
        deciding.form.add_refusals(refusal.reasons)
        return page(request, referral, deciding=deciding)
    except Stale:
        return _overtaken(request, reference)
    messages.success(request, what_came_of(decided))
    return redirect(url)


@require_POST
@only_for(May.TRIAGE)
def search_directory(request: HttpRequest, reference: str) -> HttpResponse:
    """“Search” beside the decision: the page again with what was found, and every word typed."""
    return page(request, load(request, reference), as_typed=True)


def what_came_of(decided: Decided) -> str:
    """What the desk is told."""
    case = decided.case
    if case is None:
        return f"Decision recorded.{WENT_ON.get(decided.referral.stage, '')}"
    if decided.added_to_live_case:
        return (
            f"Decision recorded. The family has an open case, {case.reference}: "
            "this request was added to it."
        )
    return f"Decision recorded. Case {case.reference} is open in {case.locality.name}{_led(case)}."


def _led(case: Case) -> str:
    lead = Allocation.objects.filter(case=case, ended_at__isnull=True).select_related("user")
    found = lead.first()
    return f", led by {found.user.name}" if found else " and waits for allocation"


def led_before(request: HttpRequest) -> str:
    try:
        key = UUID(request.POST.get("one_time_key", ""))
    except ValueError:
        return ""
    used = OneTimeKey.objects.filter(key=key).first()
    return used.result_url if used else ""


def _overtaken(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody was first: the words stay on the page. This form sent twice: where it led."""
    if url := led_before(request):
        return redirect(url)
    referral = load(request, reference)
    return page(request, referral, refusals=[meanwhile(referral)], as_typed=True)
