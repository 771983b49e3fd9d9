"""One item of a panel's agenda: the request, what is decided of it, and who leads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.needs import NeedKind
from referrals.actions import holding_panels
from referrals.actions.setting_agenda import at_the_panel, take_off
from referrals.describing import age_words, title
from referrals.families import families_of
from referrals.forms.panels import DeferForm, ItemForm, ReasonForm
from referrals.models import Panel, PanelItem, ReferralPerson
from referrals.panel_rules import item_blockers, panel_blockers
from referrals.queries.panels import days_waiting, panels_visible_to
from referrals.views.panels import for_the_panel

RELATED = ("panel", "referral__locality", "referral__sender_agency", "lead", "lead_agency")


@for_the_panel
def item(request: HttpRequest, panel: Panel, item: int) -> HttpResponse:
    """The request as members may read it; below it, for chair and desk, the decision."""
    found = _item(panel, item)
    records = not panel_blockers(panel, "arrange", request.user)
    form = ItemForm(request.POST or None, item=found, families=_families(request, found),
                    by=request.user) if records else None  # fmt: skip
    answer = None
    if form and form.is_bound and form.is_valid():
        answer = send(form, lambda: _decide(request, panel, found, form), by=request.user)
    return answer or _page(request, panel, found, form)


@for_the_panel
def defer(request: HttpRequest, panel: Panel, item: int) -> HttpResponse:
    """It waits for another panel."""
    found = _item(panel, item)
    others = panels_visible_to(request.user).filter(state=Panel.State.PLANNED)
    form = DeferForm(
        request.POST or None,
        panels=others.exclude(pk=panel.pk),
        initial={"version": found.version},
    )
    return _one(request, panel, found, form, "Defer to another panel", "Defer",
                lambda given: holding_panels.defer(
                    item=found, by=request.user, version=given["version"],
                    reason=given["reason"], to=given["to"]), "decide")  # fmt: skip


@for_the_panel
def give_back(request: HttpRequest, panel: Panel, item: int) -> HttpResponse:
    """The panel does not decide: the desk does."""
    found = _item(panel, item)
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    return _one(request, panel, found, form, "Give back to the desk", "Give back",
                lambda given: holding_panels.give_back(
                    item=found, by=request.user, version=given["version"],
                    reason=given["reason"]), "decide")  # fmt: skip


@for_the_panel
def off(request: HttpRequest, panel: Panel, item: int) -> HttpResponse:
    """It is not put before this panel after all."""
    found = _item(panel, item)
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    return _one(request, panel, found, form, "Take off the agenda", "Take off",
                lambda given: take_off(
                    item=found, by=request.user, version=given["version"],
                    reason=given["reason"]), "take_off")  # fmt: skip


def _item(panel: Panel, number: int) -> PanelItem:
    """Row security has hidden what whoever asks may not read: not found."""
    found = PanelItem.objects.filter(panel=panel, pk=number).select_related(*RELATED).first()
    if found is None:
        raise Http404
    found.panel = panel
    return found


def _families(request: HttpRequest, item: PanelItem) -> list[Any]:
    linked = item.referral.people.filter(person__isnull=False).values_list("person_id", flat=True)
    with at_the_panel(request.user):
        return families_of(list(linked))


def _decide(request: HttpRequest, panel: Panel, item: PanelItem, form: ItemForm) -> str:
    decided = holding_panels.decide_item(
        item=item,
        decisions=form.decisions(item.referral),
        by=request.user,
        version=form.cleaned_data["version"],
        **form.choices(),
    )
    came = f" Case {decided.case.reference} is open." if decided.case else ""
    messages.success(request, f"Decision recorded.{came}")
    return reverse("panel", args=[panel.pk])


def _page(
    request: HttpRequest, panel: Panel, item: PanelItem, form: ItemForm | None
) -> HttpResponse:
    referral, today = item.referral, timezone.localdate()
    looked(
        Look.Kind.OPENED,
        f"Request {referral.reference} at panel {panel.pk}",
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
    )
    people = list(referral.people.all())
    children = [one for one in people if one.kind != ReferralPerson.Kind.ADULT]
    details = {
        "panel": panel,
        "item": item,
        "referral": referral,
        "title": title(children),
        "children": [(one, age_words(one, today)) for one in children],
        "adults": [one for one in people if one.kind == ReferralPerson.Kind.ADULT],
        "needs": [NeedKind(reason).label for reason in referral.reasons],
        "days": days_waiting(referral),
        "form": form if not item.outcome else None,
        "reasons_not_to_decide": item_blockers(item, "decide", request.user),
    }
    return render(request, "referrals/panels/item.html", details)


def _one(
    request: HttpRequest,
    panel: Panel,
    item: PanelItem,
    form: Any,
    heading: str,
    submit: str,
    verb: Any,
    rule: str,
) -> HttpResponse:
    back = reverse("panel-item", args=[panel.pk, item.pk])
    if form.is_bound and form.is_valid():

        def doing() -> str:
            verb(form.cleaned_data)
            messages.success(request, "Recorded.")
            return reverse("panel", args=[panel.pk])

        if answer := send(form, doing, by=request.user):
            return answer
    details = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": back,
        "panel": panel,
        "blocked": item_blockers(item, rule, request.user),
    }
    return render(request, "referrals/panels/one_form.html", details)
