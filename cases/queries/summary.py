"""What the Summary page tells beside the header: agreement, progress, the last review."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject, TruncDate
from django.utils import timezone

from audit.models import Event
from cases.closure_reasons import ClosureReason
from cases.journey import Verb
from cases.models import (
    Agreement,
    Case,
    CaseTransfer,
    Closure,
    Need,
    Objection,
    Person,
    PrivacyNotice,
    SharingBasis,
    Withdrawal,
)
from cases.need_to_know import CaseQuerySet
from cases.needs import title_of
from cases.queries.facts import IN_VIEW
from cases.queries.rows import array_of, built, person_json
from localities.models import Agency, SharingAgreement


@dataclass(frozen=True)
class Shared:
    """A basis for sharing with one agency, as the Summary shows it."""

    basis: SharingBasis
    agency: str
    covered: bool  # a sharing agreement with the agency is in force, or it is the council

    @property
    def holds(self) -> bool:
        over = self.basis.to_date and self.basis.to_date < timezone.localdate()
        return not over and self.basis.stopped_at is None

    @property
    def ends_by_hand(self) -> bool:
        return self.holds and not self.basis.to_date


@dataclass(frozen=True)
class Agreed:
    """What the family agreed to, what is shared on which basis, and who objected: kept apart."""

    agreements: list[tuple[Agreement, str]]  # with the name of who agreed
    withdrawals: list[tuple[Withdrawal, str]]  # of this case, with the name of who answered
    sharing: list[Shared]
    objections: list[tuple[Objection, str, str]]  # with who objected, and the agency's name
    notices: list[tuple[PrivacyNotice, str]]

    @property
    def stands(self) -> bool:
        return any(agreement.withdrawn_on is None for agreement, _ in self.agreements)

    @property
    def withdrawn(self) -> bool:
        return bool(self.agreements) and not self.stands

    @property
    def waits(self) -> bool:
        """A withdrawal waits for a manager's answer."""
        return any(not withdrawal.answer for withdrawal, _ in self.withdrawals)


@dataclass(frozen=True)
class Progress:
    """How far the plan is, in counted goals and actions."""

    goals: int
    reached: int
    actions: int
    done: int
    late: int


@dataclass(frozen=True)
class LastReview:
    """The last TAF meeting, and when the next is."""

    held_on: date
    next_on: date | None
    family_view: str
    child_view: str


@dataclass(frozen=True)
class Before:
    """An earlier case of the family, as far as it is open to the reader."""

    reference: str
    opened_on: date
    closed_on: date
    locality: str
    reason: str


@dataclass(frozen=True)
class Story:
    """The story of a case as its Summary page tells it."""

    agreed: Agreed
    needs: list[str]
    without_goal: list[str]  # needs that came after the plan was agreed, and wait for a goal
    progress: Progress
    review: LastReview | None
    meets_on: date | None  # the next TAF meeting, where one is planned
    # `id`, `to` and the day it `answered`, where another locality has been asked or refused lately
    transfer: dict[str, Any] | None
    reopening: dict[str, Any] | None  # `on`, `by` and `why`, where the case was opened again
    before: list[Before]  # what early help did for the family before, the last first


