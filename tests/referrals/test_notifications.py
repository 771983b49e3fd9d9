"""Domestic abuse notifications: as reported, screened, told to one adult of a school, and kept from
whom they name in everything they could see."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from assessments.models import Goal, Plan, Review
from audit.actions.queueing import run as run_job
from audit.models import Event, Job, Look
from audit.refusal import Refused
from cases.actions.contacting import record_contact
from cases.models import Case, Contact, Withheld
from cases.withholding.audience import Audience
from cases.withholding.copies import beside
from localities.calendar import next_school_start
from localities.models import SchoolHoliday
from referrals.actions.doors.notifying import screen_notification
from referrals.actions.telling.schools import see, share_with_deputy
from referrals.answering_words import SUBJECTS
from referrals.models import Notification, Referral, SchoolNotice
from referrals.queries import Filters, board
from referrals.queries.elsewhere import requests_elsewhere
from reporting.actions import copying, judging
from reporting.documents.subject_access.finding import facts_of, rows_about
from reporting.models import BundleFile, BundleItem
from tests.cases.rights.arranging import governance, proved, run
from tests.cases.sharing.test_restricting import restricted
from tests.cases.withheld.arranging import (
    acts_for_father,
    all_that_is_seen,
    family_with_a_past,
    father_of,
    let_in,
)
from tests.cast import World, make_case, make_family
from tests.referrals.kinds import (
    PUPIL,
    an_account,
    arranged_notification,
    mails,
    make_notification,
    name_key_adult,
    police_officer,
    schools_told,
    typed_notification,
)
from tests.referrals.requests import CHILD, decided

Held = SchoolNotice.Held
NEW = reverse("notification-new")
TOKEN = "Zyxabuse"
PLANTED = 12


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


@pytest.fixture
def told(world: World) -> World:
    """The school has a key adult, Sam School, and no deputy."""
    name_key_adult(world.school.agency, world.school)
    return world


def notice_of(referral: Referral) -> SchoolNotice:
    with acting_as_system("looking"):
        return SchoolNotice.objects.get(referral=referral)


def screened(world: World, referral: Referral, **said: Any) -> None:
    answers: dict[str, Any] = {"result": "early_help", "words": "Rang", "works_at_school": "no"}
    with acting_as(world.desk):
        notice = Notification.objects.get(referral=referral)
        screen_notification(notice=notice, by=world.desk, **(answers | said))


# In the queue.


def test_the_card_says_what_it_is_and_how_risky(world: World) -> None:
    make_notification(world, risk="high")
    make_notification(world, risk="standard")
    with acting_as(world.desk):
        kinds = {card.kind for card in board(world.desk, Filters()).columns[0].cards}
    assert kinds == {
        "Domestic abuse notification, high risk",
        "Domestic abuse notification, standard risk",
    }


def test_the_page_names_the_source_and_states_no_fact(world: World, client: Client) -> None:
    referral = make_notification(world)
    client.force_login(world.desk)
    page = client.get(reverse("request", args=[referral.reference])).content.decode()
    assert "Shouting and a broken door were heard for an hour" in page
    assert "Reported by A neighbour who rang 999" in page
    assert "It has not been established as fact" in page
    assert "Said to have done it" in page
    assert "High risk: what to do now" not in page


def test_high_risk_shows_the_marac_route_in_order(world: World, client: Client) -> None:
    referral = make_notification(world, risk="high")
    client.force_login(world.desk)
    for url in (reverse("request", args=[referral.reference]),
                reverse("request-screening", args=[referral.reference])):  # fmt: skip
        page = client.get(url).content.decode()
        places = [page.index(words) for words in ("ring 999", "01632 960001", "MARAC")]
        assert places == sorted(places)
    with pytest.raises(Refused, match="MARAC route"):
        screened(world, referral)
    screened(world, referral, result="marac")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reported_by": ""}, "who reported it"),
        ({"reported": ""}, "what was reported"),
        ({"risk": ""}, "DASH"),
        ({"safety_plan": ""}, "safety plan"),
        ({"incident_on": date(2999, 1, 1)}, "in the past"),
        ({"perpetrator_name": "", "perpetrator_relationship": ""}, "a name, or what they are"),
        ({"works_at_school": ""}, "works at a school"),
    ],
)
def test_what_is_missing_is_refused(world: World, change: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        make_notification(world, **change)
    assert not Referral.objects.exists()


def test_the_police_and_the_desk_notify_and_nobody_else(world: World, client: Client) -> None:
    officer = police_officer()
    allowed = {"desk", "social_worker", "head"}
    for who, user in world.people.items():
        client.force_login(user)
        assert client.get(NEW).status_code == (200 if who in allowed else 404), who
    client.force_login(officer)
    answer = client.post(NEW, typed_notification())
    assert answer.status_code == 302
    referral = Referral.objects.get()
    assert (referral.sender_user, referral.source_code) == (officer, "6")
    with acting_as(officer):
        assert Referral.objects.exists()  # their own, which says no more than that
        assert not Notification.objects.exists()
    with pytest.raises(Refused, match="police"):
        make_notification(world, by=world.school)


def test_the_form_keeps_every_word_and_says_what_is_wrong(world: World, client: Client) -> None:
    client.force_login(world.desk)
    typed = typed_notification(reported_by="", incident_time="late", works_at_school="yes")
    page = client.post(NEW, typed).content.decode()
    for words in ("Enter who reported it", "Shouting was heard", "INC-77812", "Emeka Nowak"):
        assert words in page
    assert not Referral.objects.exists()
    again = typed_notification()
    assert {client.post(NEW, again)["Location"] for _ in range(2)} == {
        reverse("request", args=[Referral.objects.get().reference])
    }


# What schools learn.


def test_one_adult_learns_the_minimum_before_the_school_opens(told: World, client: Client) -> None:
    referral = arranged_notification(told)
    row = notice_of(referral)
    assert (row.user, row.held_because) == (told.school, "")
    assert row.due_at == next_school_start(referral.received_at)
    (mail,) = mails()
    assert mail["to"] == ["school@example.org"]
    for secret in ("Amara", "Okafor", "abuse", "incident", "Nowak", "INC-77812"):
        assert secret not in str(mail)
    url = reverse("school-notice", args=[row.pk])
    for who, user in told.people.items():
        if who != "school":
            client.force_login(user)
            assert client.get(url).status_code == 404, who
    client.force_login(told.school)
    assert "Notice about Amara Okafor" in client.get(reverse("our-families")).content.decode()
    page = client.get(url).content.decode()
    assert "Amara Okafor" in page
    for secret in ("Shouting", "neighbour", "Nowak", "INC-77812", "Medium", "Test Street"):
        assert secret not in page
    assert notice_of(referral).seen_at is not None
    assert Look.objects.filter(what=f"Notice {row.pk} for a key adult").exists()
    with acting_as(told.school):
        assert not Referral.objects.exists()
        assert not Notification.objects.exists()


def test_a_restricted_family_is_recognised_before_a_school_is_told(told: World) -> None:
    """Also where only matching knows them, and its own job has not come to it yet."""
    case = restricted(make_case(told, make_family(told, "Quillon", children=1)), told)
    child = case.family.people.get(given_name="Child1")
    described = {"kind": "child", "given_name": "Child1", "family_name": "Quilon",
                 "date_of_birth": child.date_of_birth}  # fmt: skip
    referral = arranged_notification(told, described | {"school_name": "Hawthorn Primary School"})
    with acting_as_system("looking"):
        assert Referral.objects.get(pk=referral.pk).kept_for_id is None  # as it was received
    assert notice_of(referral).held_because == Held.RESTRICTED
    assert mails() == []
    run_job(Job.objects.get(kind="screen_request").pk)
    with acting_as_system("looking"):
        assert Referral.objects.get(pk=referral.pk).kept_for_id == case.family_id


def test_the_police_have_a_receipt_and_the_desk_that_writes_it_down_has_none(
    world: World, client: Client
) -> None:
    for who in (world.desk, police_officer()):
        client.force_login(who)
        client.post(NEW, typed_notification())
    assert Referral.objects.count() == 2
    [letter] = [mail for mail in mails() if mail["subject"] == SUBJECTS["received"]]
    assert letter["to"] == ["police@example.org"]
    assert not re.search("Amara|Okafor|Nowak|INC-77812|abuse", str(letter))


def test_the_first_reading_is_kept(told: World) -> None:
    row = notice_of(arranged_notification(told))
    with acting_as(told.school):
        first = see(notice=SchoolNotice.objects.get(pk=row.pk), by=told.school).seen_at
        assert see(notice=SchoolNotice.objects.get(pk=row.pk), by=told.school).seen_at == first
    with acting_as(told.desk), pytest.raises(Refused):
        see(notice=SchoolNotice.objects.get(pk=row.pk), by=told.desk)


def test_telling_schools_twice_tells_once(told: World) -> None:
    referral = arranged_notification(told)
    Job.objects.filter(kind="tell_schools").update(state="waiting", finished_at=None, attempts=0)
    schools_told(referral)
    assert SchoolNotice.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("received", "opens"),
    [
        ("2026-11-25T02:10", "2026-11-25T08:30"),  # in the night: the same morning
        ("2026-11-25T09:10", "2026-11-26T08:30"),
        ("2026-11-27T20:00", "2026-11-30T08:30"),  # Friday evening
        ("2026-12-18T20:00", "2027-01-04T08:30"),  # Christmas holidays
    ],
)
def test_the_clock_is_the_schools(world: World, received: str, opens: str) -> None:
    SchoolHoliday.objects.create(
        name="Christmas", starts_on=date(2026, 12, 19), ends_on=date(2027, 1, 3)
    )
    moment, due = (timezone.make_aware(datetime.fromisoformat(one)) for one in (received, opens))
    assert next_school_start(moment) == due


INVOLVED: dict[str, dict[str, Any]] = {
    "the sender says so": {"works_at_school": "yes"},
    "it is not known": {"works_at_school": "not_known"},
    "the name is one of theirs": {"perpetrator_name": "Sue  TEACHER"},
    "the surname comes first": {"perpetrator_name": "TEACHER, Sue"},
    "with a name between": {"perpetrator_name": "Sue Mary Teacher"},
    "the person harmed is one of theirs": {"harmed": "Sue Teacher"},
    "harmed, and the surname comes first": {"harmed": "Teacher Sue"},
}


@pytest.mark.parametrize("how", INVOLVED)
def test_nobody_of_a_school_is_told_where_staff_are_involved(told: World, how: str) -> None:
    an_account("Sue Teacher", "sue@example.org", "agency_contact", told.school.agency)
    said = INVOLVED[how]
    if said.get("works_at_school") == "yes":
        said = said | {"works_at": told.school.agency}
    row = notice_of(arranged_notification(told, **said))
    expected = Held.STAFF_NOT_KNOWN if how == "it is not known" else Held.STAFF
    assert (row.held_because, row.user) == (expected, None)
    if expected == Held.STAFF:
        (mail,) = mails()
        assert mail["to"] == ["desk@example.org"]
        assert "Amara" not in str(mail)


def test_an_adult_of_the_household_who_works_there_is_found(told: World) -> None:
    an_account("Sue Teacher", "sue@example.org", "agency_contact", told.school.agency)
    mother = {"kind": "adult", "given_name": "Sue", "family_name": "Teacher"}
    assert notice_of(arranged_notification(told, PUPIL, mother)).held_because == Held.STAFF


def test_the_desk_is_told_whom_to_ring_and_cannot_tell_anybody_there(
    told: World, client: Client
) -> None:
    referral = arranged_notification(told, works_at_school="yes", works_at=told.school.agency)
    client.force_login(told.desk)
    page = client.get(reverse("request", args=[referral.reference])).content.decode()
    assert "LADO" in page
    assert "Tell the deputy" not in page
    with acting_as(told.desk), pytest.raises(Refused, match="works at the school"):
        share_with_deputy(notice=notice_of(referral), by=told.desk)


@pytest.mark.parametrize(("how", "said"), [("yes", "yes, Hawthorn Primary School"), ("no", "no")])
def test_the_screening_shows_what_was_said_of_who_works_there(
    told: World, client: Client, how: str, said: str
) -> None:
    school = told.school.agency if how == "yes" else None
    referral = arranged_notification(told, works_at_school=how, works_at=school)
    client.force_login(told.desk)
    page = client.get(reverse("request-screening", args=[referral.reference])).text
    assert f"Said so far: {said}." in page


def test_once_the_desk_has_asked_the_school_is_told(told: World) -> None:
    referral = arranged_notification(told, works_at_school="not_known")
    assert mails() == []
    screened(told, referral)
    assert notice_of(referral).user == told.school
    screened(told, referral, result="social_work")
    assert len(mails()) == 1


def test_an_unknown_school_is_chosen_at_the_screening(told: World) -> None:
    referral = arranged_notification(told, CHILD)
    row = notice_of(referral)
    assert row.held_because == Held.NO_SCHOOL
    screened(told, referral, schools={row.pk: told.school.agency})
    assert notice_of(referral).user == told.school


def test_no_key_adult_no_share(world: World) -> None:
    assert notice_of(arranged_notification(world)).held_because == Held.NO_KEY_ADULT


def test_a_deputy_stands_in_and_is_told_as_well(world: World) -> None:
    deputy = an_account("Dee Puty", "dee@example.org", "agency_contact", world.school.agency)
    name_key_adult(world.school.agency, world.school, deputy)
    referral = arranged_notification(world)
    with acting_as(world.desk):
        again = share_with_deputy(notice=notice_of(referral), by=world.desk)
        assert (again.user, again.shared_by) == (deputy, world.desk)
        with pytest.raises(Refused, match="shared already"):
            share_with_deputy(notice=again, by=world.desk)
    User.objects.filter(pk=world.school.pk).update(is_active=False)
    assert notice_of(arranged_notification(world, PUPIL | {"given_name": "B"})).user == deputy


def test_a_key_adult_of_another_school_is_no_key_adult(world: World) -> None:
    name_key_adult(world.school.agency, world.school2)
    assert notice_of(arranged_notification(world)).held_because == Held.NO_KEY_ADULT


def test_babies_have_no_school(told: World) -> None:
    baby = CHILD | {"date_of_birth": timezone.localdate()}
    referral = arranged_notification(told, baby, {"kind": "unborn", "family_name": "Okafor"})
    assert not SchoolNotice.objects.filter(referral=referral).exists()


def test_until_the_schools_are_found_the_page_does_not_say_that_there_are_none(
    told: World, client: Client
) -> None:
    referral = make_notification(told)
    client.force_login(told.desk)
    page = reverse("request", args=[referral.reference])
    before = client.get(page).text
    assert "schools are being looked up" in before
    assert "No child of school age" not in before
    schools_told(referral)
    assert "schools are being looked up" not in client.get(page).text
    baby = CHILD | {"date_of_birth": timezone.localdate()}
    babies = make_notification(told, baby)
    said = client.get(reverse("request", args=[babies.reference])).text
    assert "No child of school age is named" in said


# Kept from whom it names.


@pytest.mark.parametrize("written", ["Emeka Nowak", "NOWAK, Émeka", "Emeka John Nowak"])
def test_a_user_of_that_name_finds_nothing_of_it(
    world: World, client: Client, written: str
) -> None:
    namesake = an_account("Émeka Nowak", "emeka@example.org", "desk_worker", world.desk.agency)
    referral = make_notification(world, risk="high", perpetrator_name=written)
    with acting_as(namesake):
        assert not Referral.objects.visible_to(namesake).exists()
        assert not Referral.objects.exists()
        assert not Notification.objects.exists()
        assert requests_elsewhere(namesake) == []
    client.force_login(namesake)
    board_page = client.get(reverse("triage")).content.decode()
    assert referral.reference not in board_page
    assert "Taken by another team" not in board_page
    for name in ("request", "request-screening", "notification"):
        assert client.get(reverse(name, args=[referral.reference])).status_code == 404
    with acting_as(world.desk):
        assert Referral.objects.visible_to(world.desk).exists()


def test_the_work_email_of_somebody_shuts_them_out(world: World) -> None:
    referral = make_notification(world)
    screened(world, referral, account="SOCIAL_WORKER@example.org")
    with acting_as(world.social_worker):
        assert not Referral.objects.exists()
    with pytest.raises(Refused, match="No account"):
        screened(world, referral, account="who@example.org")


def test_a_later_link_does_not_let_them_in_again(world: World) -> None:
    namesake = an_account("Emeka Nowak", "emeka@example.org", "desk_worker", world.desk.agency)
    referral = make_notification(world, CHILD)
    decided(referral, world.desk)
    person = Referral.objects.get(pk=referral.pk).people.get().person
    assert person is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT apply_conflict(%s)", [person.pk])
    referral.refresh_from_db()
    assert namesake.pk in referral.closed_to


def test_what_is_accepted_says_nothing_in_the_case(world: World) -> None:
    referral = make_notification(world, urgent=True)
    case = decided(referral, world.desk).case
    assert case is not None
    case.refresh_from_db()
    assert (case.worries, case.risk) == ("", "")


def test_the_lead_reads_it_and_a_partner_of_the_case_does_not(world: World, client: Client) -> None:
    case, referral = noted(world)
    let_in(world, case, world.school)
    url = reverse("notification", args=[referral.reference])
    client.force_login(world.practitioner)
    documents = f"/cases/{case.reference}/documents/"
    assert "Domestic abuse notification" in client.get(documents).content.decode()
    assert TOKEN in client.get(url).content.decode()
    client.force_login(world.school)
    assert "Domestic abuse" not in client.get(documents).content.decode()
    assert client.get(url).status_code == 404
    with acting_as(world.school):
        assert not Notification.objects.exists()


def noted(world: World, number: int = 0, case: Case | None = None) -> tuple[Case, Referral]:
    """A notification naming Emeka Nowak, added to the live case of his family."""
    case = case or family_with_a_past(world)
    with acting_as_system("arranging a test"):
        child = case.case_children.order_by("pk").first()
        assert child is not None
        described = {
            "kind": "child",
            "given_name": child.person.given_name,
            "family_name": child.person.family_name,
            "date_of_birth": child.person.date_of_birth,
        }
    referral = make_notification(
        world,
        described,
        reported=f"{TOKEN}rep{number} was shouted through the door",
        reported_by=f"{TOKEN}who{number}",
        incident_reference=f"{TOKEN}inc{number}",
        harmed=f"{TOKEN}har{number}",
    )
    screened(world, referral, words=f"{TOKEN}scr{number} was found out by asking")
    if number % 3 != 2:
        decided(referral, world.desk, family=case.family, reason="Help goes on")
    return case, referral


def plant(world: World) -> Case:
    """Notifications: two thirds in the case, the rest waiting; and their words copied by
    hand into a note, a goal and the minutes."""
    case = family_with_a_past(world)
    for number in range(PLANTED):
        noted(world, number, case)
    with acting_as(world.practitioner):
        record_contact(
            case=case,
            by=world.practitioner,
            kind="note",
            text=f"Read: {TOKEN}rep3 was shouted through the door",
        )
    with acting_as_system("arranging a test"):
        Goal.objects.filter(case=case).update(words=f"After {TOKEN}inc6 a calm home")
        Review.objects.filter(case=case).update(minutes=f"We spoke of {TOKEN}inc9.")
    return case


def telling(texts: Iterable[str]) -> list[str]:
    return [text[:200] for text in texts if re.search(TOKEN, text, re.IGNORECASE)]


def test_no_notification_is_in_anything_he_could_see(world: World, client: Client) -> None:
    """Every page of the agency acting for him, every copy made for him, his own copy of the record
    from the draft on, the account of his name, and every e-mail."""
    namesake = an_account("Emeka Nowak", "emeka@example.org", "social_worker", world.council)
    User.objects.filter(pk=namesake.pk).update(role="desk_worker")
    case = plant(world)
    father = father_of(case)
    assert telling(seen_by(client, world.practitioner, case)), "nothing was planted"
    assert telling(all_copies(case, world, Audience("Father", people=(father,)), whole=True))
    let_in(world, case, world.school)
    acts_for_father(world, case, world.school.agency)
    references = list(Referral.objects.values_list("reference", flat=True))
    pages = seen_by(client, world.school, case)
    assert telling(pages) == []
    assert not [page for page in pages if any(one in page for one in references)]
    assert telling(all_copies(case, world, Audience("Father", people=(father,)))) == []
    assert telling(all_copies(case, world, Audience("Father", name="emeka NOWAK"))) == []
    assert telling(own_copy(world, case, references)) == []
    client.force_login(User.objects.get(pk=namesake.pk))
    urls = [reverse("triage"), *(reverse("request", args=[one]) for one in references)]
    theirs = [client.get(url).content.decode() for url in urls]
    assert telling(theirs) == []
    assert telling(str(mail) for mail in mails()) == []


def seen_by(client: Client, user: User, case: Case) -> list[str]:
    numbers = [
        f"/requests/{one}/notification/"
        for one in Referral.objects.values_list("reference", flat=True)
    ]
    pages = [page.text for page in all_that_is_seen(client, user, case).values()]
    return pages + [client.get(url).content.decode() for url in numbers]


def all_copies(case: Case, world: World, audience: Audience, *, whole: bool = False) -> list[str]:
    """The words of every copy that is made for an audience; `whole`: as they are for nobody."""
    found = []
    with acting_as(world.practitioner):
        documents = [("plan", pk) for pk in Plan.objects.values_list("pk", flat=True)]
        documents += [("meeting", pk) for pk in Review.objects.values_list("pk", flat=True)]
        for kind, number in documents:
            there = beside(case, kind, number, audience)
            assert there is not None
            rows = [row.whole if whole else row.copy for row in there.rows]
            found += [row.text for row in rows if row is not None]
    return found


def own_copy(world: World, case: Case, references: list[str]) -> list[str]:
    """His copy of the record: its rows, the draft, and what is sent; not that anything is left
    out, nor a table's name."""
    father = father_of(case)
    request, by = proved(world, case, father), governance(world)
    with acting_as(by):
        rows = rows_about(request.pk)
        bundle = copying.ask_for_draft(request=request, by=by)
    kinds = {row.model._meta.label for row in rows}
    assert not kinds & {"referrals.Notification", "referrals.Decision", "referrals.SchoolNotice"}
    said = [str(row.content) for row in rows if row.model is not Contact and not _of_plan(row)]
    assert not [text for text in said if any(one in text for one in references)]
    assert run(Job.objects.get(pk=bundle.job_id)).state == Job.State.DONE
    with acting_as(by):
        for item in BundleItem.objects.filter(bundle=bundle, decision="undecided"):
            leave = TOKEN in str(item.lines)
            more: dict[str, Any] = {"exemption": "serious_harm"} if leave else {}
            judging.decide(item=item, by=by, decision="withhold" if leave else "redact", **more)
        final = copying.ask_for_final(request=request, by=by)
    assert run(Job.objects.get(pk=final.final_job_id or 0)).state == Job.State.DONE
    with acting_as(by):
        data = str(BundleFile.objects.get(bundle=bundle, kind="final").data)
    assert not [one for one in references if one in data]
    return [*said, data]


