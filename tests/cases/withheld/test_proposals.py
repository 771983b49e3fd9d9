"""What a court order proposes not to share, and that a copy and a link say what is not marked."""

import pytest
from django.test import Client
from django.utils import timezone

from assessments.models import Plan
from cases.actions.people import protecting
from cases.models import Case, Need
from cases.needs import NeedKind
from cases.queries.sharing.withheld import proposals
from tests.cases.page.arranging import children_of, mother_of
from tests.cases.withheld.arranging import family_with_a_past, father_of, keep_from_father
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    """The order restrains the father; one need is to be safe from domestic abuse."""
    case = family_with_a_past(world)
    child = children_of(case)[0]
    protecting.record_order(
        case=case, person=child, by=world.practitioner, kind="Non-molestation order",
        text="He must not come near the home.", source="Seen", made_on=timezone.localdate(),
        restrains=father_of(case),
    )  # fmt: skip
    need = Need.objects.filter(case=case, person=child)[0]
    Need.objects.filter(pk=need.pk).update(kind=NeedKind.DOMESTIC_ABUSE)
    return case


def keys(case: Case) -> set[str]:
    return {key for key, _label in proposals(case).get(father_of(case), [])}


def test_the_safety_plan_and_warnings_are_proposed(case: Case) -> None:
    need = Need.objects.get(case=case, kind=NeedKind.DOMESTIC_ABUSE)
    alert = mother_of(case).alerts.get()
    assert {f"cases.need:{need.pk}", f"cases.alert:{alert.pk}"} <= keys(case)


def test_a_school_that_nobody_recorded_is_not(case: Case) -> None:
    schools = {key for key in keys(case) if key.startswith("cases.school")}
    assert schools == {f"cases.school:{children_of(case)[0].pk}"}


def test_a_copy_and_a_link_say_what_is_not_marked(client: Client, world: World, case: Case) -> None:
    client.force_login(world.practitioner)
    plan, father = Plan.objects.get(case=case), father_of(case)
    pages = (
        f"/cases/{case.reference}/copies/plan/{plan.pk}/for/person-{father.pk}/",
        f"/cases/{case.reference}/plan/links/give/{father.pk}/",
    )
    there = f"/cases/{case.reference}/not-to-be-shared/proposed/{father.pk}/"
    for page in pages:
        assert there in client.get(page).content.decode()
    mothers = pages[0].replace(str(father.pk), str(mother_of(case).pk))
    assert "Look at what is proposed" not in client.get(mothers).content.decode()


def test_nothing_is_said_once_all_of_it_is_marked(client: Client, world: World, case: Case) -> None:
    for key in keys(case):
        kind, _, row = key.partition(":")
        keep_from_father(world, case, kind, int(row))
    client.force_login(world.practitioner)
    plan, father = Plan.objects.get(case=case), father_of(case)
    page = f"/cases/{case.reference}/copies/plan/{plan.pk}/for/person-{father.pk}/"
    said = client.get(page).content.decode()
    assert "Both versions" in said
    assert "Look at what is proposed" not in said
