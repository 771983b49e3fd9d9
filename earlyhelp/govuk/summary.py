"""The error summary of a page: every error of its forms, each a link to its field."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.safestring import SafeString

from audit.web.dates import DateInput
from earlyhelp.govuk.fields import wrong_parts
from earlyhelp.govuk.macros import Params, render


def error_summary_html(sources: Iterable[Any]) -> SafeString:
    """Forms, formsets and lists of them or of sentences, in the page's order; or nothing."""
    sources = list(sources)
    errors = list(errors_in(sources))
    if not errors:
        return SafeString("")
    titles = (getattr(source, "problem_title", "") for source in sources)
    title = next(filter(None, titles), "There is a problem")
    return render("errorSummary", {"titleText": title, "errorList": errors})


def errors_in(sources: Iterable[Any]) -> Iterator[Params]:
    return (error for source in sources for error in errors_of(source))


def errors_of(source: Any) -> Iterator[Params]:
    if isinstance(source, BaseFormSet):
        yield from ({"text": sentence} for sentence in source.non_form_errors())
        for number, form in enumerate(source.forms, 1):
            which = f"{getattr(source, 'item_name', 'item').capitalize()} {number}: "
            yield from ({**error, "text": which + error["text"]} for error in form_errors(form))
    elif isinstance(source, BaseForm):
        yield from form_errors(source)
    else:
        for each in source or ():
            if isinstance(each, BaseForm | BaseFormSet):
                yield from errors_of(each)
            else:
                yield {"text": each}


def form_errors(form: BaseForm) -> Iterator[Params]:
    if not form.is_bound:
        return
    yield from ({"text": sentence} for sentence in form.non_field_errors())
    for bound in form:
        for sentence in bound.errors:
            yield (
                {"text": sentence} if bound.is_hidden else {"text": sentence, "href": place(bound)}
            )


def place(bound: BoundField) -> str:
    """Where the link goes: the field, or the first wrong box of a date."""
    if not isinstance(bound.field.widget, DateInput):
        return f"#{bound.auto_id}"
    wrong = wrong_parts(bound)
    return f"#{bound.auto_id}-{next(part for part in ('day', 'month', 'year') if part in wrong)}"
