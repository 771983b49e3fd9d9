"""What a change of school asks for: the lead's handover, and the old school's last note."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.people import changing_school
from cases.forms.people.schools import HAND_OVER, LastNoteForm, SchoolChangeForm
from cases.models import Case, SchoolChange
from cases.queries.asked import changes_to_note
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form


@require_http_methods(METHODS)
@login_required
def hand_over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Hand over to the new school, or say why not; where a sibling stays, whether the old does."""
    case = visible_case(request, reference)
    rows = SchoolChange.objects.select_related("old", "new", "note_by")
    change = rows.filter(pk=number, case=case).first()
    if change is None:
        raise Http404
    form = SchoolChangeForm(request.POST or None, change=change, people=_people_of(change))

    def act(data: dict[str, Any]) -> None:
        asked: dict[str, Any] = {"case": case, "change": change, "by": request.user}
        if data["outcome"] == HAND_OVER:
            chosen = {"to": form.chosen(), "basis": data["basis"], "what": data["what"]}
            changing_school.hand_over(**asked, **chosen)
        else:
            changing_school.settle(**asked, outcome=data["outcome"], why=data["why"])

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"{change.child_name} goes to another school",
        submit="Save",
        rule="share",
        done="Change of school seen to",
        back=reverse("case", args=[case.reference]),
        intro=_what_happened(change, case),
    )


@require_http_methods(METHODS)
@login_required
def last_note(request: HttpRequest, number: int) -> HttpResponse:
    """The old school's one last note. Shows the child's name, as they knew it, and no record."""
    change = _to_note(request.user, number)
    form = LastNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            words = form.cleaned_data["words"]
            changing_school.leave_note(change=change, by=request.user, words=words)
            messages.success(request, "Your note has been left")
            return reverse("home")

        if done := send(form, verb, by=request.user):
            return done
    looked(Look.Kind.OPENED, "Last note after a change of school", by=request.user)
    context = {"form": form, "change": change, "cancel_url": reverse("home")}
    return render(request, "cases/school_note.html", context)


def _to_note(user: Any, number: int) -> SchoolChange:
    found = changes_to_note(user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _people_of(change: SchoolChange) -> list[User]:
    if change.new_id is None:
        return []
    return list(
        User.objects.filter(
            agency=change.new_id, is_active=True, role="partner_practitioner"
        ).order_by("sort_name")
    )


def _what_happened(change: SchoolChange, case: Case) -> str:
    new = f" and goes to {change.new.name}" if change.new else ""
    said = f"{change.child_name} left {change.old.name}{new}. "
    if change.still_there:
        said += (
            f"A brother or sister goes there still, so {change.old.name} sees the record as before."
        )
    else:
        said += f"People of {change.old.name} no longer see the record."
    if change.led:
        said += " They led the case: a manager must name another lead."
    if change.new and not _people_of(change):
        said += " Nobody of the new school has an account here: ask them to have one made."
    if change.note:
        said += f" Last note of {change.note_by}: {change.note}"
    return said
