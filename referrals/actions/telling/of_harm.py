"""Where harm is alleged about a family with an open case, its managers hear that it passed to
social work, so that they decide, with the social worker, whether and how the lead is told.

What is alleged is not told, nor by whom, and no letter names a family. Nobody is told by itself of
a record for named people, or where somebody who works may be meant: then the social worker decides
who is told, with the designated officer where it is about somebody who works with children.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from accounts.roles import Scope, role_of
from audit.actions.posting import post
from audit.actions.queueing import Landing, ask
from audit.actions.recording import record
from audit.models import Event, Job
from cases.models import Allocation, Case, TafMember
from cases.queries.leads.managers import managers_of
from localities.models import Authority
from referrals.families import families_of
from referrals.models import Allegation, Notification, Referral

JOB = "tell_of_harm"
VERB = "request.harm_told"
SUBJECT = "A family with an open case: passed to social work"
TEXT = (
    "Harm is alleged in request {reference}, which is about the family of case {case}. It passed "
    "to social work at {at}, and a social worker decides what happens. What is alleged is theirs "
    "to tell.\n\n"
    "Ring them on {phone} before anybody speaks to the family, and decide with them whether and "
    "how the lead practitioner is told. Nobody else has been told.\n\n"
    "The case: {link}\n"
)
TOLD = "The managers of {case} were told that it passed to social work, not what is alleged."
NOT_TOLD = (
    "The managers of {case} were not told: {why}. Decide who is, with the designated officer "
    "(LADO) where it is about somebody who works with children."
)
NAMED_PEOPLE = "the record is for named people"
MAY_BE_THEM = "somebody who works may be meant"
NOBODY = "nobody manages its locality"
# In what is alleged: words for somebody who works, where no name is said.
_WORDS = """
assistant childminder coach colleague colleagues employee employees headteacher lecturer mentor
midwife nurse nurses nursery officer practitioner practitioners professional professionals staff
supervisor teacher teachers tutor volunteer volunteers worker workers
"""
AT_WORK = frozenset(_WORDS.split())


def ask_to_tell(referral: Referral, moment: Any, by: Any) -> None:
    """In the transaction in which harm is alleged, or the family of such a request is found."""
    ask(
        JOB,
        key=f"harm told {referral.reference} {moment.isoformat()}",
        by=by,
        payload={"id": referral.pk},
    )


def tell(job: Job) -> Landing:
    """The job: tell the managers of each open case of the family once, or note why not."""

    def landing() -> None:
        with acting_as_system("telling managers that harm is alleged"):
            referral = Referral.objects.filter(pk=job.payload["id"]).first()
            if referral:
                _tell(referral)

    return landing


def _tell(referral: Referral) -> None:
    alleged = list(Allegation.objects.filter(referral=referral, looked_into_at__isnull=True))
    people = [one.person_id for one in referral.people.all() if one.person_id]
    if not alleged:
        return  # looked into meanwhile: the social worker has told whom they would
    for case in Case.objects.live().filter(family__in=families_of(people)).select_related("family"):
        managers = _managers(case)
        why = _why_not(referral, case, alleged, managers)
        if not why:
            _write_to(managers, referral, case, alleged)
        said = NOT_TOLD.format(case=case, why=why) if why else TOLD.format(case=case)
        if said not in what_was_told(referral):
            # Of the request alone: the history of the case is read by its lead.
            record(VERB, referral, said, by=None)


def what_was_told(referral: Referral) -> list[str]:
    """In sentences, for the social worker: who was told, or why nobody was."""
    events = Event.objects.filter(verb=VERB, subject="referrals.referral", subject_id=referral.pk)
    return list(events.order_by("id").values_list("summary", flat=True))


def _managers(case: Case) -> list[User]:
    """Of its locality, as far as they see the case; no head of service in their place."""
    return [user for user in managers_of(case) if role_of(user).scope == Scope.LOCALITIES]


def _why_not(
    referral: Referral, case: Case, alleged: Iterable[Allegation], managers: list[User]
) -> str:
    if referral.kept_for_id or case.restricted or case.family.restricted:
        return NAMED_PEOPLE
    if referral.closed_to or _at_a_school(referral):
        return MAY_BE_THEM
    if _names_somebody_at_work(case, alleged, managers):
        return MAY_BE_THEM
    return "" if managers else NOBODY


def _at_a_school(referral: Referral) -> bool:
    """A notification says that somebody involved works at a school, or does not know."""
    notice = Notification.objects.filter(referral=referral).first()
    return notice is not None and notice.works_at_school != Notification.YesNo.NO


def _names_somebody_at_work(
    case: Case, alleged: Iterable[Allegation], managers: list[User]
) -> bool:
    """What is alleged has a word for somebody who works, or a name of the team or a manager."""
    words = {word.casefold() for one in alleged for word in re.findall(r"\w+", one.words)}
    leads = Allocation.objects.filter(case=case).values("user")
    team = TafMember.objects.filter(family=case.family_id, user__isnull=False).values("user")
    users = User.objects.filter(Q(pk__in=leads) | Q(pk__in=team))
    called = [user.name for user in (*users, *managers)]
    names = {part for name in called for part in re.findall(r"\w{3,}", name.casefold())}
    return bool(words & (names | AT_WORK))


def _write_to(
    managers: list[User], referral: Referral, case: Case, alleged: list[Allegation]
) -> None:
    last = max(one.recorded_at for one in alleged)
    council = Authority.current()
    text = TEXT.format(
        reference=referral.reference,
        case=case.reference,
        at=f"{timezone.localtime(last):%H:%M}",
        phone=council.mash_phone,
        link=f"{settings.SITE_URL}{reverse('case', args=[case.reference])}",
    )
    key = f"harm told {referral.reference} {last.isoformat()} of {case.reference}"
    post(to=[user.email for user in managers], subject=SUBJECT, text=text, by=None, key=key)
