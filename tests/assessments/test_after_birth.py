"""What was written before a birth goes on in a full assessment after it, and after a loss nothing
does; and a page says by what something unfinished ended."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.assessing import start
from assessments.actions.signing_off import sign_off
from assessments.actions.submitting import submit
from assessments.models import Answer, Assessment
from audit.refusal import Refused
from cases.actions.endings.closing import close_case
from cases.actions.people.describing import add_person, record_birth
from cases.actions.people.placing import leave
from cases.actions.sharing.withholding import withhold
from cases.journey import Stage
from cases.models import Case, Person, Withheld
from tests.assessments.arranging import begun, led_case, said, submitted, written
from tests.cases.page.arranging import add_member, mother_of
from tests.cast import World, arranged

TODAY = timezone.localdate()
ON_TO_THE_CHILD = {"health", "good", "needs"}


@arranged
def expecting(world: World) -> tuple[Case, Person]:
    case = led_case(world)
    due = TODAY + timedelta(days=20)
    return case, add_member(case, world, "", "child", kind="unborn", expected_on=due)


@arranged
def is_born(world: World, case: Case, baby: Person, name: str = "Ada") -> None:
    record_birth(
        case=case, person=baby, by=world.practitioner, version=1, given_name=name,
        family_name="Okafor", born_on=TODAY, sex="F",
    )  # fmt: skip


@arranged
def is_lost(world: World, baby: Person) -> None:
    Person.objects.filter(pk=baby.pk).update(died_on=TODAY)


@arranged
def at_its_assessment(case: Case) -> Case:
    """Handed back by social care."""
    Case.objects.filter(pk=case.pk).update(stage=Stage.ASSESSING)
    return Case.objects.select_related("locality", "family").get(pk=case.pk)


@arranged
def signed_off_before_birth(world: World, case: Case) -> Assessment:
    before = written(world, begun(case, "eha_unborn", world.practitioner))
    said(before, "good", "She talks to the baby")
    submit(assessment=before, by=world.practitioner)
    sign_off(assessment=before, by=world.manager)
    return Assessment.objects.get(pk=before.pk)


def test_what_was_signed_off_goes_on_and_the_unborns_section_becomes_the_childs(
    world: World, client: Client
) -> None:
    case, baby = expecting(world)
    before = signed_off_before_birth(world, case)
    kept = {row.pk: row.value for row in before.answers.all()}
    is_born(world, case, baby)
    with acting_as(world.practitioner):
        eha = start(case=at_its_assessment(case), by=world.practitioner)
        rows = Answer.objects.filter(assessment=eha)
        assert {row.carried_from_id for row in rows} == {before.pk}
        of_the_child = {row.question: row for row in rows.filter(person=baby)}
        assert set(of_the_child) == ON_TO_THE_CHILD
        assert {row.section for row in of_the_child.values()} == {"growing"}
        assert of_the_child["good"].value == "She talks to the baby"
        assert not rows.filter(question__endswith="_score").exists()  # of another scale
        assert not rows.filter(question="plan_meeting_on").exists()
        assert {row.pk: row.value for row in before.answers.all()} == kept
    client.force_login(world.practitioner)
    url = reverse("assessment-section", args=[case.reference, eha.pk, "growing", baby.pk])
    page = client.get(url).content.decode()
    assert page.count("From the assessment before birth, as on ") == len(ON_TO_THE_CHILD)


def test_what_is_not_for_somebody_stays_so(world: World) -> None:
    case, baby = expecting(world)
    before = signed_off_before_birth(world, case)
    is_born(world, case, baby)
    with acting_as(world.practitioner):
        secret = before.answers.get(section="agreement", question="not_to_be_told")
        withhold(
            case=case, by=world.practitioner, kind="assessments.answer", row_id=secret.pk,
            person=mother_of(case), why="asked",
        )  # fmt: skip
        eha = start(case=at_its_assessment(case), by=world.practitioner)
        copy = eha.answers.get(section="agreement", question="not_to_be_told")
        marks = Withheld.objects.filter(kind="assessments.answer", row_id=copy.pk)
        assert [mark.person_id for mark in marks] == [mother_of(case).pk]


def test_unfinished_it_goes_on_ends_and_says_so(world: World, client: Client) -> None:
    case, baby = expecting(world)
    before = written(world, begun(case, "eha_unborn", world.practitioner))
    with acting_as(world.practitioner), pytest.raises(Refused, match="Continue that one"):
        start(case=case, by=world.practitioner)
    is_born(world, case, baby)
    client.force_login(world.practitioner)
    page = client.get(reverse("case-assessment", args=[case.reference])).content.decode()
    assert "Go on in the early help assessment" in page
    page = client.get(reverse("assessment-start", args=[case.reference])).content.decode()
    assert "The baby is born." in page
    with acting_as(world.practitioner):
        eha = start(case=case, by=world.practitioner)
        assert (
            set(
                eha.answers.filter(person=baby, carried_from=before).values_list(
                    "question", flat=True
                )
            )
            == ON_TO_THE_CHILD
        )
        assert set(eha.answers.values_list("carried_on", flat=True)) == {TODAY}
        with pytest.raises(Refused, match="Continue that one"):
            start(case=case, by=world.practitioner)
    assert Assessment.objects.filter(case=case).count() == 2
    url = reverse("assessment-read", args=[case.reference, before.pk])
    page = client.get(url).content.decode()
    assert "Ended without sign-off" in page
    assert "It went on in the early help assessment started on" in page


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("another", [True, False])
def test_after_a_loss_nothing_is_offered(world: World, finished: bool, another: bool) -> None:
    case, baby = expecting(world)
    if finished:
        signed_off_before_birth(world, case)
    else:
        written(world, begun(case, "eha_unborn", world.practitioner))
    is_lost(world, baby)
    if another:  # a later child is no child of that form
        later = add_member(case, world, "", "child", kind="unborn", expected_on=TODAY)
        is_born(world, case, later)
    case = at_its_assessment(case)
    with acting_as(world.practitioner):
        if not finished:
            with pytest.raises(Refused, match="Continue that one"):
                start(case=case, by=world.practitioner)
            return
        eha = start(case=case, by=world.practitioner)
        assert not eha.answers.filter(carried_from__isnull=False).exists()


def test_of_twins_the_one_who_lives_takes_up_theirs_alone(world: World) -> None:
    case, baby = expecting(world)
    lost = add_member(case, world, "", "child", kind="unborn", expected_on=TODAY)
    signed_off_before_birth(world, case)
    is_lost(world, lost)
    is_born(world, case, baby)
    with acting_as(world.practitioner):
        eha = start(case=at_its_assessment(case), by=world.practitioner)
        assert eha.answers.filter(person=baby).exists()
        assert not eha.answers.filter(person=lost).exists()


def test_another_pregnancy_starts_afresh(world: World) -> None:
    case, baby = expecting(world)
    signed_off_before_birth(world, case)
    is_lost(world, baby)
    add_member(case, world, "", "child", kind="unborn", expected_on=TODAY + timedelta(days=200))
    new = begun(at_its_assessment(case), "eha_unborn", world.practitioner)
    with acting_as(world.practitioner):
        assert not new.answers.filter(carried_from__isnull=False).exists()


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("eha", "Ended without sign-off"),
        ("eha_unborn", "Ended without sign-off"),
        ("conversation", "Ended before it was finished"),
    ],
)
def test_what_a_closing_cut_short_says_so(world: World, client: Client, key: str, tag: str) -> None:
    case, _ = expecting(world)
    cut_short = begun(case, key, world.practitioner)
    with acting_as(world.manager):
        close_case(
            case=case, by=world.manager, reason="disengaged", outcomes={}, summary="Away.",
            family_view="Thank you.", stays_in_touch="The school",
            risk_check="The school sees the children each day.",
        )  # fmt: skip
    client.force_login(world.manager)
    url = reverse("assessment-read", args=[case.reference, cut_short.pk])
    for address in (url, reverse("case-assessment", args=[case.reference])):
        page = client.get(address).content.decode()
        assert page.count(tag) == 1
        assert page.count(": family stopped taking part.") == 1


def test_whoever_signs_off_reads_who_was_born_joined_or_left_since_it_was_sent(
    world: World, client: Client
) -> None:
    case, baby = expecting(world)
    with acting_as(world.practitioner):
        add_person(
            case=case, by=world.practitioner, kind="adult", relationship="grandparent",
            given_name="Before", family_name="Okafor",
        )  # fmt: skip
    submitted(world, case)
    address = reverse("assessment-sign-off", args=[case.reference])
    client.force_login(world.manager)
    assert "In the family since it was sent" not in client.get(address).content.decode()
    is_born(world, case, baby)
    with acting_as(world.practitioner):
        gran = add_person(
            case=case, by=world.practitioner, kind="adult", relationship="grandparent",
            given_name="Nana", family_name="Okafor",
        )  # fmt: skip
        leave(case=case, person=gran, by=world.practitioner, reason="She moved on")
    page = client.get(address).content.decode()
    told = page[page.index("In the family since it was sent") :][:1500]
    assert "was born on" in told
    assert "Nana Okafor added to" in told
    assert "Nana Okafor no longer belongs to the family" in told
    assert "Before Okafor" not in told.partition("</section>")[0]
