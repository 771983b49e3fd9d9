"""What needs a manager, list by list, a page of each: withdrawn agreements, objections, cases to
allocate, assessments to sign off, work overdue, step-ups."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.queries.asked import calls, school_changes
from cases.queries.endings.sustained import to_ask
from cases.queries.leads.transfers import waiting_transfers
from cases.queries.needs_you import found, rows
from cases.queries.needs_you.rows import NeedRow
from cases.queries.pages import Page, page_of
from cases.queries.parts import lead_name

FIRST = 5  # how many of each list the page of them all shows


def withdrawals(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Agreements withdrawn that wait for the manager's answer, due the same working day."""
    return page_of(found.withdrawals, user, "due_on", after, size).of(rows.withdrawal_row)


def objections(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Objections to sharing that wait for an answer, due a month after they came."""
    page = page_of(found.objections, user, "due_on", after, size)
    numbers = [row.case_number for row in page.rows]
    related = Case.objects.visible_to(user).select_related("family", "locality")
    cases = related.annotate(lead_name=lead_name()).in_bulk(numbers)
    return page.of(lambda row: rows.objection_row(row, cases[row.case_number]))


def to_allocate(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    return _page(found.to_allocate, user, after, size, "Allocate", "case-allocate")


def to_sign_off(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Assessments that wait for sign-off: the first of a case, and re-assessments."""
    return page_of(found.to_sign_off, user, "since", after, size).of(rows.sign_off_row)


def overdue(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases in which a lead's work is late. Those with social care wait for its handover."""
    return _page(found.overdue, user, after, size, "Open", "case")


def step_ups(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Step-ups in progress: to agree, to be answered, to be handed over; and those whose answer is
    disputed. Urgent ones first."""
    return page_of(found.step_ups, user, "place", after, size).of(rows.step_up_row)


def closings(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Closings that leads ask a manager to authorise."""
    return page_of(found.closings, user, "since", after, size).of(rows.closing_row)


def step_downs(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Step-downs whose checklist is not complete, or with a gap before the first TAF meeting."""
    return page_of(found.step_downs, user, "since", after, size).of(rows.step_down_row)


def to_call(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Professionals who asked “Is anyone already helping?” and wait to be called."""
    return page_of(calls, user, "since", after, size).of(rows.call_row)


def schools(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Children who went to another school: hand over, and name another lead where it led."""
    return page_of(school_changes, user, "since", after, size).of(rows.school_row)


def left(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases whose lead, or who looks after the family while it waits, cannot sign in any more: each
    needs another. Whoever is asleep wakes."""
    page = page_of(found.left, user, "since", after, size)
    return page.of(rows.left_row)


def transfers(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases that are to move to another locality: those offered to this manager's, and their own
    that wait for the other's answer."""
    page = page_of(waiting_transfers, user, "since", after, size)
    numbers = [row.case_id for row in page.rows]
    cases = Case.objects.visible_to(user).select_related("family", "locality").in_bulk(numbers)
    return page.of(lambda row: rows.transfer_row(row, cases.get(row.case_id)))


def asking(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Families of closed cases whom somebody asks how it goes, as they agreed."""
    return page_of(to_ask, user, "since", after, size).of(rows.asking_row)


def drifting(user: Any, after: str = "", size: int = FIRST) -> Page[NeedRow]:
    """Cases that drift. Off the list for six weeks once a manager has written what they decide."""
    return page_of(found.drifting, user, "since", after, size).of(rows.drifting_row)


LISTS = {
    "withdrawals": ("Agreement withdrawn", withdrawals),
    "objections": ("Objections", objections),
    "allocate": ("To allocate", to_allocate),
    "left": ("Lead has left", left),
    "sign-off": ("To sign off", to_sign_off),
    "overdue": ("Overdue", overdue),
    "closings": ("To close", closings),
    "step-ups": ("Step-ups", step_ups),
    "step-downs": ("Step-downs", step_downs),
    "calls": ("Please call", to_call),
    "schools": ("Changes of school", schools),
    "transfers": ("Moves between localities", transfers),
    "drifting": ("Drifting", drifting),
    "how-it-goes": ("Ask how it goes", asking),
}
# A title that counts, of one alone.
OF_ONE = {"objections": "Objection", "step-ups": "Step-up", "step-downs": "Step-down",
          "schools": "Change of school", "transfers": "Move between localities"}  # fmt: skip


def _page(
    write: Callable[[Any], Any], user: Any, after: str, size: int, action: str, url_name: str
) -> Page[NeedRow]:
    today = timezone.localdate()
    page = page_of(write, user, "since", after, size)
    return page.of(lambda case: rows.case_row(case, today, action, url_name))
