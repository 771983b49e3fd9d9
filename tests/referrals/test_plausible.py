"""What cannot be right in a request."""

from datetime import date

import pytest

from referrals.rules.plausible import doubts_about_person, doubts_about_sender, doubts_about_telling

TODAY = date(2026, 11, 20)
CHILD = {"kind": "child", "given_name": "Amara"}
ADULT = {"kind": "adult", "given_name": "Ngozi"}


@pytest.mark.parametrize(
    ("person", "wrong"),
    [
        ({"kind": "child", "given_name": "Amara"}, set()),
        ({"kind": "child", "family_name": "Okafor", "date_of_birth": TODAY}, set()),
        ({"kind": "child"}, {"given_name"}),
        (CHILD | {"date_of_birth": date(2026, 11, 21)}, {"date_of_birth"}),
        (CHILD | {"date_of_birth": date(2001, 11, 20)}, {"date_of_birth"}),
        (CHILD | {"date_of_birth": date(2001, 11, 21)}, set()),
        (ADULT | {"date_of_birth": date(2022, 1, 1)}, {"date_of_birth"}),
        (ADULT | {"date_of_birth": date(1900, 1, 1)}, {"date_of_birth"}),
        ({"kind": "unborn"}, set()),
        ({"kind": "unborn", "expected_on": date(2027, 3, 1)}, set()),
        ({"kind": "unborn", "expected_on": date(2027, 12, 1)}, {"expected_on"}),
        ({"kind": "unborn", "expected_on": date(2026, 1, 1)}, {"expected_on"}),
        ({"kind": "unborn", "date_of_birth": date(2026, 1, 1)}, {"date_of_birth"}),
        (CHILD | {"upn": "A950000178301"}, set()),
        (CHILD | {"upn": "R247962919251"}, {"upn"}),
        (CHILD | {"upn": "A95000017830B"}, set()),
        (CHILD | {"nhs_number": "9434765919"}, set()),
        (CHILD | {"nhs_number": "9434765910"}, {"nhs_number"}),
    ],
)  # fmt: skip
def test_each_person(person: dict[str, object], wrong: set[str]) -> None:
    assert set(doubts_about_person(person, TODAY)) == wrong


def test_what_every_door_says_of_a_birth_to_come_names_no_box_of_the_form() -> None:
    said = doubts_about_person(CHILD | {"date_of_birth": date(2026, 11, 21)}, TODAY)
    assert "say so" in said["date_of_birth"]
    assert "tick" not in said["date_of_birth"]


def test_professionals_say_who_they_are_and_how_to_reach_them() -> None:
    assert set(doubts_about_sender({"sender": "school"})) == {"sender_name", "sender_phone"}
    named = {"sender": "school", "sender_name": "Sam", "sender_email": "sam@example.org"}
    assert not doubts_about_sender(named)


def test_the_public_may_stay_unnamed() -> None:
    assert not doubts_about_sender({"sender": "relative"})


def test_why_the_family_was_not_told() -> None:
    assert set(doubts_about_telling({"family_knows": "not_told"})) == {"why_not"}
    assert not doubts_about_telling({"family_knows": "not_told", "why_not": "It is not safe"})
    assert not doubts_about_telling({"family_knows": "agrees"})


def test_a_partner_leads_only_with_the_familys_agreement() -> None:
    offer = {"offers_to_lead": True, "family_knows": "knows", "why_not": "They are unsure"}
    assert set(doubts_about_telling(offer)) == {"family_knows"}
