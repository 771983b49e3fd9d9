"""The lists that a request names one of, and the locality of a postcode. About nobody."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import ForAccounts
from accounts.api.views import ApiView
from audit.api.described import READING, WRITING, problems
from audit.api.problems import Mistakes
from cases.codes import Sex
from cases.models import Address
from cases.needs import NeedKind
from localities.models import Locality
from localities.routing import locality_of, tidy_postcode
from referrals.api.answers import STATUSES, CodesSerializer, LocalitySerializer, coded
from referrals.api.bodies import PostcodeBody
from referrals.forms.asking import NOT_A_POSTCODE
from referrals.forms.people import RELATIONSHIPS
from referrals.models import Notification, Outcome, Referral, ReferralPerson
from referrals.sources import CODES

LISTS = {
    "sources": list(CODES.items()),
    "senders": Referral.Sender.choices,
    "statuses": list(STATUSES.items()),
    "outcomes": Outcome.choices,
    "needs": NeedKind.choices,
    "request_kinds": Referral.Kind.choices,
    "kinds": ReferralPerson.Kind.choices,
    "sexes": Sex.choices,
    "relationships": [(words, words) for words in RELATIONSHIPS],
    "address_kinds": Address.Kind.choices,
    "family_knows": Referral.Knows.choices,
    "safe_way": Referral.SafeWay.choices,
    "children_were": Notification.Children.choices,
    "risk": Notification.Risk.choices,
    "safety_plan": Notification.YesNo.choices,
    "perpetrator_is": Notification.Whom.choices,
    "works_at_school": Notification.YesNo.choices,
}


class Codes(ApiView):
    """Every list of codes."""

    permission_classes = [ForAccounts]

    @extend_schema(operation_id="codes", responses={200: CodesSerializer, **problems(*READING)})
    def get(self, request: Request) -> Response:
        found = {name: [coded(*pair) for pair in pairs] for name, pairs in LISTS.items()}
        places = [coded(place.slug, place.name) for place in Locality.objects.all()]
        return Response(found | {"localities": places})


class LocalityOfPostcode(ApiView):
    """Which locality serves a postcode."""

    permission_classes = [ForAccounts]

    @extend_schema(
        operation_id="locality_of_postcode",
        request=PostcodeBody,
        responses={200: LocalitySerializer, **problems(*WRITING)},
    )
    def post(self, request: Request) -> Response:
        body = PostcodeBody(data=request.data)
        body.is_valid(raise_exception=True)
        postcode = tidy_postcode(body.validated_data["postcode"])
        if not postcode:
            raise Mistakes({"postcode": f"{NOT_A_POSTCODE}."})
        place = locality_of(postcode)
        return Response({"locality": coded(place.slug, place.name) if place else None})
