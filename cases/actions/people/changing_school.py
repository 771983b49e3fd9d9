"""A child goes to another school: the old one's people leave the team, and hand over.

Their access ends in the transaction that writes the new school. What remains is work for people:
the lead brings the new school in or says why not; a case that the old school led is given to
somebody else; the old school may leave one last note without seeing the record.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.queueing import Landing, ask
from audit.context import reach_again
from audit.models import Job
from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, tell
from cases.actions.sharing.agreeing import record_sharing
from cases.models import (
    Address,
    Allocation,
    Case,
    CaseChild,
    Person,
    SchoolChange,
    SharingBasis,
    TafMember,
)
from cases.rules.blocking import manages
from localities.models import Agency

Outcome = SchoolChange.Outcome

NOTE_DAYS = 14  # for so long the old school may write its last note
SETTLED = "This change of school has been seen to already."
NOT_OF_THE_SCHOOL = "Choose somebody who works at the new school."
NO_NEW_SCHOOL = "The new school is not recorded. Record it on the child’s facts first."
WRITTEN = "A last note has been left already."
OVER = "The time for a last note is over. Ring the early help desk."
MAIL = (
    "A child you worked with has been recorded at another school, so you no longer see the record. "
    "You can leave one last note for the new school until {until}. Sign in: it stands in "
    "“Our families”.\n"
)


def school_changed(*, case: Case, child: Person, old: Agency, by: Any) -> None:
    """Called by the verb that wrote the new school, in its transaction, with the case locked.

    Other families of the child whose case `by` may not see follow by a job at once.
    """
    settle_access(case=case, child=child, old=old, by=by)
    ask(
        "school_changed",
        key=f"school of {child.pk} at version {child.version}",
        by=by,
        payload={"child": child.pk, "old": old.pk, "by": by.pk},
    )


def elsewhere(job: Job) -> Landing:
    """The job: what a change of school ends in the child's other live cases."""

    def land() -> None:
        with acting_as_system("A change of school"):
            child = Person.objects.select_related("school").get(pk=job.payload["child"])
            old = Agency.objects.get(pk=job.payload["old"])
            by = User.objects.get(pk=job.payload["by"])
            present = Q(
                family__memberships__person=child, family__memberships__to_date__isnull=True
            )
            if child.school_id == old.pk:  # it was changed back meanwhile
                return
            done = SchoolChange.objects.filter(child=child, old=old, settled_at__isnull=True)
            cases = Case.objects.live().filter(present).exclude(pk__in=done.values("case"))
            for case in cases.select_for_update(of=("self",)).select_related("family", "locality"):
                settle_access(case=case, child=child, old=old, by=by)

    return land


def settle_access(*, case: Case, child: Person, old: Agency, by: Any) -> SchoolChange | None:
    """End what the old school sees of one case, or ask the lead where a sibling goes there.

    None where nobody of that school works with the family.
    """
    members = list(TafMember.objects.filter(case=case, agency=old, left_on__isnull=True))
    led = Allocation.objects.filter(case=case, agency=old, ended_at__isnull=True).first()
    if not members and not led and not _bases(case, old).exists():
        return None
    people = {row.user_id for row in [*members, led] if row and row.user_id}
    still_there = _sibling_at(case, child, old)
    change = SchoolChange.objects.create(
        case=case,
        child=child,
        child_name=child.name,
        old=old,
        new=child.school,
        new_may_be_named=not _must_not_be_found(case),
        still_there=still_there,
        led=bool(led) and not still_there,
        changed_at=timezone.now(),
        changed_by=by,
        writers=[] if still_there else sorted(people),
        note_until=timezone.localdate() + timedelta(days=NOTE_DAYS),
    )
    if still_there:
        said = f"{child.name} left {old.name}; a brother or sister goes there still"
        tell(case, "school.asked", change, said, by=by, person=child)
    else:
        _end_access(case, change, by)
    return change


@transaction.atomic
def hand_over(
    *,
    case: Case,
    change: SchoolChange,
    to: Any,
    basis: str,
    what: str,
    by: Any,
) -> SchoolChange:
    """Bring a named person of the new school into the team, on a basis for sharing with it."""
    case = case_to_change(case, by, "share")
    change = _open(case, change)
    if change.new is None:
        raise Refused(NO_NEW_SCHOOL)
    if to.agency_id != change.new_id or not to.is_active or not may(to, May.WORK):
        raise Refused(NOT_OF_THE_SCHOOL)
    if not _bases(case, change.new).exists():
        record_sharing(case=case, by=by, agency=change.new, basis=basis, what=what)
    if not TafMember.objects.filter(case=case, user=to, left_on__isnull=True).exists():
        TafMember.objects.create(
            case=case,
            family=case.family,
            user=to,
            name=to.name,
            role="School",
            agency=change.new,
            joined_on=timezone.localdate(),
        )
    said = f"Handed over to {change.new.name}: {to.name} joins the Team Around the Family"
    return _settle(case, change, Outcome.HANDED_OVER, said, by=by)


