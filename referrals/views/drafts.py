"""Drafts: going on with one, saving while one types, handing on, deleting."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.directions import isolated
from audit.models import Look
from audit.refusal import Refused
from audit.web.directions import fragment
from audit.web.messages import plain
from audit.web.sending import send
from referrals.actions.doors import drafting
from referrals.forms.answers import PartnersAnswers
from referrals.forms.drafts import DeleteForm, HandOnForm
from referrals.forms.typed import as_sent, given, marks_of, part_names
from referrals.models import Draft
from referrals.queries.drafts import drafts_visible_to

SIGNED_OUT = "Not saved. Sign in again in another tab; your words are still here."
CLASHED = "Not all saved: the same words were changed elsewhere. Choose below."
Clash = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.OFFER_TO_LEAD, May.MANAGE_AGENCY)
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its author goes on with it; the contact of the agency reads it, and may hand it on."""
    found = _visible(request, key)
    looked(Look.Kind.OPENED, "A draft", by=request.user, draft=found.pk)
    if found.author_id == request.user.pk and may(request.user, May.OFFER_TO_LEAD):
        answers = PartnersAnswers(request, typed=as_sent(found))
        return render(request, "referrals/partner_start.html", page_of(found, answers, key))
    return _read(request, found)


@require_POST
def save(request: HttpRequest, key: UUID) -> JsonResponse:
    """Save changed parts while somebody types. JSON as docs/frontend.md says."""
    if not request.user.is_authenticated:
        return JsonResponse({"message": SIGNED_OUT}, status=401)
    if not may(request.user, May.OFFER_TO_LEAD):
        raise Http404
    parts = [part for part in request.POST.getlist("changed") if part in part_names()]
    try:
        typed = given(request.POST, parts)
        result = drafting.save(key=key, by=request.user, given=typed)
    except Refused as refusal:
        return JsonResponse({"message": isolated(f"Not saved. {refusal}")}, status=409)
    answer: dict[str, Any] = {
        "saved_at": f"{timezone.localtime(result.at):%H:%M}",
        "drawn": {part: result.draft.mark(part) for part in result.saved},
        "conflicts": [_conflict(request, clash) for clash in clashes_of(request, result)],
    }
    if result.conflicts:
        answer["message"] = CLASHED
    return JsonResponse(answer, status=409 if result.conflicts else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.OFFER_TO_LEAD)
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a draft, words and all, once asked whether that is meant."""
    found = _visible(request, key)
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            drafting.give_up(draft=found, by=request.user)
            messages.success(request, "Draft deleted")
            return redirect("our-families").url

        if done := send(form, verb, by=request.user):
            return done
    return render(request, "referrals/draft_delete.html", {"form": form, "draft": found})


def page_of(
    found: Draft | None,
    answers: PartnersAnswers,
    key: UUID,
    marks: dict[str, int] | None = None,
    clashes: list[Clash] | None = None,
) -> dict[str, Any]:
    """What the page of the form needs to save itself."""
    saved = f"Saved at {timezone.localtime(found.changed_at):%H:%M}" if found else ""
    return answers.context() | {
        "draft_key": key,
        "drawn": marks_of(found) if marks is None else marks,
        "saved": saved,
        "clashes": clashes or [],
    }


def clashes_of(request: HttpRequest, result: drafting.Saved) -> list[Clash]:
    if not result.conflicts:
        return []
    answers = PartnersAnswers(request, typed=as_sent(result.draft))
    return [_clash(result.draft, part, answers) for part in result.conflicts]


def _clash(found: Draft, part: str, answers: PartnersAnswers) -> Clash:
    theirs = found.parts[part]
    return {
        "part": part,
        "title": part.replace("_", " "),
        "who": theirs["by"],
        "at": datetime.fromisoformat(theirs["at"]),
        "theirs": list(_words(answers, part)),
        "mark": theirs["mark"],
        "boxes": theirs["fields"],
    }


def _conflict(request: HttpRequest, clash: Clash) -> dict[str, Any]:
    return {
        "part": clash["part"],
        "html": fragment(request, "assessments/clash.html", clash=clash, by_script=True),
        "drawn": clash["mark"],
        "boxes": clash["boxes"],
    }


def _read(request: HttpRequest, found: Draft) -> HttpResponse:
    colleagues = User.objects.filter(
        agency=found.agency_id, role="partner_practitioner", is_active=True
    ).exclude(pk=found.author_id)
    form = HandOnForm(request.POST or None, people=list(colleagues.order_by("sort_name")))
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            drafting.hand_on(draft=found, to=form.chosen(), by=request.user)
            messages.success(request, f"Handed on to {form.chosen()}")
            return redirect("our-families").url

        if done := send(form, verb, by=request.user):
            return done
    answers = PartnersAnswers(request, typed=as_sent(found))
    context = {"draft": found, "form": form, "lines": list(_lines(answers))}
    return render(request, "referrals/draft_read.html", context)


def _words(answers: PartnersAnswers, part: str) -> Iterator[str]:
    """What was answered in one part of the page: a line for each child or adult."""
    if part in ("children", "adults"):
        for row in getattr(answers, part):
            yield ", ".join(f"{plain(label)}: {said}" for label, said in _answered(row))
        return
    for form in (answers.sender, answers.form):
        if part in form.fields:
            yield from (said for field, said in _filled(form) if field.name == part)


def _lines(answers: PartnersAnswers) -> Iterator[tuple[str, str]]:
    """Question and answer of everything that was answered."""
    for form in (answers.sender, *answers.children, *answers.adults, answers.form):
        yield from _answered(form)


def _answered(form: Any) -> Iterator[tuple[str, str]]:
    return ((str(field.label), said) for field, said in _filled(form))


def _filled(form: Any) -> Iterator[tuple[Any, str]]:
    for field in form:
        value = field.value()
        if field.is_hidden or value in (None, "", [], False):
            continue
        if said := _said(field, value):
            yield field, said


def _said(field: Any, value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    said = [labels.get(str(one), str(one)) for one in values if one not in (None, "")]
    return "yes" if value is True else " ".join(said) if not labels else ", ".join(said)


def _visible(request: HttpRequest, key: UUID) -> Draft:
    rows = drafts_visible_to(request.user).select_related("author", "agency")
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found
