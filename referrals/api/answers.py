"""The shape of what other systems are answered, for the OpenAPI document and the views."""

from typing import Any

from rest_framework import serializers

from referrals.models import Question, Referral
from referrals.queries.sent import ASKED, LOOKED_AT, LOOKED_INTO, RECEIVED

Stage = Referral.Stage

# What a sender is told, with its words. A request added to a live case is "looked_at" like any
# other: nobody can tell from it whether a family is known.
STATUSES: dict[str, str] = {
    "received": RECEIVED,
    "being_looked_into": LOOKED_INTO,
    "asked": ASKED,
    "looked_at": LOOKED_AT,
}


def status_of(stage: str) -> str:
    """The status of a request in this stage; which queue it is in is the desk’s to know."""
    told = {Stage.NEW: "received", Stage.SENDER: "asked", Stage.DECIDED: "looked_at"}
    return told.get(Stage(stage), "being_looked_into")


def stages_of(status: str) -> list[str]:
    return [stage.value for stage in Stage if status_of(stage) == status]


class SentSerializer(serializers.Serializer[Any]):
    """A request as the system that sent it sees it: how it stands, and nobody’s name."""

    id = serializers.CharField(help_text="The reference: RQ-2026-00417")
    kind = serializers.ChoiceField(choices=Referral.Kind.choices, help_text="What was sent")
    external_reference = serializers.CharField(help_text="Its number in your system")
    received_at = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=list(STATUSES))
    status_words = serializers.CharField(help_text="The same, as its sender reads it")
    answer = serializers.ListField(
        child=serializers.CharField(),
        help_text="What was decided and why, in sentences, as far as its sender may know now",
    )
    question = serializers.CharField(
        help_text="What the desk asks, while the status is “asked”; else empty. Show it to whoever "
        "sent the request; their answer is sent to …/answer/, or they ring the desk"
    )
    answer_by = serializers.DateField(
        allow_null=True,
        help_text="Of a question: before the office closes on this day. Later the desk decides on "
        "what it knows",
    )


class ReceivedSerializer(SentSerializer):
    in_danger = serializers.CharField(help_text="Whom to ring where somebody is in danger now")


class NotifiedSerializer(ReceivedSerializer):
    do_now = serializers.ListField(
        child=serializers.CharField(),
        help_text="Of high risk: what is to be done now, in this order, for whoever notifies",
    )


class CandidateSerializer(serializers.Serializer[Any]):
    person = serializers.IntegerField(help_text="The number of the person’s record")
    external_id = serializers.CharField(help_text="Of the file the person was imported from")
    score = serializers.FloatField()
    verdict = serializers.ChoiceField(choices=["same person", "possibly"])
    reasons = serializers.ListField(child=serializers.CharField())


class MatchesSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(choices=["same person", "possibly", "none found"])
    candidates = CandidateSerializer(many=True)


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    words = serializers.CharField()


class CodesSerializer(serializers.Serializer[Any]):
    """Every list of which a request, or what is told of it, names one."""

    sources = CodeSerializer(many=True, help_text="CIN census")
    senders = CodeSerializer(many=True)
    statuses = CodeSerializer(many=True)
    outcomes = CodeSerializer(many=True)
    needs = CodeSerializer(many=True)
    request_kinds = CodeSerializer(many=True)
    kinds = CodeSerializer(many=True, help_text="Of the people in a request")
    sexes = CodeSerializer(many=True)
    relationships = CodeSerializer(many=True)
    address_kinds = CodeSerializer(many=True)
    family_knows = CodeSerializer(many=True)
    safe_way = CodeSerializer(many=True)
    children_were = CodeSerializer(many=True, help_text="Of a notification, as those below")
    risk = CodeSerializer(many=True)
    safety_plan = CodeSerializer(many=True)
    perpetrator_is = CodeSerializer(many=True)
    works_at_school = CodeSerializer(many=True)
    localities = CodeSerializer(many=True)


class LocalitySerializer(serializers.Serializer[Any]):
    locality = CodeSerializer(allow_null=True, help_text="Null: outside the area, or not known")


def sent(
    referral: Referral, words: str, answer: list[str], asked: Question | None
) -> dict[str, Any]:
    return {
        "id": referral.reference,
        "kind": referral.kind,
        "external_reference": referral.external_reference,
        "received_at": referral.received_at.isoformat(timespec="milliseconds"),
        "status": status_of(referral.stage),
        "status_words": words,
        "answer": answer,
        "question": asked.words if asked else "",
        "answer_by": asked.answer_by.isoformat() if asked else None,
    }


def coded(code: str, words: str) -> dict[str, str]:
    return {"code": str(code), "words": str(words)}
