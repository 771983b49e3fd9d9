"""One item of a panel's agenda: the request, what is decided of it, and who leads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.needs import NeedKind
from referrals.actions.panels import holding as holding_panels
from referrals.actions.panels.setting_agenda import at_the_panel, take_off
from referrals.actions.signposting import signpost
from referrals.describing import age_words, title
from referrals.families import families_of
from referrals.forms.panel_items import PanelDeciding
from referrals.forms.panels import DeferForm, ReasonForm
from referrals.models import Panel, PanelItem, ReferralPerson
from referrals.queries.panels import days_waiting, decisions_at, panels_visible_to
from referrals.rules.panels import item_blockers, panel_blockers
from referrals.views.deciding import led_before
from referrals.views.panels import for_the_panel

RELATED = (
    "panel",
    "referral__locality",
    "referral__sender_agency",
    "lead",
    "lead_agency",
    "outcome_by",
)
FIRST = "{} recorded what the panel decided while you wrote. Nothing of yours was saved."


@for_the_panel
def item(request: HttpRequest, panel: Panel, item: int) -> HttpResponse:
    """The request as members may read it; below it, for chair and desk, the decision. “Search” in
    it draws the page again with what was found in the directory, and every word typed."""
    found = _item(panel, item)
    records = not panel_blockers(panel, "arrange", request.user)
    if request.method == "POST" and found.outcome:
        url = led_before(request)
        return redirect(url) if url else _page(request, panel, found, None)
    deciding, searches = None, "search" in request.GET
    if records:
        families = _families(request, found)
        with at_the_panel(request.user):
            deciding = PanelDeciding(request, found, families, request.user, as_typed=searches)
        if deciding.form.is_bound and not searches and deciding.are_good():
            answer = send(
                deciding.form,
                lambda: _decide(request, panel, found, deciding),
                by=request.user,
            )
            if answer:
                return answer
    return _page(request, panel, found, deciding)


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


def _decide(request: HttpRequest, panel: Panel, item: PanelItem, deciding: PanelDeciding) -> str:
    decided = holding_panels.decide_item(
        item=item,
        decisions=deciding.decisions(),
        by=request.user,
        version=deciding.form.cleaned_data["version"],
        **deciding.choices(),
    )
    with at_the_panel(request.user):
        signpost(referral=item.referral, services=deciding.services(), by=request.user)
    came = f" Case {decided.case.reference} is open." if decided.case else ""
    messages.success(request, f"Decision recorded.{came}")
    return reverse("panel", args=[panel.pk])


def _page(
    request: HttpRequest, panel: Panel, item: PanelItem, deciding: PanelDeciding | None
) -> HttpResponse:
    referral, today = item.referral, timezone.localdate()
    looked(
        Look.Kind.OPENED,
        f"Request {referral.reference} at panel {panel.pk}",
        by=request.user,
        family_id=referral.family_id,
        case_id=referral.case_id,
        request=referral.pk,
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
        "deciding": deciding if not item.outcome else None,
        "decisions": decisions_at(item),
        "refusals": [FIRST.format(item.outcome_by)]
        if request.method == "POST" and item.outcome
        else [],
        "wrote": _wrote(request) if item.outcome else [],
        "reasons_not_to_decide": item_blockers(item, "decide", request.user),
    }
    return render(request, "referrals/panels/item.html", details)


def _wrote(request: HttpRequest) -> list[str]:
    """The words of whoever was second: they stay on the page, to be taken along."""
    typed = [words for name, words in request.POST.items() if name.endswith(("reason", "alleged"))]
    return [words for words in map(str, typed) if words.strip()]


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
