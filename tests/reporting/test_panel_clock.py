"""Whether what a panel decided was in time is a matter of when the desk put it there."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from referrals.actions.deciding import ForChild, children_to_decide
from referrals.actions.panels import holding
from referrals.models import Decision, Outcome, PanelItem, Referral
from reporting.asking import Ask
from reporting.counting import count
from reporting.measures import MEASURES
from reporting.period import Period
from tests.cast import World
from tests.referrals.panels import its_day_comes, make_panel, on_agenda, waiting
from tests.referrals.requests import decided


def in_time() -> tuple[int, int | None]:
    measure, today = MEASURES["decided_in_time"], timezone.localdate()
    [rows] = count([Ask(measure, measure.cuts[0], Period(today, today))])
    [whole] = [row for row in rows if row.part is None]
    return whole.numerator, whole.denominator


@pytest.mark.parametrize(
    ("put", "how", "counted"),
    [
        (3, "decided by the panel", 1),
        (1, "decided by the panel", 0),
        (3, "given back and decided late by the desk", 0),
    ],
)
def test_the_clock_of_the_desk_does_not_run_at_a_panel(
    world: World, put: int, how: str, counted: int
) -> None:
    """It was put to a panel `put` days ago; the clock ran out two days ago."""
    panel, referral = make_panel(world), waiting(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    now = timezone.now()
    with acting_as_system("time passes"):
        Decision.objects.update(decided_at=now - timedelta(days=put))
    _run_out(referral, now)
    with acting_as(world.desk):
        opened = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
        if how.startswith("decided"):
            rows = [
                ForChild(child, Outcome.ADVICE, "The drop-in is right")
                for child in children_to_decide(opened.referral)
            ]
            holding.decide_item(item=opened, decisions=rows, by=world.desk, version=1)
        else:
            holding.give_back(item=opened, by=world.desk, version=1, reason="Plain")
    if not how.startswith("decided"):
        _run_out(referral, now)
        decided(referral, world.desk, Outcome.ADVICE, None)
    assert in_time() == (counted, 1)


def _run_out(referral: Referral, now: datetime) -> None:
    with acting_as_system("time passes"):
        Referral.objects.filter(pk=referral.pk).update(due_at=now - timedelta(days=2))
