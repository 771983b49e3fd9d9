"""Pages for people whose work has no place of its own yet, and for those who configure."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import only_for
from accounts.roles import May, role_of

Row = tuple[str, str, str]  # what it is called, the model or page, what it is for
PAGES = {"tokens", "timescales"}  # of our own, beside the tables of the settings site

CONFIGURED: list[tuple[str, list[Row]]] = [
    (
        "The council",
        [
            (
                "Name, colours and telephone numbers",
                "localities_authority",
                "What every page shows, and the numbers people ring in danger",
            ),
            ("Closure days", "localities_closure", "Days that are not counted as working days"),
            (
                "School holidays",
                "localities_schoolholiday",
                "Days that do not count when an account is not used",
            ),
            (
                "What is due, and by when",
                "timescales",
                "The table of timescales: counted from what, and whose work it is",
            ),
        ],
    ),
    (
        "Places",
        [
            ("Localities", "localities_locality", "Areas with a hub, a team and a manager"),
            ("Populations", "localities_population", "Children living there, for rates"),
            ("Challenges", "localities_challenge", "Each locality’s top three, for reports"),
            ("Directory", "localities_service", "Services and groups that families are told of"),
        ],
    ),
    (
        "People and agencies",
        [
            ("Users", "accounts_user", "Who signs in, in which role, serving which localities"),
            ("Teams", "localities_team", "Groups of workers of an agency"),
            ("Agencies", "localities_agency", "The council, schools, health and others"),
            ("Tokens", "tokens", "Other systems that send requests or read figures"),
            (
                "Sharing agreements",
                "localities_sharingagreement",
                "What is agreed with each agency about sharing, and until when",
            ),
            (
                "Other councils",
                "localities_othercouncil",
                "Whom a request is sent on to, where the family lives in their area",
            ),
            (
                "Key adults of schools",
                "referrals_keyadult",
                "Who of a school is told that domestic abuse was notified",
            ),
        ],
    ),
]


@require_safe
@login_required
def no_place(request: HttpRequest) -> HttpResponse:
    """Where somebody starts whose role has no pages yet: what the role is, whom to ask."""
    return render(request, "accounts/no_place.html", {"role": role_of(request.user)})


@require_safe
@only_for(May.CONFIGURE)
def settings_page(request: HttpRequest) -> HttpResponse:
    """“Settings”: what can be configured, each with the page that does it."""
    groups = [{"title": title, "lines": _lines(rows)} for title, rows in CONFIGURED]
    for title, label, name, words in settings.SETTINGS_PAGES:
        groups.append(
            {"title": title, "lines": [{"label": label, "words": words, "url": reverse(name)}]}
        )
    return render(request, "accounts/settings.html", {"groups": groups})


def _lines(rows: list[Row]) -> list[dict[str, str]]:
    return [{"label": label, "words": words, "url": _url(name)} for label, name, words in rows]


def _url(name: str) -> str:
    return reverse(name if name in PAGES else f"admin:{name}_changelist")
