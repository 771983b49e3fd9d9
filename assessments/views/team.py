"""Who joins and leaves the Team Around the Family."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May, may
from assessments.actions.gathering import join, leave
from assessments.blocking import blockers
from assessments.views.loading import case_of, cautions, child_of, show_form, to_case
from assessments.web.meeting_forms import MemberForm, RemoveForm
from audit.refusal import Refused
from audit.web.sending import send
from cases.models import Case, TafMember
from cases.rules.sharing import why_they_do_not_see

UNKNOWN = (
    "Nobody who works with families signs in here with this address. Check it, or leave it out."
)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody joins the team: by name, and with an account if they should see the case."""
    case = case_of(request, reference)
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            member = _join(case, form, request.user)
            _say(request, case, member)
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/member_add.html",
        title="Add somebody to the Team Around the Family",
        back=to_case("case-meetings", case),
        form=form,
        cautions=cautions(case),
        blocked=[] if form.is_bound else blockers(case, "change_team", request.user),
    )


def _join(case: Case, form: MemberForm, by: Any) -> TafMember:
    data = form.cleaned_data
    user = _user(data["email"]) if data["email"] else None
    return join(
        case=case, by=by, name=data["name"], role=data["role"], agency=data["agency"], user=user
    )


def _user(email: str) -> User:
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None or not may(user, May.WORK):
        raise Refused(UNKNOWN)
    return user


def _say(request: HttpRequest, case: Case, member: TafMember) -> None:
    messages.success(request, f"{member.name} added to the Team Around the Family")
    user = member.user
    if user and not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        messages.warning(request, why_they_do_not_see(case, user))


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def remove(request: HttpRequest, reference: str, member: int) -> HttpResponse:
    """Somebody leaves the team."""
    case = case_of(request, reference)
    found: TafMember = child_of(case, TafMember.objects.filter(left_on__isnull=True), member)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            leave(member=found, by=request.user)
            messages.success(request, f"{found.name} left the Team Around the Family")
            return to_case("case-meetings", case)

        if done := send(form, verb, by=request.user):
            return done
    return show_form(
        request,
        case,
        "assessments/member_remove.html",
        title=f"Take {found.name} out of the team",
        back=to_case("case-meetings", case),
        form=form,
        member=found,
        blocked=[] if form.is_bound else blockers(case, "change_team", request.user),
    )