def with_story(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with what `story_of` reads, in the same query.

    Plans and reviews are shown from what other rooms left; nothing is decided on them.
    """
    today = timezone.localdate()
    family = OuterRef("family_id")
    agreements = Agreement.objects.filter(family=family).order_by("-given_on", "-pk")
    sharing = SharingBasis.objects.filter(family=family).order_by("agency__name", "-from_date")
    covered: Any = Exists(SharingAgreement.objects.standing().filter(agency=OuterRef("agency")))
    covered |= Q(agency__kind=Agency.Kind.COUNCIL)
    withdrawals = Withdrawal.objects.filter(case=OuterRef("pk")).order_by("-recorded_at", "-pk")
    objections = Objection.objects.filter(family=family).order_by("-received_on", "-pk")
    notices = PrivacyNotice.objects.filter(family=family).order_by("-given_on", "-pk")
    needs = Need.objects.filter(case=OuterRef("pk")).order_by("pk")
    found: CaseQuerySet = cases.annotate(
        agreements_found=array_of(agreements, person=person_json("person")),
        withdrawals_found=array_of(withdrawals, by="answered_by__name"),
        sharing_found=array_of(sharing, agency="agency__name", covered=covered),
        objections_found=array_of(
            objections, person=person_json("person"), agency="basis__agency__name"
        ),
        notices_found=array_of(notices, person=person_json("person")),
        needs_found=array_of(needs, person=person_json("person"), waits=_waits_for_a_goal()),
        progress_found=_progress(today),
        review_found=_last_review(),
        meeting_found=_meeting(),
        transfer_found=_transfer(),
        reopening_found=_reopening(),
        before_found=_before(),
    )
    return found


def story_of(case: Case) -> Story:
    """Everything the Summary page adds to the header, the people and the timeline, from a case
    that `with_story` read."""
    row = case.__dict__
    progress = Progress(**row["progress_found"])
    needs = row["needs_found"]
    waiting = [need for need in needs if need["waits"]]
    return Story(
        agreed=_agreed(row),
        needs=_needs(needs),
        without_goal=_needs(waiting),
        progress=progress,
        review=_review(row),
        meets_on=_meets_on(row),
        transfer=_transferring(row),
        reopening=_opened_again(row) if case.is_live else None,
        before=[_one_before(found) for found in row["before_found"]],
    )


def _progress(today: date) -> Subquery:
    goal = "plans__goals"
    kept = Q(plans__state="live") | Q(plans__state="ended")
    standing = kept & Q(plans__goals__actions__dropped_on__isnull=True)
    late = standing & Q(
        plans__goals__actions__done_on__isnull=True, plans__goals__actions__due_on__lt=today
    )
    done = standing & Q(plans__goals__actions__done_on__isnull=False)
    found = JSONObject(
        goals=Count(goal, filter=kept, distinct=True),
        reached=Count(goal, filter=kept & Q(plans__goals__reached_on__isnull=False), distinct=True),
        actions=Count(f"{goal}__actions", filter=standing, distinct=True),
        done=Count(f"{goal}__actions", filter=done, distinct=True),
        late=Count(f"{goal}__actions", filter=late, distinct=True),
    )
    rows = Case.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    return Subquery(rows.annotate(found=found).values("found"))


def _waits_for_a_goal() -> Any:
    """Whether a live plan that was agreed has neither a goal for the need nor a word why not."""
    live = Case.objects.filter(pk=OuterRef("case"), plans__state="live")
    agreed = live.filter(plan_agreed_on__isnull=False)
    aside = live.filter(plans__set_aside__need=OuterRef("pk"))
    answered = Need.objects.filter(pk=OuterRef("pk"), goals__plan__state="live")
    return Exists(agreed) & ~Exists(answered) & ~Exists(aside)


def _last_review() -> Subquery:
    rows = Case.objects.filter(pk=OuterRef("pk"), reviews__isnull=False)
    found = JSONObject(
        held_on="reviews__held_on",
        next_on="reviews__next_on",
        family_view="reviews__family_view",
        child_view="reviews__child_view",
    )
    return Subquery(rows.order_by("-reviews__held_on", "-reviews__pk").values(found=found)[:1])


def _meeting() -> Subquery:
    """The last meeting that was planned and not held: its day, and the day it was called off."""
    rows = Case.objects.filter(
        pk=OuterRef("pk"), planned_meetings__isnull=False, planned_meetings__review=None
    )
    found = JSONObject(
        on=TruncDate("planned_meetings__starts_at"),
        off=TruncDate("planned_meetings__called_off_at"),
    )
    return Subquery(rows.order_by("-planned_meetings__pk").values(found=found)[:1])


def _transfer() -> Subquery:
    """The locality that was asked last to take the case, where it has not answered, or refused not
    long ago."""
    newer = CaseTransfer.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    lately = Q(
        ~Exists(newer),
        answer=CaseTransfer.Answer.REFUSED,
        answered_at__date__gte=timezone.localdate() - IN_VIEW,
    )
    rows = CaseTransfer.objects.filter(Q(answer="") | lately, case=OuterRef("pk"))
    found = JSONObject(id="pk", to="to__name", answered=TruncDate("answered_at"))
    return Subquery(rows.order_by("-pk").values(found=found)[:1])


def _reopening() -> Subquery:
    """The last time that a wrong closing of the case was taken back: when, by whom and why. Looked
    for only where one was."""
    events = Event.objects.filter(case_id=OuterRef("case_id"), verb=f"case.{Verb.REOPEN.value}")
    last = events.order_by("-at", "-pk")
    told = JSONObject(
        on="reopened_on",
        by=Subquery(last.values("actor_name")[:1]),
        why=Subquery(last.values("reason")[:1]),
    )
    rows = Closure.objects.filter(case=OuterRef("pk"), reopened_on__isnull=False)
    return Subquery(rows.order_by("-pk").values(found=told)[:1])


def _before() -> ArraySubquery:
    """The family's cases that closed before this one was opened; never one opened in error."""
    ended = Closure.objects.filter(case=OuterRef("pk"), reopened_on__isnull=True)
    rows = Case.objects.filter(
        family=OuterRef("family_id"), closed_on__isnull=False, pk__lt=OuterRef("pk")
    ).annotate(reason_found=Subquery(ended.order_by("-pk").values("reason")[:1]))
    shown = rows.exclude(reason_found=ClosureReason.OPENED_IN_ERROR).order_by("-pk")
    columns = ("reference", "opened_on", "closed_on")
    found = JSONObject(
        **{name: name for name in columns}, locality="locality__name", reason="reason_found"
    )
    return ArraySubquery(shown.values(found=found))


def _one_before(found: dict[str, Any]) -> Before:
    days = {name: date.fromisoformat(found[name]) for name in ("opened_on", "closed_on")}
    reason = ClosureReason(found["reason"]).label if found["reason"] else ""
    return Before(**(found | days | {"reason": str(reason)}))


def _agreed(row: dict[str, Any]) -> Agreed:
    return Agreed(
        [(built(Agreement, found), _who(found)) for found in row["agreements_found"]],
        [(built(Withdrawal, found), found["by"] or "") for found in row["withdrawals_found"]],
        [
            Shared(built(SharingBasis, found), found["agency"], found["covered"])
            for found in row["sharing_found"]
        ],
        [
            (built(Objection, found), _who(found) or found["who"], found["agency"] or "")
            for found in row["objections_found"]
        ],
        [(built(PrivacyNotice, found), _who(found)) for found in row["notices_found"]],
    )


def _opened_again(row: dict[str, Any]) -> dict[str, Any] | None:
    found = row["reopening_found"]
    return found and found | {"on": date.fromisoformat(found["on"])}


def _transferring(row: dict[str, Any]) -> dict[str, Any] | None:
    found = row["transfer_found"]
    day = found and found["answered"]
    return found and found | {"answered": date.fromisoformat(day) if day else None}


def _needs(needs: list[dict[str, Any]]) -> list[str]:
    """Each kind of need once, with whom it is seen in."""
    found: dict[str, list[str]] = {}
    for need in needs:
        who = found.setdefault(title_of(need["kind"]), [])
        name = _who(need) or "whole family"
        if name not in who:
            who.append(name)
    return [f"{title} ({', '.join(who)})" for title, who in found.items()]


def _meets_on(row: dict[str, Any]) -> date | None:
    planned = row["meeting_found"]
    return date.fromisoformat(planned["on"]) if planned and not planned["off"] else None


def _review(row: dict[str, Any]) -> LastReview | None:
    found, planned = row["review_found"], row["meeting_found"] or {}
    if not found:
        return None
    next_on = found["next_on"]
    if planned and not planned["off"]:
        next_on = planned["on"]
    elif planned and planned["off"] >= found["held_on"]:
        next_on = None
    return LastReview(
        held_on=date.fromisoformat(found["held_on"]),
        next_on=date.fromisoformat(next_on) if next_on else None,
        family_view=found["family_view"],
        child_view=found["child_view"],
    )


def _who(row: dict[str, Any]) -> str:
    return built(Person, row["person"]).name if row["person"]["id"] else ""
