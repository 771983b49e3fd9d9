"""The copy a person asked for: drafted, reviewed item by item, produced, taken away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.doors import View, only_for, takes_away
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send
from cases.models import RightsRequest
from reporting.actions import copying, judging
from reporting.documents.subject_access.describing import PARTS
from reporting.documents.subject_access.paper import lines_of
from reporting.forms_of_copies import ItemForm
from reporting.models import Bundle, BundleFile, BundleItem
from reporting.queries_of_copies import page_of_items, progress_of
from reporting.views.stages import stage_of_job


def confirmed(view: View) -> View:
    """Who takes personal data away has just shown again who they are, where an installation
    names how: `settings.RECENTLY_CONFIRMED`, a decorator of views. Stands outside `takes_away`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        door: Callable[[View], View] = (
            import_string(settings.RECENTLY_CONFIRMED) if settings.RECENTLY_CONFIRMED else _open
        )
        return door(view)(request, *args, **kwargs)

    return guarded


def _open(view: View) -> View:
    return view


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.HANDLE_RIGHTS)
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """How far the copy is: ask for the draft, review it, produce what is sent, take it away."""
    found = _request(reference)
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            copying.ask_for_draft(request=found, by=request.user)
            return reverse("copy", args=[found.reference])

        if done := send(form, verb, by=request.user):
            return done
    looked(Look.Kind.OPENED, f"Copy for {found.reference}", by=request.user)
    bundle = Bundle.objects.select_related("job", "final_job").filter(request=found).first()
    context = {
        "found": found,
        "form": form,
        "bundle": bundle,
        "stage": stage_of_job(bundle.job) if bundle else None,
        "final_stage": stage_of_job(bundle.final_job) if bundle and bundle.final_job else None,
        "progress": progress_of(bundle) if bundle else None,
        "files": {file.kind: file for file in _files(bundle)} if bundle else {},
        "draft_reasons": copying.draft_blockers(found, request.user),
        "final_reasons": copying.final_blockers(found, request.user),
    }
    return render(request, "reporting/copy/copy.html", context)


@require_GET
@only_for(May.HANDLE_RIGHTS)
def copy_progress(request: HttpRequest, reference: str) -> HttpResponse:
    """How far the work is, for the page to put in place of what it shows."""
    bundle = _bundle(reference)
    job = bundle.final_job or bundle.job
    context = {"found": bundle.request, "stage": stage_of_job(job)}
    return render(request, "reporting/copy/stage.html", context)


@require_GET
@only_for(May.HANDLE_RIGHTS)
def items(request: HttpRequest, reference: str) -> HttpResponse:
    """Some items with their marks, in the order they are printed."""
    bundle = _bundle(reference)
    undecided = request.GET.get("show") == "undecided"
    after = _number(request.GET.get("after", ""))
    rows, following = page_of_items(bundle, after, undecided=undecided)
    looked(Look.Kind.OPENED, f"Items of the copy for {reference}", by=request.user, after=after)
    show = "&show=undecided" if undecided else ""
    context = {
        "found": bundle.request,
        "rows": [_shown(item) for item in rows],
        "progress": progress_of(bundle),
        "undecided": undecided,
        "unmarked": [item.number for item in rows if not item.marks and not item.decided_at],
        "after": after,
        "next_url": f"?after={following}{show}" if following else "",
        "parts": PARTS,
    }
    return render(request, "reporting/copy/items.html", context)


@require_POST
@only_for(May.HANDLE_RIGHTS)
def keep_unmarked(request: HttpRequest, reference: str) -> HttpResponse:
    """“Send as they are” all items of a page that mark nobody."""
    bundle, form = _bundle(reference), Form(request.POST)
    numbers = [_number(typed) for typed in request.POST.getlist("number")][:100]
    after = _number(request.POST.get("after", ""))
    back = f"{reverse('copy-items', args=[bundle.request.reference])}?after={after}"

    def verb() -> str:
        kept = judging.keep_unmarked(bundle=bundle, by=request.user, numbers=numbers)
        messages.success(
            request, f"{kept} item{'' if kept == 1 else 's'} will be sent as they are."
        )
        return back

    return _sent_or_back(request, form, verb, back)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.HANDLE_RIGHTS)
