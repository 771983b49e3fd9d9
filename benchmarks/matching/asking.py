"""The made-up people in a database of their own, and questions put to the product as it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.matching.people import Made, make_people
from benchmarks.matching.queries import Query, Typed, make_queries
from benchmarks.stock import copy_in, open_stock


def open_people(seed: int, how_many: int) -> list[Made]:
    """Made from `seed`, recorded, and Django pointed at them."""
    people = make_people(seed, how_many)
    here = Path(__file__).parent
    sources = [here / "people.py", here / "names.py", here.parent / "stock.py"]
    open_stock(f"earlyhelp_matching_{seed}", lambda owner: load(owner, people), sources)
    return people


def load(owner: Any, people: list[Made]) -> None:
    from cases.models import Address, Family, Membership, Person

    recorded = [person for person in people if person.recorded]
    families = sorted({person.family for person in recorded})
    copy_in(owner, Family, ({"id": n, "reference": f"FA-{n}", "name": "Family"} for n in families))
    copy_in(owner, Person, map(person_row, recorded))
    copy_in(owner, Membership, map(_membership, recorded))
    copy_in(owner, Address, _addresses(recorded))


def person_row(person: Made) -> dict[str, Any]:
    from audit.text import fold

    given = person.given if person.recorded_given is None else person.recorded_given
    born = person.recorded_born or person.born
    return {
        "id": person.id,
        "kind": person.kind,
        "given_name": given,
        "family_name": person.surname,
        "given_key": fold(given),
        "family_key": fold(person.surname),
        "date_of_birth": None if "recorded without birth" in person.traits else born,
        "date_of_birth_estimated": person.recorded_estimated,
        "sex": person.sex,
        "nhs_number": person.nhs_number,
        "upn": person.upn,
    }


def _membership(person: Made) -> dict[str, Any]:
    return {
        "id": person.id,
        "family_id": person.family,
        "person_id": person.id,
        "relationship": "child" if person.kind == "child" else "mother",
        "from_date": "2020-01-01",
    }


def _addresses(people: list[Made]) -> Iterator[dict[str, Any]]:
    number = 0
    for person in people:
        for postcode, until in ((person.postcode, None), (person.before, "2023-05-01")):
            if postcode:
                number += 1
                yield {
                    "id": number,
                    "person_id": person.id,
                    "postcode": postcode,
                    "lines": "1 Made-up Street",
                    "from_date": "2020-01-01",
                    "to_date": until,
                }


def subjects_of(query: Query) -> list[Any]:
    return [_subject(n, typed) for n, typed in enumerate([query.typed, *query.beside])]


def _subject(key: int, typed: Typed) -> Any:
    from audit.text import fold
    from referrals.matching import Subject

    return Subject(
        key=key,
        kind=typed.kind,
        given=fold(typed.given),
        family=fold(typed.family),
        born=typed.born,
        born_estimated=typed.estimated,
        sex=typed.sex,
        nhs_number=typed.nhs_number,
        upn=typed.upn,
        postcode=typed.postcode,
    )


def asked(seed: int, people: list[Made], how_many: int) -> Iterator[tuple[Query, list[Any]]]:
    """Each question with whoever it finds, as the desk would be shown them."""
    from accounts.acting import acting_as_system
    from accounts.roles import Scope
    from referrals.matching.matching import weigh

    for query in make_queries(seed, people, how_many):
        with acting_as_system("benchmark", Scope.ALL):
            yield query, weigh(subjects_of(query))[0]
