"""The copy for one person: the whole, word for word, without what is withheld from them."""

import random
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as
from assessments.models import Action, Goal, Plan, Review
from audit.models import Event
from audit.refusal import Refused
from cases.actions.sharing.copying import make_copy
from cases.models import Case, CopyGiven, Couple, Need, Withheld
from cases.queries.sharing.withheld import audience_of, parted, recipients
from cases.withholding.copies import Beside, beside, digest_of
from tests.cases.page.arranging import mother_of
from tests.cases.withheld.arranging import (
    HIDDEN_STREET,
    acts_for_father,
    family_with_a_past,
    father_of,
    items_of_each_kind,
    keep_from_father,
    let_in,
)
from tests.cast import World, arranged


@pytest.fixture
def case(world: World) -> Case:
    return family_with_a_past(world)


def seen_beside(world: World, case: Case, kind: str = "plan", whom: str = "") -> Beside:
    with acting_as(world.practitioner):
        audience = audience_of(case, whom or f"person-{father_of(case).pk}")
        assert audience
        found = beside(case, kind, document(case, kind), audience)
    assert found
    return found


def document(case: Case, kind: str) -> int:
    model: Any = Plan if kind == "plan" else Review
    return int(model.objects.get(case=case).pk)


def words(parts: Any) -> list[str]:
    return [word for part in parts for word in f"{part.label} {part.words}".split()]


@pytest.mark.parametrize("seed", range(6))
def test_the_copy_is_the_whole_without_the_withheld_words(
    world: World, case: Case, seed: int
) -> None:
    """Random plans with random marks on needs, goals and actions."""
    chance = random.Random(seed)
    hidden = random_plan(world, case, chance)
    found = seen_beside(world, case)
    kept = [row.copy for row in found.rows if row.copy]
    left = [row.whole for row in found.rows if row.key not in hidden]
    assert words(kept) == words(left)
    assert {row.key for row in found.rows if row.copy is None} == hidden
    assert not found.held


@arranged
def random_plan(world: World, case: Case, chance: random.Random) -> set[str]:
    """Goals and actions of random words, and random marks; the keys of the parts these hide."""
    plan = Plan.objects.get(case=case)
    needs = list(Need.objects.filter(case=case))
    for each in needs:
        Need.objects.filter(pk=each.pk).update(words=f"Need{seed_word(chance)}")
    hidden: set[str] = set()

    def mark(kind: str, row: int) -> bool:
        if chance.random() < 0.6:
            return False
        keep_from_father(world, case, kind, row)
        return True

    gone = {each.pk for each in needs if mark("cases.need", each.pk)}
    hidden |= {f"{part}-{pk}" for pk in gone for part in ("need", "aside")}
    for _number in range(5):
        need: Need | None = chance.choice([*needs, None])
        goal = Goal.objects.create(
            plan=plan, case=case, need=need, words=f"Goal{seed_word(chance)}"
        )
        goal_gone = (need is not None and need.pk in gone) or mark("assessments.goal", goal.pk)
        hidden |= {f"goal-{goal.pk}"} if goal_gone else set()
        for _ in range(chance.randrange(3)):
            action = Action.objects.create(
                goal=goal, case=case, words=f"Action{seed_word(chance)}", owner_kind="family",
                owner_name="Ngozi", due_on="2027-01-09",
            )  # fmt: skip
            if goal_gone or mark("assessments.action", action.pk):
                hidden.add(f"action-{action.pk}")
    for goal in Goal.objects.filter(case=case, need__in=gone):
        hidden |= {f"goal-{goal.pk}"}
        hidden |= {f"action-{pk}" for pk in goal.actions.values_list("pk", flat=True)}
    shown = {row.key for row in seen_beside(world, case).rows}
    return hidden & shown


