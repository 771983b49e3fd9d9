"""The pack of a step-up: what the hub's record says about a family, as it stood when sent.

A dictionary that keeps for good, however the record changes later. Addresses are left out:
social care asks the lead, who knows which of them must not be found.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.module_loading import import_string

from cases.models import (
    AdultSpokenWith,
    Alert,
    Allocation,
    Case,
    ChildSeen,
    Contact,
    CourtOrder,
    Membership,
    Person,
)
from cases.needs import title_of
from cases.queries.rows import built, person_json
from cases.queries.sharing.withheld import marks_of

NOT_NAMED = ("cases.address", "cases.contactway")  # the pack holds no address
CONTENTS = 3  # raised when the shape changes

MILESTONES = [
    ("Request received", "received_on"),
    ("Case opened", "opened_on"),
    ("Lead practitioner allocated", "allocated_on"),
    ("Family first contacted", "family_contacted_on"),
    ("Assessment begun", "eha_started_on"),
    ("Assessment signed off", "eha_signed_off_on"),
    ("Plan agreed", "plan_agreed_on"),
    ("Last TAF meeting", "last_taf_on"),
    ("Last contact with the family", "last_contact_on"),
]


def assemble(case: Case, at: datetime) -> dict[str, Any]:
    """The pack of a case at a moment: dates as ISO text, names and words as recorded."""
    pack = {
        "contents": CONTENTS,
        "assembled_at": at.isoformat(),
        "case": _case(case),
        "dates": _dates(case, timezone.localdate(at)),
        "people": _people(case),
        "alerts": _alerts(case),
        "orders": _orders(case, at),
        "needs": _needs(case),
        "contacts": _contacts(case, at),
        "withheld": _withheld(case),
    }
    for path in settings.STEP_UP_PACK:
        pack |= import_string(path)(case, timezone.localdate(at))
    return pack


def _case(case: Case) -> dict[str, Any]:
    present = Allocation.objects.filter(case=case, ended_at__isnull=True)
    lead = present.select_related("user", "agency").first()
    return {
        "reference": case.reference,
        "family": case.family.name,
        "locality": case.locality.name,
        "level": case.level,
        "stage": case.stage_title,
        "reason": case.reason,
        "worries": case.worries,
        "strengths": case.strengths,
        "lead": lead.user.name if lead else "",
        "lead_agency": lead.agency.name if lead and lead.agency else "",
        "lead_phone": lead.user.phone if lead else "",
    }


def _dates(case: Case, until: date) -> list[dict[str, str]]:
    stamped = ((title, getattr(case, field)) for title, field in MILESTONES)
    return [
        {"what": title, "on": day.isoformat()} for title, day in stamped if day and day <= until
    ]


def _people(case: Case) -> list[dict[str, Any]]:
    members = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    ours = set(case.case_children.values_list("person_id", flat=True))
    return [
        {
            "name": member.person.name,
            "relationship": member.get_relationship_display(),
            "born": _iso(member.person.date_of_birth),
            "expected": _iso(member.person.expected_on),
            "died": _iso(member.person.died_on),
            "school": school.name if (school := member.person.shown_school) else "",
            "language": member.person.first_language,
            "interpreter": member.person.interpreter,
            "child_of_the_case": member.person_id in ours,
        }
        for member in members.select_related("person__school").order_by(
            "person__date_of_birth", "pk"
        )
    ]


def _alerts(case: Case) -> list[dict[str, str]]:
    return [
        {
            "who": alert.person.name,
            "kind": alert.get_kind_display(),
            "text": alert.text,
            "source": alert.source,
        }
        for alert in Alert.objects.filter(person__in=_present(case), ended_on__isnull=True)
        .select_related("person")
        .order_by("kind", "pk")
    ]


def _orders(case: Case, at: datetime) -> list[dict[str, str]]:
    today = timezone.localdate(at)
    in_force = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return [
        {
            "child": order.child.name,
            "kind": order.kind,
            "text": order.text,
            "source": order.source,
            "ends": _iso(order.ends_on),
        }
        for order in CourtOrder.objects.filter(in_force, child__in=_present(case))
        .select_related("child")
        .order_by("pk")
    ]


def _withheld(case: Case) -> list[dict[str, str]]:
    """What social care must not pass on: they get all of it, with the warning."""
    standing = [one for one in marks_of(case) if one.mark.ended_at is None]
    return [
        {
            "what": f"{one.title}: {one.label}",
            "whom": one.mark.whom,
            "why": one.mark.get_why_display(),
            "words": one.mark.words,
        }
        for one in standing
        if one.mark.kind not in NOT_NAMED
    ] + [
        {"what": "An address", "whom": whom, "why": "Ask the lead practitioner", "words": ""}
        for whom in sorted({one.mark.whom for one in standing if one.mark.kind in NOT_NAMED})
    ]


def _present(case: Case) -> QuerySet[Membership, Any]:
    """Everybody in the family now."""
    present = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    return present.values("person")


def _needs(case: Case) -> list[dict[str, str]]:
    return [
        {
            "what": title_of(need.kind),
            "who": need.person.name if need.person else "Whole family",
            "words": need.words,
            "seen": need.seen_on.isoformat(),
        }
        for need in case.needs.select_related("person").order_by("pk")
    ]


def _contacts(case: Case, until: datetime) -> list[dict[str, Any]]:
    contacts = Contact.objects.filter(case=case, happened_at__lte=until).select_related("by")
    return [
        {
            "at": timezone.localtime(contact.happened_at).isoformat(timespec="minutes"),
            "kind": contact.get_kind_display(),
            "by": contact.by.name,
            "no_access": contact.no_access,
            "children_seen": [_name(row) for row in contact.seen],
            "seen_alone": [_name(row) for row in contact.seen if row["alone"]],
            "spoken_with": [_name(row) for row in contact.spoken],
            "text": contact.text,
            "next_step": contact.next_step,
            "written_down": timezone.localdate(contact.recorded_at).isoformat()
            if contact.is_late_entry
            else "",
        }
        for contact in contacts.annotate(
            seen=_people_of(ChildSeen, alone="alone"), spoken=_people_of(AdultSpokenWith)
        )
    ]


def _people_of(model: Any, **more: str) -> ArraySubquery:
    rows = model.objects.filter(contact=OuterRef("pk")).order_by("person_id")
    return ArraySubquery(rows.values(found=JSONObject(person=person_json("person"), **more)))


def _name(row: dict[str, Any]) -> str:
    return built(Person, row["person"]).name


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
