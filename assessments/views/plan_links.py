"""Links to the plan: who of the family has one, giving one, a new code, ending it; and that what
came back by them was read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import only_for
from accounts.roles import May
from accounts.views.shown_once import shown_once
from assessments.actions import linking
from assessments.actions.saying import note_read
from assessments.link_rules import TO_END, TO_GIVE, against, age_of, giving_blockers
from assessments.models import FamilyWord, PlanLink
from assessments.queries.plan_links import (
    behind,
    holders_of,
    language_of,
    safe_ways,
    usual_end,
)
from assessments.views.loading import case_of, cautions, show_form, to_case
from assessments.web.link_forms import EndLinkForm, GiveLinkForm, NewCodeForm
from audit.context import current_actor
from audit.refusal import Refused
from audit.web.sending import send
from cases.models import Case, Person
from cases.queries.sharing.withheld import parted, people_of, proposed_for
from cases.rules.blocking import reasons_of
from cases.withholding.audience import Audience

METHODS = ["GET", "HEAD", "POST"]
AGAIN = "The link was given. What was shown with it cannot be shown again: give a new code."
ADULT = 18


@require_safe
@login_required
def links(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody of the family who can read by a link, and how each link stands."""
    case = _case(request, reference)
    return show_form(
        request,
        case,
        "assessments/plan_links.html",
        title="Links to the plan",
        back=to_case("case-plan", case),
        holders=holders_of(case),
        reasons=reasons_of(TO_GIVE, case, request.user),
        may_end=not reasons_of(TO_END, case, request.user),
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def give(request: HttpRequest, reference: str, person: int) -> HttpResponse:
    """Give one person a link: what to know before, why it is safe, how it reaches them."""
    case = _case(request, reference)
    whom = next((one for one in people_of(case) if one.pk == person), None)
    if whom is None:
        raise Http404
    known = against(case, whom)
    form = GiveLinkForm(
        request.POST or None,
        ways=safe_ways(whom),
        against=known,
        initial={"language": language_of(whom), "until": usual_end(case)},
    )
    if request.method == "POST" and form.is_valid():

        def verb() -> tuple[linking.Given, str]:
            given = linking.give(
                case=case, person=whom, by=request.user, terms=_terms(form), seen=form.seen_keys
            )
            return given, given.code

        def show(given: linking.Given, code: str) -> HttpResponse:
            return _shown(request, case, given.link, code, given.url)

        back = to_case("plan-links", case)
        if done := shown_once(request, form, verb, show, back=back, again=AGAIN):
            return done
    return show_form(
        request,
        case,
        "assessments/plan_link_give.html",
        title=f"Give {whom.name} a link to the plan",
        back=to_case("plan-links", case),
        back_text="Back to the links",
        form=form,
        whom=whom,
        whom_key=f"person-{whom.pk}",
        against=list(dict.fromkeys(known.values())),
        proposed=proposed_for(case, Audience(whom.name, (whom,))),
        young=None if whom.kind == Person.Kind.ADULT else _young(whom),
        parted=parted(case),
        cautions=cautions(case),
        behind=behind(case, whom),
        blocked=[] if form.is_bound else giving_blockers(case, whom, request.user),
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def new_code(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Another code for a link: where it was forgotten, locked, or told to the wrong person."""
    case, link = _link(request, reference, number)
    form = NewCodeForm(request.POST or None, initial={"version": link.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> tuple[PlanLink, str]:
            version = form.cleaned_data["version"]
            return link, linking.new_code(link=link, by=request.user, version=version)

        def show(given: PlanLink, code: str) -> HttpResponse:
            return _shown(request, case, given, code, "")

        back = to_case("plan-links", case)
        if done := shown_once(request, form, verb, show, back=back, again=AGAIN):
            return done
    return show_form(
        request,
        case,
        "assessments/plan_link_code.html",
        title=f"A new code for {link.person.name}",
        back=to_case("plan-links", case),
        back_text="Back to the links",
        form=form,
        link=link,
        submit="Make a new code",
        blocked=[] if form.is_bound else _code_blockers(case, link, request.user),
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a link at once, with the reason."""
    case, link = _link(request, reference, number)
    form = EndLinkForm(request.POST or None, initial={"version": link.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            linking.end(link=link, by=request.user, **_only(form, "version", "why"))
            messages.success(request, f"The link of {link.person.name} opens nothing any more")
            return to_case("plan-links", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/form.html",
        title=f"End the link of {link.person.name}",
        back=to_case("plan-links", case),
        back_text="Back to the links",
        form=form,
        submit="End this link",
        blocked=[] if form.is_bound else reasons_of(TO_END, case, request.user),
    )


@require_POST
@only_for(May.WORK, May.ALLOCATE)
def read(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The lead has read what somebody said by their link."""
    case = _case(request, reference)
    words = FamilyWord.objects.select_related("person", "case")
    word = words.filter(case=case, pk=number).first()
    if word is None:
        raise Http404
    try:
        note_read(word=word, by=request.user)
        messages.success(request, "Noted: you have read it.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(to_case("case-plan", case))


@require_safe
@login_required
def saw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The plan as somebody read it when they said what they think of it."""
    case = _case(request, reference)
    word = FamilyWord.objects.select_related("person").filter(case=case, pk=number).first()
    if word is None:
        raise Http404
    return show_form(
        request,
        case,
        "assessments/plan_seen.html",
        title=f"The plan as {word.person.name} read it",
        back=to_case("case-plan", case),
        word=word,
    )


def _case(request: HttpRequest, reference: str) -> Case:
    """The case, or a 404: also for an agency that acts for somebody of the family."""
    case = case_of(request, reference)
    if case.family_id in current_actor().reach.acting:
        raise Http404
    return case


def _link(request: HttpRequest, reference: str, number: int) -> tuple[Case, PlanLink]:
    case = _case(request, reference)
    link = PlanLink.objects.select_related("person", "way").filter(case=case, pk=number).first()
    if link is None:
        raise Http404
    link.case = case
    return case, link


def _shown(request: HttpRequest, case: Case, link: PlanLink, code: str, url: str) -> HttpResponse:
    """The code, and the link where no email carries it: here and nowhere else."""
    return show_form(
        request,
        case,
        "assessments/plan_link_given.html",
        title=f"Code for {link.person.name}",
        back=to_case("plan-links", case),
        link=link,
        code=code,
        url="" if link.by_email else url,
    )


def _terms(form: GiveLinkForm) -> linking.Terms:
    return linking.Terms(way=form.way_chosen, **_only(form, "why_safe", "until", "language"))


def _only(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _code_blockers(case: Case, link: PlanLink, by: Any) -> list[str]:
    reasons = reasons_of(TO_GIVE, case, by)
    return reasons if link.ended_at is None else [*reasons, linking.ENDED]


def _young(person: Person) -> int | None:
    age = age_of(person)
    return age if age is not None and age < ADULT else None
