"""Adding a contact."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from audit.web.sending import send, whole
from cases.actions.contacting import record_contact
from cases.forms.contacting import ContactForm
from cases.queries.at_a_contact import at_a_contact
from cases.queries.people.cautions import cautions_of
from cases.rules.blocking import blockers, manages
from cases.rules.contacting import reasons_against
from cases.views.loading import opened
from cases.views.page import case_page


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add_contact(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add contact”: under a minute on a phone. Visit risks and court orders stand before
    everything else."""
    case = case_page(request, reference)
    people = at_a_contact(case)
    manager = manages(case, request.user)
    asked_for = {"kind": request.GET.get("kind", "")}
    form = ContactForm(request.POST or None, people=people, manager=manager, initial=asked_for)
    back = reverse("case", args=[case.reference])

    def against() -> list[str]:
        blocked = blockers(case, "add_contact", request.user)
        return blocked or reasons_against(case, request.user, form.written(), timezone.now())

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            contact = record_contact(
                case=case,
                by=request.user,
                kind=form.cleaned_data["kind"],
                happened_at=form.happened_at(),
                children_seen=form.seen(),
                alone=form.alone(),
                adults_spoken_with=form.spoken_with(),
                no_access=form.cleaned_data["no_access"],
                text=form.cleaned_data["text"],
                next_step=form.cleaned_data["next_step"],
            )
            late = " It is marked as a late entry." if contact.is_late_entry else ""
            messages.success(request, f"Contact added.{late}")
            return back

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    opened(request, case, "Add contact")
    context = {
        "case": case,
        "form": form,
        "cautions": cautions_of(
            case.__dict__["alerts_found"],
            case.__dict__["orders_found"],
            timezone.localdate(),
            case.__dict__["marks_found"],
        ),
        "blocked": blockers(case, "add_contact", request.user),
        "cancel_url": back,
    }
    return render(request, "cases/contact.html", context)
