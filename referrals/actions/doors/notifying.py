"""A domestic abuse notification: written down with its request, then screened by the desk."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import May, is_system_of, may
from audit.actions.queueing import ask
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from audit.text import names_meant
from localities.models import Agency
from referrals.actions.doors.receiving import receive
from referrals.actions.doors.replying import alert_duty
from referrals.actions.telling.schools import settle
from referrals.models import Notification, Referral

Whom, YesNo = Notification.Whom, Notification.YesNo

NOT_THEIRS = "Only the police, or the early help desk on their behalf, notify domestic abuse."
WORRIES = "What was notified is kept with this notification, for those who may read it."
WHY_NOT = "The police notify without asking the family. Nobody is told before it is safe."
NOT_WHOLE: dict[str, str] = {
    "incident_on": "Enter the day of the incident",
    "incident_reference": "Enter the police reference of the incident",
    "reported": "Enter what was reported",
    "reported_by": "Enter who reported it: a name or a role, such as a neighbour",
    "children_were": "Select where the children were",
    "risk": "Select the risk level of the DASH assessment",
    "safety_plan": "Select whether there is a safety plan",
    "perpetrator_is": "Select whether it is known who is said to have done it",
    "works_at_school": "Select whether either of them works at a school of the children",
}
AHEAD = "The incident must be today or in the past"
WHOM = "Enter a name, or what they are to the children"
WHERE = "Select the school where they work"
NO_RESULT = "Select the result of the screening."
NO_WORDS = "Write why, in words others can follow."
NO_MARAC = "This notification is of high risk: say that the MARAC route was taken, or pass it on."
NOBODY_OF_IT = "Only the early help desk and the MASH screen a notification."


@transaction.atomic
def notify(
    *,
    by: Any,
    people: Iterable[Mapping[str, Any]],
    incident: Mapping[str, Any],
    at: datetime | None = None,
    **facts: Any,
) -> Referral:
    """Write down a notification, which waits in the queue like any request.

    `incident` are fields of Notification, `facts` and `people` those of `receive`. Whoever is said
    to have done it and has an account of that name never sees it. Duty is told at once of a high
    risk. A job lists whom of the schools to tell, and tells them where nothing stands against it.
    """
    refuse_if([] if may_notify(by) else [NOT_THEIRS])
    said = _tidied(incident)
    doubts = doubts_about_incident(said, timezone.localdate(at))
    refuse_if([f"{words}." for words in doubts.values()])
    defaults: dict[str, Any] = {
        "sender": Referral.Sender.POLICE,
        "sender_user": by if _is_police(by) else None,
        "sender_agency": by.agency if _is_police(by) else None,
        "door": Referral.Door.STAFF,
        "family_knows": Referral.Knows.NOT_TOLD,
        "why_not": WHY_NOT,
    }
    referral = receive(
        by=by,
        people=people,
        at=at,
        **(defaults | facts),
        kind=Referral.Kind.NOTIFICATION,
        worries=WORRIES,
        closed_to=users_named(str(said.get("perpetrator_name", ""))),
    )
    Notification.objects.create(referral=referral, **said)
    if said["risk"] == Notification.Risk.HIGH and not referral.urgent:
        alert_duty(referral=referral, by=by, why="high_risk")
    ask("tell_schools", key=f"schools of {referral.reference}", by=by, payload={"id": referral.pk})
    return referral


@transaction.atomic
def screen_notification(
    *,
    notice: Notification,
    by: Any,
    result: str,
    words: str,
    works_at_school: str,
    works_at: Agency | None = None,
    schools: Mapping[int, Agency] | None = None,
    account: str = "",
    version: int | None = None,
) -> Notification:
    """Write down what the screening found, and tell the schools that may now be told.

    `schools` names a school for a notice (by its number) whose school was not known; `account` the
    work e-mail of whoever is said to have done it, who is then shut out. Raises Stale.
    """
    referral = Referral.objects.select_for_update().get(pk=notice.referral_id)
    refuse_if([] if may(by, May.TRIAGE) else [NOBODY_OF_IT])
    refuse_if(_against_screening(notice, result, words, works_at_school, works_at))
    notice.change(
        expected=version,
        screening=result,
        screening_words=words.strip(),
        screened_at=timezone.now(),
        screened_by=by,
        works_at_school=works_at_school,
        works_at=works_at if works_at_school == YesNo.YES else None,
    )
    if account.strip():
        _shut_out(referral, account)
    said = f"Screened: {notice.get_screening_display().lower()}"
    record("request.screened", referral, said, by=by)
    settle(referral=referral, notice=notice, by=by, schools=schools or {})
    return notice


def may_notify(user: Any) -> bool:
    """The desk, an officer of the police with an account, or a system of the police."""
    return may(user, May.TRIAGE) or _is_police(user)


def users_named(name: str) -> list[int]:
    """Everybody with an account of this name, whichever way round: they may be whom it names."""
    found = User.objects.filter(sort_name__in=names_meant(name))
    return list(found.values_list("pk", flat=True))


def doubts_about_incident(incident: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is missing or cannot be right, by the question."""
    found = {name: words for name, words in NOT_WHOLE.items() if not incident.get(name)}
    if incident.get("incident_on") and incident["incident_on"] > today:
        found["incident_on"] = AHEAD
    if incident.get("perpetrator_is") == Whom.DESCRIBED and not (
        incident.get("perpetrator_name") or incident.get("perpetrator_relationship")
    ):
        found["perpetrator_name"] = WHOM
    return found


def _is_police(user: Any) -> bool:
    agency, police = getattr(user, "agency", None), Agency.Kind.POLICE
    an_officer = bool(may(user, May.OFFER_TO_LEAD) and agency and agency.kind == police)
    return an_officer or is_system_of(user, police)


def _tidied(incident: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed about somebody and then said to be unknown is not kept."""
    said = dict(incident)
    if said.get("perpetrator_is") != Whom.DESCRIBED:
        said |= {"perpetrator_name": "", "perpetrator_relationship": "", "perpetrator_born": None}
    if said.get("works_at_school") != YesNo.YES:
        said["works_at"] = None
    return said


def _against_screening(
    notice: Notification, result: str, words: str, works: str, works_at: Agency | None
) -> list[str]:
    high = notice.risk == Notification.Risk.HIGH
    lower = {Notification.Screening.EARLY_HELP, Notification.Screening.SCHOOL_ALONE}
    return [
        *([] if result in Notification.Screening.values else [NO_RESULT]),
        *([] if words.strip() else [NO_WORDS]),
        *([NO_MARAC] if high and result in lower else []),
        *([] if works in YesNo.values else [f"{NOT_WHOLE['works_at_school']}."]),
        *([f"{WHERE}."] if works == YesNo.YES and works_at is None else []),
    ]


def _shut_out(referral: Referral, account: str) -> None:
    """Whoever has this address never sees the notification from now on."""
    found = User.objects.filter(email=account.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("No account has this address. Check it, or leave it empty.")
    if found not in referral.closed_to:
        closed = sorted({*referral.closed_to, found})
        Referral.objects.filter(pk=referral.pk).update(closed_to=closed)
        referral.closed_to = closed
