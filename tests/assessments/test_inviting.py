"""Invitations to the next meeting: to whom, in what words, changed, called off, answered."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.gathering import join
from assessments.actions.inviting import (
    IN_THE_PAST,
    NOBODY,
    NOWHERE,
    PLANNED,
    Details,
    answer,
    call_off,
    change_meeting,
    plan_meeting,
)
from assessments.actions.planning import end_plan
from assessments.actions.reviewing import Guest, Minutes, hold
from assessments.models import Invitation, PlannedMeeting, Review
from assessments.queries.inviting import next_meeting, offered, tasks_of, who
from assessments.queries.meetings import Invited
from assessments.queries.owners import owners_of
from assessments.queries.people import members_of_case
from audit.actions import queueing
from audit.models import Job, Stale
from audit.refusal import Refused
from cases.models import Address, Case, CourtOrder, Due, Person, SharingBasis
from cases.queries.header import header
from tests.assessments.arranging import agreed, agreed_from, led_case, planned_meeting, signed_off
from tests.assessments.test_pages import Browser, date_boxes
from tests.cases.page.arranging import add_member
from tests.cast import World, arranged
from tests.fixtures.mail import MailSystem

SOON = timezone.now() + timedelta(days=7)


def letters() -> list[dict[str, Any]]:
    """What was asked for, oldest first."""
    rows = Job.objects.filter(kind="send_mail", key__startswith="mail taf")
    return [row.payload for row in rows.order_by("pk")]


def in_calendar(payload: dict[str, Any]) -> dict[str, str]:
    text = payload["calendar"]["text"].replace("\r\n ", "")
    return dict(line.split(":", 1) for line in text.strip().split("\r\n"))


@arranged
def school_in_the_team(world: World, case: Case, *, shared: bool = True) -> None:
    if shared:
        SharingBasis.objects.create(
            family=case.family, agency=world.school_agency, what="Attendance",
            from_date=case.opened_on,
        )  # fmt: skip
    join(case=case, by=world.practitioner, name="", user=world.school)


def guests_of_the_case(case: Case) -> Any:
    return offered(case, members_of_case(case, timezone.localdate()), next_meeting(case))


def test_one_appointment_from_invitation_to_cancellation(world: World) -> None:
    case, by = led_case(world), world.practitioner
    school_in_the_team(world, case)
    with acting_as(by):
        found = guests_of_the_case(case)
        lead, school = (one for one in found.guests if one.user_id)
        mother = next(one for one in found.guests if one.name == "Ngozi Okafor")
        to_be = Details(SOON, place="The hub, room 2")
        meeting = plan_meeting(case=case, by=by, to_be=to_be, guests=[lead, school, mother])
        row = meeting.invitations.get(user=world.school)
        answer(invitation=row, by=by, version=row.version, says="come")
        meeting = change_meeting(
            meeting=meeting, by=by, version=meeting.version,
            to_be=to_be._replace(place="The library"), guests=[lead, school],
        )  # fmt: skip
        assert meeting.invitations.get(user=world.school).answer == "come"
        later = to_be._replace(starts_at=SOON + timedelta(days=1))
        meeting = change_meeting(
            meeting=meeting, by=by, version=meeting.version, to_be=later, guests=[school]
        )
        assert meeting.invitations.get(user=world.school).answer == ""
        call_off(meeting=meeting, by=by, version=meeting.version, why="Illness")
        assert next_meeting(case) is None
    with acting_as_system("reading letters"):
        theirs = [one for one in letters() if one["to"] == [world.school.email]]
        leads = [one for one in letters() if one["to"] == [world.practitioner.email]]
    files = [in_calendar(one) for one in theirs]
    assert [each["METHOD"] for each in files] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [int(each["SEQUENCE"]) for each in files] == [0, 1, 2, 3]
    assert len({each["UID"] for each in files}) == 1
    assert [in_calendar(one)["METHOD"] for one in leads] == ["REQUEST", "REQUEST", "CANCEL"]
    said = " ".join(str(one) for one in [*theirs, *leads])
    assert not re.search(r"Okafor|Ngozi|Child1|Illness", said)
    assert all("Team Around the Family" in one["subject"] for one in theirs)
    assert {who[0] for one in (theirs, leads) for who in (one[0]["to"],)} == {
        world.school.email, world.practitioner.email,
    }  # fmt: skip


def test_who_may_not_know_is_not_offered_and_not_written_to(world: World) -> None:
    case = led_case(world)
    school_in_the_team(world, case, shared=False)
    father = _father_restrained(case)
    with acting_as(world.practitioner):
        found = guests_of_the_case(case)
        assert not {"Sam School", father.name} & {one.name for one in found.guests}
        said = " ".join(found.not_offered)
        assert father.name in said
        assert "Non-molestation order" in said
        assert "sharing basis" in said
        assert any("No parental responsibility" in each for each in found.warnings)
        meeting = plan_meeting(
            case=case, by=world.practitioner, to_be=Details(SOON, place="The hub"),
            guests=[Invited("", world.school.name, user_id=world.school.pk)],
        )  # fmt: skip
        assert not meeting.invitations.get().by_mail
    with acting_as_system("reading letters"):
        assert letters() == []


@arranged
def _father_restrained(case: Case) -> Person:
    father = Person.objects.create(kind="adult", given_name="Emeka", family_name="Okafor")
    case.family.memberships.create(
        person=father, relationship="father", household=2, from_date=case.opened_on
    )
    child = Person.objects.filter(case_children__case=case)[0]
    CourtOrder.objects.create(
        child=child, kind="Non-molestation order", text="Not to come near", restrains=father,
        source="Order seen", made_on=case.opened_on,
    )  # fmt: skip
    return father


@pytest.mark.parametrize(
    ("name", "refused"),
    [("Emeka Okafor", True), (" emeka  OKAFOR", True), ("Emeka", False), ("Uncle Ben", False)],
)
def test_whom_an_order_keeps_away_is_not_invited_by_name_either(
    world: World, name: str, refused: bool
) -> None:
    case = led_case(world)
    _father_restrained(case)
    guests = [Invited("", name)]
    if not refused:
        assert planned_meeting(world, case, guests=guests).invitations.count() == 1
        return
    with pytest.raises(Refused, match=r"cannot be invited\. Non-molestation order: Not to come"):
        planned_meeting(world, case, guests=guests)


def test_the_page_of_a_copy_warns_of_order_and_responsibility(world: World) -> None:
    case = led_case(world)
    father = _father_restrained(case)
    with acting_as(world.practitioner):
        father.memberships.update(household=1)  # else each parent's own copy is made first
        minutes = Minutes(guests=[Guest("Gran", came=True)])
        review = hold(
            case=case, by=world.practitioner, held_on=timezone.localdate(), record_of=minutes
        )
    page = Browser(world.practitioner).open("taf-copy", case, review.pk)
    assert "Non-molestation order" in page
    assert "No parental responsibility of Emeka Okafor is recorded for" in page


def test_nobody_is_invited_owns_or_agrees_before_they_are_born(world: World) -> None:
    case = led_case(world)
    baby = add_member(case, world, "", "child", kind="unborn", expected_on=timezone.localdate())
    with acting_as(world.practitioner):
        assert baby.pk not in {one.person_id for one in guests_of_the_case(case).guests}
        assert f"person-{baby.pk}" not in {one.key for one in owners_of(case)}
    assert baby.name not in Browser(world.practitioner).open("plan-agree", agreed(world, case).case)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_at": timezone.now() - timedelta(hours=1)}, IN_THE_PAST),
        ({"place": " "}, NOWHERE),
        ({"guests": []}, NOBODY),
        ({"place": "The Okafor home"}, "Leave out “Okafor”"),
        ({"place": "At Ngozi’s new flat"}, "Leave out “Ngozi”"),
        ({"place": "12 Hill  Road"}, "Leave out “12 Hill Road”"),
        ({"place": "at wv14 0aa"}, "Leave out “WV14 0AA”"),
    ],
)
def test_what_is_refused(world: World, change: dict[str, Any], said: str) -> None:
    case = led_case(world)
    with acting_as_system("arranging"):
        child = Person.objects.filter(case_children__case=case)[0]
        Address.objects.create(person=child, lines="12 Hill Road, Bilston", postcode="WV14 0AA")
    with pytest.raises(Refused, match=re.escape(said)):
        planned_meeting(world, case, **change)


def test_one_next_meeting_that_is_not_changed_from_an_old_page(world: World) -> None:
    case, by = led_case(world), world.practitioner
    meeting = planned_meeting(world, case)
    to_be = Details(SOON, place="The hub")
    with pytest.raises(Refused, match=PLANNED):
        planned_meeting(world, case)
    gran = [Invited("", "Gran")]
    with acting_as(by), pytest.raises(Stale), transaction.atomic():
        change_meeting(meeting=meeting, by=by, version=99, to_be=to_be, guests=gran)
    with (
        acting_as_system("trying"),
        pytest.raises(IntegrityError, match="one_next_meeting_per_case"),
        transaction.atomic(),
    ):
        PlannedMeeting.objects.create(
            case=case, starts_at=SOON, place="x", planned_by=by, planned_at=SOON
        )


def test_who_answers_for_whom(world: World) -> None:
    case = led_case(world)
    school_in_the_team(world, case)
    meeting = planned_meeting(
        world, case, guests=[Invited("", "Sam", user_id=world.school.pk), Invited("", "Gran")]
    )
    with acting_as_system("looking"):
        own, gran = meeting.invitations.order_by("pk")
    with acting_as(world.school):
        answer(invitation=own, by=world.school, version=own.version, says="cannot")
        with pytest.raises(Refused, match="Only whoever is invited"):
            answer(invitation=gran, by=world.school, version=gran.version, says="come")
    with acting_as(world.practitioner):
        by = world.practitioner
        answer(invitation=gran, by=by, version=gran.version, says="come")
        assert [who(one)[0] for one in meeting.invitations.order_by("pk")] == ["user", "name"]


def test_an_invitation_stands_where_one_starts_until_it_is_answered(
    world: World, client: Client
) -> None:
    """Not for whoever planned it, who knows; and once it is called off for nobody."""
    case = led_case(world)
    school_in_the_team(world, case)

    def asked(user: Any) -> list[str]:
        with acting_as(user):
            return [task.what for task in tasks_of(user)]

    with acting_as(world.practitioner):
        guests = [one for one in guests_of_the_case(case).guests if one.user_id]
    meeting = planned_meeting(world, case, guests=guests)
    when = timezone.localtime(meeting.starts_at)
    said = f"Say whether you come to the TAF meeting, {when.day} {when:%B}, {when:%H:%M}"
    assert (asked(world.school), asked(world.practitioner)) == ([said], [])
    assert asked(world.manager) == []
    client.force_login(world.school)
    assert said in client.get("/our-families/").content.decode()
    with acting_as(world.school):
        row = meeting.invitations.get(user=world.school)
        answer(invitation=row, by=world.school, version=row.version, says="cannot")
    assert asked(world.school) == []
    with acting_as(world.practitioner):
        call_off(meeting=meeting, by=world.practitioner, version=meeting.version, why="Snow")
    later = planned_meeting(world, case, guests=guests)
    assert asked(world.school) == [said]
    with acting_as(world.practitioner):
        call_off(meeting=later, by=world.practitioner, version=later.version, why="Snow")
    assert asked(world.school) == []


def test_the_record_starts_from_those_invited_and_the_meeting_is_over(world: World) -> None:
    case = agreed(world).case
    meeting = planned_meeting(world, case)
    _now_over(meeting)
    lead = Browser(world.practitioner)
    page = lead.open("taf-record", case)
    first = page[page.index("Who came?") :]
    assert first.index("Gran") < first.index("Ngozi Okafor")
    assert "Gran: did not answer" in page
    assert 'value="The hub"' in page
    sent = lead.send("taf-record", case, **date_boxes("held_on"))
    assert "Select whether Gran came" in sent.content.decode()
    with acting_as(world.practitioner):
        minutes = Minutes(guests=[Guest("Gran", came=True)])
        hold(case=case, by=world.practitioner, held_on=timezone.localdate(), record_of=minutes)
        meeting.refresh_from_db()
        assert meeting.review == Review.objects.get(case=case)
        assert next_meeting(case) is None


def test_every_page_says_the_same_of_the_next_meeting(world: World) -> None:
    """The day agreed at the last; the day that is planned; once that is called off, none."""
    case, by = agreed(world).case, world.practitioner
    today = timezone.localdate()
    said, planned = today + timedelta(days=20), timezone.localdate(SOON)
    browser = Browser(by)

    def shown(day: date | None = None) -> None:
        for name in ("case", "case-story"):
            page = browser.open(name, case)
            found = re.findall(r"next on (?:\w+day )?(\d+ \w+ \d{4})", page)
            assert found == ([f"{day:%-d %B %Y}"] if day else []), name

    with acting_as(by):
        minutes = Minutes(guests=[Guest("Gran", came=True)], next_on=said)
        hold(case=case, by=by, held_on=today, record_of=minutes)
    shown(said)
    meeting = planned_meeting(world, case)
    shown(planned)
    with acting_as(by):
        call_off(meeting=meeting, by=by, version=meeting.version, why="The school is shut")
    shown()


def test_the_first_meeting_that_is_planned_is_on_the_summary(world: World) -> None:
    case, by = agreed(world).case, world.practitioner
    browser, held = Browser(by), "No TAF meeting has been held yet"
    assert f"{held}." in browser.open("case", case)
    meeting = planned_meeting(world, case)
    day = timezone.localdate(meeting.starts_at)
    said = f"{held}; the first is planned for {day:%A} {day.day} {day:%B %Y}."
    assert said in browser.open("case", case)
    with acting_as(by):
        call_off(meeting=meeting, by=by, version=meeting.version, why="The school is shut")
    assert f"{held}." in browser.open("case", case)


@arranged
def _now_over(meeting: PlannedMeeting) -> None:
    PlannedMeeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())


def test_people_are_invited_before_the_next_step_is_to_record(world: World) -> None:
    """Recording is next once a meeting is planned, or the day said at the last has come."""
    by, today = world.practitioner, timezone.localdate()
    case = signed_off(world).case

    def step() -> str:
        with acting_as(by):
            found = header(Case.objects.get(pk=case.pk), by).step
        return found.label if found else ""

    assert step() == "Write the plan"
    agreed_from(world, case)
    assert step() == "Invite to the next meeting"
    meeting = planned_meeting(world, case)
    assert step() == "Record a TAF meeting"
    with acting_as(by):
        call_off(meeting=meeting, by=by, version=meeting.version, why="The school is shut")
    assert step() == "Invite to the next meeting"
    with acting_as(by):
        minutes = Minutes(guests=[Guest("Gran", came=True)], next_on=today + timedelta(days=20))
        review = hold(case=case, by=by, held_on=today, record_of=minutes)
    assert step() == "Invite to the next meeting"
    _said_for(review, today)
    assert step() == "Record a TAF meeting"


@arranged
def _said_for(review: Review, day: date) -> None:
    """The day has come that was said at a meeting, which was held before it."""
    before = day - timedelta(days=1)
    Case.objects.filter(pk=review.case_id).update(opened_on=before, received_on=before)
    Case.objects.filter(pk=review.case_id).update(last_taf_on=before)
    Review.objects.filter(pk=review.pk).update(held_on=before, next_on=day)


def test_closing_the_case_calls_it_off(world: World) -> None:
    case = led_case(world)
    meeting = planned_meeting(world, case)
    with acting_as_system("closing"):
        end_plan(case, world.manager, timezone.localdate())
        meeting.refresh_from_db()
        assert meeting.called_off_why == "The case was closed"
        assert [in_calendar(one)["METHOD"] for one in letters()] == ["REQUEST", "CANCEL"]


def test_the_letter_carries_the_file(world: World, mail_system: MailSystem) -> None:
    planned_meeting(world, led_case(world))
    with acting_as_system("sending"):
        queueing.run(Job.objects.get(key__startswith="mail taf").pk)
    (letter,) = [letter for _, _, letter in mail_system.taken]
    assert 'method="REQUEST"' in letter
    assert 'filename="invitation.ics"' in letter


def test_the_pages(world: World) -> None:
    case, lead = led_case(world), Browser(world.practitioner)
    school_in_the_team(world, case)
    page = lead.open("taf-invite", case)
    keys = re.findall(r'name="guests" type="checkbox" value="([^"]+)"( checked)?', page)
    assert keys
    assert not any(checked for _, checked in keys)
    asked = [key for key, _ in keys if key.startswith(("user", "taf"))]
    day = {f"meets_on_{part}": getattr(SOON, part) for part in ("day", "month", "year")}
    typed = {"meets_at": "10:30", "minutes": "60", "place": "The hub", "guests": asked}
    sent = lead.send("taf-invite", case, **day, **typed, **others("Gran"))
    assert sent.status_code == 302, sent.content.decode()
    school = Browser(world.school)
    page = school.open("case-meetings", case)
    assert "I will come" in page
    with acting_as_system("looking"):
        mine = Invitation.objects.get(user=world.school)
        gran = Invitation.objects.get(name="Gran")
    assert school.send("taf-answer", case, mine.pk, answer="come").status_code == 302
    assert "The lead practitioner" not in school.open("case-meetings", case)
    assert lead.send("taf-answer", case, gran.pk, answer="cannot").status_code == 302
    page = lead.open("case-meetings", case)
    assert "Will come" in page
    assert "Cannot come" in page
    kept = re.findall(r'value="([^"]+)" checked', lead.open("taf-invite", case))
    assert len(kept) == len(asked) + 1
    file = school.client.get(f"/cases/{case.reference}/meetings/next/calendar/")
    assert b"METHOD:PUBLISH" in file.content
    assert b"Okafor" not in file.content
    sent = lead.send("taf-call-off", case, why="No room")
    assert sent.status_code == 302
    assert "No meeting is planned" in lead.open("case-meetings", case)


def others(*names: str) -> dict[str, Any]:
    typed: dict[str, Any] = {"others-TOTAL_FORMS": len(names), "others-INITIAL_FORMS": 0}
    return typed | {f"others-{number}-name": name for number, name in enumerate(names)}


def test_the_meeting_people_are_invited_to_is_the_next_one_everywhere(world: World) -> None:
    case = agreed(world, led_case(world)).case
    meeting = planned_meeting(world, case)
    with acting_as(world.practitioner):
        hold(case=case, by=world.practitioner, held_on=timezone.localdate(),
             record_of=Minutes(guests=[Guest("Ngozi Nowak", came=True)]))  # fmt: skip
    when = timezone.localtime(meeting.starts_at)
    Due.objects.filter(case=case).exclude(key="taf_copy").delete()
    copy = f'eh-next__what" href="/cases/{case.reference}/meetings/">Copy of the TAF record'
    assert copy in Browser(world.practitioner).open("case", case)
    text = Browser(world.practitioner).open("case-meetings", case)
    assert "Not set" not in text
    assert f'data-label="Next meeting">{when:%-d %B %Y}' in text
    taf = Browser(world.practitioner).open("taf", case, Review.objects.get(case=case).pk)
    assert "Next meeting: not set" not in taf
    story = Browser(world.practitioner).open("case-story", case)
    assert f"The team around the family meets next on {when:%-d %B %Y}." in story
