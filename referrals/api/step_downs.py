"""Step-downs from the system of the council's social care."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from audit.api.described import WRITING, problems
from referrals.actions.doors.stepping_down import doubts_about_handover, may_step_down, step_down
from referrals.api.answers import ReceivedSerializer
from referrals.api.bodies_of_kinds import StepDownBody
from referrals.api.examples import STEP_DOWN
from referrals.api.reading import Mistake, family_in, of_telling, refuse, whole
from referrals.api.sending import IDEMPOTENCY, Facts, send
from referrals.forms.stepping_down import HANDOVER
from referrals.models import Referral


class StepDowns(ApiView):
    """Families whom social care hands to early help."""

    permission_classes = [for_scope(TokenScope.STEP_DOWN, rule=may_step_down)]

    @extend_schema(
        operation_id="step_downs_send",
        parameters=[IDEMPOTENCY],
        request=StepDownBody,
        responses={201: ReceivedSerializer, **problems(*WRITING)},
        examples=[STEP_DOWN],
    )
    def post(self, request: Request) -> Response:
        """Step a family down to early help. How it stands is read under /referrals/."""

        def write(body: Facts, agency: Any) -> tuple[Referral, Facts]:
            handover, outstanding, facts, people = step_down_in(body, today=timezone.localdate())
            referral = step_down(
                by=request.user,
                people=people,
                handover=handover,
                outstanding=outstanding,
                door=Referral.Door.API,
                sender_user=request.user,
                sender_agency=agency,
                **facts,
            )
            return referral, {}

        return send(request, StepDownBody, write)


def step_down_in(body: Facts, *, today: date) -> tuple[Facts, list[Facts], Facts, list[Facts]]:
    """What only social care knows, what is outstanding, the other facts and the people, as
    `step_down` takes them; else Mistakes."""
    facts, people, mistakes = family_in(body, today)
    handover = {name: facts.pop(name) for name in HANDOVER}
    outstanding = facts.pop("outstanding")
    refuse([*mistakes, *_mistakes(handover, facts, today)])
    return handover, outstanding, facts, people


def _mistakes(handover: Facts, facts: Facts, today: date) -> Iterator[Mistake]:
    yield from whole(doubts_about_handover(handover, today))
    yield from of_telling(facts)
