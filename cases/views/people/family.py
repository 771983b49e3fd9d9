"""The people of a case's family, and the family tree."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.roles import May, may
from audit.context import current_actor
from cases.models import Dispute, Person
from cases.queries.people.kin import kin_of
from cases.queries.people.members import cards_of
from cases.queries.rights.statements import statements_beside
from cases.rules.blocking import blockers
from cases.safe_addresses import may_read
from cases.tree.drawing import draw
from cases.tree.words import couples, description, groups
from cases.views.page import case_page, show


@require_safe
@login_required
def people(request: HttpRequest, reference: str) -> HttpResponse:
    """Each member with facts, warnings, addresses and ways to reach them."""
    case = case_page(request, reference)
    today = timezone.localdate()
    members, cards = cards_of(case, today, clear=may_read(case, request.user))
    kin = kin_of(members, today)
    reach = current_actor().reach
    reasons = blockers(case, "change_people", request.user)
    return show(
        request,
        case,
        "people",
        "cases/people.html",
        cards=cards,
        tree=draw(kin),
        tree_description=description(kin),
        groups=groups(kin),
        couples=couples(kin),
        change_reasons=reasons,
        may_change=not reasons,
        may_merge=may(request.user, May.MERGE),
        may_close=may(request.user, May.RESTRICT),
        may_mark=not reasons and case.family_id not in reach.acting,
        may_see_marks=case.family_id not in reach.acting,
        may_see_given=not reach.partner,
        today=today,
        beside=_beside([member.person for member in members]),
    )


def _beside(people: list[Person]) -> dict[int, list[Dispute]]:
    """What people say about the facts recorded of them, by their number."""
    found = statements_beside(people)
    return {number: said for (_kind, number), said in found.items()}
