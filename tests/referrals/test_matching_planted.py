"""Planted corruptions over a few made-up people: a small `python -m benchmarks.matching`."""

from collections import Counter

from django.db import connection

from benchmarks.matching.asking import asked, person_row
from benchmarks.matching.people import Made, make_people
from cases.models import Address, Family, Membership, Person
from referrals.matching.matching import MOST, is_sure
from tests.cast import World

SEED, PEOPLE, QUERIES = 5, 500, 100


def test_people_are_recognised_as_often_as_is_promised(world: World) -> None:
    people = make_people(SEED, PEOPLE)
    record([person for person in people if person.recorded])
    tally: Counter[str] = Counter()
    for query, ranked in asked(SEED, people, QUERIES):
        top = [each.person.pk for each in ranked[:MOST]]
        sure = is_sure(ranked)
        tally["known"] += query.true_id is not None
        tally["in five"] += query.true_id in top
        tally["sure"] += sure
        tally["right"] += sure and top[0] == query.true_id
    assert tally["known"] == QUERIES * 0.8
    assert tally["in five"] >= 0.97 * tally["known"]
    assert tally["right"] >= 0.98 * tally["sure"]
    assert tally["right"] >= 0.8 * tally["known"]


def record(people: list[Made]) -> None:
    """As the benchmark loads them, by the models."""
    families = {person.family: Family(pk=person.family, reference=f"FA-{person.family}",
                                      name="Family") for person in people}  # fmt: skip
    Family.objects.bulk_create(families.values())
    rows = [person_row(person) for person in people]
    derived = {"given_key", "family_key"}
    Person.objects.bulk_create(
        Person(**{name: value for name, value in row.items() if name not in derived})
        for row in rows
    )
    Membership.objects.bulk_create(
        Membership(
            family_id=person.family,
            person_id=person.id,
            relationship="child",
            from_date="2020-01-01",
        )
        for person in people
    )
    Address.objects.bulk_create(
        Address(person_id=person.id, postcode=postcode, to_date=until)
        for person in people
        for postcode, until in ((person.postcode, None), (person.before, "2023-05-01"))
        if postcode
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_names()")
