"""Two records of one person: finding the other, comparing them, making them one, splitting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.context import as_the_product
from audit.models import Look, Stale
from audit.web.sending import send
from cases.actions.people import merging, splitting
from cases.forms.people.merging import FindOtherForm, MergeForm, SplitForm
from cases.looking import read
from cases.models import Merge, Person
from cases.queries.people.merges import (
    added_since,
    all_seen,
    beside,
    cautions,
    moved_in_words,
    others_like,
    reasons_not_to_split,
    visible_merges,
    whose,
)
from cases.rules.merging import UNSEEN, facts_of, numbers_differ, reasons_not_to_merge
from cases.views.one_form import METHODS

PAIR = 2


@require_http_methods(METHODS)
@only_for(May.MERGE)
def find_other(request: HttpRequest, number: int) -> HttpResponse:
    """The other record of this person, looked for; and merges there have been."""
    person = _visible(request, number)
    form = FindOtherForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = others_like(person, read(form.cleaned_data["q"]), request.user)
        terms = form.cleaned_data["q"]
        looked(Look.Kind.SEARCHED, "another record of a person", by=request.user, terms=terms)
    _looked(request, f"Another record of {person.name}", person)
    return render(
        request,
        "cases/merge_find.html",
        {
            "person": person,
            "form": form,
            "found": found,
            "merges": visible_merges(request.user).filter(kept=person).select_related("by"),
        },
    )


@require_http_methods(METHODS)
@only_for(May.MERGE)
def compare(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Two records side by side: what stands where they differ, and why they are one person."""
    kept, merged = _pair(request, number, other)
    form = _merge_form(request.POST or None, kept, merged)
    if request.method == "POST" and _changed_since(request, kept, merged):
        form = _again(request, [str(Stale(kept))], kept, merged)
    elif request.method == "POST" and form.is_valid():
        answer = send(form, lambda: _merge(request, kept, merged, form), by=request.user)
        if answer:
            return answer
        kept, merged = _pair(request, number, other)
        form = _again(request, [str(said) for said in form.non_field_errors()], kept, merged)
    _looked(request, "Two records beside each other", kept, merged)
    context = {
        "kept": kept,
        "merged": merged,
        "both": beside([kept, merged], request.user),
        "facts": facts_of(kept, merged),
        "cautions": cautions(kept, merged, request.user),
        "blocked": reasons_not_to_merge(kept, merged, request.user),
        "form": form,
    }
    return render(request, "cases/merge.html", context)


@require_safe
@only_for(May.MERGE)
def merged(request: HttpRequest, number: int) -> HttpResponse:
    """That two records were made one: by whom, why, what stood, and what was moved."""
    made = _visible_merge(request, number)
    _looked(request, f"A merge of two records of {made.kept.name}", made.kept)
    context = {
        "made": made,
        "moved": moved_in_words(made),
        "blocked": reasons_not_to_split(made, request.user),
    }
    return render(request, "cases/merged.html", context)


@require_http_methods(METHODS)
@only_for(May.MERGE)
def split_page(request: HttpRequest, number: int) -> HttpResponse:
    """Undoing a merge: whose each thing is that was added since."""
    made = _visible_merge(request, number)
    with as_the_product():
        added = added_since(made)
    blocked = reasons_not_to_split(made, request.user)
    if not all_seen(added):
        added, blocked = [], blocked or [UNSEEN]
    form = SplitForm(
        request.POST or None,
        added=added,
        names=whose(made, request.user),
        initial={"version": made.version, "kept_version": made.kept.version},
    )
    if request.method == "POST" and not blocked and form.is_valid():
        answer = send(form, lambda: _split(request, made, form), by=request.user)
        if answer:
            return answer
    _looked(request, f"Splitting the records of {made.kept.name}", made.kept)
    context = {"made": made, "form": form, "added": added, "blocked": blocked}
    return render(request, "cases/merge_split.html", context)


def _merge(request: HttpRequest, kept: Person, merged: Person, form: MergeForm) -> str:
    data = form.cleaned_data
    made = merging.merge(
        kept=kept,
        merged=merged,
        by=request.user,
        reason=data["reason"],
        versions=(data["version"], data["other_version"]),
        stands=form.stands(),
        mistake=data.get("mistake", ""),
    )
    messages.success(request, "The two records are one now")
    return reverse("merge", args=[made.pk])


def _split(request: HttpRequest, made: Merge, form: SplitForm) -> str:
    data = form.cleaned_data
    splitting.split(
        merge=made,
        by=request.user,
        reason=data["reason"],
        versions=(data["version"], data["kept_version"]),
        places=form.places(),
    )
    messages.success(request, "They are two records again")
    return reverse("merge", args=[made.pk])


def _merge_form(data: Any, kept: Person, merged: Person) -> MergeForm:
    return MergeForm(
        data,
        facts=facts_of(kept, merged),
        numbers=numbers_differ(kept, merged),
        initial={"version": kept.version, "other_version": merged.version},
    )


def _changed_since(request: HttpRequest, kept: Person, merged: Person) -> bool:
    """Whether either was changed after the page was drawn; then more may have to be chosen."""
    drawn = (request.POST.get("version"), request.POST.get("other_version"))
    return drawn != (str(kept.version), str(merged.version))


def _again(request: HttpRequest, said: list[str], kept: Person, merged: Person) -> MergeForm:
    """With what was typed, beside the records as they are now, and why it was not done."""
    data = request.POST.copy()
    data["version"], data["other_version"] = str(kept.version), str(merged.version)
    again = _merge_form(data, kept, merged)
    again.is_valid()
    again.add_refusals(said)
    return again


def _visible(request: HttpRequest, number: int) -> Person:
    """A record that stands; one that was merged leads to the one that was kept."""
    person = Person.objects.visible_to(request.user).filter(pk=number).first()
    if person is not None and person.merged_into_id:
        person = Person.objects.visible_to(request.user).get(pk=person.merged_into_id)
    if person is None or person.identity_closed_on:
        raise Http404
    return person


def _pair(request: HttpRequest, number: int, other: int) -> tuple[Person, Person]:
    rows = Person.objects.visible_to(request.user).filter(
        pk__in=[number, other], identity_closed_on__isnull=True
    )
    found = {row.pk: row for row in rows}
    if len(found) < PAIR:
        raise Http404
    kept, merged = found[number], found[other]
    if not merging.sees_all_restricted(kept, merged, request.user):
        raise Http404
    return kept, merged


def _visible_merge(request: HttpRequest, number: int) -> Merge:
    rows = visible_merges(request.user).select_related("kept", "merged", "by", "split_by")
    made = rows.filter(pk=number).first()
    if made is None:
        raise Http404
    return made


def _looked(request: HttpRequest, what: str, *people: Person) -> None:
    """Under each family of theirs that the person sees, so that its own looks show it."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people])
    families = set(rows.values_list("memberships__family", flat=True)) - {None}
    numbers: list[int | None] = [*sorted(families)] or [None]
    for family in numbers:
        looked(Look.Kind.OPENED, what[:200], by=request.user, family_id=family)
