"""The published figures, through the API, from the report's text, and counted row by row."""

from collections import Counter
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from assessments.models import Assessment
from audit.actions import queueing
from cases.models import Case, CaseChild, Closure
from earlyhelp.demo.past.published import EHAS, QUICK, REFERRED
from referrals.models import Decision
from reporting.actions.asking import ask_for_report
from reporting.models import Report
from reporting.period import Period

FROM, TO = date(2017, 4, 1), date(2017, 12, 31)
NINE_MONTHS = {"from": "2017-04-01", "to": "2017-12-31"}
SINCE_SEPTEMBER = {"from": "2016-09-01", "to": "2017-12-31"}
AUTUMN = {"from": "2017-10-01", "to": "2017-12-31"}
NAMES = {
    "eastfield": "Eastfield",
    "bilston": "Bilston",
    "graiseley": "Graiseley",
    "bingley": "Bingley",
    "whitmore-reans": "Whitmore Reans",
    "dove": "Dove",
    "low-hill": "Low Hill",
    "childrens-village": "Children’s Village",
}
pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def analyst() -> User:
    return User.objects.get(email="analyst@example.org")


@pytest.fixture
def api(client: Client, analyst: User) -> Any:
    client.force_login(analyst)

    def ask(key: str, period: dict[str, str], by: str = "locality") -> dict[str, Any]:
        response = client.get(f"/api/v1/measures/{key}/", {**period, "by": by})
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def by_label(found: dict[str, Any], value: str = "numerator") -> dict[str, Any]:
    return {row["label"]: row[value] for row in found["rows"]}


def test_children_worked_with(api: Any) -> None:
    found = api("children_worked_with", SINCE_SEPTEMBER)
    assert found["totals"]["numerator"] == 9_710
    assert sum(by_label(found).values()) == 9_710


def test_starts_are_most_where_demand_is_highest(api: Any) -> None:
    found = by_label(api("starts", SINCE_SEPTEMBER))
    highest, second, *others = sorted(found, key=found.__getitem__, reverse=True)
    assert {highest, second} == {"Children’s Village", "Whitmore Reans"}
    equal = [found[name] for name in others]
    assert max(equal) < 1.05 * min(equal), "all others broadly equal"
    assert found[second] > 1.2 * max(equal)


def test_referrals_to_early_help(api: Any) -> None:
    found = api("referrals_to_early_help", NINE_MONTHS)
    assert found["totals"]["numerator"] == 6_038
    children = by_label(found)
    assert children == {NAMES[slug]: number for slug, (_, number) in REFERRED.items()}
    assert max(children, key=children.__getitem__) == "Children’s Village"


def test_closures_account_for_every_closure(api: Any) -> None:
    found = api("closure_outcomes", NINE_MONTHS, "outcome")
    assert sorted(by_label(found).values()) == [375, 937, 2_438]
    assert found["totals"]["numerator"] == 3_750


def test_step_ups(api: Any) -> None:
    found = api("step_ups", NINE_MONTHS)
    totals = found["totals"]
    assert [totals[name] for name in ("numerator", "denominator", "value")] == [375, 3_750, 10.0]
    rates = by_label(found, "value")
    assert {name for name, rate in rates.items() if rate > 10} == {NAMES[slug] for slug in QUICK}


def test_cases_are_open_shortest_where_most_is_stepped_up(api: Any) -> None:
    found = by_label(api("days_open", NINE_MONTHS), "value")
    assert set(sorted(found, key=found.__getitem__)[:4]) == {NAMES[slug] for slug in QUICK}


def test_assessments_by_agency(api: Any) -> None:
    found = api("ehas_by_agency", AUTUMN, "agency")
    counts = {name: number for name, number in by_label(found).items() if number}
    assert found["totals"]["numerator"] == 4_467
    assert sorted(counts.values()) == sorted(EHAS.values())
    shares = [share for share in by_label(found, "value").values() if share]
    assert sorted(shares) == [0.16, 1.84, 12.56, 85.45]


def test_the_report_prints_them(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)
    with acting_as(analyst):
        report = ask_for_report(by=analyst, period=Period(FROM, TO), texts={})
    queueing.run(report.job_id)
    pages = PdfReader(BytesIO(bytes(Report.objects.get(pk=report.pk).file.pdf))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    for printed in ("6,038", "3,236", "3,750", "375 (10.0%)", "2,438", "85.45%"):
        assert printed in words, printed
    assert "money worries and worklessness" in words.lower()


def test_counted_row_by_row() -> None:
    """Plain counting over the rows themselves, with nothing of the measures in it."""
    with acting_as_system("counting"):
        cases = Case.objects.filter(opened_on__lte=TO).exclude(closed_on__lt=date(2016, 9, 1))
        children = CaseChild.objects.filter(case__in=cases).values_list("person_id", flat=True)
        assert len(set(children)) == 9_710
        assert _closed_children() == Counter(early_help=2_438, stepped_up=375, other=937)
        decided = Decision.objects.filter(
            decided_on__range=(FROM, TO), outcome="early_help", superseded_at=None
        ).values_list("child__person_id", "referral_id")
        assert len({person for person, _ in decided}) == len(decided) == 6_038
        assert len({referral for _, referral in decided}) == 3_236
        begun = Assessment.objects.filter(
            form__key="eha", started_on__range=(date(2017, 10, 1), TO)
        ).values_list("started_by_agency__kind", "family_id")
        assert Counter(kind for kind, _ in begun) == EHAS
        assert len({family for _, family in begun}) == 4_467, "one per family"


def _closed_children() -> Counter[str]:
    last: dict[int, str] = {}
    closures = Closure.objects.filter(closed_on__range=(FROM, TO)).order_by("closed_on")
    for closure in closures.prefetch_related("case__case_children"):
        for child in closure.case.case_children.all():
            last[child.person_id] = closure.group
    return Counter(last.values())
