"""Is this person known? For the desk's own systems alone."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from accounts.roles import May
from audit.actions.recording import looked
from audit.api.described import WRITING, problems
from audit.api.problems import Mistakes
from audit.models import Look
from audit.text import fold
from cases.codes import Sex
from localities.routing import NO_FIXED_ABODE, tidy_postcode
from referrals.api.answers import MatchesSerializer
from referrals.api.bodies import MatchBody
from referrals.api.examples import PERSON
from referrals.matching import Candidate, Subject, Verdict, match
from referrals.models import ReferralPerson
from referrals.rules.plausible import completed_years

NONE_FOUND = "none found"
ADULT_AT = 18
KIND_NOT_SAID = ""
SEXES = {
    "": Sex.NOT_KNOWN, "u": Sex.NOT_KNOWN, "unknown": Sex.NOT_KNOWN, "not known": Sex.NOT_KNOWN,
    "f": Sex.FEMALE, "female": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE,
    "i": Sex.INDETERMINATE, "indeterminate": Sex.INDETERMINATE,
}  # fmt: skip


class Matches(ApiView):
    """Candidates from every person known, the strongest first."""

    permission_classes = [for_scope(TokenScope.MATCH, May.TRIAGE)]

    @extend_schema(
        operation_id="matches",
        request=MatchBody,
        responses={200: MatchesSerializer, **problems(*WRITING)},
        examples=[PERSON],
    )
    def post(self, request: Request) -> Response:
        """Whether this person is known: a verdict, and each candidate with reasons in words."""
        body = MatchBody(data=request.data)
        body.is_valid(raise_exception=True)
        subject = _subject(body.validated_data, timezone.localdate())
        found = match([subject])[subject.key]
        _note(request, body.validated_data, found)
        return Response({"verdict": _verdict(found), "candidates": [_said(each) for each in found]})


def _subject(said: dict[str, Any], today: date) -> Subject:
    """What was said, as people are compared. A number that cannot be one takes no part."""
    postcode = tidy_postcode(said["postcode"])
    return Subject(
        key=0,
        kind=_kind(said["date_of_birth"], today),
        given=fold(said["given_name"]),
        family=fold(said["family_name"]),
        born=said["date_of_birth"],
        sex=_sex(said["sex"]),
        nhs_number="".join(sign for sign in said["nhs_number"] if sign.isdecimal())[:10],
        upn="".join(said["upn"].split()).upper()[:13],
        postcode="" if postcode == NO_FIXED_ABODE else postcode,
    )


def _kind(born: date | None, today: date) -> str:
    """Whether a child or an adult is asked about is not among the columns: the date says it."""
    if born is None:
        return KIND_NOT_SAID
    kinds = ReferralPerson.Kind
    return kinds.ADULT if completed_years(born, today) >= ADULT_AT else kinds.CHILD


def _sex(said: str) -> str:
    try:
        return SEXES[said.strip().lower()]
    except KeyError:
        raise Mistakes({"sex": "Send F, M, I or U, or leave it empty."}) from None


def _note(request: Request, said: dict[str, Any], found: list[Candidate]) -> None:
    """That it was asked, of whom, and whom it showed."""
    terms = " ".join(str(value) for value in said.values() if value)[:300]
    shown = [candidate.person.pk for candidate in found]
    looked(
        Look.Kind.SEARCHED, "whether a person is known", by=request.user, terms=terms, shown=shown
    )


def _verdict(found: list[Candidate]) -> str:
    if not found:
        return NONE_FOUND
    same = any(candidate.verdict == Verdict.SAME for candidate in found)
    return Verdict.SAME if same else Verdict.POSSIBLY


def _said(candidate: Candidate) -> dict[str, Any]:
    return {
        "person": candidate.person.pk,
        "external_id": candidate.person.external_id,
        "score": candidate.score,
        "verdict": candidate.verdict,
        "reasons": candidate.reasons,
    }
