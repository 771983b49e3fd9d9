"""Telling a school's key adult that an incident was notified: who, when, what, and when seen."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.queueing import Landing
from audit.actions.recording import record
from audit.models import Job
from audit.refusal import Refused, refuse_if
from localities.calendar import next_school_start
from localities.models import Agency, Authority
from referrals.actions.keeping_apart import restricted_family
from referrals.models import Notification, Referral, ReferralPerson, SchoolNotice
from referrals.rules.schools import deputy_of, of_school_age, whom_to_tell, why_held

Held = SchoolNotice.Held

SUBJECT = "Something to read as key adult of your school"
TEXT = (
    "There is something for you to read as key adult of your school, before it opens next. Sign "
    "in: it stands in “Our families”. For safety nothing of it stands in this message.\n"
)
DESK_SUBJECT = "A notification needs a call from the desk"
DESK_TEXT = (
    "A notification cannot be shared with a school, because somebody involved may work there. "
    "Its reference is {reference}. Sign in and open it: it says whom to ring.\n"
)
TOLD = "This has been shared already."
NO_DEPUTY = "The school has named no deputy who can sign in. Ring its designated lead."
NOT_THE_DESK = "Only the early help desk and the MASH can do this."


def list_schools(job: Job) -> Landing:
    """The job of a notification just received: a notice for each child at school, and those told
    whom nothing stands against."""

    def land() -> None:
        with acting_as_system("Telling schools of a notification"):
            referral = Referral.objects.select_for_update().get(pk=job.payload["id"])
            notice = Notification.objects.get(referral=referral)
            if SchoolNotice.objects.filter(referral=referral).exists():
                return
            for child in referral.people.select_related("person__school"):
                _list(referral, notice, child)
            # Matching may not have come to it yet; a school that was told cannot be told back.
            referral.kept_for_id = referral.kept_for_id or restricted_family(referral)
            settle(referral=referral, notice=notice, by=None, schools={})

    return land


def settle(
    *, referral: Referral, notice: Notification, by: Any, schools: Mapping[int, Agency]
) -> None:
    """Look at every notice that was not shared: hold it with the reason, or share it now."""
    rows = SchoolNotice.objects.filter(referral=referral, shared_at__isnull=True)
    for row in rows.select_related("school").select_for_update(of=("self",)):
        row.school = schools.get(row.pk, row.school)
        before, row.held_because = row.held_because, why_held(referral, notice, row.school)
        row.save(update_fields=["school", "held_because"])
        if not row.held_because:
            assert row.school is not None
            _share(referral, row, whom_to_tell(row.school), by)
        elif row.held_because == Held.STAFF and before != Held.STAFF:
            _tell_the_desk(referral, row)


@transaction.atomic
def share_with_deputy(*, notice: SchoolNotice, by: Any) -> SchoolNotice:
    """Tell the deputy as well, where the key adult has not read it."""
    referral = Referral.objects.select_for_update().get(pk=notice.referral_id)
    locked = SchoolNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    refuse_if([] if may(by, May.TRIAGE) else [NOT_THE_DESK])
    said = Notification.objects.get(referral=referral)
    if held := why_held(referral, said, locked.school):
        raise Refused(str(Held(held).label))
    deputy = deputy_of(locked.school) if locked.school else None
    if deputy is None:
        raise Refused(NO_DEPUTY)
    if SchoolNotice.objects.filter(child=locked.child_id, user=deputy).exists():
        raise Refused(TOLD)
    again = SchoolNotice(
        referral=referral,
        school=locked.school,
        child_id=locked.child_id,
        child_name=locked.child_name,
        incident_on=locked.incident_on,
        due_at=locked.due_at,
    )
    return _share(referral, again, deputy, by)


@transaction.atomic
def see(*, notice: SchoolNotice, by: Any) -> SchoolNotice:
    """Whoever was told has opened it: the first time is kept."""
    if notice.user_id != by.pk:
        raise Refused("This is for somebody else.")
    rows = SchoolNotice.objects.filter(pk=notice.pk, seen_at__isnull=True)
    if rows.update(seen_at=timezone.now()):
        record("request.school_saw", notice, "A key adult read what they were told", by=by)
        notice.refresh_from_db(fields=["seen_at"])
    return notice


def _list(referral: Referral, notice: Notification, child: ReferralPerson) -> None:
    school = _school_of(child)
    if school is None and not of_school_age(child, referral):
        return
    SchoolNotice.objects.create(
        referral=referral,
        school=school,
        child=child,
        child_name=child.name,
        incident_on=notice.incident_on,
        due_at=next_school_start(referral.received_at),
        held_because=Held.NO_SCHOOL,
    )


def _school_of(child: ReferralPerson) -> Agency | None:
    """As the sender named it, where that is one of our schools; else as we know the child."""
    if child.kind != ReferralPerson.Kind.CHILD:
        return None
    schools = Agency.objects.filter(kind=Agency.Kind.EDUCATION, ended_on__isnull=True)
    if child.school_name.strip():
        return schools.filter(name__iexact=child.school_name.strip()).first()
    return child.person.school if child.person else None


def _share(referral: Referral, row: SchoolNotice, user: User | None, by: Any) -> SchoolNotice:
    assert user is not None
    row.user, row.shared_at, row.shared_by, row.held_because = user, timezone.now(), by, ""
    row.save()
    said = f"The key adult of {row.school} was told that an incident was notified"
    record("request.school_told", referral, said, by=by, notice=row.pk)
    post(to=[user.email], subject=SUBJECT, text=TEXT, by=by, key=f"school notice {row.pk}")
    return row


def _tell_the_desk(referral: Referral, row: SchoolNotice) -> None:
    text = DESK_TEXT.format(reference=referral.reference)
    key = f"school staff {row.pk}"
    record("request.school_held", referral, str(Held.STAFF.label), by=None, notice=row.pk)
    post(to=[Authority.current().desk_email], subject=DESK_SUBJECT, text=text, by=None, key=key)
