"""Requests for support from other systems, and what they read of those they sent."""

import hashlib
import json
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import agency_of, for_scope, holder_of
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from audit.actions.answering import Answer, once
from audit.actions.recording import looked
from audit.api.described import READING, WRITING, problems
from audit.api.problems import Mistakes
from audit.models import Look
from audit.refusal import Refused
from localities.models import Authority
from referrals.actions.receiving import receive
from referrals.actions.replying import open_reply_path
from referrals.actions.telling import tell_received
from referrals.api.answers import ReceivedSerializer, SentSerializer, sent
from referrals.api.bodies import ReferralBody
from referrals.api.examples import REFERRAL
from referrals.api.finding import LatestFirst, SentFilter
from referrals.api.reading import request_in
from referrals.models import Referral
from referrals.queries.sent import states_of

KEY = "Idempotency-Key"
LONGEST_KEY = 255
BAD_KEY = f"Send a key of 1 to {LONGEST_KEY} letters, digits and signs, without spaces."
NO_AGENCY = "This account belongs to no agency. Ask the council’s administrator to put that right."
DANGER = "If somebody is in danger now, ring 999. Children’s social care: {}. At other times: {}."
SHOWN = ("reference", "external_reference", "received_at", "stage", "case_id", "offers_to_lead")
IDEMPOTENCY = OpenApiParameter(
    KEY,
    location=OpenApiParameter.HEADER,
    pattern=f"^[!-~]{{1,{LONGEST_KEY}}}$",
    description=(
        "A new one, such as a UUID, for each new request. The same request sent again with the "
        "same key, also at the same moment, is answered as the first was and received once. Kept "
        "for 30 days, for each token apart."
    ),
)


class Referrals(ApiView, GenericAPIView):
    """The requests for support that this system sent; sending another."""

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
        agency = agency_of(request)
        if agency is None:
            raise Refused(NO_AGENCY)
        key = _key(request)
        body = ReferralBody(data=request.data)
        body.is_valid(raise_exception=True)

        def verb() -> Answer:
            return _received(request, agency, body.validated_data)

        holder, digest = holder_of(request), _digest(request)
        answer = once(holder=holder, key=key, digest=digest, verb=verb) if key else verb()
        headers = {"Location": request.build_absolute_uri(answer.location)}
        return Response(answer.body, status=answer.status, headers=headers)


class ReferralSent(ApiView):
    """One request for support that this system sent. Of others there is nothing here."""

    permission_classes = [for_scope(TokenScope.READ_SENT)]

    @extend_schema(
        operation_id="referrals_read",
        responses={200: SentSerializer, **problems(*READING)},
    )
    def get(self, request: Request, reference: str) -> Response:
        if "\0" in reference:
            raise Http404
        row = sent_by_account(request).filter(reference=reference).first()
        if row is None:
            raise Http404
        looked(Look.Kind.OPENED, f"Request {reference}, by its sender", by=request.user)
        return Response(sent(row, *states_of([row], request.user)[0]))


def sent_by_account(request: Request) -> Any:
    """What this account sent: all tokens of an agency’s systems are one account’s."""
    return Referral.objects.filter(sender_user=request.user.pk).only(*SHOWN, "sender_user_id")


def _received(request: Request, agency: Any, body: dict[str, Any]) -> Answer:
    facts, people = request_in(body, agency=agency, today=timezone.localdate())
    write_to = facts["sender_email"] if facts.pop("write_to_sender") else ""
    referral = receive(
        by=request.user,
        door=Referral.Door.API,
        people=people,
        sender_user=request.user,
        sender_agency=agency,
        **facts,
    )
    if write_to:
        open_reply_path(referral=referral, email=write_to)
    tell_received(referral=referral, by=request.user)
    council = Authority.current()
    told = {"in_danger": DANGER.format(council.mash_phone, council.out_of_hours_phone)}
    said = sent(referral, *states_of([referral], request.user)[0]) | told
    return Answer(201, said, reverse("api-referral", args=[referral.reference]))


def _key(request: Request) -> str:
    key: str | None = request.headers.get(KEY)
    if key is None:
        return ""
    if not 1 <= len(key) <= LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise Mistakes({KEY: BAD_KEY})
    return key


def _digest(request: Request) -> str:
    """What was asked, however its JSON was written."""
    asked = [request.method, request.path, request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
