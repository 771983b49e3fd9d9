"""What senders were told, what they may be told now, and who was not told yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from audit.models import Job
from referrals.answering import (
    Basis,
    Part,
    Safe,
    SafeWay,
    Sent,
    is_work_address,
    may_be_told,
    who_sent,
)
from referrals.answering_words import LOOKED_AT
from referrals.models import Answer, Event, Referral, Who


@dataclass(frozen=True)
class Standing:
    """How a request stands, with what says how much of it its sender may be told now."""

    number: int
    reference: str
    sender: str
    sender_user_id: int | None
    account: bool
    system: bool  # an agency’s system sent it, and reads by the API how it stands
    email: str
    confirmed: bool  # the address is theirs: an account's, or they said so from there
    has_page: bool  # a status page behind a code, or the list of what they have sent
    received_at: datetime
    urgent: bool
    stage: str
    decided_at: datetime | None
    agreed: bool
    recorded: bool
    safe: bool
    why: str
    outcomes: list[str]
    lead: str
    lead_since: datetime | None
    closed_on: date | None
    answer_by: date | None  # of the question that waits for them
    told_before: datetime | None  # when they were told of a decision that stands no more
    undone: bool  # it was decided once, and is to be decided again

    @property
    def who(self) -> Who:
        at_work = self.confirmed and is_work_address(self.email, settings.WORK_ADDRESSES)
        return who_sent(Sent(self.sender, self.account, at_work))

    @property
    def basis(self) -> Basis:
        if self.recorded:
            return Basis.RECORDED
        return Basis.AGREED if self.agreed else Basis.NONE

    def parts(self, event: Event, *, safe: Safe | None = None) -> frozenset[Part]:
        """What of this event they may be told now."""
        known = Safe.YES if self.safe else Safe.UNKNOWN
        return may_be_told(self.who, event, basis=self.basis, safe=safe or known)

    def is_asked_by_letter(self, safe_way: str) -> bool:
        """Whether a letter says that a question waits: to an address that is theirs, and not to a
        family that says that nobody should contact it. Else the desk rings."""
        return self.confirmed and not self.is_not_contacted(safe_way)

    def is_not_contacted(self, safe_way: str) -> bool:
        """A family that asks for itself and says that nobody should contact it."""
        return self.who == Who.FAMILY and safe_way == SafeWay.DO_NOT

    @property
    def by_code(self) -> bool:
        """Whether whoever sent it has no account, and a code of the status page."""
        return self.sender_user_id is None and self.has_page

    @property
    def replaces(self) -> date | None:
        """The day on which they were told what the decision that stands now replaces."""
        return timezone.localdate(self.told_before) if self.told_before else None

    def may_know(self) -> frozenset[Part]:
        """What their page may say now, of everything that has happened."""
        happened = [Event.RECEIVED]
        happened += [Event.DECIDED] if self.stage == Referral.Stage.DECIDED else []
        happened += [Event.ALLOCATED] if self.lead else []
        happened += [Event.CLOSED] if self.closed_on else []
        parts = frozenset[Part]().union(*(self.parts(event) for event in happened))
        return parts | self._while_it_is_decided_again() if self.undone else parts

    def _while_it_is_decided_again(self) -> frozenset[Part]:
        """Who was told what stands no more reads that it is looked at again, while they may know
        it; who may know no more than that it was looked at goes on reading that. A family does
        not read from its own page that harm is alleged since."""
        harm = self.who == Who.FAMILY and self.stage == Referral.Stage.SOCIAL_WORK
        if harm or Part.DECISION not in self.parts(Event.DECIDED):
            return frozenset({Part.LOOKED_AT})
        return frozenset({Part.AGAIN}) if self.replaces else frozenset()


def standings(numbers: Iterable[int]) -> list[Standing]:
    """These requests in this order, in one question."""
    with connection.cursor() as cursor:
        asked = "SELECT * FROM standing_of(%s::bigint[], %s)"
        cursor.execute(asked, [list(numbers), LOOKED_AT])
        return [Standing(*row) for row in cursor.fetchall()]


def requests_of_case(case: Any) -> list[int]:
    """The requests that led to a case or were added to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT requests_of_case(%s)", [case.pk])
        return [row[0] for row in cursor.fetchall()]


