"""GOV.UK components in templates; built in, so that no page has to load them.

{% govuk "button" text="Save" %}
{% govuk "button" text="Find" attributes=some_dict classes="govuk-button--secondary" %}
{% govuk "input" name="q" label__text="Find a person or family" %}
{% govukblock "details" summaryText="How this is counted" %} any markup {% endgovukblock %}
{% field form.name label_size="m" %}   {% fields form %}   {% error_summary form children %}
"""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from earlyhelp.govuk.fields import field_html
from earlyhelp.govuk.macros import Params, render
from earlyhelp.govuk.summary import error_summary_html, errors_in

register = template.Library()


@register.simple_tag
def govuk(component: str, params: Params | None = None, **more: Any) -> SafeString:
    """A component; `params` from the view, and more by name (label__text is label.text)."""
    return render(component, merged(params or {}, more))


@register.simple_block_tag
def govukblock(content: SafeString, component: str, **more: Any) -> SafeString:
    """A component whose HTML is what stands in the block."""
    return render(component, merged({"html": content}, more))


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    return field_html(bound, **options)


@register.simple_tag
def fields(form: BaseForm, *names: str, **options: Any) -> SafeString:
    """The named fields, or all; hidden ones first; those an answer reveals stand inside it."""
    shown = [form[name] for name in names] if names else list(top_fields(form))
    return format_html_join("\n", "{}", ((field_html(bound, **options),) for bound in shown))


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    """The one-time key, the version and the like, for a page that draws its fields one by one."""
    return format_html_join("", "{}", ((bound.as_hidden(),) for bound in form.hidden_fields()))


@register.simple_tag
def error_summary(*sources: Any) -> SafeString:
    return error_summary_html(sources)


@register.simple_tag
def error_word(*sources: Any) -> str:
    """What a title begins with where the summary of these sources tells of an error."""
    return "Error: " if any(errors_in(sources)) else ""


def top_fields(form: BaseForm) -> Iterator[BoundField]:
    inside = form.revealed_names() if hasattr(form, "revealed_names") else set()
    yield from form.hidden_fields()
    yield from (bound for bound in form.visible_fields() if bound.name not in inside)


def merged(params: Params, more: Params) -> Params:
    """`label__text="Name"` becomes {"label": {"text": "Name"}}."""
    result = dict(params)
    for path, value in more.items():
        *folders, last = path.split("__")
        place = result
        for folder in folders:
            place[folder] = dict(place.get(folder) or {})
            place = place[folder]
        place[last] = value
    return result
