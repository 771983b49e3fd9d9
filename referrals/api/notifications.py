"""Domestic abuse notifications from the systems of the police."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from audit.api.described import WRITING, problems
from localities.models import Agency
from referrals.actions.doors.notifying import doubts_about_incident, may_notify, notify
from referrals.api.answers import NotifiedSerializer
from referrals.api.bodies_of_kinds import NotificationBody
from referrals.api.examples import NOTIFICATION
from referrals.api.reading import Mistake, family_in, refuse, whole
from referrals.api.sending import IDEMPOTENCY, Facts, send
from referrals.forms.notifying import schools
from referrals.models import Notification, Referral
from referrals.queries.notifications import marac_route

OF_THE_INCIDENT = (
    "incident_on", "incident_time", "incident_reference", "reported", "reported_by",
    "children_were", "risk", "safety_plan", "harmed", "perpetrator_is", "perpetrator_name",
    "perpetrator_relationship", "perpetrator_born", "works_at_school", "works_at",
)  # fmt: skip
OF_WHOM = ("perpetrator_name", "perpetrator_relationship", "perpetrator_born")
NOT_UNKNOWN = "Send “described” as perpetrator_is, or leave this out."
NOT_AT_WORK = "Send “yes” as works_at_school, or leave this out."
NO_SCHOOL = "No school has this name or URN. Check it, or leave it out: then the desk asks you."


class Notifications(ApiView):
    """Domestic abuse notifications."""

    permission_classes = [for_scope(TokenScope.NOTIFY, rule=may_notify)]

    @extend_schema(
        operation_id="notifications_send",
        parameters=[IDEMPOTENCY],
        request=NotificationBody,
        responses={201: NotifiedSerializer, **problems(*WRITING)},
        examples=[NOTIFICATION],
    )
    def post(self, request: Request) -> Response:
        """Notify an incident at which children live. How it stands is read under /referrals/."""

        def write(body: Facts, agency: Any) -> tuple[Referral, Facts]:
            incident, facts, people = notification_in(body, today=timezone.localdate())
            if agency.kind == Agency.Kind.POLICE:  # else the desk sends it on their behalf
                facts |= {"sender_user": request.user, "sender_agency": agency}
            referral = notify(
                by=request.user,
                people=people,
                incident=incident,
                door=Referral.Door.API,
                **facts,
            )
            high = incident["risk"] == Notification.Risk.HIGH
            return referral, {"do_now": marac_route() if high else []}

        return send(request, NotificationBody, write)


def notification_in(body: Facts, *, today: date) -> tuple[Facts, Facts, list[Facts]]:
    """The incident, the other facts and the people, as `notify` takes them; else Mistakes."""
    facts, people, mistakes = family_in(body, today)
    incident = {name: facts.pop(name) for name in OF_THE_INCIDENT}
    said = incident["works_at"]
    incident["works_at"] = _school(said) if said else None
    refuse([*mistakes, *_mistakes(incident, said, today)])
    return incident, facts, people


def _mistakes(incident: Facts, school: str, today: date) -> Iterator[Mistake]:
    yield from whole(doubts_about_incident(incident, today))
    if incident["perpetrator_is"] != Notification.Whom.DESCRIBED:
        yield from ((name, NOT_UNKNOWN) for name in OF_WHOM if incident[name])
    if school and incident["works_at_school"] != Notification.YesNo.YES:
        yield "works_at", NOT_AT_WORK
    elif school and incident["works_at"] is None:
        yield "works_at", NO_SCHOOL


def _school(said: str) -> Agency | None:
    found: Agency | None = schools().filter(Q(name__iexact=said) | Q(urn=said)).first()
    return found
