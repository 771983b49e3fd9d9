"""What somebody has sent, and how it stands, as far as they may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from audit.days import in_words
from cases.models import Case
from referrals.answering import Part
from referrals.answering_words import Facts, sentences
from referrals.models import (
    Disagreement,
    DisagreementStage,
    Question,
    Referral,
    ReferralPerson,
)
from referrals.queries.answers import Standing, standings

Stage = Referral.Stage

RECEIVED, LOOKED_INTO, LOOKED_AT = "Received", "Being looked into", "Looked at"
ASKED = "The desk asks you a question"
YOU_LEAD = "Early help agreed. You lead"
YOU_STILL_LEAD = "Being looked at again. You lead"


@dataclass(frozen=True)
class SentRequest:
    """A request as its sender sees it: what they wrote, and no more of the family than that."""

    reference: str
    sent_at: datetime
    children: list[str]
    state: str
    case_reference: str = ""  # only of a case the sender sees anyway
    asked: bool = False  # the desk waits for an answer
    answer_by: date | None = None  # till this day
    decided: bool = False
    disagreement: str = ""  # how theirs stands
    may_disagree: bool = False
    answer: tuple[str, ...] = ()  # what was decided, while they may know it


def sent_by(user: Any, limit: int = 50) -> list[SentRequest]:
    """The latest requests of a user.

    A request that was added to a live case stands as "Looked at", like any other that did not
    make its sender the lead: nobody can tell from it whether a family is known.
    """
    children = ReferralPerson.objects.exclude(kind=ReferralPerson.Kind.ADULT)
    rows = list(
        Referral.objects.filter(sender_user=user)
        .only("reference", "received_at", "stage", "case_id", "offers_to_lead", "sender_user_id")
        .prefetch_related(Prefetch("people", children, to_attr="children"))
        .order_by("-received_at", "-id")[:limit]
    )
    led = _led(rows, user)
    stands = standings(row.pk for row in rows)
    disputed = _disagreements(user, rows)
    return [
        _sent(row, led.get(row.case_id or 0, ""), standing, disputed.get(row.pk))
        for row, standing in zip(rows, stands, strict=True)
    ]


def lines_of(standing: Standing) -> list[str]:
    """How a request stands, in sentences, as far as its sender may know now."""
    parts = standing.may_know()
    facts = Facts(
        tuple(standing.outcomes), standing.why, standing.lead, standing.closed_on, standing.replaces
    )
    return sentences(parts, facts)


def states_of(rows: Sequence[Referral], user: Any) -> list[tuple[str, list[str], Question | None]]:
    """How each of these requests of a user stands, as they may know it: in a word, what they are
    told of what was decided, and what the desk asks them while it waits for their answer."""
    led = _led(rows, user)
    waiting = [row.pk for row in rows if row.stage == Stage.SENDER]
    open_ones = Question.objects.filter(referral__in=waiting, ended_at__isnull=True)
    asked = {one.referral_id: one for one in open_ones} if waiting else {}
    return [
        (
            _state(row.stage, led.get(row.case_id or 0, ""), undone=standing.undone),
            _told(standing),
            asked.get(row.pk),
        )
        for row, standing in zip(rows, standings(row.pk for row in rows), strict=True)
    ]


def _led(rows: Sequence[Referral], user: Any) -> dict[int, str]:
    """Cases these requests opened, which the user leads or led: not those they only touched."""
    offered = [row.case_id for row in rows if row.case_id and row.offers_to_lead]
    cases = Case.objects.visible_to(user).filter(
        pk__in=offered, door=Case.Door.PARTNER, allocations__user=user
    )
    return dict(cases.values_list("pk", "reference"))


def _disagreements(user: Any, rows: Iterable[Referral]) -> dict[int, Disagreement]:
    """By request, the last disagreement of this user, with the stage it is at."""
    running = DisagreementStage.objects.filter(ended_at__isnull=True)
    theirs = Disagreement.objects.filter(raised_by=user, referral__in=rows).order_by("pk")
    theirs = theirs.only("referral_id", "ended_at", "outcome")
    found = theirs.prefetch_related(Prefetch("stages", running, to_attr="running"))
    return {row.referral_id: row for row in found}


def _in_words(disagreement: Disagreement) -> str:
    """What was written of it stays with the desk."""
    if disagreement.ended_at:
        return f"Your disagreement is settled: {disagreement.get_outcome_display().lower()}."
    [stage] = disagreement.running  # type: ignore[attr-defined]
    label = stage.get_number_display().lower()
    return f"You disagree: {label}, to be settled by {in_words(stage.due_on)}."


def _sent(
    row: Referral, case_reference: str, standing: Standing, disagreement: Disagreement | None
) -> SentRequest:
    names = [child.name for child in row.children]  # type: ignore[attr-defined]
    state = _state(row.stage, case_reference, undone=standing.undone)
    return SentRequest(
        row.reference,
        row.received_at,
        names,
        state,
        case_reference,
        asked=row.stage == Stage.SENDER,
        answer_by=standing.answer_by,
        decided=row.stage == Stage.DECIDED,
        disagreement=_in_words(disagreement) if disagreement else "",
        may_disagree=row.stage == Stage.DECIDED
        and not (disagreement and disagreement.ended_at is None),
        answer=tuple(_told(standing)),
    )


def _told(standing: Standing) -> list[str]:
    told = standing.may_know() & {Part.DECISION, Part.AGAIN}
    return lines_of(standing) if told else []


def _state(stage: str, case_reference: str, *, undone: bool = False) -> str:
    if case_reference:
        return YOU_STILL_LEAD if undone else YOU_LEAD
    found = {Stage.NEW: RECEIVED, Stage.SENDER: ASKED, Stage.DECIDED: LOOKED_AT}
    return found.get(Stage(stage), LOOKED_INTO)
