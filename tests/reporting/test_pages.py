"""The pages of reports and figures."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Job, Look
from localities.models import Locality
from reporting.actions.asking import ask_for_report
from reporting.measures import MEASURES
from reporting.models import Report, ReportFile, SectionText
from reporting.period import Period
from reporting.urls import urlpatterns
from tests.cast import World

FORM = {"start": "1/4/2017", "end": "2017-12-31"}


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


def send(client: Client, **more: Any) -> Any:
    return client.post("/reports/new/", FORM | {"one_time_key": str(uuid.uuid4())} | more)


def asked(world: World) -> Report:
    period = Period(timezone.localdate().replace(day=1), timezone.localdate())
    return ask_for_report(by=world.analyst, period=period)


def finished(world: World) -> Report:
    report = asked(world)
    now = timezone.now()
    Job.objects.filter(pk=report.job_id).update(state="done", finished_at=now)
    ReportFile.objects.create(
        report=report, pdf=b"%PDF-1.7 x", figures=[], digest="d", pages=9, produced_at=now
    )
    return report


def failed(world: World) -> Report:
    report = asked(world)
    problem = "This could not be produced."
    Job.objects.filter(pk=report.job_id).update(
        state="failed", finished_at=timezone.now(), problem=problem
    )
    return report


def test_asking_for_a_report(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    response = send(client, localities=[world.bilston.pk], purpose="To say how it goes.")
    report = Report.objects.get()
    assert response.url == f"/reports/{report.pk}/"
    assert (str(report.from_date), str(report.to_date)) == ("2017-04-01", "2017-12-31")
    assert report.localities == [world.bilston.pk]
    assert report.texts["purpose"] == "To say how it goes."
    assert report.job.state == Job.State.WAITING


def test_sending_the_form_twice_asks_once(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    key = str(uuid.uuid4())
    first = send(client, one_time_key=key)
    assert send(client, one_time_key=key).url == first.url
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"start": ""}, "Enter a “From” date"),
        ({"end": "31/2/2017"}, "“To” must be a real date"),
        ({"end": "1/1/2017"}, "“To” must be the same as or after “From”"),
        ({"start": "1/1/2199", "end": "2/1/2199"}, "The period has not begun yet"),
        ({"localities": ["999999"]}, "Choose localities from the list"),
    ],
)
def test_what_is_wrong_is_said_and_no_word_is_lost(
    world: World, client: Client, typed: dict[str, Any], says: str
) -> None:
    client.force_login(world.analyst)
    page = send(client, background="A first line\r\nand a second", **typed).content.decode()
    assert says in page
    assert "A first line\nand a second" in page.replace("&#10;", "\n")
    assert SectionText.objects.get(section="background").text == "A first line\nand a second"
    assert not Report.objects.exists()


def test_texts_are_there_the_next_time_and_only_for_their_author(
    world: World, client: Client
) -> None:
    client.force_login(world.analyst)
    send(client, legal="No legal implications.")
    assert "No legal implications." in client.get("/reports/new/").content.decode()
    client.force_login(world.head)
    assert "No legal implications." not in client.get("/reports/new/").content.decode()


@pytest.mark.parametrize(
    "words",
    ["nul \x00 here", "x" * 50_000, "{{ 7 }} {% now 'Y' %}", "<script>", "\ud83d\ude00"[:1]],
)
def test_any_words_can_be_sent(world: World, client: Client, words: str) -> None:
    client.force_login(world.analyst)
    text = words.encode("utf-8", "replace").decode()
    for more in ({"keep": "1"}, {"shortcut": "this_quarter"}, {}, {"start": text}):
        assert send(client, purpose=text, panel=text, **more).status_code in {200, 302}


@pytest.mark.parametrize("number", ["0", "99999999999999999999"])
def test_a_report_there_is_not(world: World, client: Client, number: str) -> None:
    client.force_login(world.analyst)
    for path in ("", "progress/", "download/"):
        assert client.get(f"/reports/{number}/{path}").status_code == 404
    assert client.get("/reports/", {"before": number}).status_code == 200


def test_a_shortcut_sets_the_dates_and_keeps_what_was_typed(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    page = send(client, shortcut="last_quarter", start="nonsense", purpose="Typed").content.decode()
    assert "Typed" in page
    assert "nonsense" not in page
    assert "There is a problem" not in page
    assert not Report.objects.exists()


def test_words_can_be_saved_for_later(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    assert send(client, keep="1", start="", purpose="Typed").url == "/reports/new/"
    assert SectionText.objects.get(section="purpose").text == "Typed"


def test_progress_moves_and_ends_with_the_file(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    report = asked(world)
    page, fragment = f"/reports/{report.pk}/", f"/reports/{report.pk}/progress/"
    assert "Waiting for a worker" in client.get(page).content.decode()
    Job.objects.filter(pk=report.job_id).update(
        state="running", leased_until=timezone.now(), step=3, steps=14, step_name="Drawing"
    )
    words = client.get(fragment).content.decode()
    assert "(step 3 of 14)" in words
    assert 'role="status"' in words
    assert f'hx-get="{fragment}"' in words
    assert f'href="{page}"' in words  # without scripts
    Job.objects.update(state="done", leased_until=None, finished_at=timezone.now())
    words = client.get(fragment).content.decode()
    assert "Download PDF" in words
    assert "hx-get" not in words


def test_the_file_is_the_bytes_that_were_produced_and_the_look_is_on_record(
    world: World, client: Client
) -> None:
    report = finished(world)
    client.force_login(world.head)  # who did not ask for it, but may see figures
    response = client.get(f"/reports/{report.pk}/download/")
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    look = Look.objects.get(kind=Look.Kind.DOWNLOADED)
    assert look.actor_id == world.head.pk


def test_there_is_no_file_before_it_is_produced(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    assert client.get(f"/reports/{asked(world).pk}/download/").status_code == 404


def test_what_failed_says_why_and_can_be_produced_again(world: World, client: Client) -> None:
    report = failed(world)
    client.force_login(world.analyst)
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "This could not be produced." in page
    assert "Produce again" in page
    key = {"one_time_key": str(uuid.uuid4())}
    client.post(f"/reports/{report.pk}/again/", key)
    report.job.refresh_from_db()
    assert (report.job.state, report.job.problem) == ("waiting", "")
    again = client.post(
        f"/reports/{report.pk}/again/", {"one_time_key": str(uuid.uuid4())}, follow=True
    )
    assert "This report has not failed" in again.content.decode()


def test_the_list_names_what_was_produced(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    assert "No report has been produced yet" in client.get("/reports/").content.decode()
    finished(world)
    failed(world)
    page = client.get("/reports/").content.decode()
    assert page.count("Early help progress report") == 2
    for words in ("Whole authority", "Ana Analyst", "Ready", "Failed"):
        assert words in page


def test_the_list_costs_as_many_queries_however_long(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(world.analyst)
    finished(world)
    client.get("/reports/")
    for _ in range(3):
        with django_assert_num_queries(9):
            client.get("/reports/")
        finished(world)


def test_a_figure_and_the_form_cost_as_many_queries_however_many_localities(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(world.analyst)
    paths = {"/reports/figures/starts/": 14, "/reports/new/": 9}
    for path in paths:
        client.get(path)
    for number in range(3):
        for path, queries in paths.items():
            with django_assert_num_queries(queries):
                client.get(path)
        Locality.objects.create(name=f"Place {number}", slug=f"place-{number}")


def test_a_worker_that_does_not_come_is_noticed(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    report = asked(world)
    Job.objects.update(run_after=timezone.now() - timedelta(minutes=2))
    assert "tell your administrator" in client.get(f"/reports/{report.pk}/").content.decode()


def test_a_long_list_has_pages(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    made = [asked(world).pk for _ in range(27)]
    page = client.get("/reports/").content.decode()
    assert f"/reports/{made[-1]}/" in page
    assert f"before={made[2]}" in page
    older = client.get("/reports/", {"before": made[2]}).content.decode()
    assert f'"/reports/{made[0]}/"' in older
    assert f'"/reports/{made[2]}/"' not in older


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_figure_has_a_page_that_defines_it(world: World, client: Client, key: str) -> None:
    client.force_login(world.manager)
    for cut in MEASURES[key].cuts:
        page = client.get(f"/reports/figures/{key}/", FORM | {"by": cut.key}).content.decode()
        assert MEASURES[key].definition.split(",")[0] in page.replace("&#x27;", "'")
        assert "Download as CSV" in page
        assert "style=" not in page.split("<main")[1]


def test_a_figure_is_asked_for_by_the_apis_names_too(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    asked_for = {"from": "2017-04-01", "to": "2017-12-31"}
    page = client.get("/reports/figures/starts/", asked_for).content.decode()
    assert "1 April to 31 December 2017" in page


def test_a_figure_asked_for_wrongly_says_so(world: World, client: Client) -> None:
    client.force_login(world.manager)
    page = client.get("/reports/figures/starts/", {"start": "x", "end": ""}).content.decode()
    assert "“From” must be a real date" in page
    assert "Enter a “To” date" in page
    assert client.get("/reports/figures/happiness/").status_code == 404


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1/1/0001", "2/1/0001", "“From” must be from 1990 to 2200"),
        ("1/1/2017", "31/12/9999", "“To” must be from 1990 to 2200"),
        ("1/1/1990", "31/12/2017", "Choose at most 20 years at once"),
    ],
)
def test_far_years_are_refused_in_words(
    world: World, client: Client, start: str, end: str, said: str
) -> None:
    client.force_login(world.analyst)
    days = {"start": start, "end": end}
    assert said in client.get("/reports/figures/starts/", days).text
    asked = days | {"one_time_key": str(uuid.uuid4())}
    assert said in client.post("/reports/new/", asked).text
    assert Report.objects.count() == 0


def test_every_address_for_everybody(world: World, client: Client) -> None:
    """404 for who may not see figures, indistinguishable from what is not there."""
    report = finished(world)
    may = {"manager", "manager2", "team_manager", "head", "analyst"}
    # Copies of people's records are another room's (tests/cases/rights, tests/security), and a
    # panel's papers are its members' (tests/reporting/test_panel_papers.py); a story, the family's
    # copy and the pack of a step-up are their case's (tests/security/test_matrix.py).
    others = ("copy", "family-copy", "panel-papers", "case-")
    for pattern in (each for each in urlpatterns if not str(each.name).startswith(others)):
        route = str(pattern.pattern).replace("<int:number>", str(report.pk))
        path = "/" + route.replace("<slug:key>", "starts")
        method = client.post if pattern.name == "report-again" else client.get
        for name, user in world.people.items():
            client.force_login(user)
            status = method(path).status_code
            allowed = {302} if pattern.name == "report-again" else {200}
            assert status in (allowed if name in may else {404}), (path, name)
        client.logout()
        assert method(path)["Location"].startswith("/account/login/"), path
