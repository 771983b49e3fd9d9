"""The parts pages are made of beyond GOV.UK's own; built in. See docs/frontend.md."""

import datetime
import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from django import template
from django.contrib.messages import constants
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import html, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from audit.web.messages import as_sentence, in_a_sentence
from earlyhelp.clock import due_words, time_left_words
from earlyhelp.govuk.macros import render

register = template.Library()


@register.filter("in_a_sentence")
def title_in_a_sentence(title: Any) -> str:
    """A title as it stands within a sentence: “No further action” begins small, “TAF meeting” and
    “MASH” stay, and so do the names in it."""
    return in_a_sentence(str(title))


@register.filter("as_sentence")
def words_as_sentence(words: Any) -> str:
    """What somebody wrote where more follows it: it ends with one stop."""
    return as_sentence(str(words))


@register.filter(is_safe=True, needs_autoescape=True)
def linebreaks(value: Any, autoescape: bool = True) -> SafeString:
    """Django's own, each paragraph in the direction of what was written in it."""
    paragraphs = html.linebreaks(value, autoescape)
    return SafeString(paragraphs.replace("<p>", '<p dir="auto">'))


@register.simple_tag
def tel(number: str, classes: str = "") -> SafeString:
    """A telephone number that a phone can ring."""
    digits = re.sub(r"[^\d+]", "", str(number))
    return format_html(
        '<a class="govuk-link eh-tel {}" href="tel:{}">{}</a>', classes, digits, number
    )


@register.simple_tag
def message_banner(message: Any, number: int = 1) -> SafeString:
    """One of Django's messages as a notification banner; a success is green."""
    done = message.level == constants.SUCCESS
    params = {"titleId": f"message-{number}"}
    params |= {"html": format_html('<p class="govuk-notification-banner__heading">{}</p>', message)}
    return render("notificationBanner", params | ({"type": "success"} if done else {}))


@register.simple_tag(takes_context=True)
def verb_button(
    context: template.Context,
    label: str,
    url: str,
    reasons: Iterable[Any] = (),
    *,
    style: str = "",
    post: bool = False,
    version: int | None = None,
) -> SafeString:
    """A verb as a button; with reasons it stays visible, greyed, each reason under it.

    `style` is "", "secondary" or "warning". With post=True the button sends a form with a
    one-time key (and the version, if given); else it is a link to the verb's page.
    """
    details = {
        "label": label,
        "url": url,
        "reasons": [str(reason) for reason in reasons or ()],
        "classes": f"govuk-button--{style}" if style else "",
        "id": "why-" + re.sub(r"\W+", "-", label.lower()),
        "post": post,
        "version": version,
    }
    request = context.get("request") if post else None  # only a form needs what a page knows
    return render_to_string("parts/verb_button.html", details, request)


@register.filter
def as_json(value: Any) -> str:
    """For a script, in an attribute of what it works on: pages hold no script of their own."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def one_time_key() -> SafeString:
    """The hidden key of a form that is written by hand."""
    return format_html('<input type="hidden" name="one_time_key" value="{}">', uuid.uuid4())


@register.simple_tag
def escalation(to: str, on: datetime.date, restricted: bool = False) -> str:
    """“Escalated to the head of service, 3 June 2026”, or that it does on a day to come. Of a
    restricted record nobody may know but the people named."""
    whom = "the people named on the record" if restricted else f"the {in_a_sentence(to)}"
    day = f"{on.day} {on:%B %Y}"
    if on > timezone.localdate():
        return f"Escalates to {whom} on {day}"
    return f"Escalated to {whom}, {day}"


@register.simple_tag
def due(day: datetime.date | None, today: datetime.date | None = None) -> SafeString:
    """When something is due, in words and colour: "3 days late", "Due today", "Due Tue 24 Nov"."""
    if day is None:
        return SafeString("")
    words, colour = due_words(day, today or timezone.localdate())
    return render("tag", {"text": words, "classes": f"govuk-tag--{colour} eh-due"})


@register.simple_tag
def time_left(
    deadline: datetime.datetime | None, now: datetime.datetime | None = None
) -> SafeString:
    """A clock in words and colour: "2 h 10 min left", "1 day late"."""
    if deadline is None:
        return SafeString("")
    words, colour = time_left_words(deadline, now or timezone.now())
    return render("tag", {"text": words, "classes": f"govuk-tag--{colour} eh-due"})


@register.simple_tag
def level(number: int | None, words: str = "") -> SafeString:
    """The level of need as a tag: a number on every page, its name where there is room."""
    if not number:
        return render("tag", {"text": "Level not set", "classes": "govuk-tag--grey"})
    colour = {1: "grey", 2: "blue", 3: "purple", 4: "magenta"}.get(number, "grey")
    text = f"Level {number}{f': {words}' if words else ''}"
    return render("tag", {"text": text, "classes": f"govuk-tag--{colour}"})


@register.simple_block_tag
def summary(content: SafeString, title: str = "", heading: int = 2) -> SafeString:
    """Rows of "what: how it is", in a card when it has a title. Holds {% row %} blocks."""
    rows = format_html('<dl class="govuk-summary-list">{}</dl>', content)
    if not title:
        return rows
    return format_html(
        '<div class="govuk-summary-card"><div class="govuk-summary-card__title-wrapper">'
        '<h{0} class="govuk-summary-card__title">{1}</h{0}></div>'
        '<div class="govuk-summary-card__content">{2}</div></div>',
        heading,
        title,
        rows,
    )


@register.simple_block_tag
def row(content: SafeString, label: str, action: str = "", url: str = "") -> SafeString:
    """One row of a summary; `action` is a word such as "Change", said of the label."""
    link = ""
    if action and url:
        link = format_html(
            '<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            url,
            action,
            label.lower(),
        )
    return format_html(
        '<div class="govuk-summary-list__row{}"><dt class="govuk-summary-list__key">{}</dt>'
        '<dd class="govuk-summary-list__value">{}</dd>{}</div>',
        "" if link else " govuk-summary-list__row--no-actions",
        label,
        content,
        link,
    )


@register.simple_tag
def listed(items: Iterable[Any], classes: str = "") -> SafeString:
    """Items as a bulleted list; nothing when there are none."""
    found = format_html_join("", "<li>{}</li>", ((item,) for item in items or ()))
    if not found:
        return SafeString("")
    return format_html('<ul class="govuk-list govuk-list--bullet {}">{}</ul>', classes, found)
