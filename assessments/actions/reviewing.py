"""Team Around the Family meetings: holding one, and giving the family their copy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.actions.doing import NewAction, add_action, mark_done
from assessments.actions.inviting import note_held
from assessments.actions.keeping import locked_case, stamp
from assessments.actions.planning import add_goal
from assessments.blocking import blockers
from assessments.models import Action, Attendance, Goal, Plan, Review, Score
from assessments.queries.inviting import next_meeting
from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.contacting import reached
from cases.actions.timing.clocks import Happening, happened
from cases.models import Case
from localities.models import Agency

BEFORE_THE_CASE = Reason(
    "The meeting cannot have been held before the case was opened.", about="held_on"
)
NOT_HELD_YET = Reason("A meeting is recorded after it was held.", about="held_on")
NEXT_IS_NOT_AFTER = Reason("The next meeting must be after this one.", about="next_on")
NOBODY_CAME = "Say who came to the meeting."


class Guest(NamedTuple):
    """Somebody who was invited, and whether they came."""

    name: str
    came: bool
    agency: Agency | None = None
    person_id: int | None = None
    user_id: int | None = None


class Progress(NamedTuple):
    """An action that was found done at the meeting."""

    action: Action
    version: int
    result: str = ""


class Agreed(NamedTuple):
    """An action that was agreed at the meeting, for a goal of the plan or a new one."""

    action: NewAction
    goal: Goal | None = None
    new_goal: str = ""


class Reading(NamedTuple):
    """How somebody scored how safe and well things are, from 0 to 10."""

    scorer: str
    value: int
    name: str = ""
    person_id: int | None = None


@dataclass(frozen=True)
class Minutes:
    """What was said at a meeting and written down."""

    minutes: str = ""
    family_view: str = ""
    child_view: str = ""
    place: str = ""
    next_on: date | None = None
    contact_every: int | None = None  # weeks; None: as before
    guests: list[Guest] = field(default_factory=list)
    done: list[Progress] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)


@transaction.atomic
def hold(
    *, case: Case, by: Any, held_on: date, record_of: Minutes, at: datetime | None = None
) -> Review:
    """Record a TAF meeting: who came, what was said, what is done and what was agreed, how it was
    scored.

    Raises Refused where `by` may not, nobody came, or the dates cannot be; and where something was
    agreed and `by` may not change the plan.
    """
    locked = locked_case(case)
    refuse_if(blockers(locked, "hold_taf", by) or _faults(locked, held_on, record_of))
    review = Review.objects.create(
        case=locked,
        plan=locked.plans.exclude(state=Plan.State.ENDED).first(),
        held_on=held_on,
        place=record_of.place.strip(),
        minutes=record_of.minutes.strip(),
        family_view=record_of.family_view.strip(),
        child_view=record_of.child_view.strip(),
        next_on=record_of.next_on or _arranged(locked, held_on),
        recorded_by=by,
        recorded_at=at or timezone.now(),
    )
    note_held(locked, review)
    _write_guests(review, record_of.guests)
    _write_readings(review, record_of.readings)
    for progress in record_of.done:
        mark_done(
            action=progress.action,
            by=by,
            version=progress.version,
            result=progress.result,
            on=held_on,
        )
    if record_of.contact_every:
        stamp(locked, contact_every=record_of.contact_every)
    _write_agreed(locked, review, record_of.agreed, by)
    record(
        "taf.held",
        review,
        f"TAF meeting of {in_words(held_on)} recorded",
        by=by,
        case_id=locked.pk,
        family_id=locked.family_id,
    )
    _tell_the_clocks(case, review, by)
    if any(guest.came and guest.person_id for guest in record_of.guests):
        _met_the_family(case, by, held_on)
    return review


@transaction.atomic
def give_copy(
    *, review: Review, by: Any, version: int | None = None, on: date | None = None
) -> Review:
    """Record that the family was given a copy of what was agreed at a meeting."""
    case = locked_case(review.case)
    refuse_if(blockers(case, "hold_taf", by))
    day = on or timezone.localdate()
    if day < review.held_on:
        raise Refused("The copy cannot have been given before the meeting.")
    review.change(expected=version, copied_to_family_on=day)
    record(
        "taf.copied",
        review,
        f"Copy of the TAF meeting of {in_words(review.held_on)} given to family",
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
    )
    if review.held_on == case.last_taf_on:
        happened(case=case, what=Happening.TAF_COPIED, by=by, on=day)
    return review


def faults_of_days(case: Case, held_on: date | None, next_on: date | None) -> Iterator[str]:
    """What is wrong with the day of a meeting, or that of the next; None where it is not known."""
    if held_on and held_on < case.opened_on:
        yield BEFORE_THE_CASE
    if held_on and held_on > timezone.localdate():
        yield NOT_HELD_YET
    if held_on and next_on and next_on <= held_on:
        yield NEXT_IS_NOT_AFTER


def _faults(case: Case, held_on: date, said: Minutes) -> list[str]:
    faults = list(faults_of_days(case, held_on, said.next_on))
    if not any(guest.came for guest in said.guests):
        faults.append(NOBODY_CAME)
    if any(progress.action.case_id != case.pk for progress in said.done):
        faults.append("An action belongs to another case. Reload the page.")
    if any(one.goal and one.goal.case_id != case.pk for one in said.agreed):
        faults.append("A goal belongs to another case. Reload the page.")
    return faults


def _write_guests(review: Review, guests: Iterable[Guest]) -> None:
    Attendance.objects.bulk_create(
        Attendance(review=review, case_id=review.case_id, **guest._asdict()) for guest in guests
    )


def _write_agreed(case: Case, review: Review, agreed: Iterable[Agreed], by: Any) -> None:
    """A new goal that is named for several actions is one."""
    new: dict[str, Goal] = {}
    for one in agreed:
        words = one.new_goal.strip()
        goal = one.goal or new.get(words) or add_goal(case=case, by=by, words=words)
        if one.goal is None:
            new[words] = goal
        add_action(goal=goal, by=by, action=one.action, agreed_at=review)


def _write_readings(review: Review, readings: Iterable[Reading]) -> None:
    Score.objects.bulk_create(
        Score(
            case_id=review.case_id,
            review=review,
            person_id=reading.person_id,
            instrument=Score.SAFETY,
            scorer=reading.scorer,
            scorer_name=reading.name,
            value=reading.value,
            scored_on=review.held_on,
        )
        for reading in readings
    )


def _arranged(case: Case, held_on: date) -> date | None:
    """The day of the next meeting, where people are invited to it already."""
    meeting = next_meeting(case)
    day = timezone.localdate(meeting.starts_at) if meeting else None
    return day if day and day > held_on else None


def _tell_the_clocks(case: Case, review: Review, by: Any) -> None:
    """A meeting recorded after a later one starts no clock again."""
    now = locked_case(case)
    if now.last_taf_on is None or review.held_on >= now.last_taf_on:
        stamp(case, last_taf_on=review.held_on, reviews_unchanged=_unchanged(now, review))
        happened(case=case, what=Happening.TAF_HELD, by=by, on=review.held_on)
        happened(case=case, what=Happening.TAF_RECORDED, by=by, on=timezone.localdate())


def _met_the_family(case: Case, by: Any, day: date) -> None:
    """Whoever of the family came was reached, as at any other contact."""
    now = locked_case(case)
    reached(now, by, day)
    case.version, case.last_contact_on = now.version, now.last_contact_on


def _unchanged(case: Case, review: Review) -> int:
    """How many meetings up to this one found no action done and no goal reached since the one
    before. The first has nothing to be compared with."""
    last = case.last_taf_on
    if last is None:
        return 0
    done = Action.objects.filter(case=case, done_on__gt=last, done_on__lte=review.held_on)
    reached = Goal.objects.filter(case=case, reached_on__gt=last, reached_on__lte=review.held_on)
    return 0 if done.exists() or reached.exists() else case.reviews_unchanged + 1
