"""Giving everything somebody leads to others, in one action: they leave, or change their work."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import User
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.leads.allocating import hand_to, reasons_against
from cases.actions.leads.covering import take_back
from cases.actions.surgeries.advising import hand_on
from cases.models import Allocation, Case, Cover
from cases.queries.leads.workers import led_by, minded_by
from cases.rules.blocking import blockers

NOTHING = (
    "There is nothing to hand over: {} leads no case that you see, and looks after no family that "
    "waits."
)


@transaction.atomic
def hand_over_all(
    *, leaver: User, leads: Mapping[int, User], by: Any, note: str = ""
) -> list[Allocation]:
    """Every case `leaver` leads gets the lead named for it in `leads`, by its id: all or none.

    What they were to do for these families is the new lead's too (CASE_HANDING_OVER_STEPS).
    Families they look after while these wait are looked after by `by`, and covers by them end.
    What `by` does not see stays as it is.
    Raises Refused, with what stands in the way of each case, where one is left out, or somebody
    cannot lead it.
    """
    leaver = User.objects.select_for_update(of=("self",)).get(pk=leaver.pk)
    cases = list(led_by(leaver, by).select_for_update(of=("self",)))
    minded = list(minded_by(leaver, by).select_for_update(of=("self",)))
    if not cases and not minded:
        raise Refused(NOTHING.format(leaver.name))
    refuse_if([reason for case in cases for reason in _reasons(case, leads.get(case.pk), by)])
    refuse_if(_gone(leads, cases))
    done = [_hand_over(case, leaver, leads[case.pk], by, note) for case in cases]
    for case in minded:
        _look_after(case, by)
    for cover in Cover.objects.standing().filter(Q(worker=leaver) | Q(absent=leaver)):
        take_back(cover, by)
    said = f"Handed over from {leaver.name}: {len(cases)} cases, {len(minded)} families waiting"
    record("cases.handed_over", leaver, said, by=by, reason=note)
    return done


def reasons_against_leads(leads: Mapping[Case, User], by: Any) -> list[str]:
    """Why these people cannot lead these cases."""
    return [reason for case, lead in leads.items() for reason in _reasons(case, lead, by)]


def _hand_over(case: Case, leaver: User, lead: User, by: Any, note: str) -> Allocation:
    allocation = hand_to(case=case, lead=lead, by=by, note=note)
    hand_on(case, leaver, lead, by)
    for step in settings.CASE_HANDING_OVER_STEPS:
        import_string(step)(case=case, leaver=leaver, lead=lead, by=by)
    return allocation


def _reasons(case: Case, lead: User | None, by: Any) -> list[str]:
    if lead is None:
        return [f"{case.reference}: choose who leads this case."]
    found = blockers(case, "reassign", by) or reasons_against(case, lead)
    return [f"{case.reference}: {reason}" for reason in found]


def _gone(leads: Mapping[int, User], cases: list[Case]) -> list[str]:
    if set(leads) <= {case.pk for case in cases}:
        return []
    return ["Somebody else leads one of these cases by now. Check the list and send it again."]


def _look_after(case: Case, by: Any) -> None:
    case.change(minded_by=by)
    said = f"While waiting: {by.name} looks after the family"
    record("case.looked_after", case, said, by=by, case_id=case.pk, family_id=case.family_id)
