"""How much a sender may be told: the whole matrix, without a database."""

from itertools import product

import pytest

from referrals.answering import Basis, Part, Safe, Sent, is_work_address, may_be_told, who_sent
from referrals.answering_words import LOOKED_AT, SUBJECTS, Facts, sentences
from referrals.models import Event, Outcome, Referral, Who
from referrals.sources import PROFESSIONALS

EVERY = list(product(Who, Event, Basis, Safe))
MORE = {Part.DECISION, Part.LEAD, Part.CLOSED}


def entitled(who: Who, event: Event, basis: Basis, safe: Safe) -> bool:
    """Said anew, as a table a data-protection officer could read."""
    table = {
        (Who.PROFESSIONAL, Event.DECIDED): basis in {Basis.AGREED, Basis.RECORDED},
        (Who.PROFESSIONAL, Event.ALLOCATED): basis == Basis.RECORDED,
        (Who.PROFESSIONAL, Event.CLOSED): basis == Basis.RECORDED,
        (Who.FAMILY, Event.DECIDED): safe == Safe.YES,
        (Who.FAMILY, Event.ALLOCATED): safe == Safe.YES,
        (Who.FAMILY, Event.CLOSED): safe == Safe.YES,
    }
    return table.get((who, event), False)


@pytest.mark.parametrize(("who", "event", "basis", "safe"), EVERY)
def test_the_matrix(who: Who, event: Event, basis: Basis, safe: Safe) -> None:
    parts = may_be_told(who, event, basis=basis, safe=safe)
    assert bool(parts & MORE) == entitled(who, event, basis, safe)
    assert (Part.RECEIVED in parts) == (event == Event.RECEIVED)
    if event == Event.DECIDED:
        assert len(parts) == 1  # everybody hears of it once, each at their level


@pytest.mark.parametrize(("event", "basis", "safe"), list(product(Event, Basis, Safe)))
def test_the_public_is_told_that_it_was_looked_at_and_nothing_else(
    event: Event, basis: Basis, safe: Safe
) -> None:
    told = may_be_told(Who.PUBLIC, event, basis=basis, safe=safe)
    assert told <= {Part.RECEIVED, Part.LOOKED_AT}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_without_a_right_every_outcome_reads_the_same(outcome: Outcome) -> None:
    parts = may_be_told(Who.PROFESSIONAL, Event.DECIDED, basis=Basis.NONE, safe=Safe.YES)
    whole = Facts((outcome,), "They go to the same club", "Pat Practitioner")
    assert sentences(parts, whole) == [LOOKED_AT]


@pytest.mark.parametrize("sender", list(Referral.Sender))
def test_nobody_is_a_professional_because_they_say_so(sender: str) -> None:
    who = who_sent(Sent(sender))
    assert who != Who.PROFESSIONAL
    known = who_sent(Sent(sender, work_address=True))
    assert (known == Who.PROFESSIONAL) == (sender in PROFESSIONALS)


def test_somebody_who_writes_of_their_own_family_is_family_with_an_account_too() -> None:
    assert who_sent(Sent("parent", account=True)) == Who.FAMILY
    assert who_sent(Sent("relative", account=True)) == Who.PROFESSIONAL


@pytest.mark.parametrize(
    ("email", "at_work"),
    [
        ("a@ward.nhs.net", True),
        ("a@NHS.NET", True),
        ("a@notnhs.net", False),
        ("a@nhs.net.example.org", False),
        ("nhs.net", False),
        ("", False),
    ],
)
def test_which_addresses_only_a_service_gives_out(email: str, at_work: bool) -> None:
    assert is_work_address(email, ["nhs.net"]) == at_work


def test_subjects_are_fixed_words() -> None:
    """No subject is made from anything: so none names anybody."""
    assert all("{" not in subject and "%" not in subject for subject in SUBJECTS.values())
