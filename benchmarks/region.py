"""A city or a region of made-up people, made by SQL in the database itself."""

from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.matching.names import ENGLISH_TAIL, PEOPLES, POLISH_TAIL, YORUBA_TAIL
from benchmarks.stock import defaults_of, open_stock

CITY, REGION = 100_000, 1_000_000
LOCALITIES, IN_A_FAMILY = 20, 3
START = "DATE '2026-11-26'"
MIDDLES = ["al", "an", "ar", "el", "en", "er", "il", "in", "is", "on", "or", "ul", "un", "ys"]


def open_region(people: int) -> None:
    """Everybody in one family of three; two cases in three families, spread over twenty places."""
    here = Path(__file__)
    sources = [here, here.parent / "stock.py", here.parent / "matching" / "names.py"]
    open_stock(f"earlyhelp_search_{people}", lambda owner: _load(owner, people), sources)


def surnames() -> list[str]:
    """Forty thousand, the common ones first."""
    common = [name for people in PEOPLES for name in people.surnames[:50]]
    stems = [name[:5] for name in (*ENGLISH_TAIL, *POLISH_TAIL, *YORUBA_TAIL)]
    made = [f"{stem}{middle}{end}" for stem, middle, end in
            product(sorted(set(stems)), MIDDLES, ("by", "ski", "son", "u"))]  # fmt: skip
    return list(dict.fromkeys([*common, *ENGLISH_TAIL, *POLISH_TAIL, *YORUBA_TAIL, *made]))[:40_000]


def given_names() -> list[str]:
    """Some eight hundred, the common ones first."""
    common = [name for people in PEOPLES for name in (*people.girls, *people.boys)]
    made = [a[:4] + b for a, b in product(sorted(set(common))[::6], ("ene", "etta", "io", "an"))]
    return list(dict.fromkeys([*common, *made]))


def _load(owner: Any, people: int) -> None:
    from cases.models import Address, Case, Family, Membership, Person

    families = people // IN_A_FAMILY
    owner.execute("SELECT setseed(0.27)")
    _localities(owner)
    for table, names in (("surnames", surnames()), ("givens", given_names())):
        _names(owner, table, names)
    owner.execute(
        f"CREATE TEMP TABLE families AS SELECT number, {_place('surnames')} AS place"  # noqa: S608
        f" FROM generate_series(1, {families}) number"
    )
    owner.execute(
        f"CREATE TEMP TABLE people AS SELECT number, 1 + (number - 1) / {IN_A_FAMILY} AS family,"  # noqa: S608
        f" {_place('givens')} AS place, number % {IN_A_FAMILY} = 1 AS grown,"
        f" random() AS born FROM generate_series(1, {families * IN_A_FAMILY}) number"
    )
    _fill(owner, Family, "families f JOIN surnames s USING (place)", {
        "id": "f.number", "reference": "'FA-' || f.number", "name": "s.name || ' family'",
        "sort_name": "s.key || ' family'"})  # fmt: skip
    _fill(owner, Person, "people p JOIN families f ON f.number = p.family JOIN surnames s ON"
          " s.place = f.place JOIN givens g ON g.place = p.place", {
        "id": "p.number", "kind": "CASE WHEN p.grown THEN 'adult' ELSE 'child' END",
        "given_name": "g.name", "given_key": "g.key", "family_name": "s.name",
        "family_key": "s.key", "sex": "'F'",
        "date_of_birth": f"{START} - CASE WHEN p.grown THEN 7000 + (p.born * 12000)::int"
        " ELSE (p.born * 6500)::int END"})  # fmt: skip
    _fill(owner, Membership, "people p", {
        "id": "p.number", "family_id": "p.family", "person_id": "p.number", "from_date": START,
        "relationship": "CASE WHEN p.grown THEN 'mother' ELSE 'child' END"})  # fmt: skip
    _fill(owner, Address, "people p", {
        "id": "p.number", "person_id": "p.number", "from_date": START,
        "postcode": "'WV' || p.family / 20000 || ' ' || (p.family / 50) % 10"
        " || chr(65 + (p.family / 500) % 20) || chr(65 + (p.family / 10000) % 2)"})  # fmt: skip
    places = (
        f"(SELECT id FROM localities_locality ORDER BY id OFFSET f.number % {LOCALITIES} LIMIT 1)"  # noqa: S608
    )
    _fill(owner, Case, "families f CROSS JOIN generate_series(0, 1) time"
          f" CROSS JOIN LATERAL {places} place WHERE f.number % 10 <> 0", {
        "id": "f.number * 2 + time", "family_id": "f.number", "locality_id": "place.id",
        "reference": "'EH-2020-' || f.number * 2 + time", "level": "2", "stage": "'closed'",
        "received_on": f"{START} - 400", "opened_on": f"{START} - 400",
        "closed_on": f"{START} - 30"})  # fmt: skip


def _localities(owner: Any) -> None:
    from localities.models import Locality

    for number in range(1, LOCALITIES + 1):
        _fill(owner, Locality, "(SELECT) one", {
            "id": str(number), "name": f"'Place {number}'", "slug": f"'place-{number}'",
            "order": str(number), "easting": "400000", "northing": "300000"})  # fmt: skip


def _names(owner: Any, table: str, names: list[str]) -> None:
    from audit.text import fold

    owner.execute(f"CREATE TEMP TABLE {table} (place int PRIMARY KEY, name text, key text)")
    with owner.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for place, name in enumerate(names):
            copy.write_row([place, name, fold(name)])
    owner.execute(f"ANALYZE {table}")


def _place(table: str) -> str:
    """A place in a list of names with a chance of about 1/(place + 30)."""
    size = {"surnames": len(surnames()), "givens": len(given_names())}[table]
    return f"least(floor(30 * power({(size + 30) / 30}, random()) - 30)::int, {size - 1})"


def _fill(owner: Any, model: Any, source: str, columns: dict[str, str]) -> None:
    values = {name: value for name, value in defaults_of(model).items() if name not in columns}
    names = ", ".join(f'"{name}"' for name in [*columns, *values])
    said = ", ".join(columns.values()).replace("%", "%%")
    wanted = ", ".join([said, *["%s"] * len(values)])
    source = source.replace("%", "%%")
    owner.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {wanted} FROM {source}",  # noqa: S608
        list(values.values()),
    )
