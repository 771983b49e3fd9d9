"""The family copy as a tagged PDF."""

from threading import Lock

from django.template.loader import render_to_string

from assessments.family_copy.composing import FamilyCopy
from reporting.documents import pdf

TEMPLATE = "reporting/pdf/family_copy.html"
_ONE_AT_A_TIME = Lock()  # a layout holds some tens of megabytes: one in each process


def html_of(copy: FamilyCopy, council: str) -> str:
    return render_to_string(TEMPLATE, {"copy": copy, "council": council})


def pdf_of(html: str) -> bytes:
    with _ONE_AT_A_TIME:
        return pdf.write(pdf.lay_out(html))
