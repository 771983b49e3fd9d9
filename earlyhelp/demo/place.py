"""The invented authority: its localities, agencies, teams, timescales and challenges."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from earlyhelp.demo.challenges import CHALLENGES
from localities.actions.loading_postcodes import load_postcodes
from localities.models import Agency, Authority, Challenge, Locality, Population, Team
from localities.timescales import load_standard_timescales

ONS_CODE = "E08000031"
POSTCODES = Path(settings.BASE_DIR) / "localities" / "data" / "postcodes-wolverhampton.csv"
COUNCIL = "City of Wolverhampton Council"
OUR_SCHOOL = "Hawthorn Lane Primary School"  # that of school@example.org
FIRST_YEAR = 2016
REPORTED = date(2017, 4, 1), date(2017, 12, 31)

# name, slug, hub, its postcode, children under 18 (invented)
LOCALITIES = (
    ("Eastfield", "eastfield", "Eastfield Hub", "WV1 2YA", 6_900),
    ("Bilston", "bilston", "Bilston Hub at Rocketpool", "WV14 0BH", 9_800),
    ("Graiseley", "graiseley", "Graiseley Hub", "WV2 3JQ", 7_600),
    ("Bingley", "bingley", "Bingley Hub", "WV3 0RR", 6_100),
    ("Whitmore Reans", "whitmore-reans", "Whitmore Reans Hub", "WV1 4PA", 7_900),
    ("Dove", "dove", "Dove Hub", "WV9 5HW", 5_700),
    ("Low Hill", "low-hill", "Low Hill Hub", "WV10 9PF", 8_600),
    ("Children’s Village", "childrens-village", "Children’s Village Hub", "WV11 1SY", 8_900),
)
ALIASES = {"bilston": ["Rocketpool"], "childrens-village": ["Wednesfield"]}

# Per locality in the same order: two primary schools and a secondary school.
SCHOOLS = (
    ("Amberfold Primary School", "Canalbank Primary School", "Eastbank Academy"),
    (OUR_SCHOOL, "Galvaniser Street Primary School", "Ironstone Academy"),
    ("Brindlemere Primary School", "Saddlers Infant and Junior School", "Copperbeech High School"),
    ("Spindlewood Primary School", "Maltmill Primary School", "Quarrybank Academy"),
    ("Tollhouse Primary School", "Weaverbird Primary School", "Valeside Community School"),
    ("Skylarks Primary School", "Larkhollow Primary School", "Kestrelwood Academy"),
    ("Gorsemoor Primary School", "Millrace Primary School", "Penstock High School"),
    ("Mayflower Primary School", "Orchardleigh Primary School", "Waggoners Academy"),
)
HEALTH = ("Three Spires Health Visiting", "Three Spires School Nursing", "St Aldhelm’s Maternity")
VOLUNTARY = ("Lanternhouse Family Support", "Stepping Stone Young Carers", "Haven Bridge")
OTHERS = (
    ("Mercia Vale Police", Agency.Kind.POLICE),
    ("Locksmith Homes", Agency.Kind.HOUSING),
    ("Copper Kettle Money Advice", Agency.Kind.OTHER),
)


@dataclass
class Place:
    """What the rest of the demonstration needs to know of the authority."""

    localities: list[Locality]
    council: Agency
    primaries: dict[int, list[Agency]]  # by locality
    secondaries: dict[int, list[Agency]]
    health: list[Agency]
    voluntary: list[Agency]
    police: Agency
    housing: Agency
    other: Agency
    teams: dict[int | None, Team]  # by locality; None: the desk
    postcodes: dict[int, list[str]]  # homes, by locality

    def locality(self, slug: str) -> Locality:
        return next(place for place in self.localities if place.slug == slug)

    def schools(self, locality_id: int) -> list[Agency]:
        return self.primaries[locality_id] + self.secondaries[locality_id]


def make_place(today: date) -> Place:
    """Write the authority and everything that stands before the first family."""
    _authority()
    load_standard_timescales()
    localities = _localities()
    load_postcodes(POSTCODES)
    _populations(localities, today.year)
    _challenges(localities)
    council = Agency.objects.create(name=COUNCIL, kind=Agency.Kind.COUNCIL)
    police, housing, other = (Agency.objects.create(name=n, kind=k) for n, k in OTHERS)
    primaries, secondaries = _schools(localities)
    return Place(
        localities=localities,
        council=council,
        primaries=primaries,
        secondaries=secondaries,
        health=[Agency.objects.create(name=n, kind=Agency.Kind.HEALTH) for n in HEALTH],
        voluntary=[Agency.objects.create(name=n, kind=Agency.Kind.VOLUNTARY) for n in VOLUNTARY],
        police=police,
        housing=housing,
        other=other,
        teams=_teams(council, localities),
        postcodes=_homes(),
    )


def _authority() -> None:
    Authority.objects.create(
        pk=1,
        name=f"{COUNCIL} (demonstration)",
        mash_phone="01632 960100",
        out_of_hours_phone="01632 960999",
        desk_phone="01632 960120",
        desk_email="earlyhelpdesk@example.org",
        ons_code=ONS_CODE,
    )


def _localities() -> list[Locality]:
    return [
        Locality.objects.create(
            name=name,
            slug=slug,
            aliases=ALIASES.get(slug, []),
            hub_name=hub,
            hub_postcode=postcode,
            order=order,
            **_point_of(postcode),
        )
        for order, (name, slug, hub, postcode, _children) in enumerate(LOCALITIES, start=1)
    ]


def _point_of(postcode: str) -> dict[str, int]:
    """Where a postcode lies, from the file: it is needed before the postcodes are assigned."""
    squeezed = postcode.replace(" ", "")
    for line in POSTCODES.read_text(encoding="utf-8").splitlines():
        found, easting, northing, _authority = line.split(",")
        if found.replace(" ", "") == squeezed:
            return {"easting": int(easting), "northing": int(northing)}
    raise KeyError(postcode)


def _populations(localities: list[Locality], last_year: int) -> None:
    Population.objects.bulk_create(
        Population(
            locality=locality,
            year=year,
            children=row[4] + 40 * (year - FIRST_YEAR),
            source="Invented for the demonstration",
        )
        for locality, row in zip(localities, LOCALITIES, strict=True)
        for year in range(FIRST_YEAR, last_year + 1)
    )


def _challenges(localities: list[Locality]) -> None:
    starts_on, ends_on = REPORTED
    Challenge.objects.bulk_create(
        Challenge(locality=locality, starts_on=starts_on, ends_on=ends_on, rank=rank, text=text)
        for locality in localities
        for rank, text in enumerate(CHALLENGES[locality.slug], start=1)
    )


def _schools(
    localities: list[Locality],
) -> tuple[dict[int, list[Agency]], dict[int, list[Agency]]]:
    kind = Agency.Kind.EDUCATION
    primaries, secondaries = {}, {}
    for locality, (first, second, third) in zip(localities, SCHOOLS, strict=True):
        made = [Agency.objects.create(name=name, kind=kind) for name in (first, second, third)]
        primaries[locality.pk], secondaries[locality.pk] = made[:2], made[2:]
    return primaries, secondaries


def _teams(council: Agency, localities: list[Locality]) -> dict[int | None, Team]:
    teams: dict[int | None, Team] = {
        locality.pk: Team.objects.create(
            name=f"{locality.name} strengthening families team", agency=council, locality=locality
        )
        for locality in localities
    }
    return teams | {None: Team.objects.create(name="Early help desk", agency=council)}


def _homes() -> dict[int, list[str]]:
    """Postcodes of streets, by locality; not those of offices that share one point."""
    homes: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT locality_id, postcode FROM (SELECT *, count(*) OVER"
            " (PARTITION BY easting, northing) AS here FROM localities_postcode) shared"
            " WHERE here <= 4 AND locality_id IS NOT NULL ORDER BY locality_id, postcode"
        )
        for locality_id, postcode in cursor.fetchall():
            homes.setdefault(locality_id, []).append(postcode)
    return homes
