"""A page of a case that is one form: bind, call the verb once, show what it refused."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from audit.values import in_words
from audit.web.sending import send, whole
from cases.models import Case
from cases.rules.blocking import blockers
from cases.views.loading import opened

METHODS = ["GET", "HEAD", "POST"]
Current = Callable[[], tuple[int, dict[str, Any]]]  # the version now, and the fields' values


def one_form(
    request: HttpRequest,
    case: Case,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    submit: str,
    done: str,
    back: str,
    intro: str = "",
    rule: str = "change_people",
    against: list[str] | None = None,
    reasons: Callable[[], Iterable[str]] = tuple,
    current: Current | None = None,
    then: str = "",
    template: str = "cases/one_form.html",
    shown: dict[str, Any] | None = None,
) -> HttpResponse:
    """`act` is given what was typed. With `current`, a page whose record was changed by somebody
    else meanwhile shows what they wrote beside what was typed here, and keeps the latter. `then`
    is where to go when it is done, if not `back`. `against` is what stands in the way where a
    `rule` of the case does not say it all. `reasons` are those of the rules that are asked also
    of a form that is not whole. `template` extends the usual one with what is `shown` above the
    form."""
    differences: list[tuple[str, str, str]] = []

    def blocked() -> list[str]:
        return _blocked(case, rule, request.user) if against is None else against

    if request.method == "POST" and whole(form, reasons=lambda: blocked() or reasons()):

        def verb() -> str:
            act(form.cleaned_data)
            if done:
                messages.success(request, done)
            return (then or back) if _still_sees(request, case) else reverse("home")

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
        if current:
            differences = differences_of(form, current())
    opened(request, case, f"{heading} ({case.reference})")
    context = {
        "case": case,
        "form": form,
        "heading": heading,
        "submit": submit,
        "intro": intro,
        "cancel_url": back,
        "differences": differences,
        "blocked": blocked(),
    }
    return render(request, template, context | (shown or {}))


def _blocked(case: Case, rule: str, by: Any) -> list[str]:
    return blockers(case, rule, by) if rule else []


def _still_sees(request: HttpRequest, case: Case) -> bool:
    """What was done may have ended the access of whoever did it."""
    return Case.objects.visible_to(request.user).filter(pk=case.pk).exists()


def differences_of(form: Any, current: tuple[int, dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Where the record now differs from what was typed: label, theirs, yours. Nothing where the
    record is still the one the form was drawn from."""
    version, values = current
    if version == form.cleaned_data["version"]:
        return []
    return [
        (str(form.fields[name].label), _words(form, name, theirs), _words(form, name, typed))
        for name, theirs in values.items()
        if name in form.fields and (typed := _plain(form.cleaned_data[name])) != theirs
    ]


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _words(form: Any, name: str, value: Any) -> str:
    choices = getattr(form.fields[name], "choices", ())
    labels = {str(getattr(key, "value", key)): str(label) for key, label in choices}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value) or "nothing"
    return labels.get(str(value)) or in_words(None, value) or "nothing"
