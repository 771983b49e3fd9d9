"""Panels: agenda, what members may read and for how long, decisions, and the end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.models import Event, Job, Stale
from audit.refusal import Refused
from cases.actions.sharing.declaring import declare
from cases.models import Allocation, Case, SharingBasis
from referrals.actions.deciding import ForChild, children_to_decide
from referrals.actions.judging import judge
from referrals.actions.panels import holding
from referrals.actions.panels.arranging import (
    WITHDRAW,
    add_member,
    arrange,
    call_off,
    change_panel,
    remove_member,
)
from referrals.actions.panels.setting_agenda import put_on_agenda, take_off
from referrals.models import (
    Decision,
    MatchJudgement,
    Outcome,
    Panel,
    PanelItem,
    Referral,
    ReferralPerson,
)
from referrals.queries.panels import decisions_at, panels_visible_to, seats_of
from referrals.stages import Stage
from tests.cast import World, make_case, make_family
from tests.referrals.panels import its_day_comes, make_panel, on_agenda, waiting
from tests.referrals.requests import CHILD, MOTHER, make_request
from tests.referrals.requests import decided as decided_by


def sees(user: Any, referral: Referral) -> tuple[bool, bool, bool]:
    """By the rule, by the database alone, and its people by the database."""
    with acting_as(user):
        return (
            Referral.objects.visible_to(user).filter(pk=referral.pk).exists(),
            Referral.objects.filter(pk=referral.pk).exists(),
            ReferralPerson.objects.filter(referral=referral.pk).exists(),
        )


SEEN, UNSEEN = (True, True, True), (False, False, False)


def rows(referral: Referral, outcome: str, level: int | None = None) -> list[ForChild]:
    return [
        ForChild(child, outcome, "The panel agreed", level)
        for child in children_to_decide(referral)
    ]


def decide(item: PanelItem, by: Any, outcome: str, level: int | None = None, **more: Any) -> Any:
    with acting_as(by):
        item = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
        return holding.decide_item(
            item=item,
            decisions=rows(item.referral, outcome, level),
            by=by,
            version=item.version,
            **more,
        )


def test_members_see_a_request_while_it_is_on_their_agenda_and_no_longer(world: World) -> None:
    panel = make_panel(world, world.school, world.practitioner2)
    other = make_panel(world, world.school2)
    referral, left = waiting(world), waiting(world, CHILD | {"given_name": "Left"})
    members = (world.chair, world.school, world.practitioner2)
    assert [sees(who, referral) for who in members] == [UNSEEN] * 3
    item = on_agenda(world, panel, referral)
    assert [sees(who, referral) for who in members] == [SEEN] * 3
    for stranger in (world.school2, world.practitioner, world.analyst, world.governance):
        assert sees(stranger, referral) == UNSEEN
    assert sees(world.school, left) == UNSEEN
    with acting_as(world.school):
        assert not Panel.objects.filter(pk=other.pk).exists()
        assert PanelItem.objects.get().pk == item.pk
    with acting_as(world.desk):
        take_off(item=item, by=world.desk, version=1, reason="The family moved")
    assert [sees(who, referral) for who in members] == [UNSEEN] * 3


def test_who_leaves_the_panel_sees_nothing_of_it(world: World) -> None:
    panel = make_panel(world, world.school)
    referral = waiting(world)
    on_agenda(world, panel, referral)
    member = panel.members.get()
    with acting_as(world.desk):
        for _ in range(2):  # pressed twice, they are told once
            remove_member(member=member, by=world.desk)
    told = letters("You do not sit on an early help panel any more")
    assert [to for to, _ in told] == ["school@example.org"]
    assert Event.objects.filter(verb="panel.member_removed").count() == 1
    assert sees(world.school, referral) == UNSEEN
    with acting_as(world.school):
        assert not Panel.objects.exists()


def test_a_member_linked_to_the_family_never_sees_the_item(world: World) -> None:
    case = make_case(world)
    child = case.children.order_by("pk")[0]
    facts = {"given_name": child.given_name, "family_name": child.family_name}
    referral = make_request(CHILD | facts | {"date_of_birth": child.date_of_birth})
    with acting_as(world.desk):
        described = referral.people.get()
        judge(described=described, person=child, verdict="same", by=world.desk)
    panel = make_panel(world, world.school, world.school2)
    referral.refresh_from_db()
    decided_by(referral, world.desk, Outcome.PANEL, level=None)
    on_agenda(world, panel, referral)
    assert sees(world.school, referral) == SEEN
    assert sees(world.chair, referral) == SEEN
    with acting_as(world.manager):
        for user in (world.school, world.chair):
            declare(case=case, person=child, user=user, by=world.manager, link="aunt")
    assert sees(world.school, referral) == UNSEEN
    assert sees(world.chair, referral) == UNSEEN
    assert sees(world.school2, referral) == SEEN


def test_a_restricted_request_is_put_before_no_panel(world: World) -> None:
    panel, referral = make_panel(world, world.school), waiting(world)
    family = make_family(world)
    Referral.objects.filter(pk=referral.pk).update(kept_for=family)
    referral.refresh_from_db()
    with pytest.raises(Refused, match="named people"):
        put_on_agenda(panel=panel, referrals=[referral], by=world.desk)
    PanelItem.objects.create(
        panel=panel, referral=referral, added_at=timezone.now(), added_by=world.desk
    )
    assert sees(world.school, referral) == UNSEEN


def test_what_waits_for_no_panel_or_is_on_another_agenda_is_refused(world: World) -> None:
    panel, other = make_panel(world), make_panel(world, days=14)
    new, referral = make_request(), waiting(world)
    with acting_as(world.desk):
        with pytest.raises(Refused, match="does not wait for a panel"):
            put_on_agenda(panel=panel, referrals=[new], by=world.desk)
        put_on_agenda(panel=panel, referrals=[referral], by=world.desk)
        with pytest.raises(Refused, match="agenda of another panel"):
            put_on_agenda(panel=other, referrals=[referral], by=world.desk)
        with pytest.raises(Refused, match="at least one"):
            put_on_agenda(panel=panel, referrals=[], by=world.desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelItem.objects.create(
            panel=other, referral=referral, added_at=timezone.now(), added_by=world.desk
        )


def test_late_items_are_marked_and_say_why(world: World) -> None:
    panel, referral = make_panel(world), waiting(world)
    Panel.objects.filter(pk=panel.pk).update(papers_at=timezone.now())
    panel.refresh_from_db()
    with acting_as(world.desk), pytest.raises(Refused, match="cannot wait"):
        put_on_agenda(panel=panel, referrals=[referral], by=world.desk)
    item = on_agenda(world, panel, referral, why_late="Eviction on Friday")
    assert (item.late, item.late_why) == (True, "Eviction on Friday")


def test_nothing_is_decided_before_the_day_or_by_somebody_else(world: World) -> None:
    panel = make_panel(world, world.school)
    item = on_agenda(world, panel, waiting(world))
    with pytest.raises(Refused, match="The panel meets on"):
        decide(item, world.chair, Outcome.NO_ACTION)
    its_day_comes(panel)
    with pytest.raises(Refused, match="Only the panel’s chair"):
        decide(item, world.school, Outcome.NO_ACTION)


@pytest.mark.parametrize("who", ["chair", "desk"])
def test_early_help_opens_the_case_and_the_lead_named_leads_it(world: World, who: str) -> None:
    panel = make_panel(world)
    referral = waiting(world, CHILD, MOTHER)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    by = world.people[who]
    decided = decide(item, by, Outcome.EARLY_HELP, 3, lead=holding.Lead(user=world.school))
    case = Case.objects.get(pk=decided.case.pk)
    lead = Allocation.objects.get(case=case, ended_at__isnull=True)
    assert (lead.user, lead.allocated_by, lead.agency) == (world.school, by, world.school_agency)
    assert SharingBasis.objects.filter(family=case.family, agency=world.school_agency).exists()
    standing = Decision.objects.get(referral=referral, superseded_at__isnull=True)
    assert (standing.outcome, standing.decided_by, standing.case) == (
        Outcome.EARLY_HELP,
        by,
        case,
    )
    assert Decision.objects.filter(referral=referral, outcome=Outcome.PANEL).count() == 1
    item.refresh_from_db()
    referral.refresh_from_db()
    assert (item.outcome, item.lead, item.lead_agency) == (
        "decided",
        world.school,
        world.school_agency,
    )
    assert referral.stage == Stage.DECIDED
    event = Event.objects.filter(verb="request.decided", subject_id=referral.pk).latest("pk")
    assert (event.actor_id, event.actor_name) == (by.pk, by.name)
    if who == "chair":  # acting for the panel lasted no longer than the verb
        with acting_as(world.chair):
            assert not Case.objects.exists()


BROTHER = CHILD | {"given_name": "Chidi", "date_of_birth": date(2018, 5, 1)}


def apart(item: PanelItem, by: Any, *said: tuple[str, int | None], **more: Any) -> Any:
    """Decide for each child its own, in the order in which they stand."""
    with acting_as(by):
        item = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
        children = children_to_decide(item.referral)
        decisions = [
            ForChild(
                child,
                outcome,
                f"For {child.given_name}",
                level,
                said_by="The school nurse" if outcome == Outcome.HARM else "",
                alleged="A bruise" if outcome == Outcome.HARM else "",
            )
            for child, (outcome, level) in zip(children, said, strict=True)
        ]
        return holding.decide_item(
            item=item, decisions=decisions, by=by, version=item.version, **more
        )


@pytest.mark.parametrize("who", ["chair", "desk"])
def test_a_panel_decides_for_each_child_apart(world: World, who: str) -> None:
    panel = make_panel(world, world.school)
    referral = waiting(world, CHILD, BROTHER, MOTHER)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    decided = apart(
        item,
        world.people[who],
        (Outcome.EARLY_HELP, 3),
        (Outcome.NO_ACTION, None),
        lead=holding.Lead(user=world.practitioner2),
    )
    standing = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
    assert {(row.child.given_name, row.outcome, row.level, row.reason) for row in standing} == {
        ("Amara", Outcome.EARLY_HELP, 3, "For Amara"),
        ("Chidi", Outcome.NO_ACTION, None, "For Chidi"),
    }
    assert [row.case for row in standing.order_by("child_id")] == [decided.case, None]
    referral.refresh_from_db()
    assert referral.stage == Stage.DECIDED
    item.refresh_from_db()
    assert (item.outcome, item.outcome_reason) == ("decided", "For Amara\n\nFor Chidi")
    with acting_as(world.school):  # who sits on it reads each
        assert [row.outcome for row in decisions_at(item)] == ["early_help", "no_action"]


def test_each_apart_keeps_the_rules_of_the_desk(world: World) -> None:
    panel = make_panel(world)
    referral = waiting(world, CHILD, BROTHER)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    for one, other, why in (
        ((Outcome.EARLY_HELP, None), (Outcome.ADVICE, None), "Early help needs one"),
        ((Outcome.HARM, None), (Outcome.NO_ACTION, None), "social worker"),
        ((Outcome.SOCIAL_CARE, None), (Outcome.ADVICE, None), "social worker"),
        ((Outcome.PANEL, None), (Outcome.ADVICE, None), "The panel has this request already"),
    ):
        with pytest.raises(Refused, match=why):
            apart(item, world.chair, one, other)
    one_left_out = rows(referral, Outcome.ADVICE)[:1]
    item.panel.refresh_from_db()
    with acting_as(world.chair), pytest.raises(Refused, match="an outcome for every child"):
        holding.decide_item(item=item, decisions=one_left_out, by=world.chair, version=1)
    apart(item, world.chair, (Outcome.HARM, None), (Outcome.ADVICE, None))
    referral.refresh_from_db()
    assert referral.stage == Stage.SOCIAL_WORK
    with acting_as(world.social_worker):
        assert [child.given_name for child in children_to_decide(referral)] == ["Amara"]


def test_an_agency_alone_may_be_named_and_the_case_waits(world: World) -> None:
    panel = make_panel(world)
    item = on_agenda(world, panel, waiting(world))
    its_day_comes(panel)
    lead = holding.Lead(agency=world.other_school)
    with pytest.raises(Refused, match="early help alone"):
        decide(item, world.chair, Outcome.NO_ACTION, lead=lead)
    decided = decide(item, world.chair, Outcome.EARLY_HELP, 2, lead=lead)
    item.refresh_from_db()
    assert item.lead_agency == world.other_school
    assert not Allocation.objects.filter(case=decided.case).exists()


def test_what_is_known_is_added_to_and_keeps_its_lead(world: World) -> None:
    case = make_case(world)
    child = case.children.order_by("pk")[0]
    described = {"given_name": child.given_name, "family_name": child.family_name}
    referral = waiting(world, CHILD | described | {"date_of_birth": child.date_of_birth})
    with acting_as(world.desk):
        judge(
            described=referral.people.get(),
            person=child,
            verdict=MatchJudgement.Verdict.SAME,
            by=world.desk,
        )
    referral.refresh_from_db()
    if referral.stage != Stage.PANEL:
        pytest.skip("judging takes a request from the panel")
    panel = make_panel(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    decided = decide(item, world.chair, Outcome.EARLY_HELP, 3)
    assert decided.added_to_live_case
    assert decided.case == case


def test_two_who_decide_at_once_the_second_is_refused(world: World) -> None:
    panel = make_panel(world)
    item = on_agenda(world, panel, waiting(world))
    its_day_comes(panel)
    stale = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
    decide(item, world.desk, Outcome.NO_ACTION)
    with acting_as(world.desk), pytest.raises((Refused, Stale)):
        holding.decide_item(
            item=stale,
            decisions=rows(stale.referral, Outcome.NO_ACTION),
            by=world.desk,
            version=stale.version,
        )


def test_deferred_to_the_next_panel_with_a_reason(world: World) -> None:
    panel, following = make_panel(world), make_panel(world, world.school2, days=21)
    referral = waiting(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    with acting_as(world.chair):
        found = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
        with pytest.raises(Refused, match="Write why"):
            holding.defer(item=found, by=world.chair, version=1, reason=" ", to=following)
        again = holding.defer(
            item=found, by=world.chair, version=1, reason="School is away", to=following
        )
    assert again is not None
    item.refresh_from_db()
    assert (item.outcome, item.outcome_reason) == ("deferred", "School is away")
    assert (again.panel, again.outcome) == (following, "")
    assert sees(world.school2, referral) == SEEN
    referral.refresh_from_db()
    assert referral.stage == Stage.PANEL


def test_given_back_to_the_desk(world: World) -> None:
    panel, referral = make_panel(world), waiting(world)
    item = on_agenda(world, panel, referral)
    its_day_comes(panel)
    with acting_as(world.chair):
        found = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
        holding.give_back(item=found, by=world.chair, version=1, reason="A decision for the desk")
    referral.refresh_from_db()
    assert (referral.stage, referral.returned) == (Stage.SCREENING, "from_panel")


def test_a_panel_ends_when_everything_is_decided_and_its_members_read_nothing_more(
    world: World,
) -> None:
    panel = make_panel(world, world.school)
    first, second = waiting(world), waiting(world, CHILD | {"given_name": "Bola"})
    items = [on_agenda(world, panel, referral) for referral in (first, second)]
    its_day_comes(panel)
    decide(items[0], world.chair, Outcome.NO_ACTION)
    assert sees(world.school, first) == SEEN  # its decision is read at the panel
    with acting_as(world.chair), pytest.raises(Refused, match="One item has no decision"):
        holding.hold(panel=panel, by=world.chair, version=panel.version)
    decide(items[1], world.chair, Outcome.ADVICE)
    with acting_as(world.chair):
        member = panel.members.get()
        came = {member.pk: "apologies"}
        holding.note_attendance(panel=panel, came=came, by=world.chair)
        held = holding.hold(panel=panel, by=world.chair, version=panel.version)
        assert (held.state, held.held_at is not None) == ("held", True)
    member.refresh_from_db()
    assert member.attendance == "apologies"
    for who in (world.school, world.chair):
        assert sees(who, first) == UNSEEN
    assert Job.objects.filter(kind=WITHDRAW, payload__panel=panel.pk).exists()
    with acting_as(world.desk), pytest.raises(Refused, match="is held"):
        add_member(panel=panel, user=world.school2, by=world.desk)


def test_members_read_a_panel_until_the_day_after_and_the_chair_until_it_is_recorded(
    world: World,
) -> None:
    panel = make_panel(world, world.school)
    referral = waiting(world)
    on_agenda(world, panel, referral)
    noon = timezone.localtime().replace(hour=12)
    for days, read in ((0, SEEN), (1, SEEN), (2, UNSEEN)):
        Panel.objects.filter(pk=panel.pk).update(meets_at=noon - timedelta(days=days))
        assert sees(world.school, referral) == read, days
        assert sees(world.chair, referral) == SEEN, days
        with acting_as(world.school):
            assert bool(seats_of(world.school)) == (read == SEEN)
            assert Panel.objects.filter(pk=panel.pk).exists()


@pytest.mark.parametrize("who", ["desk", "chair"])
def test_called_off_what_was_on_it_waits_for_another(world: World, who: str) -> None:
    panel, referral = make_panel(world, world.school), waiting(world)
    item = on_agenda(world, panel, referral)
    by = world.people[who]
    with acting_as(by):
        call_off(panel=panel, by=by, version=panel.version, reason="Snow")
    item.refresh_from_db()
    assert (item.outcome, item.outcome_by) == ("taken_off", by)
    assert item.outcome_reason == "The panel was called off: Snow"
    assert sees(world.school, referral) == UNSEEN
    assert Job.objects.filter(kind=WITHDRAW, payload__panel=panel.pk).exists()
    on_agenda(world, make_panel(world), referral)


@pytest.mark.parametrize("end", ["held", "called off"])
def test_what_the_chair_may_not_read_waits_for_another_panel_and_shows_in_nothing(
    world: World, end: str
) -> None:
    panel, read = make_panel(world), waiting(world)
    of_kin, kept = (waiting(world, CHILD | {"given_name": name}) for name in ("Kin", "Kept"))
    items = [on_agenda(world, panel, one) for one in (read, of_kin, kept)]
    Referral.objects.filter(pk=of_kin.pk).update(closed_to=[world.chair.pk])
    Referral.objects.filter(pk=kept.pk).update(kept_for=make_family(world))
    its_day_comes(panel)
    decide(items[0], world.chair, Outcome.NO_ACTION)
    with acting_as(world.chair):
        if end == "held":
            holding.hold(panel=panel, by=world.chair, version=panel.version)
        else:
            call_off(panel=panel, by=world.chair, version=panel.version, reason="Ill")
        assert not PanelItem.objects.exists()
    for item in items:
        item.refresh_from_db()
    assert [item.outcome for item in items] == ["decided", "taken_off", "taken_off"]
    on_agenda(world, make_panel(world), of_kin)


def letters(subject: str) -> list[tuple[str, str]]:
    """To whom, and what it says."""
    sent = Job.objects.filter(kind="send_mail", payload__subject=subject)
    return sorted((job.payload["to"][0], job.payload["text"]) for job in sent)


def test_who_sits_on_a_panel_is_told_of_another_time_and_that_it_is_called_off(
    world: World,
) -> None:
    panel = make_panel(world, world.school)
    on_agenda(world, panel, waiting(world))
    assert [to for to, _ in letters("You chair an early help panel")] == ["chair@example.org"]
    moved = panel.meets_at + timedelta(days=1)
    with acting_as(world.desk):
        change_panel(
            panel=panel, by=world.desk, version=panel.version, meets_at=moved, chair=world.chair,
            place="Town Hall",
        )  # fmt: skip
    told = letters("An early help panel has changed")
    assert [to for to, _ in told] == ["chair@example.org", "school@example.org"]
    at = timezone.localtime(moved)
    assert f"It meets on {at:%A} {at.day} {at:%B %Y, %H:%M}, Town Hall." in told[0][1]
    with acting_as(world.chair):
        panel.refresh_from_db()
        call_off(panel=panel, by=world.chair, version=panel.version, reason="The Okafors moved")
    told = letters("An early help panel is called off")
    assert [to for to, _ in told] == ["school@example.org"]  # the chair knows
    assert "Okafor" not in str(told)


def test_who_records_at_a_panel_that_was_called_off_meanwhile_is_refused(world: World) -> None:
    panel = make_panel(world)
    item = on_agenda(world, panel, waiting(world))
    its_day_comes(panel)
    opened = PanelItem.objects.select_related("panel", "referral").get(pk=item.pk)
    with acting_as(world.desk):
        call_off(panel=panel, by=world.desk, version=panel.version, reason="Snow")
        with pytest.raises(Refused, match="called off"):
            holding.decide_item(
                item=opened,
                decisions=rows(opened.referral, Outcome.NO_ACTION),
                by=world.desk,
                version=opened.version,
            )


@pytest.mark.parametrize("who", ["school", "practitioner", "admin", "analyst"])
def test_who_arranges_no_panel(world: World, who: str) -> None:
    by = world.people[who]
    with acting_as(by), pytest.raises(Refused, match="Only the early help desk and panel chairs"):
        arrange(meets_at=timezone.now() + timedelta(days=1), chair=world.chair, by=by, place="Here")


def test_a_chair_arranges_a_panel_of_their_own(world: World) -> None:
    """Row security shows it to whoever has just written it down."""
    soon = timezone.now() + timedelta(days=1)
    with acting_as(world.chair):
        panel = arrange(meets_at=soon, chair=world.chair, by=world.chair, place="Here")
        assert panels_visible_to(world.chair).get() == panel
        add_member(panel=panel, user=world.school, by=world.chair)
    with acting_as_system("arranging"):
        other = User.objects.create(email="x@example.org", name="X Chair", role="panel_chair")
    with acting_as(world.chair), pytest.raises(Refused, match="You chair the panels you arrange"):
        arrange(meets_at=soon, chair=other, by=world.chair, place="Here")


def test_a_panel_has_a_chair_a_place_and_a_time_to_come(world: World) -> None:
    with acting_as(world.desk), pytest.raises(Refused) as refused:
        arrange(meets_at=timezone.now() - timedelta(days=1), chair=world.school, by=world.desk)
    assert len(refused.value.reasons) == 3


def test_a_new_member_is_told_without_a_name_of_a_child(world: World) -> None:
    panel = make_panel(world)
    on_agenda(world, panel, waiting(world))
    with acting_as(world.desk):
        add_member(panel=panel, user=world.school, by=world.desk)
        with pytest.raises(Refused, match="already"):
            add_member(panel=panel, user=world.school, by=world.desk)
    sent = Job.objects.get(kind="send_mail", key__startswith="mail panel seat")
    assert sent.payload["to"] == ["school@example.org"]
    assert "Amara" not in str(sent.payload)
    assert "Okafor" not in str(sent.payload)
