"""Addresses, ways to reach somebody, warnings, orders, agreement, sharing, notices."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as
from audit.models import Event
from audit.refusal import Refused
from cases.actions.people import housing, protecting
from cases.actions.sharing import agreeing
from cases.models import Address, Alert, Case, ContactWay, CourtOrder, SharingBasis, TafMember
from tests.cases.page.arranging import SAFE, add_member, children_of, mother_of
from tests.cast import World


def test_people_move_together_and_the_old_home_ends(world: World, led: Case) -> None:
    mother, children = mother_of(led), children_of(led)
    today = timezone.localdate()
    with acting_as(world.practitioner):
        housing.move_home(
            case=led, people=[mother, *children], by=world.practitioner, lines="2 New Road",
            postcode="WV14 0AA",
        )  # fmt: skip
    present = Address.objects.filter(to_date__isnull=True)
    assert [address.lines for address in present] == ["2 New Road"] * 3
    assert Address.objects.filter(lines="1 Test Street", to_date=today).count() == 3


def test_nobody_moves_on_a_day_before_they_moved_in(world: World, led: Case) -> None:
    people, by = [mother_of(led)], world.practitioner
    yesterday = timezone.localdate() - timedelta(days=1)
    with acting_as(by):
        housing.move_home(case=led, people=people, by=by, lines="2 New Road")
        with pytest.raises(Refused, match="after this day"):
            housing.move_home(case=led, people=people, by=by, lines="3 Old Road", on=yesterday)
    assert not Address.objects.filter(lines="3 Old Road").exists()


def test_an_event_says_nothing_of_the_address(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        housing.move_home(
            case=led, people=[mother_of(led)], by=world.practitioner, kind="refuge", lines=SAFE,
            safe_address=True,
        )  # fmt: skip
    for event in Event.objects.all():
        assert SAFE not in f"{event.summary}{event.reason}{event.details}"


def test_an_address_needs_words_unless_there_is_none(world: World, led: Case) -> None:
    with acting_as(world.practitioner):
        with pytest.raises(Refused, match="Enter the address"):
            housing.move_home(case=led, people=[mother_of(led)], by=world.practitioner)
        with pytest.raises(Refused, match="Select who lives there"):
            housing.move_home(case=led, people=[], by=world.practitioner, lines="2 New Road")
        housing.move_home(
            case=led, people=[mother_of(led)], by=world.practitioner, kind="no_fixed_abode"
        )


def test_a_way_is_judged_again_and_ends(world: World, led: Case) -> None:
    by = world.practitioner
    with acting_as(by):
        way = housing.record_way(
            case=led, person=mother_of(led), by=by, kind="mobile", value="07700 900123",
            safe_to_contact="yes",
        )  # fmt: skip
        housing.judge_way(case=led, way=way, by=by, safe_to_contact="no", ended=False)
        assert ContactWay.objects.get().safe_to_contact == "no"
        housing.judge_way(case=led, way=way, by=by, safe_to_contact="no", ended=True)
        with pytest.raises(Refused, match="ended already"):
            housing.judge_way(case=led, way=way, by=by, safe_to_contact="yes", ended=False)
    assert "07700" not in "".join(Event.objects.values_list("summary", flat=True))


def test_a_warning_is_looked_at_again_or_ends(world: World, led: Case) -> None:
    by, today = world.practitioner, timezone.localdate()
    with acting_as(by):
        with pytest.raises(Refused, match="after today"):
            protecting.raise_alert(
                case=led, person=mother_of(led), by=by, kind="dog", text="Dog", source="Housing",
                review_on=today,
            )  # fmt: skip
        alert = protecting.raise_alert(
            case=led, person=mother_of(led), by=by, kind="dog", text="Dog", source="Housing",
            review_on=today + timedelta(days=30),
        )  # fmt: skip
        later = today + timedelta(days=90)
        protecting.look_again(
            case=led, alert=alert, by=by, holds=True, review_on=later, reason="Seen it"
        )
        assert Alert.objects.get().review_on == later
        protecting.look_again(case=led, alert=alert, by=by, holds=False, reason="Dog died")
        assert Alert.objects.get().ended_on == today
        with pytest.raises(Refused, match="ended already"):
            protecting.look_again(case=led, alert=alert, by=by, holds=False, reason="Again")


def test_an_order_names_whom_it_restrains_and_its_end(world: World, led: Case) -> None:
    by, today = world.practitioner, timezone.localdate()
    father = add_member(led, world, "Emeka", "father")
    child = children_of(led)[0]
    with acting_as(by):
        with pytest.raises(Refused, match="ends before it was made"):
            protecting.record_order(
                case=led, person=child, by=by, kind="Order", text="…", source="Seen",
                made_on=today, ends_on=today - timedelta(days=1),
            )  # fmt: skip
        protecting.record_order(
            case=led, person=child, by=by, kind="Order", text="…", source="Seen", made_on=today,
            restrains=father,
        )  # fmt: skip
        with pytest.raises(Refused, match="Select who has parental responsibility"):
            protecting.record_responsibility(case=led, person=child, by=by, source="Mother")
        protecting.record_responsibility(
            case=led, person=child, by=by, source="Care order", holder_name="Wolvermere Council"
        )
    assert CourtOrder.objects.get().restrains == father


def test_a_young_person_agrees_with_a_judgement_of_competence(world: World, led: Case) -> None:
    by = world.practitioner
    with acting_as(by):
        with pytest.raises(Refused, match="is under 16"):
            agreeing.record_agreement(case=led, by=by, how="in_person", person=children_of(led)[0])
        agreeing.record_agreement(
            case=led, by=by, how="in_person", person=children_of(led)[0],
            competence="Judged by Pat with the school; parents may know",
        )  # fmt: skip


def test_withdrawal_is_recorded_once_and_closes_nothing(world: World, led: Case) -> None:
    by, today = world.practitioner, timezone.localdate()
    with acting_as(by):
        agreement = agreeing.record_agreement(case=led, by=by, how="by_phone")
        with pytest.raises(Refused, match="before the agreement"):
            agreeing.withdraw_agreement(
                case=led, agreement=agreement, by=by, reason="No", on=today - timedelta(days=2)
            )
        agreeing.withdraw_agreement(case=led, agreement=agreement, by=by, reason="Enough")
        with pytest.raises(Refused, match="was withdrawn on"):
            agreeing.withdraw_agreement(case=led, agreement=agreement, by=by, reason="Again")
        assert Case.objects.get(pk=led.pk).is_live


def test_who_sees_the_case_follows_the_basis_for_sharing(world: World, led: Case) -> None:
    by, today = world.practitioner, timezone.localdate()
    with acting_as(by):
        TafMember.objects.create(
            case=led, family=led.family, user=world.school, name="Sam", joined_on=today,
            agency=world.school_agency,
        )  # fmt: skip
        basis = agreeing.record_sharing(
            case=led, by=by, agency=world.school_agency, basis="public_task", what="The plan",
            on=today - timedelta(days=5),
        )  # fmt: skip
        with pytest.raises(Refused, match="holds already"):
            agreeing.record_sharing(
                case=led, by=by, agency=world.school_agency, basis="consent", what="More"
            )
    with acting_as(world.school):
        assert Case.objects.visible_to(world.school).filter(pk=led.pk).exists()
        with pytest.raises(Refused, match="Only the lead practitioner"):
            agreeing.record_sharing(
                case=led, by=world.school, agency=world.other_school, basis="consent", what="All"
            )
    with acting_as(by):
        agreeing.end_sharing(
            case=led, basis=basis, by=by, reason="Left the school", on=today - timedelta(days=1)
        )
    with acting_as(world.school):
        assert not Case.objects.visible_to(world.school).filter(pk=led.pk).exists()
    assert SharingBasis.objects.get().to_date == today - timedelta(days=1)