def item(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One item: what it says, what is marked, and what is sent."""
    bundle = _bundle(reference)
    found = BundleItem.objects.filter(bundle=bundle, number=number).first()
    if found is None:
        raise Http404
    initial = {
        "version": found.version,
        "decision": found.decision,
        "exemption": found.exemption,
        "note": found.note,
    }
    form = ItemForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = send(form, lambda: _decide(request, bundle, found, form), by=request.user)
        if done:
            return done
    looked(Look.Kind.OPENED, f"Item {number} of the copy for {reference}", by=request.user)
    context = {
        "found": bundle.request,
        "row": _shown(found),
        "form": form,
        "cancel_url": _list(bundle, number),
        "blocked": judging.decide_blockers(bundle, request.user),
        "progress": progress_of(bundle),
    }
    return render(request, "reporting/copy/item.html", context)


@require_POST
@only_for(May.HANDLE_RIGHTS)
def produce(request: HttpRequest, reference: str) -> HttpResponse:
    """“Produce the copy”, once everything is decided."""
    bundle, form = _bundle(reference), Form(request.POST)
    back = reverse("copy", args=[bundle.request.reference])

    def verb() -> str:
        copying.ask_for_final(request=bundle.request, by=request.user)
        return back

    return _sent_or_back(request, form, verb, back)


@require_GET
@only_for(May.HANDLE_RIGHTS)
@confirmed
@takes_away
def download(request: HttpRequest, reference: str, kind: str, form: str) -> HttpResponse:
    """The file, to be taken away. The look is written before it is sent."""
    bundle = _bundle(reference)
    file = BundleFile.objects.filter(bundle=bundle, kind=kind).first()
    if file is None or form not in {"pdf", "json"}:
        raise Http404
    what = f"{file.get_kind_display()} copy for {bundle.request.reference}, {form}"
    looked(Look.Kind.DOWNLOADED, what, by=request.user, person=bundle.request.person_id)
    name = f"copy-{bundle.request.reference.lower()}-{kind}.{form}"
    response: HttpResponse = (
        HttpResponse(bytes(file.pdf), content_type="application/pdf")
        if form == "pdf"
        else JsonResponse(file.data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _request(reference: str) -> RightsRequest:
    found = RightsRequest.objects.filter(
        reference=reference.upper(), kind=RightsRequest.Kind.SUBJECT_ACCESS
    ).first()
    if found is None:
        raise Http404
    return found


def _bundle(reference: str) -> Bundle:
    rows = Bundle.objects.select_related("request", "job", "final_job")
    found = rows.filter(request=_request(reference)).first()
    if found is None:
        raise Http404
    return found


def _files(bundle: Bundle) -> Any:
    return BundleFile.objects.filter(bundle=bundle).defer("pdf", "data")


def _decide(request: HttpRequest, bundle: Bundle, found: BundleItem, form: ItemForm) -> str:
    data = form.cleaned_data
    judging.decide(
        item=found,
        by=request.user,
        decision=data["decision"],
        exemption=data["exemption"],
        note=data["note"],
        also=form.phrases(),
        expected=data["version"],
    )
    following = BundleItem.objects.filter(
        bundle=bundle, number__gt=found.number, decision=BundleItem.Decision.UNDECIDED
    ).order_by("number").first()  # fmt: skip
    if following is None:
        messages.success(request, "Decision saved. No later item waits for one.")
        return _list(bundle, found.number)
    messages.success(request, f"Decision on item {found.number} saved.")
    return reverse("copy-item", args=[bundle.request.reference, following.number])


def _list(bundle: Bundle, number: int) -> str:
    """The page of the list that begins shortly before an item."""
    return f"{reverse('copy-items', args=[bundle.request.reference])}?after={max(0, number - 5)}"


def _shown(item: BundleItem) -> dict[str, Any]:
    kinds = sorted({f"{what} of {whose}" if whose != "somebody" else what
                    for _, _, _, what, whose in item.marks})  # fmt: skip
    return {"item": item, "lines": lines_of(item, final=False), "marked": kinds,
            "part": PARTS[item.part]}  # fmt: skip


def _sent_or_back(
    request: HttpRequest, form: Form, verb: Callable[[], str], back: str
) -> HttpResponse:
    answer = send(form, verb, by=request.user) if form.is_valid() else None
    if answer is None:
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
    return answer or redirect(back)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
