"""“Look again at these”: what plan and meeting say of somebody who has died."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions import looking_again
from assessments.blocking import blockers
from assessments.queries.looking_again import came, to_look_at_again
from assessments.views.loading import case_of, show_form, to_case
from audit.web.forms import Form
from audit.web.sending import send
from cases.queries.people.members import member


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def look_again(request: HttpRequest, reference: str, person: int) -> HttpResponse:
    """After a loss or a death: goals, actions and the next meeting that were written before.
    Nobody is reminded of it; where there is nothing, the People page is next."""
    case = case_of(request, reference)
    membership = member(case, person)
    if membership is None:
        raise Http404
    who = membership.person
    people = f"{to_case('case-people', case)}#person-{who.pk}"
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            looking_again.look_again(case=case, person=who, by=request.user)
            messages.success(request, "Noted. These are not shown here again")
            return to_case("case", case)

        if done := send(form, verb, by=request.user):
            return done
    again = to_look_at_again(case, who)
    if not form.is_bound and (not again or blockers(case, "change_plan", request.user)):
        return redirect(people)
    return show_form(
        request,
        case,
        "assessments/look_again.html",
        title="Look again at the plan",
        back=to_case("case", case),
        form=form,
        again=again,
        came=came(who),
    )