def _of_plan(row: Any) -> bool:
    """What the lead copied by hand: the reviewer of the copy reads and decides on it."""
    return bool(row.model._meta.app_label == "assessments")


def test_without_the_rule_his_copy_of_the_record_has_them(world: World) -> None:
    """The anti-test: somebody of another name gets the notification, to be decided upon."""
    case, _referral = noted(world)
    with acting_as_system("arranging a test"):
        Notification.objects.update(
            perpetrator=None, perpetrator_name="Another Man", perpetrator_key="another man"
        )
        Withheld.objects.filter(kind="referrals.notification").delete()
    request, by = proved(world, case, father_of(case)), governance(world)
    with acting_as(by):
        rows = rows_about(request.pk)
    assert "referrals.Notification" in {row.model._meta.label for row in rows}
    assert TOKEN in str([row.content for row in rows])


def test_others_get_it_in_their_copy_with_whom_it_names_marked(world: World) -> None:
    case, _referral = noted(world)
    with acting_as_system("arranging a test"):
        mother = case.family.people.get(given_name="Ngozi")
    request, by = proved(world, case, mother), governance(world)
    with acting_as(by):
        kinds = {row.model._meta.label for row in rows_about(request.pk)}
        marked = {fact.words for fact in facts_of(request.pk)}
    assert "referrals.Notification" in kinds
    assert {"Emeka Nowak", f"{TOKEN}who0"} <= marked


def test_nobody_but_the_desk_screens(world: World) -> None:
    referral = make_notification(world)
    notice = Notification.objects.get(referral=referral)
    for who in ("practitioner", "school", "manager"):
        with acting_as(world.people[who]), pytest.raises((Refused, Referral.DoesNotExist)):
            screen_notification(
                notice=notice, by=world.people[who], result="early_help", words="x",
                works_at_school="no",
            )  # fmt: skip
    assert not Event.objects.filter(verb="request.screened").exists()
