"""What comes after: looks at closed cases, a family who was asked, cases that are to move."""

from datetime import date

from accounts.models import User
from cases.actions.endings.sustaining import look_at_all, write_call
from cases.actions.leads.transferring import ask
from cases.journey import Stage
from cases.models import Allocation, Case, ClosureCall, ClosureCheck
from localities.models import Locality

SAID = "Mornings are calmer. We have kept the list on the fridge, and school has not had to ring."
NEXT = "Told her where the parents’ group meets now. She knows that she may ask again."
WHY = "The family moved house. The children change school after the holidays."
SUMMARY = (
    "We visit every second week. Mornings and meals run well now; money is what is left, and an "
    "appointment with the debt adviser is made. What must not stop: the breakfast club, which the "
    "younger one needs to get to school at all."
)
BILSTON, ELSEWHERE = "bilston", "low-hill"


def write_afterwards(today: date) -> None:
    look_at_all(today)
    _ask_one_family()
    _to_move(BILSTON, ELSEWHERE)
    _to_move(ELSEWHERE, BILSTON)


def _ask_one_family() -> None:
    """The one closed longest ago; the others still wait to be asked."""
    waiting = ClosureCheck.objects.filter(to_ask=True, asked_on__isnull=True)
    check = waiting.select_related("case").order_by("due_on", "pk").first()
    by = _manager(check.case.locality_id) if check else None
    if check and by:
        write_call(
            check=check,
            by=by,
            came_of=ClosureCall.CameOf.TOLD,
            said_by="Mother",
            how=SAID,
            next_step=NEXT,
            version=check.version,
        )


def _to_move(of: str, to: str) -> None:
    """A case with nothing else in progress, its lead asking."""
    cases = Case.objects.filter(locality__slug=of, stage=Stage.SUPPORTING.value, restricted=False)
    case = cases.filter(step_ups__isnull=True, sent_on__isnull=True).order_by("-pk").first()
    place = Locality.objects.filter(slug=to).first()
    if case and place:
        lead = Allocation.objects.get(case=case, ended_at__isnull=True).user
        ask(case=case, by=lead, to=place, why=WHY, summary=SUMMARY)


def _manager(locality: int) -> User | None:
    found = User.objects.filter(localities=locality, role="locality_manager", is_active=True)
    return found.order_by("pk").first()
