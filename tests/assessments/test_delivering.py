"""Programmes and groups delivered: what is refused, and their way through the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions import delivering
from assessments.actions.delivering import Delivered, add_intervention, change_intervention
from assessments.models import Intervention
from audit.models import Event, Stale
from audit.refusal import Refused
from localities.models import Service
from tests.assessments.arranging import agreed, led_case
from tests.assessments.test_pages import Browser, date_boxes
from tests.cast import World, make_case

TODAY = timezone.localdate()
GROUP = Delivered("Parenting group", TODAY - timedelta(days=20), offered=4, attended=3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"attended": 5}, delivering.MORE_THAN_OFFERED),
        ({"from_on": TODAY + timedelta(days=1)}, delivering.NOT_YET),
        ({"ending": "left"}, delivering.END_FIRST),
        ({"ending": "left", "to_on": TODAY - timedelta(days=21)}, delivering.BEFORE),
        ({"ending": "left", "to_on": TODAY + timedelta(days=1)}, delivering.AHEAD),
        ({"person_id": 0}, delivering.STRANGER),
    ],
)
def test_what_is_refused(world: World, change: dict[str, Any], said: str) -> None:
    case, by = led_case(world), world.practitioner
    with acting_as(by), pytest.raises(Refused, match=said):
        add_intervention(case=case, by=by, what=GROUP._replace(**change))


def test_who_may_and_from_which_page(world: World) -> None:
    case, by = led_case(world), world.practitioner
    with acting_as(by):
        found = add_intervention(case=case, by=by, what=GROUP)
        change_intervention(
            intervention=found, by=by, version=1, to=GROUP._replace(offered=5, attended=4)
        )
        with pytest.raises(Stale):
            change_intervention(intervention=found, by=by, version=1, to=GROUP)
    with acting_as(world.social_worker), pytest.raises(Refused, match="Only people who work"):
        add_intervention(case=case, by=world.social_worker, what=GROUP)
    with (
        acting_as_system("trying"),
        pytest.raises(IntegrityError, match="no_more_sessions_attended"),
        transaction.atomic(),
    ):
        Intervention.objects.filter(pk=found.pk).update(attended=9)
    with acting_as_system("looking"):
        assert not Intervention.objects.filter(case=make_case(world)).exists()


def test_it_goes_over_the_plan_to_the_timeline(world: World) -> None:
    case, lead = agreed(world).case, Browser(world.practitioner)
    with acting_as_system("arranging"):
        Service.objects.create(key="calm", name="Calm at home", offers="Group", words="calm")
    typed = {"name": "calm at home", "whom": "family", "offered": 2, "attended": 3, "ending": ""}
    sent = lead.send("plan-programme-add", case, **typed, **date_boxes("from_on"))
    assert "more sessions than were offered" in sent.content.decode()
    typed["attended"] = 1
    sent = lead.send("plan-programme-add", case, **typed, **date_boxes("from_on"))
    assert sent.status_code == 302
    page = lead.open("case-plan", case)
    assert "Came to 1 of 2" in page
    assert "/directory/calm/" in page
    with acting_as_system("looking"):
        found = Intervention.objects.get(case=case)
    typed |= {"ending": "completed", "how_it_ended": "Calmer mornings"}
    sent = lead.send("plan-programme", case, found.pk, **typed, **date_boxes("from_on"),
                     **date_boxes("to_on"))  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    assert "Finished as planned: Calmer mornings" in lead.open("case-plan", case)
    assert "Calm at home ended: 1 of 2 sessions" in lead.open("case-timeline", case)
    with acting_as_system("looking"):
        assert (
            Event.objects.filter(verb__startswith="plan.intervention", case_id=case.pk).count() == 2
        )