def seed_word(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfghjklm") for _ in range(9))


def test_without_the_filter_the_words_are_there(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The anti-test: reading as anybody, the withheld goal stands in the copy."""
    goal = Goal.objects.filter(case=case)[0]
    keep_from_father(world, case, "assessments.goal", goal.pk)
    assert f"goal-{goal.pk}" not in {row.key for row in seen_beside(world, case).rows if row.copy}
    monkeypatch.setattr("cases.withholding.audience.reading_without", no_filter)
    monkeypatch.setattr("cases.withholding.words.Finder.holds", lambda *a: False)
    assert f"goal-{goal.pk}" in {row.key for row in seen_beside(world, case).rows if row.copy}


class no_filter:  # noqa: N801
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def __enter__(self) -> None: ...
    def __exit__(self, *args: Any) -> None: ...


def test_what_tells_of_a_hidden_address_is_held_back_until_somebody_decides(
    world: World, case: Case, client: Client
) -> None:
    keep_from_father(world, case, "cases.address", items_of_each_kind(case)["cases.address"])
    say_in_the_minutes(case, f"Next time we meet at {HIDDEN_STREET.upper()}.")
    found = seen_beside(world, case, "meeting")
    assert [row.key for row in found.held] == ["minutes"]
    address = (
        f"/cases/{case.reference}/copies/meeting/{document(case, 'meeting')}"
        f"/for/person-{father_of(case).pk}/"
    )
    client.force_login(world.practitioner)
    page = client.get(address)
    assert "Held back" in page.content.decode()
    digest = page.context["form"]["digest"].value()
    key = page.context["form"]["one_time_key"].value()
    sent = {"digest": digest, "one_time_key": str(key), "looked": "on"}
    assert client.post(address, sent).status_code == 200
    assert not CopyGiven.objects.exists()
    still = sent | {"what-minutes": "instead", "words-minutes": "At 12 Quince Orchard Lane"}
    answer = client.post(address, still)
    assert "still tell" in answer.content.decode()
    done = sent | {"what-minutes": "instead", "words-minutes": "We set the next meeting."}
    answer = client.post(address, done)
    assert answer.status_code == 302
    copy = CopyGiven.objects.get()
    printed = client.get(answer.headers["Location"]).content.decode()
    assert "We set the next meeting." in printed
    assert "Quince" not in printed
    assert copy.digest == digest_of([copy.title, copy.whom, copy.parts])
    assert (copy.made_by, copy.person) == (world.practitioner, father_of(case))
    assert Event.objects.filter(verb="copy.made", subject_id=copy.pk).exists()


@arranged
def say_in_the_minutes(case: Case, words: str) -> None:
    Review.objects.filter(case=case).update(minutes=words)


def test_what_changed_since_is_looked_at_again(world: World, case: Case) -> None:
    found = seen_beside(world, case, "meeting")
    say_in_the_minutes(case, "Something else was written meanwhile.")
    with acting_as(world.practitioner), pytest.raises(Refused, match="changed since"):
        make_copy(
            case=case, by=world.practitioner, kind="meeting", row_id=document(case, "meeting"),
            audience=found.audience, looked_at=found.digest, decisions={},
        )  # fmt: skip


def test_parents_who_parted_share_no_copy(world: World, case: Case) -> None:
    assert parted(case)
    assert "family" not in dict(recipients(case))
    assert audience_of(case, "family") is None


@pytest.mark.parametrize("state", ["separated", "divorced"])
def test_separated_parents_of_one_home_share_none_either(
    world: World, case: Case, state: str
) -> None:
    father, mother = father_of(case), mother_of(case)
    father.memberships.update(household=1)
    assert not parted(case)
    assert audience_of(case, "family")
    one, other = sorted((father, mother), key=lambda person: person.pk)
    Couple.objects.create(one=one, other=other, state=state)
    assert parted(case)
    assert audience_of(case, "family") is None


def test_the_copy_for_his_agency_is_the_copy_for_him(world: World, case: Case) -> None:
    goal = Goal.objects.filter(case=case)[0]
    keep_from_father(world, case, "assessments.goal", goal.pk)
    acts_for_father(world, case, world.other_school)
    his = seen_beside(world, case)
    theirs = seen_beside(world, case, whom=f"agency-{world.other_school.pk}")
    hers = seen_beside(world, case, whom=f"person-{mother_of(case).pk}")
    assert [row.copy for row in his.rows] == [row.copy for row in theirs.rows]
    assert [row.copy for row in hers.rows] == [row.whole for row in hers.rows]


def test_a_copy_for_one_parent_is_not_shown_to_the_others_agency(
    world: World, case: Case, client: Client
) -> None:
    found = seen_beside(world, case, whom=f"person-{mother_of(case).pk}")
    with acting_as(world.practitioner):
        copy = make_copy(
            case=case, by=world.practitioner, kind="plan", row_id=document(case, "plan"),
            audience=found.audience, looked_at=found.digest, decisions={},
        )  # fmt: skip
    let_in(world, case, world.school)
    acts_for_father(world, case, world.school.agency)
    keep_from_father(world, case, "cases.school", items_of_each_kind(case)["cases.school"])
    client.force_login(world.school)
    assert client.get(f"/cases/{case.reference}/copies/{copy.pk}/").status_code == 404
    with acting_as(world.school):
        assert not CopyGiven.objects.exists()
        assert not Withheld.objects.exists()
