"""The timeline of a case, filtered by kinds, people and weight, a page at a time."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from audit.context import current_actor
from cases.queries.happenings import Place
from cases.queries.people.members import members_of
from cases.queries.timeline import Filters, timeline_of
from cases.rules.blocking import blockers
from cases.timeline_kinds import KINDS, chosen
from cases.views.page import case_page, show


@require_safe
@login_required
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    """Newest first. The address holds kinds and numbers only, never a name."""
    case = case_page(request, reference)
    people = [row.person for row in members_of(case)]
    ours = {str(person.pk): person.pk for person in people}
    asked = Filters(
        chosen(request.GET.getlist("kind")),
        [ours[text] for text in request.GET.getlist("person") if text in ours],
        request.GET.get("significant") == "yes",
    )
    place = Place.read(request.GET.get("before", ""))
    lines, following = timeline_of(case, asked, place)
    return show(
        request,
        case,
        "timeline",
        "cases/timeline.html",
        lines=lines,
        may_mark=not blockers(case, "change_people", request.user)
        and case.family_id not in current_actor().reach.acting,
        kinds=[(kind, kind in asked.kinds) for kind in KINDS],
        people=[(person, person.pk in asked.people) for person in people],
        significant=asked.significant,
        filtered=bool(asked),
        older_url=_address(asked, following) if following else "",
        newest_url=_address(asked, "") if place else "",
    )


def _address(asked: Filters, before: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("kind", [kind.key for kind in asked.kinds])
    query.setlist("person", [str(number) for number in asked.people])
    if asked.significant:
        query["significant"] = "yes"
    if before:
        query["before"] = before
    return "?" + query.urlencode()
