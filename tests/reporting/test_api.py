"""The API: what it answers, to whom, in whose name, and how it says what is wrong."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken
from audit.context import current_actor
from audit.models import Look
from cases.models import Case
from reporting.api import views
from reporting.measures import MEASURES
from reporting.tables import table
from tests.cast import World, make_case, make_family
from tests.fixtures.world import as_nobody
from tests.reporting.facts import Ending, Episode, Facts, write_down

PERIOD = {"from": "2017-04-01", "to": "2017-12-31"}


def address(key: str) -> str:
    return f"/api/v1/measures/{key}/"


@pytest.fixture
def figures(world: World) -> World:
    rows = [
        Episode(place, date(2017, 3, 1), ((child, date(2017, 3, 1)),), (Ending(on, reason),))
        for child, (place, on, reason) in enumerate(
            [
                (0, date(2017, 4, 1), "needs_met"),
                (0, date(2017, 5, 1), "stepped_up"),
                (1, date(2017, 12, 31), "moved"),
                (1, date(2018, 1, 1), "stepped_up"),
            ]
        )
    ]
    write_down(Facts(rows), world.desk)
    return world


def test_it_lists_every_measure(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    found = client.get("/api/v1/measures/").json()
    assert [row["key"] for row in found] == list(MEASURES)
    assert all(row[name] for row in found for name in ("title", "definition", "unit", "cuts"))


def test_a_figure_in_json(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    found = client.get(address("step_ups"), {**PERIOD, "by": "locality"}).json()
    assert found["key"] == "step_ups"
    assert found["period"] == {"from": "2017-04-01", "to": "2017-12-31"}
    assert found["period_before"] == {"from": "2016-07-01", "to": "2017-03-31"}
    keys = ("label", "numerator", "denominator", "value")
    assert [[row[key] for key in keys] for row in found["rows"]] == [
        ["Bilston", 1, 2, 50.0],
        ["Low Hill", 0, 1, 0.0],
    ]
    assert [found["totals"][key] for key in keys[1:]] == [1, 3, 33.33]
    assert found["title"]
    assert found["definition"]
    assert found["unit"]


def test_a_figure_as_a_file(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    response = client.get(address("closure_outcomes"), {**PERIOD, "format": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "closure_outcomes-2017-04-01-to-2017-12-31.csv" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["label"], row["numerator"], row["value"]) for row in rows] == [
        ("Closed at early help level, needs met or partly met", "1", "33.33"),
        ("Stepped up to social care", "1", "33.33"),
        ("Other named reasons", "1", "33.33"),
        ("Total", "3", "100.0"),
    ]
    assert Look.objects.get().kind == Look.Kind.EXPORTED


@pytest.mark.parametrize("name", ["low-hill", "Low Hill", "low-hill,low-hill"])
def test_one_locality_by_slug_or_name(figures: World, client: Client, name: str) -> None:
    client.force_login(figures.manager)
    found = client.get(address("step_ups"), {**PERIOD, "locality": name}).json()
    assert [row["label"] for row in found["rows"]] == ["Low Hill"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": ""}, "from"),
        ({"from": "1/4/2017"}, "from"),
        ({"to": "2017-02-30"}, "to"),
        ({"to": "2017-03-31"}, "to"),
        ({"to": "2099-01-01"}, "to"),
        ({"by": "shoe size"}, "by"),
        ({"locality": "atlantis"}, "locality"),
        ({"from": "0001-01-01"}, "from"),
        ({"from": "2017-04-01\x00"}, "from"),
        ({"locality": "\x00"}, "locality"),
    ],
)
def test_a_mistake_names_its_field_and_the_mend(
    figures: World, client: Client, change: dict[str, str], field: str
) -> None:
    client.force_login(figures.analyst)
    response = client.get(address("starts"), PERIOD | change)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == 400
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["errors"][0]["detail"].startswith(("Give ", "Ask ", "There is no "))


def test_all_mistakes_are_named_at_once(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    problem = client.get(address("starts"), {"by": "x"}).json()
    assert {error["field"] for error in problem["errors"]} == {"from", "to", "by"}


@pytest.mark.parametrize("path", ["/api/v1/measures/", address("starts")])
def test_who_may_not_see_figures_finds_nothing(world: World, client: Client, path: str) -> None:
    answers = {}
    for name in (None, *world.people):
        client.logout()
        if name:
            client.force_login(world.people[name])
        answers[name] = client.get(path, PERIOD).status_code
    may = {"manager", "manager2", "team_manager", "head", "analyst"}
    assert answers[None] == 401
    assert {name for name, status in answers.items() if status == 200} == may
    assert {status for name, status in answers.items() if name and name not in may} == {404}


def test_a_measure_there_is_not(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    response = client.get(address("happiness"), PERIOD)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_token_opens_it_and_is_kept_as_a_digest(figures: World, client: Client) -> None:
    token, text = ApiToken.make(user=figures.analyst, name="Dashboard")
    response = client.get(address("starts"), PERIOD, headers={"Authorization": f"Token {text}"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert Look.objects.get().actor_id == figures.analyst.pk
    token.refresh_from_db()
    assert token.used_at
    assert text not in token.digest


@pytest.mark.parametrize("how", ["wrong", "revoked", "ended"])
def test_a_token_that_is_not_good(figures: World, client: Client, how: str) -> None:
    _, text = ApiToken.make(user=figures.analyst, name="Dashboard")
    if how == "wrong":
        text = "x" + text
    elif how == "revoked":
        ApiToken.objects.update(revoked_at=timezone.now())
    else:
        type(figures.analyst).objects.filter(pk=figures.analyst.pk).update(is_active=False)
    response = client.get(address("starts"), PERIOD, headers={"Authorization": f"Token {text}"})
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "sees"), [("head", 2), ("manager", 1), ("manager2", 1), ("analyst", 0)]
)
def test_row_security_follows_the_tokens_user(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, name: str, sees: int
) -> None:
    """The request begins as nobody, or as whoever's session it carries; the token decides."""
    make_case(world)
    make_case(world, make_family(world, "Hill"), locality=world.low_hill)
    seen: list[Any] = []

    def looking(ask: Any) -> Any:
        seen.append((current_actor().id, Case.objects.count()))
        return table(ask)

    monkeypatch.setattr(views, "table", looking)
    _, text = ApiToken.make(user=world.people[name], name="x")
    for signed_in in (None, world.head, world.analyst):
        client.logout()
        if signed_in:
            client.force_login(signed_in)
        client.get(address("starts"), PERIOD, headers={"Authorization": f"Token {text}"})
    assert seen == [(world.people[name].pk, sees)] * 3


def test_what_a_token_was_does_not_outlive_its_request(world: World, client: Client) -> None:
    make_case(world)
    _, text = ApiToken.make(user=world.head, name="x")
    client.get(address("starts"), PERIOD, headers={"Authorization": f"Token {text}"})
    assert (current_actor().id, current_actor().name) == (None, "a test")
    with as_nobody():
        assert Case.objects.count() == 0


def test_the_document_of_the_api_has_no_gap(world: World, client: Client) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file="/dev/null")
    response = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    paths = response.json()["paths"]
    assert {"/api/v1/measures/", "/api/v1/measures/{key}/"} <= set(paths)
    answers = paths["/api/v1/measures/{key}/"]["get"]["responses"]
    assert set(answers) == {"200", "400", "401", "403", "404", "405", "406", "429"}


def test_only_reading(figures: World, client: Client) -> None:
    client.force_login(figures.analyst)
    assert client.post(address("starts"), PERIOD).status_code == 405


def test_a_figure_costs_as_many_queries_whatever_it_counts(
    figures: World, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(figures.analyst)
    client.get(address("starts"), PERIOD)
    for by in ("locality", "locality-month"):
        with django_assert_num_queries(13):
            client.get(address("starts"), {**PERIOD, "by": by})
