"""The report as HTML for the layout."""

from django.template.loader import render_to_string

from reporting.documents.scrutiny.paper import Paper

TEMPLATE = "reporting/pdf/scrutiny.html"
MANY_PAGES = 6  # with more pages than these, the report has a contents page


def html_of(paper: Paper, *, contents: bool) -> str:
    return render_to_string(TEMPLATE, {"paper": paper, "contents": contents})
