"""Who was told of a decision that stands no more reads that the next replaces it; nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from audit.days import in_words
from audit.models import Job
from referrals.actions.passing_on import Alleged, pass_on
from referrals.actions.returning import take_back, take_decision_back
from referrals.actions.telling.senders import Tell, note_told
from referrals.answering_words import AGAIN, AGAIN_IN_PART, LOOKED_AT, OUTCOMES, REPLACES
from referrals.models import Outcome, Referral
from referrals.queries.sent import states_of
from tests.cast import World
from tests.referrals.requests import CHILD, SIBLING, decided, make_offer, make_request
from tests.referrals.test_answers import (
    WHY,
    by_code,
    from_school,
    letters,
    overturned,
    share,
    stands,
    with_address,
)
from tests.referrals.test_doors import text_of
from tests.referrals.test_undoing import undo

FIRST = timezone.now() - timedelta(days=3)
SAID = REPLACES.format(on=in_words(timezone.localdate(FIRST)))
ADVICE = OUTCOMES[Outcome.ADVICE]
ABOUT_THE_FIRST = "This replaces"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def harm_is_alleged(referral: Referral, by: Any) -> None:
    with acting_as(by):
        said = [Alleged(one, "The aunt", "A bruise") for one in referral.people.all()]
        pass_on(referral=referral, alleged=said, by=by)


ENDS: list[Callable[..., Any]] = [undo, overturned, harm_is_alleged]


def decided_twice(
    world: World,
    referral: Referral,
    end: Callable[..., Any] = undo,
    first: dict[str, Any] | None = None,
    second: dict[str, Any] | None = None,
    between: Callable[[], Any] | None = None,
) -> None:
    """Advice three days ago, and, once that stood no more, nothing further now."""
    decided(referral, world.desk, Outcome.ADVICE, None, at=FIRST, told=WHY, **(first or {}))
    if between:
        between()
    end(referral, world.social_worker)
    last = {"told": "We looked again."} | (second or {})
    decided(referral, world.social_worker, Outcome.NO_ACTION, None, **last)


@pytest.mark.parametrize("end", ENDS)
def test_a_professional_reads_it_in_the_letter_on_their_page_and_by_the_api(
    client: Client, world: World, end: Callable[..., Any]
) -> None:
    referral = from_school(world)
    decided_twice(world, referral, end)
    first, second = [one["text"] for one in letters() if "looked at" in one["subject"]]
    assert ABOUT_THE_FIRST not in first
    said = [SAID, OUTCOMES[Outcome.NO_ACTION], "We looked again."]
    assert second.split("\n\n")[1:4] == said
    assert stands(referral) == said
    client.force_login(world.school)
    assert SAID in text_of(client.get(reverse("our-families")))
    with acting_as(world.school):
        [(_, told, _)] = states_of(list(Referral.objects.filter(pk=referral.pk)), world.school)
    assert told == said


def test_the_family_reads_it_in_the_letter_and_behind_the_code(
    client: Client, world: World
) -> None:
    referral = with_address(make_request(), "n@example.org")
    safe = {"tell": Tell.EMAIL}
    decided_twice(world, referral, first=safe, second=safe)
    assert SAID in letters()[-1]["text"]
    assert SAID in by_code(client, referral)


def test_not_behind_the_code_where_it_is_not_safe_now(client: Client, world: World) -> None:
    referral = with_address(make_request(), "n@example.org")
    decided_twice(world, referral, first={"tell": Tell.EMAIL})
    page = by_code(client, referral)
    assert LOOKED_AT in page
    assert ABOUT_THE_FIRST not in page
    client.force_login(world.desk)
    page = text_of(client.get(reverse("request-tell", args=[referral.reference])))
    assert f"was told on {in_words(timezone.localdate(FIRST))}" in page
    assert "replaces it" in page
    with acting_as(world.desk):
        note_told(referral=referral, event="decided", way="phone", words="So", by=world.desk)
    page = text_of(client.get(reverse("request-tell", args=[referral.reference])))
    assert "stands no more" not in page


def test_told_by_hand_counts_as_told(client: Client, world: World) -> None:
    referral = with_address(make_request(), "n@example.org")

    def rung() -> None:
        with acting_as(world.desk):
            note_told(referral=referral, event="decided", way="phone", words="That we advise",
                      by=world.desk, at=FIRST)  # fmt: skip

    decided_twice(world, referral, second={"tell": Tell.EMAIL}, between=rung)
    assert SAID in by_code(client, referral)


def a_failed_letter(world: World, referral: Referral) -> None:
    Job.objects.filter(kind="send_mail").update(
        state="failed", finished_at=timezone.now(), problem="It came back: full."
    )


@pytest.mark.parametrize(
    "why", ["public", "no basis then", "failed", "not told", "by hand, not yet"]
)
def test_who_was_not_told_the_first_is_not_told_that_there_was_one(
    client: Client, world: World, why: str
) -> None:
    first: dict[str, Any] = {}
    between: Callable[[], Any] | None = None
    second: dict[str, Any] = {"tell": Tell.EMAIL}
    if why == "public":
        referral = with_address(make_request(sender="relative"), "n@example.org")
    elif why == "no basis then":
        referral = from_school(world, family_knows="not_told", why_not="Not safe")
    elif why == "failed":
        referral, between = from_school(world), lambda: a_failed_letter(world, referral)
    else:
        referral = with_address(make_request(), "n@example.org")
        if why == "not told":
            first = {"tell": Tell.NOT_TOLD, "why_not_told": "He reads it"}
    decided_twice(world, referral, first=first, second=second, between=between)
    assert not [one for one in letters() if ABOUT_THE_FIRST in one["text"]]
    assert not [sentence for sentence in stands(referral) if ABOUT_THE_FIRST in sentence]
    client.force_login(world.desk)
    page = text_of(client.get(reverse("request-tell", args=[referral.reference])))
    assert "stands no more" not in page


def test_a_basis_that_came_later_tells_the_decision_and_not_that_it_replaces(world: World) -> None:
    referral = from_school(world, family_knows="not_told", why_not="Not safe")
    case = decided(referral, world.desk, at=FIRST, told=WHY).case
    assert case
    overturned(referral, world.social_worker)
    share(world, referral)
    decided(referral, world.desk, Outcome.ADVICE, None, told=WHY)
    assert ADVICE in stands(referral)
    assert ABOUT_THE_FIRST not in " ".join([*stands(referral), letters()[-1]["text"]])


def test_the_family_where_somebody_else_asked_is_told_by_the_desk_that_it_replaces(
    client: Client, world: World
) -> None:
    referral = from_school(world)

    def rung() -> None:
        with acting_as(world.desk):
            note_told(referral=referral, event="decided", way="phone", words="That we advise",
                      by=world.desk, family=True, at=FIRST)  # fmt: skip

    decided_twice(world, referral, between=rung)
    client.force_login(world.desk)
    page = text_of(client.get(reverse("request-tell", args=[referral.reference])))
    assert "The family was told on" in page


AGAIN_SINCE = AGAIN.format(on=in_words(timezone.localdate(FIRST)))
NOT_YET = "It has not been decided yet."


def once_decided(
    world: World, referral: Referral, end: Callable[..., Any], **first: Any
) -> Referral:
    """Advice three days ago, which stands no more; nothing is decided since."""
    decided(referral, world.desk, Outcome.ADVICE, None, at=FIRST, told=WHY, **first)
    end(referral, world.social_worker)
    return referral


@pytest.mark.parametrize("end", ENDS)
def test_until_the_next_a_professional_reads_that_it_is_looked_at_again(
    client: Client, world: World, end: Callable[..., Any]
) -> None:
    referral = once_decided(world, from_school(world), end)
    assert stands(referral) == [AGAIN_SINCE]
    client.force_login(world.school)
    assert AGAIN_SINCE in text_of(client.get(reverse("our-families")))
    with acting_as(world.school):
        [(_, told, _)] = states_of(list(Referral.objects.filter(pk=referral.pk)), world.school)
    assert told == [AGAIN_SINCE]


@pytest.mark.parametrize(
    ("end", "reads"), [(undo, AGAIN_SINCE), (overturned, AGAIN_SINCE), (harm_is_alleged, LOOKED_AT)]
)
def test_until_the_next_the_family_reads_it_but_not_that_harm_is_alleged(
    client: Client, world: World, end: Callable[..., Any], reads: str
) -> None:
    referral = with_address(make_request(), "n@example.org")
    once_decided(world, referral, end, tell=Tell.EMAIL)
    page = by_code(client, referral)
    assert reads in page
    assert NOT_YET not in page


@pytest.mark.parametrize("who", ["public", "no basis", "not safe"])
def test_until_the_next_who_knew_that_it_was_looked_at_knows_no_more(
    client: Client, world: World, who: str
) -> None:
    if who == "public":
        referral = with_address(make_request(sender="relative"), "n@example.org")
    elif who == "no basis":
        referral = from_school(world, family_knows="not_told", why_not="Not safe")
    else:
        referral = with_address(make_request(), "n@example.org")
    once_decided(world, referral, undo)
    assert stands(referral) == [LOOKED_AT]
    if who != "no basis":
        assert NOT_YET not in by_code(client, referral)


def test_one_child_of_two_looked_at_again(world: World) -> None:
    referral = from_school(world, CHILD, SIBLING)
    decided(referral, world.desk, Outcome.ADVICE, None, at=FIRST, told=WHY)
    with acting_as(world.social_worker):
        undo_one(referral, world)
    assert stands(referral) == [AGAIN_IN_PART.format(on=in_words(timezone.localdate(FIRST)))]


def undo_one(referral: Referral, world: World) -> None:
    first = referral.decisions.filter(superseded_at__isnull=True).order_by("pk")[0]
    take_decision_back(decision=first, reason="The wrong child", by=world.social_worker)


def test_what_was_never_decided_is_not_looked_at_again(client: Client, world: World) -> None:
    """A panel that gave it back had decided nothing."""
    referral = with_address(make_request(), "n@example.org")
    decided(referral, world.desk, Outcome.PANEL, None)
    with acting_as(world.desk):
        take_back(referral=referral, reason="We know enough now", by=world.desk)
    assert NOT_YET in by_code(client, referral)


def test_a_partner_who_leads_reads_that_it_is_looked_at_again(client: Client, world: World) -> None:
    referral = make_offer(world)
    decided(referral, world.desk, at=FIRST, told=WHY, new_family=True)
    overturned(referral, world.social_worker)
    client.force_login(world.school)
    page = text_of(client.get(reverse("our-families")))
    assert "Being looked at again. You lead" in page
    assert "Early help agreed" not in page
