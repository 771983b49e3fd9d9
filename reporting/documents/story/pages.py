"""The page on which a record of the story is read. All who see the case may open each."""

from django.urls import reverse

from cases.models import Case
from cases.queries.happenings import Place
from cases.queries.timeline import CONTACTS
from reporting.documents.story.sentences import Row, moment

SUMMARY, PEOPLE, PLAN, MEETINGS = "case", "case-people", "case-plan", "case-meetings"
OPENING = "case-timeline?kind=case"


def page(name: str, case: Case, number: int | None = None) -> str:
    """The address of a part of the case, or of one record of it."""
    name, mark, query = name.partition("?")
    place = [case.reference] if number is None else [case.reference, number]
    return reverse(name, args=place) + mark + query


def contact_page(case: Case, row: Row) -> str:
    """The timeline from a contact on."""
    place = Place(moment(row["happened_at"]), CONTACTS, row["id"] + 1)
    return f"{page('case-timeline', case)}?before={place}"
