"""Which forms fit a family, and what starting and finishing each of them does."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from assessments.actions.assessing import start
from assessments.actions.finishing import finish
from assessments.blocking import blockers
from assessments.carrying import faults_of_carrying
from assessments.definition import Purpose, definition_of
from assessments.fitting import NOBODY_EXPECTED, NOBODY_OLD_ENOUGH, choices, does_not_fit
from assessments.form_files import FOLDER, BadForm, files_in, read_content, read_file
from assessments.models import Answer, Assessment, FormVersion
from assessments.progress import Member
from assessments.queries.offers import offers
from audit.refusal import Refused
from cases.actions.sharing.withholding import acts_for
from cases.journey import Stage
from cases.models import Case, Due, Withheld
from cases.queries.timeline import timeline_of
from tests.assessments.arranging import begun, led_case, said, started, teenager, written
from tests.cases.page.arranging import children_of, mother_of
from tests.cases.withheld.arranging import let_in
from tests.cast import World

MOTHER = Member(1, "Ngozi Okafor", "adult", "Ngozi", 36, "Mother")
BABY = Member(2, "Unborn Okafor", "unborn", "the baby", expected_on=date(2027, 2, 3))
SMALL = Member(3, "Tunde Okafor", "child", "Tunde", 10)
ELEVEN = Member(4, "Amara Okafor", "child", "Amara", 11)
EIGHTEEN = Member(5, "Emeka Okafor", "child", "Emeka", 18)
UNKNOWN = Member(6, "Ada Okafor", "child", "Ada")
TODAY = date(2026, 11, 26)
WHOLE, BIRTH, TALK, OWN = Purpose


@pytest.mark.parametrize(
    ("members", "fit"),
    [
        ([MOTHER, SMALL], [(WHOLE, None), (TALK, None)]),
        ([MOTHER, BABY], [(WHOLE, None), (BIRTH, None), (TALK, None)]),
        ([MOTHER, ELEVEN, SMALL], [(WHOLE, None), (TALK, None), (OWN, 4)]),
        ([EIGHTEEN, ELEVEN], [(WHOLE, None), (TALK, None), (OWN, 5), (OWN, 4)]),
        ([MOTHER, UNKNOWN], [(WHOLE, None), (TALK, None)]),
    ],
)
def test_a_form_fits_by_its_purpose_and_the_family(members: list[Member], fit: list[Any]) -> None:
    every = list(choices(Purpose, members))
    fitting = [one for one in every if not does_not_fit(one, members)]
    assert [(one.purpose, one.about and one.about.id) for one in fitting] == fit
    reasons = {reason for one in every for reason in does_not_fit(one, members)}
    assert reasons <= {NOBODY_EXPECTED, NOBODY_OLD_ENOUGH}
    assert bool(reasons) == (len(fitting) < len(every))


def test_a_conversation_moves_no_stage_and_stops_no_clock(world: World) -> None:
    case = led_case(world)
    before = set(Due.objects.filter(case=case).values_list("key", "due_on", "done_on"))
    talk = begun(case, "conversation", world.practitioner)
    with acting_as(world.practitioner):
        with pytest.raises(Refused, match="Say who was spoken to"):
            finish(assessment=talk, by=world.practitioner)
        for verb in ("submit", "sign_off", "delegate"):
            assert blockers(talk, verb, world.practitioner)[0].startswith("This is finished by")
    written(world, talk)
    with acting_as(world.practitioner):
        done = finish(assessment=talk, by=world.practitioner)
        with pytest.raises(Refused, match="stays as it was written"):
            finish(assessment=done, by=world.practitioner)
        now = Case.objects.get(pk=case.pk)
        assert (done.state, now.stage, now.eha_started_on) == ("finished", Stage.ASSESSING, None)
        assert set(Due.objects.filter(case=case).values_list("key", "due_on", "done_on")) == before
        start(case=case, by=world.practitioner)
        assert Case.objects.get(pk=case.pk).eha_started_on is not None


def test_a_form_that_does_not_fit_is_refused_and_one_of_each_is_in_progress(world: World) -> None:
    case = led_case(world)
    amara = teenager(case, world.practitioner)
    for key, about, why in (
        ("eha_unborn", None, "Nobody in this family is recorded as expected"),
        ("young_person", None, "11 or over"),
        ("young_person", mother_of(case).pk, "11 or over"),
    ):
        with pytest.raises(Refused, match=why):
            begun(case, key, world.practitioner, about)
    own = begun(case, "young_person", world.practitioner, amara.pk)
    assert own.title == "Young person’s own form: Amara Okafor"
    with pytest.raises(Refused, match="Finish that one first"):
        begun(case, "young_person", world.practitioner, amara.pk)
    begun(case, "eha", world.practitioner)
    with acting_as(world.practitioner):
        open_now = {one.key: one.reasons for one in offers(case, world.practitioner, TODAY)}
    assert open_now["conversation"] == []
    assert "Continue that one" in open_now["eha"][0]


def test_what_parents_may_not_see_is_kept_from_every_adult(world: World, client: Client) -> None:
    case = led_case(world)
    amara = teenager(case, world.practitioner)
    for answer, kept in (("yes", False), ("ask", True)):
        own = written(world, begun(case, "young_person", world.practitioner, amara.pk))
        said(own, "parents_may_see", answer)
        said(own, "home", "It is loud at night")
        with acting_as(world.practitioner):
            finish(assessment=own, by=world.practitioner)
            marks = Withheld.objects.filter(
                kind="assessments.answer", row_id__in=own.answers.values("pk")
            )
            assert {mark.person_id for mark in marks} == ({mother_of(case).pk} if kept else set())
            assert marks.count() == (own.answers.count() if kept else 0)
            lines = [
                line.title for line in timeline_of(case)[0] if "not to be shared" in line.title
            ]
            told = f"{own.form.title} is not to be shared with {mother_of(case).name}"
            assert lines == ([told] if kept else [])
    let_in(world, case, world.school)
    url = reverse("assessment-read", args=[case.reference, own.pk])
    seen = []
    for who in (world.practitioner, world.school):
        client.force_login(who)
        seen.append("It is loud at night" in client.get(url).content.decode())
    with acting_as(world.practitioner):
        agency, mother = world.school_agency, mother_of(case)
        acts_for(case=case, by=world.practitioner, agency=agency, person=mother)
    client.force_login(world.school)
    seen.append("It is loud at night" in client.get(url).content.decode())
    assert seen == [True, True, False]
    draft = written(world, begun(case, "young_person", world.practitioner, amara.pk))
    page = client.get(reverse("assessment-read", args=[case.reference, draft.pk]))
    assert page.status_code == 404  # nobody has said yet whether parents may see it
    with acting_as(world.school):
        assert not Answer.objects.filter(assessment=draft).exists()
        reasons = [one.reasons for one in offers(case, world.school, TODAY) if one.about]
    assert all("acts for somebody" in " ".join(each) for each in reasons)


def test_the_page_chooses_nothing_and_says_what_each_is_for(world: World, client: Client) -> None:
    case = led_case(world)
    amara = teenager(case, world.practitioner)
    client.force_login(world.practitioner)
    url = reverse("assessment-start", args=[case.reference])
    page = client.get(url).content.decode()
    assert f'value="young_person-{amara.pk}"' in page
    assert page.count('type="radio"') == 4  # of whom one child is 11 already
    assert " checked" not in page
    assert "It is not signed off" in page
    assert NOBODY_EXPECTED in page
    assert "Select what you want to start" in client.post(url, key_of(page)).content.decode()
    assert not Assessment.objects.exists()


def key_of(page: str) -> dict[str, str]:
    return {"one_time_key": page.split('name="one_time_key" value="')[1].split('"', maxsplit=1)[0]}


def test_where_one_form_fits_one_click_starts_it(world: World, client: Client) -> None:
    case = led_case(world)
    begun(case, "conversation", world.practitioner)
    begun(case, "young_person", world.practitioner, children_of(case)[0].pk)
    client.force_login(world.practitioner)
    url = reverse("assessment-start", args=[case.reference])
    page = client.get(url).content.decode()
    assert 'type="radio"' not in page
    assert "This starts the early help assessment of the whole family" in page
    assert '<input type="hidden" name="form" value="eha"' in page
    answer = client.post(url, key_of(page) | {"form": "eha"})
    assert Assessment.objects.filter(form__key="eha").count() == 1
    assert answer["Location"].endswith("/family/")


def test_a_partner_writes_the_record_they_began_and_no_other(world: World) -> None:
    case = led_case(world)
    amara = teenager(case, world.practitioner)
    eha = started(world, case)
    let_in(world, case, world.school)
    with acting_as(world.school):
        form = FormVersion.objects.get(key="young_person")
        own = start(case=case, by=world.school, form=form, about=amara.pk)
        assert blockers(own, "write", world.school) == []
        assert blockers(eha, "write", world.school)
    talk = begun(case, "conversation", world.practitioner)
    with acting_as(world.school):
        assert blockers(Assessment.objects.get(pk=talk.pk), "finish", world.school)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("eha.reason.what_brought", ""),
        ("caf2.reason.what_brought", "names the form caf2, which is not there"),
        ("eha.reason.why", "names eha.reason.why, which the newest version"),
        ("eha.next.plan_meeting_on", "takes another kind of answer"),
        ("eha.growing.doing", "is asked of the child, and this of the family"),
    ],
)
def test_both_ends_of_what_is_carried_exist_and_are_alike(target: str, said: str) -> None:
    known = {file.definition.key: file.definition for file in map(read_file, files_in())}
    data = read_file(FOLDER / "conversation-1.yaml").data
    asked = data["sections"][0]["questions"]
    asked[2] = asked[2] | {"carries_to": [target]}
    found = faults_of_carrying(definition_of(data), known)
    assert bool(found) == bool(said)
    assert all(said in fault for fault in found)
    assert not any(faults_of_carrying(form, known) for form in known.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "conversation-1.yaml",
            "        prefill: reason",
            "        feeds: worries",
            "feeds nothing",
        ),
        ("eha-2.yaml", "prefill: reason", "carries_to: [eha.well.strengths]", "only a record"),
        ("conversation-1.yaml", "key: conversation\n    title", "key: finish\n    title", "a page"),
        ("conversation-1.yaml", "purpose: conversation", "purpose: chat", "'chat' is not one of"),
    ],
)
def test_what_a_form_cannot_be_is_said(name: str, old: str, new: str, said: str) -> None:
    content = (FOLDER / name).read_text(encoding="utf-8")
    assert old in content
    with pytest.raises(BadForm, match=said):
        read_content(FOLDER / name, content.replace(old, new, 1).encode())