def harm_waits(referral: Referral) -> bool:
    """Whether harm is alleged that no social worker has looked into, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT harm_waits(%s)", [referral.pk])
        return bool(cursor.fetchone()[0])


def standing_by_code(digest: str) -> Standing | None:
    """The request that a code of the status page opens; the caller knows the digest alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_by_code(%s)", [digest])
        number = cursor.fetchone()[0]
    return standings([number])[0] if number else None


@dataclass(frozen=True)
class Asked:
    """The question that waits for whoever holds a code, and nothing else of the request."""

    number: int
    words: str
    answer_by: date


def question_by_code(digest: str) -> Asked | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM question_by_code(%s)", [digest])
        row = cursor.fetchone()
    return Asked(*row) if row else None


def unanswered(user: Any) -> QuerySet[Referral]:
    """Decided requests whose sender has no answer yet: not told at all, or the letter failed.

    None of these: 100 % answered. The longest waiting first.
    """
    with connection.cursor() as cursor:  # few of many, so found where no row is asked about alone
        cursor.execute("SELECT requests_not_answered()")
        numbers = [row[0] for row in cursor.fetchall()]
    found = Referral.objects.visible_to(user).filter(pk__in=numbers)
    return found.order_by("decided_at", "pk")


@dataclass(frozen=True)
class NotAnswered:
    """One line of “Not answered yet”."""

    request: Referral
    who: Who
    problem: str  # of the letter that failed or came back; none: nobody has told them


def not_answered(user: Any, most: int = 60) -> tuple[list[NotAnswered], int]:
    """The first lines of the list, and how many there are."""
    found = unanswered(user)
    rows = list(found.select_related("sender_agency", "locality")[:most])
    total = len(rows) if len(rows) < most else found.count()
    stands = {each.number: each for each in standings(row.pk for row in rows)}
    problems = _problems(rows)
    return [NotAnswered(row, stands[row.pk].who, problems.get(row.pk, "")) for row in rows], total


def failed_later(user: Any, most: int = 60) -> list[Answer]:
    """Receipts, and letters about an allocation or a closure, that failed and that nobody has made
    good. Nobody sends a receipt by hand: whatever they are told later makes it good."""
    later = Answer.objects.filter(referral=OuterRef("referral"), pk__gt=OuterRef("pk"))
    again = Exists(later.filter(event=OuterRef("event")))
    made_good = Q(again) | Q(Exists(later), event=Event.RECEIVED)
    rows = Answer.objects.filter(
        letter__state=Job.State.FAILED, referral__in=Referral.objects.visible_to(user)
    )
    rows = rows.exclude(event=Event.DECIDED).exclude(made_good)
    return list(rows.select_related("referral", "letter").order_by("at", "pk")[:most])


def answers_of(referral: Referral) -> list[Answer]:
    """What the sender was told, the latest first."""
    rows = Answer.objects.filter(referral=referral).select_related("by", "letter")
    return list(rows.order_by("-at", "-pk"))


def to_be_told_anew(
    referral: Referral, standing: Standing, rows: Iterable[Answer]
) -> dict[str, date]:
    """Who was told of a decision that stands no more, on which day, and not yet of the one that
    stands now: "sender", and "family" where somebody else asked."""
    since = referral.decided_at
    if since is None:
        return {}
    told = [row for row in rows if row.event == Event.DECIDED and _arrived(row)]
    now = {row.who for row in told if row.at >= since}
    family = [row.at for row in told if row.at < since and row.who == Who.FAMILY]
    found = {}
    if standing.replaces and standing.who != Who.PUBLIC and standing.who not in now:
        found["sender"] = standing.replaces
    if family and standing.who != Who.FAMILY and Who.FAMILY not in now:
        found["family"] = timezone.localdate(max(family))
    return found


def _arrived(row: Answer) -> bool:
    failed = row.letter is not None and row.letter.state == Job.State.FAILED
    return row.way != Answer.Way.NOT_TOLD and not failed


def _problems(rows: Sequence[Referral]) -> dict[int, str]:
    failed = Answer.objects.filter(
        referral__in=[row.pk for row in rows],
        event=Event.DECIDED,
        letter__state=Job.State.FAILED,
    )
    return dict(failed.order_by("pk").values_list("referral_id", "letter__problem"))
