"""What the header of a case shows, read together with the case in one query."""

from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from cases.models import (
    Alert,
    Allocation,
    Case,
    ClosureRequest,
    CourtOrder,
    Due,
    Membership,
    StepDown,
    StepUp,
    SurgeryItem,
    Withheld,
)
from cases.need_to_know import CaseQuerySet
from cases.queries.parts import next_due_json
from cases.queries.written_once import WrittenOnce
from cases.rules.blocking import remembering

IN_VIEW = timedelta(days=28)  # that nobody took what a step-up or a move asked for


def with_header(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with what their header shows, in the same query."""
    present = Allocation.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    step_up = StepUp.objects.filter(case=OuterRef("pk"), state__in=StepUp.WAITING)
    closing = ClosureRequest.objects.filter(case=OuterRef("pk"), state=ClosureRequest.State.WAITING)
    back = Due.objects.still_open().filter(case=OuterRef("pk"), key="closing_again")
    lead = JSONObject(id="user_id", name="user__name", agency="agency__name")
    found: CaseQuerySet = cases.select_related("family", "locality", "minded_by").annotate(
        lead_found=Subquery(present.values(found=lead)[:1]),
        step_up_found=Subquery(step_up.values("state")[:1]),
        step_up_not_taken=Subquery(_step_up_not_taken()),
        closing_found=Exists(closing),
        closing_back_found=Exists(back),
        surgery_found=Subquery(_surgery()),
        step_down_open=Subquery(_step_downs().values("open")[:1]),
        goals_found=Exists(_goals()),
        meeting_arranged=Exists(_planned()) | Exists(_day_that_came()),
        due_found=next_due_json(),
        alerts_found=ArraySubquery(_alerts()),
        orders_found=ArraySubquery(_orders()),
        marks_found=ArraySubquery(_marks()),
    )
    return found


def known_case(case: Case) -> Case:
    """The case with what its header shows, remembering what its rules would ask.

    For pages that may see the case. One query, or none where `with_header` read it.
    """
    if "lead_found" not in case.__dict__:
        case = _HEADER(case=case.pk)[0]
    if "_answers" in case.__dict__:
        return case
    lead, step_up = case.__dict__["lead_found"] or {}, case.__dict__["step_up_found"]
    surgery = bool(case.__dict__["surgery_found"])
    known = {"lead": lead.get("id"), "step_up": bool(step_up), "put_forward": surgery}
    known["closing"] = case.__dict__["closing_found"]
    return remembering(case, **known, visible=True)


_HEADER = WrittenOnce(lambda case: with_header(Case.objects.filter(pk=case)))


def _step_downs() -> Any:
    """The newest first, with whether its checklist is still open."""
    incomplete = ExpressionWrapper(Q(checked_at__isnull=True), output_field=BooleanField())
    rows = StepDown.objects.filter(case=OuterRef("pk")).order_by("-pk")
    return rows.annotate(open=incomplete)


def _step_up_not_taken() -> Any:
    """How the newest step-up ended, where nobody took it and it was asked for not long ago."""
    newer = StepUp.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    lately = StepUp.objects.filter(
        case=OuterRef("pk"),
        state__in=StepUp.NOT_TAKEN,
        requested_at__gte=timezone.now() - IN_VIEW,
    )
    return lately.exclude(Exists(newer)).values("state")[:1]


def _surgery() -> Any:
    """The surgery the case is put forward to."""
    waiting = SurgeryItem.objects.filter(case=OuterRef("pk"), outcome="")
    return waiting.values(found=JSONObject(id="surgery_id", on="surgery__held_on"))[:1]


def _goals() -> Any:
    """Of the plan that is written or agreed."""
    states = ("draft", "live")
    return Case.objects.filter(
        pk=OuterRef("pk"), plans__state__in=states, plans__goals__isnull=False
    )


def _planned() -> Any:
    """The next TAF meeting, neither recorded nor called off."""
    return Case.objects.filter(
        pk=OuterRef("pk"),
        planned_meetings__isnull=False,
        planned_meetings__called_off_at=None,
        planned_meetings__review=None,
    )


def _day_that_came() -> Any:
    """The day that the last TAF meeting named for the next one, where it is not to come."""
    return Case.objects.filter(
        pk=OuterRef("pk"),
        reviews__held_on=F("last_taf_on"),
        reviews__next_on__lte=timezone.localdate(),
    )


def _people() -> Any:
    family = OuterRef(OuterRef("family_id"))
    return Membership.objects.filter(family=family, to_date__isnull=True).values("person")


def _alerts() -> Any:
    alerts = Alert.objects.filter(person__in=_people(), ended_on__isnull=True).order_by("pk")
    return alerts.values(
        found=JSONObject(
            kind="kind",
            text="text",
            source="source",
            review_on="review_on",
            given_name="person__given_name",
            known_as="person__known_as",
            family_name="person__family_name",
            person_kind="person__kind",
        )
    )


def _orders() -> Any:
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    orders = CourtOrder.objects.filter(standing, child__in=_people()).order_by("pk")
    return orders.values(
        found=JSONObject(
            kind="kind",
            text="text",
            source="source",
            ends_on="ends_on",
            given_name="child__given_name",
            known_as="child__known_as",
            family_name="child__family_name",
            person_kind="child__kind",
        )
    )


def _marks() -> Any:
    """What is not to be shared with whom; nothing for an agency that acts for them."""
    standing = Withheld.objects.filter(family=OuterRef("family_id"), ended_at__isnull=True)
    return standing.order_by("pk").values(
        found=JSONObject(
            kind="kind",
            row="row_id",
            name="name",
            given_name="person__given_name",
            known_as="person__known_as",
            family_name="person__family_name",
            person_kind="person__kind",
        )
    )
