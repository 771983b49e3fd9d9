"""Reviewing who has access to what: deciding about each exception, and signing the quarter off."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.ending import close_doors, end
from accounts.models import User
from accounts.roles import ROLES, May, may
from audit.actions.posting import post
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import AccessDecision, AccessReview
from cases.queries.sharing.access_review import AccessException, Review, quarter_of, review_now

SUBJECT = "A review decided that access is to end"
TEXT = (
    "{by} reviewed access and decided that some of it is to end: “{title}”. Sign in, open “Access "
    "review” or ask {by}, and put it right in the settings."
)
LAST = (
    "Those who stay named could not keep the case going. Somebody named on the record first names "
    "another in their place."
)
DECIDERS = [key for key, role in ROLES.items() if May.DECIDE in role.may]


def blockers_to_decide(row: AccessException, by: Any) -> Iterable[str]:
    if not may(by, May.REVIEW_ACCESS):
        yield "Access is reviewed by information governance and the head of service."
    if row.user_id == by.pk:
        yield "Your own access is decided by somebody else."
    if row.decision:
        yield f"{row.decision.by_name} has decided this already."
    if AccessReview.objects.filter(quarter=quarter_of(timezone.localdate())).exists():
        yield "This quarter is signed off already."


@transaction.atomic
def decide(*, row: AccessException, answer: str, reason: str, by: User) -> AccessDecision:
    """Write, once a quarter, that access stays or ends. What the review itself can end ends now;
    of the rest the administrators are told."""
    _in_turn()
    refuse_if(list(blockers_to_decide(row, by)))
    decision = AccessDecision.objects.create(
        quarter=quarter_of(timezone.localdate()),
        rule=row.rule,
        about=row.about,
        user_id=row.user_id,
        who=row.who,
        words=row.words,
        answer=answer,
        reason=reason,
        by_id=by.pk,
        by_name=by.name,
        at=timezone.now(),
    )
    said = "stays" if answer == AccessDecision.Answer.KEEP else "ends"
    summary = f"Access reviewed: {row.title.lower()}: {said}"
    record("access.decided", decision, summary, by=by, reason=reason)
    if answer == AccessDecision.Answer.END:
        _end(row, decision, by, reason)
    return decision


def blockers_to_sign(review: Review, by: Any) -> Iterable[str]:
    if not may(by, May.REVIEW_ACCESS):
        yield "Access is reviewed by information governance and the head of service."
    if review.signed:
        yield f"{review.signed.by_name} has signed this quarter off already."
    elif left := review.undecided:
        yield f"Not decided yet: {left} {'exception' if left == 1 else 'exceptions'}."
        if review.out_of_sight:
            yield f"Of these, {review.out_of_sight} about restricted records: ask another reviewer."


@transaction.atomic
def sign_off(*, by: User) -> AccessReview:
    """Sign the quarter off, once, with what was counted."""
    _in_turn()
    review = review_now()
    refuse_if(list(blockers_to_sign(review, by)))
    ended = sum(
        row.decision is not None and row.decision.answer == AccessDecision.Answer.END
        for row in review.exceptions
    )
    counted = [("Exceptions", len(review.exceptions)), ("Access ended", ended), *review.counted]
    signed = AccessReview.objects.create(
        quarter=review.quarter, by=by, by_name=by.name, at=timezone.now(), counted=counted
    )
    record("access.reviewed", signed, "Signed off the quarterly review of access", by=by)
    return signed


def _in_turn() -> None:
    """One decision or sign-off at a time: neither may pass the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('access review'))")


def _end(row: AccessException, decision: AccessDecision, by: User, reason: str) -> None:
    if row.rule == "named":
        _end_naming(row)
    elif row.rule in {"gone", "partner_unused"}:
        _end_account(User.objects.get(pk=row.user_id or 0), by, reason)
    if row.rule not in {"named", "partner_unused"}:
        _tell(row, decision, by)


def _end_naming(row: AccessException) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT end_naming_in_review(%s, %s)", [row.about, DECIDERS])
        if cursor.fetchone() != (True,):
            raise Refused(LAST)


def _end_account(user: User, by: User, reason: str) -> None:
    if user.is_active or not user.ended_on:
        end(user=user, by=by, reason=reason)
    else:
        close_doors(user)


def _tell(row: AccessException, decision: AccessDecision, by: User) -> None:
    """What only somebody else can end: roles, localities, cases, agreements."""
    rows = User.objects.filter(is_active=True, role="system_administrator")
    addresses = list(rows.order_by("pk").values_list("email", flat=True))
    if addresses:
        text = TEXT.format(by=by.name, title=row.title)
        post(to=addresses, subject=SUBJECT, text=text, by=by, key=f"access decision {decision.pk}")
