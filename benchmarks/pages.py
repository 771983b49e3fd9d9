"""P1 and P2 of the goals: pages people work on all day, against an empty signed-in page.

    python -m benchmarks.pages

Prints medians, ratios and query counts. Everything runs in this process, with permissions,
row security and the log of looks on, over the demonstration authority, in which one case has
2,000 entries, one practitioner leads 40 families, and 600 families are helped.
"""

from datetime import timedelta
from typing import Any

from benchmarks.authority import open_authority
from benchmarks.floor import compare


def main() -> None:
    open_authority()
    desk, manager, head, worker = (_client(f"{who}@example.org") for who in _PEOPLE)
    _helped(600)
    led = _led(40, "practitioner@example.org")
    small = _case_of("practitioner@example.org")
    long = _long_case(other_than=small)
    floor = _getter(worker, "/privacy/")
    pages: list[tuple[str, Any, str, float]] = [
        ("P1 case page", worker, f"/cases/{small}/", 6),
        ("P1 case page, 2,000 entries", manager, f"/cases/{long}/", 6),
        ("P2 story", worker, f"/cases/{small}/story/", 8),
        ("P2 story, 2,000 entries", manager, f"/cases/{long}/story/", 8),
        ("P2 story, 2,000 entries, as it stood", manager, f"/cases/{long}/story/?on={_PAST}", 8),
        ("P2 timeline, first of 2,000 entries", manager, f"/cases/{long}/timeline/", 8),
        (f"P2 my families, {led}", worker, "/my-families/", 8),
        ("P2 waiting for allocation", manager, "/waiting-for-allocation/", 8),
        ("P2 what needs you", manager, "/needs-you/", 8),
        ("P2 waiting for allocation, of 600", head, "/waiting-for-allocation/", 8),
        ("P2 what needs you, of 600", head, "/needs-you/", 8),
        ("P2 triage board", desk, "/requests/", 8),
    ]
    for name, client, path, goal in pages:
        page = _getter(client, path)
        print(compare(name, page, floor, goal=goal), f" {_queries(page)} queries")
    print(f"Floor: an empty signed-in page, {_queries(floor)} queries")


_PEOPLE = ("desk", "manager", "head", "practitioner")
_PAST = "1/9/2026"


def _helped(number: int) -> None:
    """Open cases, by the verb, until so many families are helped."""
    from django.utils import timezone

    from accounts.acting import acting_as_system
    from accounts.models import User
    from cases.actions.opening import open_case
    from cases.models import Case, Family
    from localities.models import Locality

    with acting_as_system("benchmark"):
        head = User.objects.get(email="head@example.org")
        places = list(Locality.objects.order_by("pk"))
        for turn in range(number - Case.objects.live().count()):
            family = Family.objects.create(reference=f"FA-B{turn}", name=f"Board{turn} family")
            open_case(
                family=family,
                children=[],
                locality=places[turn % len(places)],
                level=2,
                by=head,
                reason="Asked for help",
                received_on=timezone.localdate(),
            )


def _led(number: int, email: str) -> int:
    """Hand cases, by the verb, to a practitioner until they lead so many; how many they lead."""
    from accounts.acting import acting_as_system
    from accounts.models import User
    from cases.actions.leads.allocating import hand_to
    from cases.models import Allocation, Case

    with acting_as_system("benchmark"):
        lead = User.objects.get(email=email)
        own = Allocation.objects.filter(user=lead, ended_at__isnull=True, case__closed_on=None)
        waiting = Case.objects.live().filter(stage="waiting").order_by("pk")
        for case in waiting[: max(0, number - own.count())]:
            hand_to(case=case, lead=lead, by=User.objects.get(email="head@example.org"))
        return own.count()


def _client(email: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    return client


def _getter(client: Any, path: str) -> Any:
    def get() -> None:
        response = client.get(path, headers={"host": "localhost"})
        assert response.status_code == 200, f"{path} answered {response.status_code}"

    return get


def _case_of(email: str) -> str:
    from accounts.acting import acting_as_system
    from cases.models import Allocation

    with acting_as_system("benchmark"):
        held = Allocation.objects.filter(user__email=email, ended_at__isnull=True)
        return held.exclude(case__stage="waiting").order_by("pk")[0].case.reference


def _long_case(other_than: str) -> str:
    """Another live case of Bilston with 2,000 contacts, written once and found again."""
    from django.utils import timezone

    from accounts.acting import acting_as_system
    from accounts.models import User
    from cases.models import Case, Contact

    with acting_as_system("benchmark"):
        live = Case.objects.live().filter(locality__slug="bilston")
        case = live.exclude(reference=other_than).order_by("pk")[0]
        missing = 2000 - case.contacts.count()
        now, by = timezone.now(), User.objects.get(email="practitioner@example.org")
        Contact.objects.bulk_create(
            Contact(
                case=case,
                kind=Contact.Kind.PHONE,
                by=by,
                text=f"Call number {number}",
                happened_at=now - timedelta(hours=number),
                recorded_at=now,
            )
            for number in range(missing)
        )
        return case.reference


def _queries(call: Any) -> int:
    """As tests/cases/page/test_query_counts.py counts them: without BEGIN and COMMIT."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        call()
    return len([one for one in captured if one["sql"] not in {"BEGIN", "COMMIT"}])


if __name__ == "__main__":
    main()
