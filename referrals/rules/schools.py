"""Whether somebody of a school may be told that an incident was notified, and who.

One named adult learns the minimum before the school opens next. Nobody of a school is told where
somebody involved works there: the desk rings the designated lead or the LADO instead.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.text import names_meant
from localities.models import Agency
from referrals.models import KeyAdult, Notification, Referral, ReferralPerson, SchoolNotice
from referrals.rules.plausible import completed_years

Held = SchoolNotice.Held
YesNo = Notification.YesNo

SCHOOL_AGES = range(3, 19)

WORDS: dict[str, str] = {
    Held.STAFF: "Somebody involved works at this school. Tell nobody there. Ring the designated "
    "lead of the local authority (LADO), and the school’s designated safeguarding lead only where "
    "the LADO says so.",
    Held.STAFF_NOT_KNOWN: "It is not known whether somebody involved works at a school of the "
    "children. Ask the sender, then say so below.",
    Held.NO_SCHOOL: "The child’s school is not known. Find it out, then choose it below.",
    Held.NO_KEY_ADULT: "This school has named no key adult who can sign in. Ring its designated "
    "safeguarding lead and ask for one to be named.",
    Held.RESTRICTED: "A restricted record. The people named on it decide who is told.",
}


def why_held(referral: Referral, notice: Notification, school: Agency | None) -> str:
    """Why nobody of this school is told now; empty where the key adult may be."""
    if referral.kept_for_id:
        return Held.RESTRICTED
    if school and staff_involved(referral, notice, school):
        return Held.STAFF
    if notice.works_at_school == YesNo.YES and notice.works_at_id is None:
        return Held.STAFF_NOT_KNOWN
    if notice.works_at_school == YesNo.NOT_KNOWN:
        return Held.STAFF_NOT_KNOWN
    if school is None:
        return Held.NO_SCHOOL
    return "" if whom_to_tell(school) else Held.NO_KEY_ADULT


def of_school_age(child: ReferralPerson, referral: Referral) -> bool:
    """Also where a school is named, or no date of birth is known."""
    if child.kind != ReferralPerson.Kind.CHILD:
        return False
    if child.school_name.strip() or child.date_of_birth is None:
        return True
    day = timezone.localdate(referral.received_at)
    return completed_years(child.date_of_birth, day) in SCHOOL_AGES


def staff_involved(referral: Referral, notice: Notification, school: Agency) -> bool:
    """The sender says so; or somebody who signs in for the school has the name of somebody
    involved, or is linked to the family."""
    if notice.works_at_school == YesNo.YES and notice.works_at_id == school.pk:
        return True
    adults = referral.people.filter(kind=ReferralPerson.Kind.ADULT)
    called = [*(person.name for person in adults), notice.perpetrator_name, notice.harmed]
    names = {name for each in called for name in names_meant(each)}
    of_the_school = User.objects.filter(agency=school)
    involved = Q(sort_name__in=names) | Q(pk__in=referral.closed_to)
    return of_the_school.filter(involved).exists()


def whom_to_tell(school: Agency) -> User | None:
    """The key adult; the deputy where they cannot sign in."""
    named = key_adult_of(school)
    if named is None:
        return None
    return next((user for user in (named.user, named.deputy) if _may_be_told(user, school)), None)


def deputy_of(school: Agency) -> User | None:
    named = key_adult_of(school)
    return named.deputy if named and _may_be_told(named.deputy, school) else None


def key_adult_of(school: Agency) -> KeyAdult | None:
    rows = KeyAdult.objects.filter(school=school, ended_on__isnull=True)
    return rows.select_related("user", "deputy").first()


def _may_be_told(user: Any, school: Agency) -> bool:
    """Somebody of this very school who can sign in; their e-mail was verified when they first
    did."""
    return bool(user and user.is_active and user.agency_id == school.pk)
