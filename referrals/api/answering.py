"""The answer of a system to what the desk asks about a request that it sent."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope, holder_of
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from audit.actions.answering import Answer, once
from audit.api.described import WRITING, problems
from referrals.actions.asking_back import answer
from referrals.api.answers import SentSerializer, sent
from referrals.api.bodies import AnswerBody
from referrals.api.sending import IDEMPOTENCY, digest_of, key_of
from referrals.api.views import sent_here
from referrals.queries.sent import states_of

EXAMPLE = OpenApiExample(
    "Answer",
    value={"answer": "He has been at home since half term; the school nurse has rung twice."},
    request_only=True,
)


class ReferralAnswer(ApiView):
    """What the desk asks about something this system sent is answered here."""

    permission_classes = [
        for_scope(TokenScope.SEND, or_scopes=(TokenScope.NOTIFY, TokenScope.STEP_DOWN))
    ]

    @extend_schema(
        operation_id="referrals_answer",
        parameters=[IDEMPOTENCY],
        request=AnswerBody,
        responses={200: SentSerializer, **problems(*WRITING)},
        examples=[EXAMPLE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Answer the question. The request is back at the desk; how it stands now is sent back."""
        row, key = sent_here(request, reference), key_of(request)
        body = AnswerBody(data=request.data)
        body.is_valid(raise_exception=True)

        def verb() -> Answer:
            words = body.validated_data["answer"]
            referral = answer(referral=row, words=words, by=request.user)
            return Answer(200, sent(referral, *states_of([referral], request.user)[0]))

        holder, digest = holder_of(request), digest_of(request)
        said = once(holder=holder, key=key, digest=digest, verb=verb) if key else verb()
        return Response(said.body, status=said.status)
