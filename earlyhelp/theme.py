"""The council's looks at addresses of their own, so that no page holds inline style or image."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from earlyhelp.colours import WHITE, mixed, parse, readable, text_on, written
from localities.models import Authority

A_YEAR = 31_536_000


@require_GET
def theme(request: HttpRequest) -> HttpResponse:
    """`/theme.css`: kept by the browser for a year, since new colours get a new address."""
    response = HttpResponse(theme_css(Authority.current()), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@require_GET
def logo(request: HttpRequest) -> HttpResponse:
    """`/logo.svg`: the council's own logo. As an image of its own it can run nothing."""
    drawing = Authority.current().logo_svg
    if not drawing:
        raise Http404
    response = HttpResponse(drawing, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon on pages that name none, such as the settings site's."""
    return redirect(static("favicon.svg"))


def logo_url(authority: Authority) -> str:
    """The logo's address, which changes with it; empty where there is none."""
    if not authority.logo_svg:
        return ""
    digest = hashlib.sha256(authority.logo_svg.encode()).hexdigest()[:12]
    return f"{reverse('logo')}?v={digest}"


def theme_url(authority: Authority) -> str:
    digest = hashlib.sha256(theme_css(authority).encode()).hexdigest()[:12]
    return f"{reverse('theme')}?v={digest}"


def theme_css(authority: Authority) -> str:
    """GOV.UK Frontend's custom properties, set from the council's two colours."""
    lines = [f"  --{name}: {value};" for name, value in properties(authority).items()]
    return "\n".join([":root {", *lines, "}", ""])


def properties(authority: Authority) -> dict[str, str]:
    brand, accent = parse(authority.brand_colour), parse(authority.accent_colour)
    tint = mixed(brand, WHITE, 0.94)
    link = readable(brand, on=tint)
    button = readable(accent)
    colours = {
        "govuk-brand-colour": brand,
        "govuk-link-colour": link,
        "govuk-link-hover-colour": mixed(link, (0, 0, 0), 0.4),
        "govuk-surface-background-colour": tint,
        "govuk-surface-border-colour": mixed(brand, WHITE, 0.55),
        "govuk-template-background-colour": tint,
        "eh-on-brand": text_on(brand),
        "eh-button": button,
        "eh-button-hover": mixed(button, (0, 0, 0), 0.2),
        "eh-button-shadow": mixed(button, (0, 0, 0), 0.5),
    }
    return {name: written(colour) for name, colour in colours.items()}