@transaction.atomic
def settle(*, case: Case, change: SchoolChange, outcome: str, why: str, by: Any) -> SchoolChange:
    """Say that nothing is handed over, or, where a sibling goes to the old school still, whether
    it stays in the team. With the reason."""
    case = case_to_change(case, by, "share")
    change = _open(case, change)
    if not why.strip():
        raise Refused("Write why.")
    if outcome == Outcome.ENDED:
        people = TafMember.objects.filter(case=case, agency=change.old, left_on__isnull=True)
        change.writers = sorted(set(people.exclude(user=None).values_list("user_id", flat=True)))
        change.save(update_fields=["writers"])
        _end_access(case, change, by)
    said = f"{change.old.name}: {Outcome(outcome).label.lower()}"
    return _settle(case, change, outcome, said, by=by, why=why)


@transaction.atomic
def leave_note(*, change: SchoolChange, by: Any, words: str) -> SchoolChange:
    """The old school's last note: what the new school should know. Nothing of the record is shown
    for it, and whoever leads reads it before it goes on."""
    locked = SchoolChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if by.pk not in locked.writers or timezone.localdate() > locked.note_until:
        raise Refused(OVER)
    if locked.note_at:
        raise Refused(WRITTEN)
    locked.note, locked.note_by, locked.note_at = words, by, timezone.now()
    locked.save(update_fields=["note", "note_by", "note_at"])
    said = f"Last note of {by.name} after the change of school"
    tell(Case(pk=locked.case_id), "school.noted", locked, said, by=by)
    return locked


def _end_access(case: Case, change: SchoolChange, by: Any) -> None:
    today, old = timezone.localdate(), change.old
    why = f"{change.child_name} left {old.name}"
    for member in TafMember.objects.filter(case=case, agency=old, left_on__isnull=True):
        member.left_on = max(today, member.joined_on)
        member.save(update_fields=["left_on"])
        tell(case, "taf.left", member, f"{member.name} left the team", by=by, reason=why)
    for basis in _bases(case, old):
        basis.stopped_at, basis.to_date = timezone.now(), max(today, basis.from_date)
        basis.save(update_fields=["stopped_at", "to_date"])
        tell(case, "sharing.ended", basis, f"Sharing with {old.name} stopped", by=by, reason=why)
    led = Allocation.objects.filter(case=case, agency=old, ended_at__isnull=True)
    if led.exists():
        _mind(case, by, why)
    _offer_a_note(change, by)
    reach_again()


def _mind(case: Case, by: Any, why: str) -> None:
    """Until a manager names another lead, somebody looks after the family."""
    minder = by if manages(case, by) else _manager_of(case)
    case.change(minded_by=minder)
    name = minder.name if minder else "nobody named"
    said = f"Until there is another lead: {name} looks after the family"
    tell(case, "case.looked_after", case, said, by=by, reason=why)


def _manager_of(case: Case) -> User | None:
    active = User.objects.filter(is_active=True).order_by("pk")
    hub = active.filter(localities=case.locality_id)
    for role in ("locality_manager", "team_manager", "duty_worker"):
        if found := hub.filter(role=role).first():
            return found
    return active.filter(role="head_of_service").first()


def _offer_a_note(change: SchoolChange, by: Any) -> None:
    until = f"{change.note_until.day} {change.note_until:%B}"
    people = User.objects.filter(pk__in=change.writers, is_active=True)
    post(
        to=people.values_list("email", flat=True),
        subject="A record you worked with has changed",
        text=MAIL.format(until=until),
        by=by,
        key=f"school change {change.pk}",
    )


def _bases(case: Case, agency: Agency) -> Any:
    """Bases for sharing with an agency that hold, or will."""
    return SharingBasis.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=timezone.localdate()),
        family=case.family_id,
        agency=agency,
        stopped_at__isnull=True,
    )


def _sibling_at(case: Case, child: Person, school: Agency) -> bool:
    others = CaseChild.objects.filter(case=case, person__school=school).exclude(person=child)
    return others.filter(person__died_on__isnull=True).exists()


def _must_not_be_found(case: Case) -> bool:
    """Whether somebody of the family is where nobody may find them: their new school is a trace."""
    return (
        Address.objects.filter(
            person__memberships__family=case.family_id,
            person__memberships__to_date__isnull=True,
            to_date__isnull=True,
        )
        .filter(Q(safe_address=True) | Q(kind=Address.Kind.REFUGE))
        .exists()
    )


def _open(case: Case, change: SchoolChange) -> SchoolChange:
    rows = SchoolChange.objects.select_for_update(of=("self",)).select_related("old", "new")
    found = rows.get(pk=change.pk, case=case)
    if found.settled_at:
        raise Refused(SETTLED)
    return found


def _settle(
    case: Case, change: SchoolChange, outcome: str, said: str, *, by: Any, why: str = ""
) -> SchoolChange:
    change.outcome, change.why = outcome, why
    change.settled_at, change.settled_by = timezone.now(), by
    change.save(update_fields=["outcome", "why", "settled_at", "settled_by"])
    tell(case, f"school.{outcome}", change, said, by=by, reason=why)
    return change
