"""Two people of one name in a family are told apart on its page, also for whoever hears it."""

import re

from django.test import Client

from accounts.acting import acting_as
from cases.models import Case, Person
from tests.cases.page.arranging import add_member, children_of, mother_of
from tests.cast import World


def name_of_each(page: str) -> dict[int, str]:
    """By the number of a person, the words by which the section about them is named."""
    found = {}
    for number, labels in re.findall(r'id="person-(\d+)"(?: aria-labelledby="([^"]+)")?>', page):
        parts = (re.search(rf'id="{label}">(.*?)</(?:h3|p|dd)>', page) for label in labels.split())
        found[int(number)] = re.sub("<[^>]+>", "", " ".join(part[1] for part in parts if part))
    return found


def test_two_of_one_name(world: World, led: Case, client: Client) -> None:
    first, second = children_of(led)
    mother = mother_of(led)
    with acting_as(world.practitioner):
        named = {"given_name": first.given_name, "family_name": first.family_name}
        Person.objects.filter(pk=mother.pk).update(**named)
    twins = [add_member(led, world, "", "child", kind="unborn") for _ in range(2)]
    client.force_login(world.practitioner)
    names = name_of_each(client.get(f"/cases/{led.reference}/people/").content.decode())
    assert names[second.pk] == second.name
    for person, who in ((mother, "mother"), (first, "child")):
        assert re.match(rf"{first.name} .*{who}", names[person.pk], re.IGNORECASE)
    assert [names[twin.pk] for twin in twins] == ["", ""]  # nothing tells them apart yet
