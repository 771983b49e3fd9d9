"""Keeping an item from somebody of the family, and sharing it again; who acts for whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, member_of, tell
from cases.actions.sharing.holding_marks import SET_ALONG, alike, hold_elsewhere, make_own
from cases.models import ActsFor, Case, Person, Withheld
from cases.withholding.kinds import kinds
from localities.models import Agency

SET = "withheld.set"
UNKNOWN = "This item is not in the family’s record any more. Reload the page."
NOBODY = "Say from whom it is kept: somebody of the family, or a name."
THEMSELVES = "Nobody can be kept from their own record. Choose somebody else."
ENDED = "This mark has been ended already."
WHY = "Say why it may be shared again."


@transaction.atomic
def withhold(
    *,
    case: Case,
    by: Any,
    kind: str,
    row_id: int,
    why: str,
    person: Person | None = None,
    name: str = "",
    words: str = "",
    verb: str = SET,
) -> list[Withheld]:
    """Mark an item as not to be shared with somebody, and every row that says the same: the
    address of each who lives there; in every family that has it. The event does not say what the
    item holds; `verb` is SET_ALONG where another line of the timeline tells of it."""
    case = case_to_change(case, by)
    name = " ".join(name.split())
    if bool(person) == bool(name):
        raise Refused(NOBODY)
    if person is not None:
        member_of(case, person)
        if kind == "cases.person" and row_id == person.pk:
            raise Refused(THEMSELVES)
    made = []
    for number in _same(case, kind, row_id):
        mark, is_new = Withheld.objects.get_or_create(
            family_id=case.family_id,
            kind=kind,
            row_id=number,
            person=person,
            name=name,
            ended_at=None,
            defaults={"why": why, "words": words, "set_by": by, "set_at": timezone.now()},
        )
        made.append(mark)
        if is_new:
            hold_elsewhere(mark, by)
        if (is_new or make_own(mark, by, why=why, words=words)) and number == row_id:
            said = f"{kinds()[kind].title} is not to be shared with {mark.whom}"
            tell(case, verb, mark, said, by=by, person=person)
    return made


def withhold_alike(*, case: Case, by: Any, kind: str, rows: Mapping[int, int]) -> None:
    """Mark rows that say again what others say: each as the row it was made from is marked."""
    for mark in _standing(case, kind, list(rows)):
        _mark_as(mark, case, by, kind, rows[mark.row_id])


def withhold_what_comes_of(
    *, case: Case, by: Any, of: tuple[str, int], kind: str, row_id: int
) -> None:
    """Mark a row that is made from an item, as that item is marked: a need from an answer."""
    for mark in _standing(case, of[0], [of[1]]):
        _mark_as(mark, case, by, kind, row_id)


def _standing(case: Case, kind: str, numbers: list[int]) -> QuerySet[Withheld]:
    rows = Withheld.objects.filter(
        family_id=case.family_id, kind=kind, row_id__in=numbers, ended_at__isnull=True
    )
    return rows.select_related("person").order_by("pk")


def _mark_as(mark: Withheld, case: Case, by: Any, kind: str, row_id: int) -> None:
    copy, is_new = Withheld.objects.get_or_create(
        family_id=case.family_id,
        kind=kind,
        row_id=row_id,
        person=mark.person,
        name=mark.name,
        ended_at=None,
        defaults={"why": mark.why, "words": mark.words, "set_by": by, "set_at": timezone.now()},
    )
    if is_new:
        said = f"{kinds()[kind].title} is not to be shared with {copy.whom}, as before"
        tell(case, SET_ALONG, copy, said, by=by, person=copy.person)


@transaction.atomic
def lift(*, case: Case, by: Any, mark: Withheld, reason: str) -> Withheld:
    """Share an item again, with the reason."""
    case = case_to_change(case, by)
    locked = Withheld.objects.select_for_update().get(pk=mark.pk, family=case.family_id)
    if locked.ended_at:
        raise Refused(ENDED)
    if not reason.strip():
        raise Refused(WHY)
    locked.ended_by, locked.ended_at, locked.end_reason = by, timezone.now(), reason
    locked.save(update_fields=["ended_by", "ended_at", "end_reason"])
    title = kinds()[locked.kind].title if locked.kind in kinds() else locked.kind
    said = f"{title} may be shared with {locked.whom} again"
    tell(case, "withheld.lifted", locked, said, by=by, person=locked.person, reason=reason)
    return locked


@transaction.atomic
def acts_for(
    *, case: Case, by: Any, agency: Agency, person: Person | None = None, name: str = ""
) -> ActsFor:
    """Record that an agency acts for somebody of the family: it gets what they may get."""
    case = case_to_change(case, by)
    name = " ".join(name.split())
    if bool(person) == bool(name):
        raise Refused("Say for whom the agency acts: somebody of the family, or a name.")
    acting, is_new = ActsFor.objects.get_or_create(
        family_id=case.family_id,
        agency=agency,
        person=member_of(case, person) if person else None,
        name=name,
        ended_at=None,
        defaults={"recorded_by": by, "recorded_at": timezone.now()},
    )
    if is_new:
        tell(case, "withheld.acting", acting, f"{agency} acts for {acting.whom}", by=by)
    return acting


@transaction.atomic
def acts_no_longer(*, case: Case, by: Any, acting: ActsFor) -> ActsFor:
    """Record that an agency no longer acts for somebody."""
    case = case_to_change(case, by)
    locked = ActsFor.objects.select_for_update().get(pk=acting.pk, family=case.family_id)
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
        said = f"{locked.agency} no longer acts for {locked.whom}"
        record("withheld.acting", locked, said, by=by, case_id=case.pk, family_id=case.family_id)
    return locked


def _same(case: Case, kind: str, row_id: int) -> Iterable[int]:
    """The row and those that say the same."""
    found = kinds().get(kind)
    if same := alike(found.rows(case), row_id) if found else []:
        return [row.pk for row in same]
    raise Refused(UNKNOWN)
