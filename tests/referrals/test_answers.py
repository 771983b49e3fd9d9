"""Answers as they happen: receipt, decision, lead, closure; and who has none yet."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.actions import queueing
from audit.days import in_words
from audit.models import Job
from audit.refusal import Refused
from cases.actions.endings.closing import end_case
from cases.actions.leads.allocating import allocate
from cases.journey import Verb
from cases.models import Agreement, SharingBasis, TafMember
from referrals.actions.asking_back import answer
from referrals.actions.deciding import ForChild, children_to_decide, decide
from referrals.actions.doors.replying import open_reply_path
from referrals.actions.returning import reopen
from referrals.actions.telling.senders import (
    NAMED,
    NO_CHOICE,
    NO_REASON,
    Tell,
    note_told,
    tell_received,
)
from referrals.answering_words import APART, LOOKED_AT, OUTCOMES, REPLACES, SUBJECTS
from referrals.codes import status_code
from referrals.models import Answer, Decision, Outcome, Referral, ReplyPath
from referrals.queries.answers import not_answered, standings, unanswered
from referrals.queries.sent import lines_of, sent_by
from tests.cast import World, make_case, make_family
from tests.referrals.kinds import make_notification
from tests.referrals.requests import SAID, decided, make_request, typed_form
from tests.referrals.test_doors import text_of

STATUS = reverse("request-status")
WHY = "The child will have a mentor. They are told on Friday."
AGREED = OUTCOMES[Outcome.EARLY_HELP]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def from_school(world: World, *people: Any, **facts: Any) -> Referral:
    """A request of Sam School with their account, who does not offer to lead."""
    sender: dict[str, Any] = {
        "sender": "school",
        "sender_name": world.school.name,
        "sender_phone": "01632 960100",
        "sender_user": world.school,
        "sender_agency": world.school_agency,
    }
    return make_request(*people, **(sender | facts))


def letters() -> list[dict[str, Any]]:
    rows = Job.objects.filter(kind="send_mail").order_by("pk")
    return [row.payload for row in rows if row.payload["subject"] != SUBJECTS["danger"]]


def answers(referral: Referral) -> list[tuple[str, str, str]]:
    with acting_as_system("looking"):
        rows = Answer.objects.filter(referral=referral).order_by("pk")
        return [(row.event, row.who, row.way) for row in rows]


def stands(referral: Referral) -> list[str]:
    with acting_as_system("looking"):
        return lines_of(standings([referral.pk])[0])


def waiting(by: Any) -> list[str]:
    with acting_as(by):
        return [row.reference for row in unanswered(by)]


def test_a_professional_is_told_the_decision_and_why_at_their_verified_address(
    world: World,
) -> None:
    referral = from_school(world)
    decided(referral, world.desk, told=WHY)
    [letter] = letters()
    assert letter["to"] == [world.school.email]
    assert AGREED in letter["text"]
    assert WHY in letter["text"]
    assert "mornings" not in letter["text"]  # the reason is the desk's own
    assert answers(referral) == [("decided", "professional", "email")]
    [line] = sent_by_school(world)
    assert line.state == "Looked at"
    assert WHY in line.answer


def test_a_question_is_told_of_and_asked_on_their_page_alone(world: World) -> None:
    referral = from_school(world)
    decided(referral, world.desk, outcome=Outcome.MORE_INFORMATION)
    [letter] = letters()
    assert letter["to"] == [world.school.email]
    assert letter["subject"] == SUBJECTS["asked"]
    assert "Please answer by" in letter["text"]
    assert "sign in and answer there, or ring us" in letter["text"]
    assert SAID[Outcome.MORE_INFORMATION]["question"] not in letter["text"]
    assert answers(referral) == []  # a question is no answer
    with acting_as(world.school):
        [line] = sent_by(world.school)
    assert line.asked


def test_who_has_no_account_is_not_told_to_sign_in(world: World) -> None:
    referral = with_address(make_request(), "n@example.org")
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    [letter] = letters()
    assert ": with the code of your receipt, or ring us on" in letter["text"]
    assert "sign in" not in letter["text"].casefold()


def sent_by_school(world: World) -> Any:
    with acting_as(world.school):
        return sent_by(world.school)


@pytest.mark.parametrize("known", [True, False])
def test_no_answer_tells_whether_a_family_was_known(world: World, known: bool) -> None:
    """The same letter, word for word, for a family with an open case and for one nobody knew."""
    if known:
        family = make_family(world, children=1)
        make_case(world, family)
    child = {"kind": "child", "given_name": "Child1", "family_name": "Okafor"}
    referral = from_school(world, child | {"date_of_birth": None})
    more: dict[str, Any] = {"family": family} if known else {"new_family": True}
    found = decided(referral, world.desk, told=WHY, **more)
    assert found.added_to_live_case == known
    with acting_as(world.manager):
        allocate(case=found.case, lead=world.practitioner, by=world.manager)  # type: ignore[arg-type]
    [letter] = letters()
    text = re.sub(r"RQ-\d+-\d+", "RQ", letter["text"])
    assert text.split("\n\n")[1:3] == [AGREED, WHY]
    assert "Pat" not in text
    assert stands(referral) == [AGREED, WHY]


def share(world: World, referral: Referral) -> SharingBasis:
    with acting_as_system("arranging"):
        referral.refresh_from_db()
        assert referral.family
        return SharingBasis.objects.create(
            family=referral.family,
            agency=world.school_agency,
            basis="public_task",
            what="Who leads",
            from_date=timezone.localdate(),
        )


def test_while_a_basis_lasts_the_lead_is_named_and_after_it_only_looked_at(world: World) -> None:
    referral = from_school(world, family_knows="not_told", why_not="Not safe")
    case = decided(referral, world.desk, told=WHY).case
    assert case
    assert stands(referral) == [LOOKED_AT]
    assert LOOKED_AT in letters()[0]["text"]
    basis = share(world, referral)
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    assert stands(referral) == [AGREED, WHY, "The lead practitioner is Pat Practitioner."]
    assert "Pat Practitioner" in letters()[1]["text"]
    with acting_as_system("arranging"):
        SharingBasis.objects.filter(pk=basis.pk).update(stopped_at=timezone.now())
    assert stands(referral) == [LOOKED_AT]
    assert answers(referral)[1:] == [("allocated", "professional", "email")]


def test_membership_of_the_team_is_a_basis_until_it_ends(world: World) -> None:
    referral = from_school(world, family_knows="not_told", why_not="Not safe")
    case = decided(referral, world.desk).case
    assert case
    with acting_as_system("arranging"):
        member = TafMember.objects.create(
            case=case,
            family=case.family,
            user=world.school,
            name="Sam School",
            agency=world.school_agency,
            joined_on=timezone.localdate(),
        )
    assert stands(referral) == [AGREED]
    with acting_as_system("arranging"):
        TafMember.objects.filter(pk=member.pk).update(left_on=timezone.localdate())
    assert stands(referral) == [LOOKED_AT]


def test_an_agreement_withdrawn_since_ends_what_followed_from_it(world: World) -> None:
    referral = from_school(world)
    case = decided(referral, world.desk, told=WHY).case
    assert case
    with acting_as_system("arranging"):
        today = timezone.localdate()
        Agreement.objects.create(
            family=case.family, how="in_person", given_on=today, withdrawn_on=today
        )
    assert stands(referral) == [LOOKED_AT]
    assert not sent_by_school(world)[0].answer


def test_somebody_linked_to_the_family_has_no_basis(world: World) -> None:
    referral = from_school(world)
    decided(referral, world.desk, told=WHY)
    share(world, referral)
    with acting_as_system("arranging"):
        Referral.objects.filter(pk=referral.pk).update(closed_to=[world.school.pk])
    assert stands(referral) == [LOOKED_AT]


def test_an_end_is_told_to_who_may_know_it(world: World) -> None:
    referral, other = from_school(world), from_school(world)
    case = decided(referral, world.desk).case
    assert case
    share(world, referral)
    with acting_as_system("arranging"):
        end_case(case=case, by=world.manager, verb=Verb.CLOSE, reason="needs_met")
    told = [letter for letter in letters() if "ended on" in letter["text"]]
    assert [letter["to"] for letter in told] == [[world.school.email]]
    assert referral.reference in told[0]["text"]
    assert other.reference not in told[0]["text"]


def test_the_family_is_told_by_letter_only_where_the_desk_says_that_it_is_safe(
    world: World,
) -> None:
    mine, hers = (with_address(make_request(), "n@example.org") for _ in range(2))
    decided(mine, world.desk, told=WHY)
    assert answers(mine) == []
    assert stands(mine) == [LOOKED_AT]
    assert waiting(world.desk) == [mine.reference]
    decided(hers, world.desk, told=WHY, tell=Tell.EMAIL, new_family=True)
    assert answers(hers) == [("decided", "family", "email")]
    assert stands(hers)[:2] == [AGREED, WHY]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"tell": ""}, NO_CHOICE),
        ({"tell": Tell.EMAIL}, NO_CHOICE),  # nobody has confirmed an address
        ({"tell": Tell.NOT_TOLD, "why_not_told": " "}, NO_REASON),
        ({"tell": Tell.NOT_TOLD, "why_not_told": "He reads her letters"}, None),
    ],
)
def test_no_decision_for_the_family_without_a_way_or_a_reason(
    world: World, said: dict[str, Any], refused: str | None
) -> None:
    referral = make_request()
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None, tell="")  # ends nothing
    if refused:
        with pytest.raises(Refused) as refusal:
            decided(referral, world.desk, **said)
        assert refusal.value.reasons == [refused]
    else:
        decided(referral, world.desk, **said)
        assert answers(referral) == [("decided", "family", "not_told")]
        assert Answer.objects.get(event="decided").why_not == said["why_not_told"]
    assert waiting(world.desk) == []


def with_address(referral: Referral, email: str, *, confirmed: bool = True) -> Referral:
    with acting_as_system("arranging"):
        open_reply_path(referral=referral, email=email)
        if confirmed:
            ReplyPath.objects.filter(referral=referral).update(confirmed_at=timezone.now())
    return referral


@pytest.mark.parametrize("way", ["phone", "letter", "in_person", "not_told"])
def test_the_desk_tells_by_hand_or_writes_why_not(world: World, way: str) -> None:
    referral = make_request()
    decided(referral, world.desk)
    assert waiting(world.desk) == [referral.reference]
    with acting_as(world.desk):
        with pytest.raises(Refused):
            note_told(referral=referral, event="decided", way=way, words=" ", by=world.desk)
        note_told(referral=referral, event="decided", way=way, words="A friend", by=world.desk)
    assert waiting(world.desk) == []
    assert answers(referral) == [("decided", "family", way)]


def test_by_hand_is_the_desks_and_never_a_letter(world: World) -> None:
    referral = make_request()
    decided(referral, world.desk)
    for by, way in ((world.practitioner, "phone"), (world.desk, "email")):
        with acting_as(world.desk), pytest.raises(Refused):
            note_told(referral=referral, event="decided", way=way, words="So", by=by)


def test_the_public_is_told_that_it_was_looked_at_and_nothing_else(world: World) -> None:
    neighbour = with_address(make_request(sender="relative"), "n@example.org")
    anonymous = make_request(sender="other")
    for referral in (neighbour, anonymous):
        decided(referral, world.desk, told=WHY, new_family=True)
    [letter] = letters()
    assert LOOKED_AT in letter["text"]
    assert WHY not in letter["text"]
    assert answers(neighbour) == [("decided", "public", "email")]
    assert answers(anonymous) == [("decided", "public", "not_told")]
    assert waiting(world.desk) == []
    assert stands(neighbour) == [LOOKED_AT]


@pytest.mark.parametrize("sender", ["school", "relative"])
@pytest.mark.parametrize("door", ["phone", "file", "staff"])
@pytest.mark.parametrize("left", ["sender_phone", "sender_email", ""])
def test_who_left_a_way_to_be_told_waits_until_they_are(
    world: World, sender: str, door: str, left: str
) -> None:
    """No page and no letter tells them: so the desk does, and nothing says that they left none."""
    said = {"sender_phone": "01632 960100", "sender_email": "sam@example.org"}
    facts: dict[str, Any] = {left: said[left]} if left else {}
    if sender == "school":
        facts = {"sender_name": "Sam Rowan"} | (facts or {"sender_phone": "01632 960100"})
    referral = make_request(sender=sender, door=door, **facts)
    decided(referral, world.desk)
    if sender == "relative" and not left:
        assert answers(referral) == [("decided", "public", "not_told")]
        assert waiting(world.desk) == []
    else:
        assert answers(referral) == []
        assert waiting(world.desk) == [referral.reference]


def test_the_desk_is_told_what_a_professional_on_the_telephone_may_know(
    client: Client, world: World
) -> None:
    named: dict[str, Any] = {"sender_name": "Sam Rowan", "sender_phone": "01632 960100"}
    school = make_request(sender="school", door="phone", **named)
    relative = make_request(sender="relative", door="phone", **named)
    client.force_login(world.desk)
    rung = "Once you have rung them back on their organisation’s own number"
    for referral, shown in ((school, True), (relative, False)):
        page = text_of(client.get(reverse("request-tell", args=[referral.reference])))
        assert (rung in page) == shown
        assert "received and looked at" in page


def overturned(referral: Referral, by: Any) -> None:
    with acting_as_system("arranging"):
        for decision in Decision.objects.filter(referral=referral, superseded_at__isnull=True):
            reopen(decision, by, "Another look", timezone.now())


@pytest.mark.parametrize(
    ("tell", "safe"), [(Tell.EMAIL, True), (Tell.BY_HAND, False), (Tell.NOT_TOLD, False)]
)
def test_what_was_safe_once_is_safe_no_longer_than_the_decision_stands(
    world: World, tell: Tell, safe: bool
) -> None:
    """Decided anew: later letters and the page follow what is said to be safe now."""
    referral = with_address(make_request(), "n@example.org")
    decided(referral, world.desk, told=WHY, tell=Tell.EMAIL)
    assert stands(referral) == [AGREED, WHY]
    overturned(referral, world.desk)
    case = decided(referral, world.desk, told=WHY, tell=tell, why_not_told="He reads it").case
    assert case
    anew = [REPLACES.format(on=in_words(timezone.localdate())), AGREED, WHY]
    assert stands(referral) == (anew if safe else [LOOKED_AT])
    before = len(letters())
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    assert [letter["to"] for letter in letters()[before:]] == ([["n@example.org"]] if safe else [])
    assert ("Pat" in " ".join(stands(referral))) == safe


def test_that_the_family_is_not_told_of_the_lead_ends_what_was_safe(world: World) -> None:
    referral = with_address(make_request(), "n@example.org")
    decided(referral, world.desk, told=WHY, tell=Tell.EMAIL)
    with acting_as(world.desk):
        note_told(referral=referral, event="allocated", way="not_told", words="He reads her email",
                  by=world.desk)  # fmt: skip
    assert stands(referral) == [LOOKED_AT]


@pytest.mark.parametrize("what", ["question", "danger", "high_risk"])
def test_a_question_or_an_alert_that_did_not_arrive_is_shown_while_it_matters(
    client: Client, world: World, what: str
) -> None:
    if what == "question":
        referral = from_school(world)
        decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    elif what == "danger":
        referral = from_school(world, urgent=True)
    else:
        referral = make_notification(world, risk="high")
    client.force_login(world.desk)
    url = reverse("not-answered")
    assert "did not arrive" not in text_of(client.get(url))
    Job.objects.filter(kind="send_mail").update(
        state="failed", finished_at=timezone.now(), problem="It came back: full."
    )
    page = text_of(client.get(url))
    named = "the question to its sender" if what == "question" else "the alert to duty"
    assert f"{referral.reference}, {named}</a>: It came back: full." in page
    Job.objects.filter(kind="send_mail").delete()
    decided(referral, world.desk, Outcome.ADVICE, None)
    Job.objects.filter(kind="send_mail").update(state="failed", finished_at=timezone.now())
    assert "Questions and alerts" not in text_of(client.get(url))


def test_an_address_that_was_not_confirmed_gets_nothing(world: World) -> None:
    referral = with_address(make_request(sender="relative"), "n@example.org", confirmed=False)
    decided(referral, world.desk)
    assert letters() == []
    assert answers(referral) == [("decided", "public", "page")]


def test_names_are_left_out_of_what_is_sent(world: World) -> None:
    referral = from_school(world)
    with pytest.raises(Refused, match=re.escape(NAMED)):
        decided(referral, world.desk, told="We offered AMARA a mentor")
    decided(referral, world.desk, told="Amaranth is a plant")


def test_a_name_that_is_a_word_is_a_word_in_small_letters(world: World) -> None:
    will = {"kind": "child", "given_name": "Will", "family_name": "May"}
    with pytest.raises(Refused, match=re.escape(NAMED)):
        decided(from_school(world, will), world.desk, told="Will is seen next week")
    decided(from_school(world, will), world.desk, told="We will write, and may come")


def test_no_letter_names_anybody_in_its_subject(world: World) -> None:
    """Every letter of the whole way of a request, each subject one of our own."""
    referral = from_school(world, urgent=True)
    with acting_as(world.school):
        tell_received(referral=referral, by=world.school)
    case = decided(referral, world.desk, told=WHY).case
    assert case
    share(world, referral)
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with acting_as_system("arranging"):
        end_case(case=case, by=world.manager, verb=Verb.CLOSE, reason="needs_met")
    found = [job.payload for job in Job.objects.filter(kind="send_mail")]
    ours = [letter for letter in found if letter["subject"] in SUBJECTS.values()]
    assert len(ours) == 5
    for letter in found:
        assert not re.search("Amara|Okafor|Ngozi", letter["subject"])
    for letter in ours:
        assert not re.search("Amara|Okafor|Ngozi", letter["text"])


def test_a_letter_that_failed_is_no_answer_and_says_what_to_do(world: World) -> None:
    referral = from_school(world)
    decided(referral, world.desk)
    assert waiting(world.desk) == []
    Job.objects.filter(kind="send_mail").update(
        state="failed", finished_at=timezone.now(), problem="It came back: full. Check the address"
    )
    with acting_as(world.desk):
        rows, total = not_answered(world.desk)
    assert (total, rows[0].problem[:12]) == (1, "It came back")
    with acting_as(world.desk):
        note_told(referral=referral, event="decided", way="phone", words="So", by=world.desk)
    assert waiting(world.desk) == []


def test_every_decided_request_has_an_answer_or_stands_in_the_list(world: World) -> None:
    """Whoever sends by whatever door, whatever is decided."""
    made = []
    for sender in Referral.Sender.values:
        for door in ("public", "phone"):
            named: dict[str, Any] = {"sender_name": "Somebody", "sender_phone": "01632 960100"}
            referral = make_request(sender=sender, door=door, **named)
            decided(referral, world.desk, Outcome.ADVICE, None)
            made.append(referral.reference)
    listed = set(waiting(world.desk))
    with acting_as_system("looking"):
        told = set(Answer.objects.values_list("referral__reference", flat=True))
    assert listed | told == set(made)
    assert not listed & told


def test_danger_alerts_duty_at_once_and_its_clock_is_the_same(
    client: Client, world: World, settings: Any
) -> None:
    settings.DUTY_EMAIL = "duty-mash@example.org"
    client.post(reverse("request-support"), {"danger": "on"})
    client.post(reverse("request-support-form"), typed_form(urgent="True"))
    referral = Referral.objects.get()
    [alert] = [job.payload for job in Job.objects.filter(kind="send_mail")]
    assert alert["to"] == ["duty-mash@example.org"]
    assert alert["subject"] == SUBJECTS["danger"]
    assert reverse("request", args=[referral.reference]) in alert["text"]
    assert "Amara" not in alert["text"]
    calm = make_request(at=referral.received_at)
    assert referral.due_at == calm.due_at
    client.force_login(world.desk)
    page = text_of(client.get(reverse("triage")))
    assert page.index(referral.reference) < page.index(calm.reference)


# The pages


def send_one(client: Client, **changes: Any) -> Referral:
    client.post(reverse("request-support"), {"danger": ""})
    answer = client.post(reverse("request-support-form"), typed_form(**changes))
    assert answer.status_code == 302
    return Referral.objects.order_by("-pk")[0]


def test_the_receipt_shows_the_code_each_time_and_only_a_digest_is_kept(
    client: Client, world: World
) -> None:
    referral = send_one(client)
    code = status_code(referral.reference)
    url = reverse("request-received", args=[referral.reference])
    for _ in range(2):
        assert code in text_of(client.get(url))
    with acting_as_system("looking"):
        path = ReplyPath.objects.get()
    assert code not in str(vars(path))
    assert code not in str(dict(client.session))


def test_the_status_page_says_as_much_as_its_sender_may_know(client: Client, world: World) -> None:
    referral = send_one(client, sender="relative")
    code = status_code(referral.reference)
    before = text_of(Client().post(STATUS, {"code": code}))
    assert "It has not been decided yet" in before
    decided(referral, world.desk, told=WHY)
    after = text_of(Client().post(STATUS, {"code": code.lower()}))
    assert LOOKED_AT in after
    for secret in ("Okafor", "Amara", WHY, AGREED, "Dana"):
        assert secret not in before + after


def test_wrong_codes_of_the_status_page_are_all_the_same_and_limited(
    client: Client, world: World, settings: Any
) -> None:
    settings.CODES_AN_HOUR = 3
    referral = send_one(client)
    wrong = ["2222-2222-2222-2222", referral.reference, "x" * 16]
    pages = {
        re.sub(r'(value|nonce)="[^"]*"', "", text_of(client.post(STATUS, {"code": each})))
        for each in wrong
    }
    assert len(pages) == 1
    assert client.post(STATUS, {"code": status_code(referral.reference)}).status_code == 429


def run_letters(mailoutbox: Any) -> list[Any]:
    while due := queueing.due_jobs():
        for number in due:
            queueing.run(number)
    return list(mailoutbox)


def test_the_first_letter_says_nothing_and_the_receipt_comes_once_confirmed(
    client: Client, world: World, mailoutbox: Any
) -> None:
    referral = send_one(client, sender_email="n@example.org", write_to_me="on")
    [question] = run_letters(mailoutbox)
    assert question.to == ["n@example.org"]
    for word in ("Okafor", "Amara", "Ngozi", referral.reference, "child"):
        assert word not in question.body + question.subject
    link = re.search(r"/support/address/\S+", question.body)
    assert link
    page = text_of(Client().get(link[0]))
    assert "Is this your email address?" in page
    assert len(run_letters(mailoutbox)) == 1  # opened by a scanner: nothing happened
    key = re.search(r'name="one_time_key" value="([^"]+)"', page)
    assert key
    assert "is confirmed" in text_of(Client().post(link[0], {"one_time_key": key[1]}))
    receipt = run_letters(mailoutbox)[-1]
    assert receipt.subject == SUBJECTS["received"]
    assert referral.reference in receipt.body
    again = text_of(Client().post(link[0], {"one_time_key": key[1]}))
    assert "does not work any more" in again
    assert answers(referral) == [("received", "family", "email")]


@pytest.mark.parametrize("token", ["x", "1~2~3", "~", "1:1:1"])
def test_a_forged_link_confirms_nothing(client: Client, world: World, token: str) -> None:
    with_address(make_request(), "n@example.org", confirmed=False)
    url = reverse("request-confirm-address", args=[token])
    assert "does not work any more" in text_of(client.get(url))
    assert "does not work any more" in text_of(client.post(url, {}))


def test_without_the_tick_no_letter_is_sent(client: Client, world: World, mailoutbox: Any) -> None:
    send_one(client, sender_email="n@example.org")
    assert run_letters(mailoutbox) == []


def test_one_address_is_not_asked_for_ever(client: Client, world: World, mailoutbox: Any) -> None:
    for _ in range(7):
        send_one(client, sender_email="n@example.org", write_to_me="on")
    assert len(run_letters(mailoutbox)) == 5


def test_somebody_with_an_account_gets_a_receipt_at_its_address(
    client: Client, world: World, mailoutbox: Any
) -> None:
    client.force_login(world.school)
    send_one(client, sender="school", sender_email="other@example.org", write_to_me="on")
    assert [letter.to for letter in run_letters(mailoutbox)] == [[world.school.email]]


@pytest.mark.parametrize("number", [1, 3, 12])
def test_the_list_asks_as_much_for_many(
    client: Client, world: World, number: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(number):
        decided(make_request(), world.desk, Outcome.ADVICE, None)
    client.force_login(world.desk)
    with django_assert_max_num_queries(24):
        page = text_of(client.get(reverse("not-answered")))
    assert page.count("Record the answer") == number


def test_the_desk_records_an_answer(client: Client, world: World) -> None:
    referral = make_request()
    decided(referral, world.desk)
    client.force_login(world.desk)
    url = reverse("request-tell", args=[referral.reference])
    page = text_of(client.get(url))
    assert "checked" not in page
    key = re.search(r'name="one_time_key" value="([^"]+)"', page)
    assert key
    typed = {"one_time_key": key[1], "event": "decided", "way": "not_told"}
    assert "Enter why they are not told" in text_of(client.post(url, typed))
    assert client.post(url, typed | {"why_not": "Not safe"}).status_code == 302
    assert "Not safe" in text_of(client.get(url))
    assert "Every sender has an answer" in text_of(client.get(reverse("not-answered")))


def test_a_late_letter_is_shown_where_it_failed(client: Client, world: World) -> None:
    referral = from_school(world)
    case = decided(referral, world.desk).case
    assert case
    share(world, referral)
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    last = Job.objects.filter(kind="send_mail").order_by("-pk")[0]
    Job.objects.filter(pk=last.pk).update(
        state="failed", finished_at=timezone.now() + timedelta(0), problem="It came back: full."
    )
    client.force_login(world.desk)
    page = text_of(client.get(reverse("not-answered")))
    assert "Later emails that did not arrive" in page
    assert f"{referral.reference}, allocated" in page


def test_a_receipt_that_failed_is_shown_until_its_sender_is_told_something(
    client: Client, world: World
) -> None:
    referral = from_school(world)
    with acting_as(world.school):
        tell_received(referral=referral, by=world.school)
    Job.objects.filter(kind="send_mail").update(
        state="failed", finished_at=timezone.now(), problem="It came back: full."
    )
    client.force_login(world.desk)
    url = reverse("not-answered")
    assert f"{referral.reference}, received" in text_of(client.get(url))
    decided(referral, world.desk, Outcome.ADVICE, None)
    assert f"{referral.reference}, received" not in text_of(client.get(url))


def test_who_lives_elsewhere_is_enrolled_there(client: Client, world: World) -> None:
    elsewhere = {
        "children-TOTAL_FORMS": "2",
        "children-1-given_name": "Chidi",
        "children-1-elsewhere": "on",
        "children-1-address": "9 Other Road",
        "children-1-postcode": "wv10 9aa",
        "adults-0-given_name": "Emeka",
        "adults-0-relationship": "Father",
        "adults-0-address": "not elsewhere, so not kept",
    }
    client.post(reverse("request-support"), {"danger": ""})
    page = client.post(reverse("request-support-form"), typed_form(**elsewhere)).text
    assert "Tick “Lives at another address”, or delete what you wrote under it" in page
    elsewhere["folded"] = "adults-0-address"  # as a script says that nobody saw the box any more
    referral = send_one(client, **elsewhere)
    case = decided(referral, world.desk).case
    assert case
    with acting_as_system("looking"):
        lived = {
            person.given_name: [str(each) for each in person.addresses.all()]
            for person in case.family.people.all()
        }
    assert lived["Amara"] == ["1 Test Street, WV14 0AA"]
    assert lived["Chidi"] == ["9 Other Road, WV10 9AA"]
    assert lived["Emeka"] == []


def by_code(client: Client, referral: Referral) -> str:
    return text_of(client.post(STATUS, {"code": status_code(referral.reference)}))


def test_a_question_says_by_which_day_and_what_happens_then(client: Client, world: World) -> None:
    """On the page behind the code, in the letter, and where whoever has an account looks. What is
    asked stands in no letter."""
    day = in_words(SAID[Outcome.MORE_INFORMATION]["answer_by"])
    public = with_address(make_request(sender="relative"), "n@example.org")
    assert "Please answer by" not in by_code(client, public)
    decided(public, world.desk, Outcome.MORE_INFORMATION, None)
    page = by_code(client, public)
    for text, how in ((page, "below"), (letters()[-1]["text"], "with the code of your receipt")):
        assert f"Please answer by {day}: {how}, or ring us on 01632 960003" in text
        assert "If we hear nothing before we close that day, we decide on what we know." in text
        assert (SAID[Outcome.MORE_INFORMATION]["question"] in text) == (text == page)
    school = from_school(world)
    decided(school, world.desk, Outcome.MORE_INFORMATION, None)
    assert "sign in and answer there, or ring" in letters()[-1]["text"]
    client.force_login(world.school)
    page = text_of(client.get(reverse("our-families")))
    assert page.count("Please answer by") == 2
    client.force_login(world.desk)
    page = text_of(client.get(reverse("request-answer", args=[school.reference])))
    assert "Save the answer" in page
    assert "Please answer" not in page
    with acting_as(world.school):
        answer(referral=school, words="With their aunt", by=world.school)
    client.force_login(world.school)
    assert "Please answer by" not in text_of(client.get(reverse("our-families")))


@pytest.mark.parametrize(
    ("how", "listed"),
    [
        ("account", ""),
        ("confirmed", ""),
        ("typed", "no way to reach them"),
        ("phone", "Ring them"),
        ("confirmed, do_not", "nobody should contact"),
        ("typed, do_not", "nobody should contact"),
    ],
)
def test_a_question_that_no_letter_tells_of_is_shown_to_the_desk(
    client: Client, world: World, how: str, listed: str
) -> None:
    if how == "account":
        referral = from_school(world)
    else:
        unsafe: dict[str, Any] = {"safe_way": "do_not", "safe_way_words": "He reads it"}
        phone = {"sender_phone": "01632 960200"} if how == "phone" else {}
        referral = make_request(**(unsafe if "do_not" in how else phone))
        with_address(referral, "n@example.org", confirmed="confirmed" in how)
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    client.force_login(world.desk)
    listing = text_of(client.get(reverse("not-answered")))
    page = text_of(client.get(reverse("request", args=[referral.reference])))
    assert ("the question to its sender" in listing) == bool(listed)
    assert ("No email went to them" in page) == bool(listed)
    assert listed in listing
    assert listed in page


def test_decided_apart_no_sentence_contradicts_another(world: World) -> None:
    """Early help for one child, nothing for another: a letter names neither."""
    child = {"kind": "child", "given_name": "Chidi", "family_name": "Okafor"}
    referral = from_school(world, child, child | {"given_name": "Amara"})
    with acting_as(world.desk):
        one, other = children_to_decide(referral)
        rows = [
            ForChild(one, Outcome.EARLY_HELP, "Mornings", 2),
            ForChild(other, Outcome.NO_ACTION, "Nothing new"),
        ]
        decide(referral=referral, decisions=rows, by=world.desk)
    assert stands(referral) == [APART, AGREED, OUTCOMES[Outcome.NO_ACTION]]


def test_what_an_account_says_is_filled_in(client: Client, world: World) -> None:
    """A school that would rather not lead is not asked who it is."""
    client.force_login(world.school)
    client.post(reverse("request-support"), {"danger": ""})
    form = client.get(reverse("request-support-form")).context["sender"]
    assert [form[name].value() for name in ("sender", "sender_name", "sender_email")] == [
        "school", world.school.name, world.school.email,
    ]  # fmt: skip
    client.logout()
    client.post(reverse("request-support"), {"danger": ""})
    form = client.get(reverse("request-support-form")).context["sender"]
    assert not form["sender"].value()
