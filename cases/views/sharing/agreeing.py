"""The forms about agreement, bases for sharing, objections and privacy notices."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions.sharing import agreeing, objecting
from cases.forms.sharing.agreeing import (
    AgreementForm,
    AnswerObjectionForm,
    EndSharingForm,
    NoticeForm,
    ObjectionForm,
    SharingForm,
    WithdrawForm,
)
from cases.models import Agreement, Case, Objection, Person, SharingBasis
from cases.queries.people.members import members_of
from cases.rules.blocking import blockers
from cases.rules.sharing import (
    reasons_against_a_basis,
    reasons_against_agreement,
    reasons_against_ending,
    reasons_against_withdrawing,
    warning_about,
)
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form
from cases.views.people.describing import KEYS
from localities.models import Agency


@require_http_methods(METHODS)
@login_required
def agreement(request: HttpRequest, reference: str) -> HttpResponse:
    """That somebody agreed the family takes part."""
    case = visible_case(request, reference)
    form = AgreementForm(request.POST or None, people=_people(case), initial=_today())

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data) | {"person": form.chosen()}
        agreeing.record_agreement(case=case, by=request.user, **typed)

    def against() -> list[str]:
        said = form.cleaned_data
        return reasons_against_agreement(form.chosen(), said.get("on"), said.get("competence", ""))

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading="Agreement to take part",
        submit="Record agreement",
        done="Agreement recorded",
        back=_back(case),
        intro="That the family takes part in early help. What may be shared is recorded apart.",
    )


@require_http_methods(METHODS)
@login_required
def withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """That an agreement was withdrawn."""
    case = visible_case(request, reference)
    agreements = Agreement.objects.filter(pk=number, family=case.family_id)
    found = agreements.select_related("person").first()
    if found is None:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data)
        agreeing.withdraw_agreement(case=case, agreement=found, by=request.user, **typed)

    who = found.person.name if found.person else "The family"
    form = WithdrawForm(request.POST or None, initial=_today())
    return one_form(
        request,
        case,
        form,
        act,
        reasons=lambda: reasons_against_withdrawing(found, form.cleaned_data.get("on")),
        heading=f"{who} no longer agrees",
        submit="Record withdrawal",
        done="Withdrawal recorded",
        back=_back(case),
        then=_place_after(request, case),
        intro="Sharing with every other agency stops at once, and a manager decides today what "
        "follows. The case stays open until then. If a child may be harmed, step up to social "
        "care: that needs nobody’s agreement.",
    )


@require_http_methods(METHODS)
@login_required
def sharing(request: HttpRequest, reference: str) -> HttpResponse:
    """A basis for sharing with one agency."""
    case = visible_case(request, reference)

    def act(data: dict[str, Any]) -> None:
        agreeing.record_sharing(case=case, by=request.user, **_typed(data))
        if warning := warning_about(data["agency"]):
            messages.warning(request, warning)

    form = SharingForm(request.POST or None, initial=_today())

    def against() -> list[str]:
        agency, first, last = (form.cleaned_data.get(name) for name in ("agency", "on", "until"))
        return reasons_against_a_basis(case, agency, request.user, first, last)

    return one_form(
        request,
        case,
        form,
        act,
        reasons=against,
        heading="A basis for sharing",
        submit="Save",
        rule="share",
        done="Basis for sharing recorded",
        back=_back(case),
        intro="While it holds, people of this agency who are in the Team Around the Family can "
        "see the case. Look at warnings and court orders first.",
    )


@require_http_methods(METHODS)
@login_required
def end_sharing(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """That sharing with an agency ends."""
    case = visible_case(request, reference)
    bases = SharingBasis.objects.filter(pk=number, family=case.family_id)
    found = bases.select_related("agency").first()
    if found is None:
        raise Http404

    def act(data: dict[str, Any]) -> None:
        agreeing.end_sharing(case=case, basis=found, by=request.user, **_typed(data))

    form = EndSharingForm(request.POST or None, initial=_today())
    return one_form(
        request,
        case,
        form,
        act,
        reasons=lambda: reasons_against_ending(found, form.cleaned_data.get("on")),
        heading=f"Sharing with {found.agency.name} ends",
        submit="End sharing",
        rule="share",
        done="Sharing ended",
        back=_back(case),
        intro="After that day people of this agency no longer see the case. If one leads it, give "
        "it to another lead first.",
    )


@require_http_methods(METHODS)
@login_required
def notice(request: HttpRequest, reference: str) -> HttpResponse:
    """That the privacy notice was given."""
    case = visible_case(request, reference)
    form = NoticeForm(request.POST or None, people=_people(case), initial=_today())

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data) | {"person": form.chosen()}
        agreeing.give_notice(case=case, by=request.user, **typed)

    return one_form(
        request,
        case,
        form,
        act,
        heading="Privacy notice given",
        submit="Save",
        done="Privacy notice recorded",
        back=_back(case),
    )


@require_http_methods(METHODS)
@login_required
def objection(request: HttpRequest, reference: str) -> HttpResponse:
    """That somebody objected to something being shared."""
    case = visible_case(request, reference)
    bases = SharingBasis.objects.not_over().filter(family=case.family_id)
    form = ObjectionForm(
        request.POST or None,
        people=_people(case),
        bases=bases.select_related("agency").order_by("agency__name", "pk"),
        may_stop=not blockers(case, "share", request.user),
        initial=_today(),
    )

    def act(data: dict[str, Any]) -> None:
        objecting.record_objection(case=case, by=request.user, **form.typed())

    return one_form(
        request,
        case,
        form,
        act,
        heading="An objection to sharing",
        submit="Record objection",
        done="Objection recorded",
        back=_back(case),
        then=_place_after(request, case),
        intro="Objecting to what is shared is not withdrawing the agreement to take part. A "
        "manager answers within a month.",
    )


@require_http_methods(METHODS)
@login_required
def answer_objection(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What an objection was answered."""
    case = visible_case(request, reference)
    found = Objection.objects.filter(pk=number, family=case.family_id).first()
    if found is None:
        raise Http404

    form = AnswerObjectionForm(request.POST or None, initial=_today())

    def act(data: dict[str, Any]) -> None:
        typed = _typed(data)
        objecting.answer_objection(case=case, objection=found, by=request.user, **typed)

    return one_form(
        request,
        case,
        form,
        act,
        heading="Answer to an objection",
        submit="Record answer",
        rule="answer_objection",
        reasons=lambda: objecting.reasons_against_day(found, form.cleaned_data.get("on")),
        done="Answer recorded",
        back=_back(case),
        intro=f"They wrote: {found.to_what}",
    )


def _place_after(request: HttpRequest, case: Case) -> str:
    """Where to go after sharing may have stopped: people of partners may have lost the case."""
    agency = getattr(request.user, "agency", None)
    if agency and agency.kind != Agency.Kind.COUNCIL:
        return reverse("our-families")
    return _back(case)


def _people(case: Case) -> list[Person]:
    return [row.person for row in members_of(case) if not row.person.died_on]


def _back(case: Case) -> str:
    return reverse("case", args=[case.reference])


def _today() -> dict[str, Any]:
    return {"on": timezone.localdate()}


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in KEYS}
