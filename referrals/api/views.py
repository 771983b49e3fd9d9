"""Requests for support from other systems, and what they read of everything they sent."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from audit.actions.recording import looked
from audit.api.described import READING, WRITING, problems
from audit.models import Look
from referrals.actions.doors.receiving import receive
from referrals.actions.doors.replying import open_reply_path
from referrals.api.answers import ReceivedSerializer, SentSerializer, sent
from referrals.api.bodies import ReferralBody
from referrals.api.examples import REFERRAL
from referrals.api.finding import LatestFirst, SentFilter
from referrals.api.reading import request_in
from referrals.api.sending import IDEMPOTENCY, Facts, send
from referrals.models import Referral
from referrals.queries.sent import states_of

SHOWN = (
    "reference",
    "external_reference",
    "kind",
    "received_at",
    "stage",
    "case_id",
    "offers_to_lead",
)


class Referrals(ApiView, GenericAPIView):
    """What this system sent, of every kind; sending a request for support."""

    queryset = Referral.objects.none()  # for the document alone
    serializer_class = SentSerializer
    filter_backends = [DjangoFilterBackend]
    filterset_class = SentFilter
    pagination_class = LatestFirst

    def get_permissions(self) -> list[Any]:
        writes = self.request.method == "POST"
        return [for_scope(TokenScope.SEND if writes else TokenScope.READ_SENT)()]

    @extend_schema(
        operation_id="referrals_list",
        # With its kind, as the problems have theirs: so it is seen to be a list, with pages.
        responses={
            (200, "application/json"): SentSerializer(many=True),
            **problems(*READING),
        },
    )
    def get(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(sent_by_account(request)))
        assert rows is not None
        looked(Look.Kind.LISTED, "Requests sent, by a system", by=request.user, rows=len(rows))
        words = states_of(rows, request.user)
        return self.get_paginated_response(
            [sent(row, *said) for row, said in zip(rows, words, strict=True)]
        )

    @extend_schema(
        operation_id="referrals_send",
        parameters=[IDEMPOTENCY],
        request=ReferralBody,
        responses={201: ReceivedSerializer, **problems(*WRITING)},
        examples=[REFERRAL],
        filters=False,
    )
    def post(self, request: Request) -> Response:
        """Send a request for support. Nothing in the answer tells whether a family is known."""

        def write(body: Facts, agency: Any) -> tuple[Referral, Facts]:
            return _received(body, agency, request.user), {}

        return send(request, ReferralBody, write)


class ReferralSent(ApiView):
    """One thing that this system sent, of any kind. Of others there is nothing here."""

    permission_classes = [for_scope(TokenScope.READ_SENT)]

    @extend_schema(
        operation_id="referrals_read",
        responses={200: SentSerializer, **problems(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        row = sent_here(request, reference)
        looked(Look.Kind.OPENED, f"Request {reference}, by its sender", by=request.user)
        return Response(sent(row, *states_of([row], request.user)[0]))


def sent_by_account(request: Request) -> Any:
    """What this account sent: all tokens of an agency’s systems are one account’s."""
    return Referral.objects.filter(sender_user=request.user.pk).only(*SHOWN, "sender_user_id")


def sent_here(request: Request, reference: str) -> Referral:
    """One thing that this account sent."""
    rows = sent_by_account(request)
    row: Referral | None = None if "\0" in reference else rows.filter(reference=reference).first()
    if row is None:
        raise Http404
    return row


def _received(body: Facts, agency: Any, user: Any) -> Referral:
    facts, people = request_in(body, agency=agency, today=timezone.localdate())
    write_to = facts["sender_email"] if facts.pop("write_to_sender") else ""
    referral = receive(
        by=user,
        door=Referral.Door.API,
        people=people,
        sender_user=user,
        sender_agency=agency,
        **facts,
    )
    if write_to:
        open_reply_path(referral=referral, email=write_to)
    return referral
