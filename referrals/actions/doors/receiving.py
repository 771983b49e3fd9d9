"""Receiving a request for support. Every door ends here."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from audit.actions.numbering import next_reference
from audit.actions.queueing import ask
from audit.actions.recording import record
from audit.refusal import refuse_if
from audit.text import fold
from cases.models import Address
from localities.models import Locality
from localities.routing import NO_FIXED_ABODE, locality_of, tidy_postcode
from referrals.actions.clock import due_at
from referrals.actions.doors.replying import alert_duty
from referrals.models import Referral, ReferralPerson
from referrals.rules.plausible import (
    doubts_about_person,
    doubts_about_safe_way,
    doubts_about_sender,
    doubts_about_telling,
)
from referrals.sources import source_code

NO_CHILD = (
    "Tell us about at least one child, or a child who is not born yet. For an adult with no "
    "child and no pregnancy, turn to adult services instead."
)

# Where an address names the locality. Elsewhere the desk chooses.
ROUTED = frozenset({Address.Kind.HOME, Address.Kind.SECOND_HOME, Address.Kind.TEMPORARY})


@transaction.atomic
def receive(
    *,
    by: Any,
    door: str,
    people: Iterable[Mapping[str, Any]],
    at: datetime | None = None,
    **facts: Any,
) -> Referral:
    """Write down a request and start its clock; the locality follows from the address.

    `people` are fields of ReferralPerson, `facts` fields of Referral: sender, worries,
    family_knows, address, postcode… `by` is a user, or None for the public. Raises Refused
    with every sentence about what cannot be right.
    """
    moment = at or timezone.now()
    described = [dict(person) for person in people]
    refuse_if(_doubts(described, facts, moment))
    facts = _with_place(facts)
    referral = Referral(
        reference=next_reference("RQ", timezone.localdate(moment)),
        door=door,
        received_at=moment,
        due_at=due_at(moment),
        **{"source_code": source_code_of(facts)} | facts,
    )
    _write(referral, [ReferralPerson(**person) for person in described])
    record("request.received", referral, f"Request received: {referral.get_door_display()}", by=by)
    if referral.urgent:
        alert_duty(referral=referral, by=by)
    # Whether we know the family is found out by a job: the sender waits for nothing, and can
    # tell nothing from how long the answer took.
    ask("screen_request", key=f"screen {referral.reference}", by=by, payload={"id": referral.pk})
    return referral


def _write(referral: Referral, people: list[ReferralPerson]) -> None:
    """Add the request by the one function that everybody may call and that shows nothing."""
    rows = [
        _columns(person)
        | {"given_key": fold(person.given_name), "family_key": fold(person.family_name)}
        for person in people
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT receive_request(%s::jsonb, %s::jsonb)",
            [json.dumps(each, cls=DjangoJSONEncoder) for each in (_columns(referral), rows)],
        )
        referral.pk = cursor.fetchone()[0]
    referral._state.adding = False


def _columns(row: models.Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {str(field.column): getattr(row, field.attname) for field in fields}


def _doubts(people: list[dict[str, Any]], facts: Mapping[str, Any], moment: datetime) -> list[str]:
    today = timezone.localdate(moment)
    rules = (doubts_about_sender, doubts_about_telling, doubts_about_safe_way)
    found = [sentence for rule in rules for sentence in rule(facts).values()]
    if all(person.get("kind") == ReferralPerson.Kind.ADULT for person in people):
        found.append(NO_CHILD)
    for person in people:
        found += doubts_about_person(person, today).values()
    return [f"{sentence.rstrip('.')}." for sentence in found]


def _with_place(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the postcode as it is stored and the locality it names."""
    kind = facts.get("address_kind", Address.Kind.HOME)
    typed = facts.get("postcode", "")
    postcode = tidy_postcode(typed) or typed.strip().upper()[:8]
    if kind == Address.Kind.NO_FIXED_ABODE:
        postcode = NO_FIXED_ABODE
    locality: Locality | None = locality_of(postcode) if kind in ROUTED else None
    return {"locality": locality} | dict(facts) | {"postcode": postcode}


def source_code_of(facts: Mapping[str, Any]) -> str:
    """The census code of a request with these facts, for every door that writes one down."""
    return source_code(
        facts["sender"],
        named=bool(facts.get("sender_name")),
        role=facts.get("sender_role", ""),
        agency=facts.get("sender_agency"),
        kind=facts.get("kind", Referral.Kind.REQUEST),
    )
