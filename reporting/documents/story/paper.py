"""The story as HTML for the layout, and as a tagged PDF."""

from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from reporting.documents import pdf

TEMPLATE = "reporting/pdf/story.html"
_ONE_AT_A_TIME = Lock()  # a layout holds some tens of megabytes: one in each process


def html_of(details: dict[str, Any]) -> str:
    return render_to_string(TEMPLATE, details)


def pdf_of(html: str) -> bytes:
    with _ONE_AT_A_TIME:
        return pdf.write(pdf.lay_out(html))
