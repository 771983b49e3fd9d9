"""What every door for other systems does: whose it is, once for each key, and the answer."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import agency_of, holder_of
from audit.actions.answering import Answer, once
from audit.api.fields import Body
from audit.api.problems import Mistakes
from audit.refusal import Refused
from localities.models import Authority
from referrals.actions.telling.senders import tell_received
from referrals.api.answers import sent
from referrals.models import Referral
from referrals.queries.sent import states_of

KEY = "Idempotency-Key"
LONGEST_KEY = 255
BAD_KEY = f"Send a key of 1 to {LONGEST_KEY} letters, digits and signs, without spaces."
NO_AGENCY = "This account belongs to no agency. Ask the council’s administrator to put that right."
DANGER = "If somebody is in danger now, ring 999. Children’s social care: {}. At other times: {}."
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

Facts = dict[str, Any]
# Writes down what was sent by this agency; gives it, and what its answer says besides.
Write = Callable[[Facts, Any], tuple[Referral, Facts]]


def send(request: Request, shape: type[Body], write: Write) -> Response:
    """Receive a body of this shape. Nothing in the answer tells whether a family is known."""
    agency = agency_of(request)
    if agency is None:
        raise Refused(NO_AGENCY)
    key = key_of(request)
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)

    def verb() -> Answer:
        referral, besides = write(body.validated_data, agency)
        tell_received(referral=referral, by=request.user)
        return Answer(201, _said(referral, request.user) | besides, _place(referral))

    holder, digest = holder_of(request), digest_of(request)
    answer = once(holder=holder, key=key, digest=digest, verb=verb) if key else verb()
    headers = {"Location": request.build_absolute_uri(answer.location)}
    return Response(answer.body, status=answer.status, headers=headers)


def _said(referral: Referral, user: Any) -> Facts:
    council = Authority.current()
    told = {"in_danger": DANGER.format(council.mash_phone, council.out_of_hours_phone)}
    return sent(referral, *states_of([referral], user)[0]) | told


def _place(referral: Referral) -> str:
    return reverse("api-referral", args=[referral.reference])


def key_of(request: Request) -> str:
    """The Idempotency-Key that came with it; "" where none did."""
    key: str | None = request.headers.get(KEY)
    if key is None:
        return ""
    if not 1 <= len(key) <= LONGEST_KEY or not all("!" <= sign <= "~" for sign in key):
        raise Mistakes({KEY: BAD_KEY})
    return key


def digest_of(request: Request) -> str:
    """What was asked, however its JSON was written."""
    asked = [request.method, request.path, request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
