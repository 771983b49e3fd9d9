"""One GOV.UK component as HTML."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from jinja2 import Environment, PackageLoader, PrefixLoader

Params = dict[str, Any]
BLANK_LINES = re.compile(r"\n\s*\n")
PACKAGE = "govuk_frontend_jinja"  # the macros import each other by this name


def render(component: str, params: Params) -> SafeString:
    """The component named as in the GOV.UK Design System, in camel case: "errorSummary".

    Text is escaped by the macro. Parameters that stand for HTML are escaped here unless they
    are already safe, so a family's words can never become markup.
    """
    if component == "tag" and all(isinstance(value, str) for value in params.values()):
        return tag(tuple((name, value, type(value)) for name, value in params.items()))
    return drawn(component, params)


def drawn(component: str, params: Params) -> SafeString:
    html = macro(component)(guarded(keeping_lines(params)))
    return SafeString(BLANK_LINES.sub("\n", html.strip()))


@lru_cache(maxsize=1024)
def tag(params: tuple[tuple[str, str, type], ...]) -> SafeString:
    """A tag, kept: lists show the same few on every row. What is safe and what is not but reads
    the same are two different tags, so the type of a text tells them apart."""
    return drawn("tag", {name: value for name, value, _ in params})


@cache
def macro(component: str) -> Any:
    folder = re.sub(r"[A-Z]", lambda letter: "-" + letter[0].lower(), component)
    name = "govuk" + component[0].upper() + component[1:]
    return getattr(
        environment().get_template(f"{PACKAGE}/components/{folder}/macro.html").module, name
    )


@cache
def environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    return Environment(autoescape=True, loader=loader)


def keeping_lines(params: Params) -> Params:
    """Line ends of a text as &#10;, since the macros indent and we close up blank lines."""
    value = params.get("value")
    if not isinstance(value, str) or "\n" not in value:
        return params
    return params | {"value": SafeString(re.sub(r"\r?\n", "&#10;", conditional_escape(value)))}


def guarded(params: Any, name: str = "") -> Any:
    """The parameters with every HTML one made safe to put out as it is."""
    if isinstance(params, Mapping):
        return {
            key: guarded(value, name if name == "slots" else key) for key, value in params.items()
        }
    if isinstance(params, list | tuple):
        return [guarded(value, name) for value in params]
    if isinstance(params, str) and stands_for_html(name):
        return conditional_escape(params)
    return params


def stands_for_html(name: str) -> bool:
    return name in {"html", "attributes", "slots"} or name.endswith("Html")
