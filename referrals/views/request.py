"""A request's page: as it was written, what we know, and the decision, all on one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import only_for
from accounts.roles import May
from audit.models import Stale
from audit.refusal import Refused
from cases.models import Person
from referrals.actions.judging import judge
from referrals.actions.screening import take
from referrals.matching import match, subjects_of
from referrals.models import MatchJudgement, Referral, ReferralPerson
from referrals.queries.elsewhere import requests_elsewhere
from referrals.views.page import load, meanwhile, page


@only_for(May.TRIAGE)
def show(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of a request; of one that another team has, only that they have it."""
    if any(one.reference == reference for one in requests_elsewhere(request.user)):
        return render(request, "referrals/elsewhere.html", {"reference": reference})
    return page(request, load(request, reference))


@require_POST
@only_for(May.TRIAGE)
def take_request(request: HttpRequest, reference: str) -> HttpResponse:
    """“Take”: whatever was typed into the decision meanwhile stays."""
    referral = load(request, reference)
    try:
        take(referral=referral, by=request.user, expected_version=_version(request))
    except Refused as refusal:
        return page(request, load(request, reference), refusals=refusal.reasons, as_typed=True)
    except Stale:
        return page(
            request, load(request, reference), refusals=[meanwhile(referral)], as_typed=True
        )
    return _back(request, reference)


@require_POST
@only_for(May.TRIAGE)
def match_person(request: HttpRequest, reference: str) -> HttpResponse:
    """“Same person” and “Not the same”: the button says of whom, as "12 34 same"."""
    referral = load(request, reference)
    described, person, verdict = _judgement(request, referral)
    reasons = _reasons(referral, described, person)
    try:
        judge(described=described, person=person, verdict=verdict, by=request.user, reasons=reasons)
    except Refused as refusal:
        return page(request, load(request, reference), refusals=refusal.reasons, as_typed=True)
    return _back(request, reference)


def _back(request: HttpRequest, reference: str) -> HttpResponse:
    """To the page; with the decision as far as it was written, where it was begun."""
    begun = {
        "outcome", "reason", "level", "how", "family", "locality", "leave_offer", "question",
        "said_by", "alleged", "told", "tell", "why_not_told",
    }  # fmt: skip
    if any(
        value for key, value in request.POST.items() if key in begun or key.startswith("child-")
    ):
        return page(request, load(request, reference), as_typed=True)
    return redirect("request", reference)


def _version(request: HttpRequest) -> int:
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise Http404 from None


def _judgement(request: HttpRequest, referral: Referral) -> tuple[ReferralPerson, Person, str]:
    try:
        row, person, verdict = request.POST.get("judgement", "").split()
        described = referral.people.get(pk=int(row))
        known = Person.objects.visible_to(request.user).get(pk=int(person))
    except (ValueError, ReferralPerson.DoesNotExist, Person.DoesNotExist):
        raise Http404 from None
    if verdict not in MatchJudgement.Verdict.values:
        raise Http404
    return described, known, verdict


def _reasons(referral: Referral, described: ReferralPerson, person: Person) -> list[str]:
    """The reasons as they were shown. Somebody who was never offered cannot be judged."""
    everybody = subjects_of(referral, referral.people.all())
    for candidate in match(everybody)[described.pk]:
        if candidate.person.pk == person.pk:
            return candidate.reasons
    judged = MatchJudgement.objects.filter(referral_person=described, person=person).first()
    if judged is None:
        raise Http404
    return list(judged.reasons)
