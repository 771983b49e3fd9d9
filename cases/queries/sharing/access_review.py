"""The quarterly review of who has access to what: the exceptions, the decisions and the count."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from accounts.models import User
from accounts.roles import ROLES, Scope
from cases.models import AccessDecision, AccessReview

DAYS = 91  # how far back a review looks at what access was used for

# The rules of an exception: its key, and the heading it stands under.
RULES: dict[str, str] = {
    "gone": "Ended or asleep, and still holding access",
    "glass": "Opened in an emergency, and nobody has looked into it",
    "named": "Named on a restricted record",
    "role_changed": "Role changed in the quarter",
    "too_wide": "Reaches further than was used",
    "partner_unused": "People of other agencies who did not sign in",
    "agreement": "Sharing agreements that have ended",
}
WIDE = [key for key, role in ROLES.items() if role.scope in {Scope.ALL, Scope.LOCALITIES}]
_HELD = (
    ("sessions", "session", "sessions"),
    ("tokens", "key of another system", "keys of other systems"),
    ("leads", "case they lead", "cases they lead"),
    ("teams", "team around a family", "teams around a family"),
    ("names", "restricted record they are named on", "restricted records they are named on"),
)


@dataclass(frozen=True)
class AccessException:
    """One thing that stands out: whose access, by which rule, and the facts of it in words."""

    rule: str
    about: int
    user_id: int | None
    who: str
    words: str
    decision: AccessDecision | None = None

    @property
    def title(self) -> str:
        return RULES[self.rule]


@dataclass(frozen=True)
class Review:
    """The review of one quarter as it stands."""

    quarter: date
    exceptions: list[AccessException]  # undecided ones first
    counted: list[tuple[str, int]]
    signed: AccessReview | None
    out_of_sight: int  # undecided exceptions about restricted records this reviewer is not told of

    @property
    def undecided(self) -> int:
        return sum(each.decision is None for each in self.exceptions) + self.out_of_sight


def quarter_of(day: date) -> date:
    """The first day of the quarter a day is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def review_now() -> Review:
    """The review of the quarter in progress. Six questions, however many people there are."""
    quarter = quarter_of(timezone.localdate())
    return Review(
        quarter=quarter,
        exceptions=_exceptions(quarter),
        counted=_counted(),
        signed=AccessReview.objects.filter(quarter=quarter).first(),
        out_of_sight=_out_of_sight(quarter),
    )


def one_exception(rule: str, about: int) -> AccessException | None:
    rows = _exceptions(quarter_of(timezone.localdate()))
    return next((each for each in rows if (each.rule, each.about) == (rule, about)), None)


def reviews_signed() -> list[AccessReview]:
    return list(AccessReview.objects.order_by("-quarter")[:20])


def _exceptions(quarter: date) -> list[AccessException]:
    """What stands out now, and what was decided of it though it no longer stands out."""
    decided = {(d.rule, d.about): d for d in AccessDecision.objects.filter(quarter=quarter)}
    since = timezone.now() - timedelta(days=DAYS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_exceptions(%s, %s)", [since, WIDE])
        rows = cursor.fetchall()
    found = [
        AccessException(
            rule, about, user, who, _words(rule, facts), decided.pop((rule, about), None)
        )
        for rule, about, user, who, facts in rows
    ]
    found += [
        AccessException(d.rule, d.about, d.user_id, d.who, d.words, d) for d in decided.values()
    ]
    order = list(RULES)
    return sorted(found, key=lambda row: (row.decision is not None, order.index(row.rule), row.who))


def _counted() -> list[tuple[str, int]]:
    """People by role, then what the database counts of the rest."""
    active = User.objects.filter(is_active=True).order_by()
    by_role = dict(active.values_list("role").annotate(Count("pk")))
    people = [(f"People: {r.title}", by_role[key]) for key, r in ROLES.items() if key in by_role]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_counted()")
        return people + cursor.fetchall()


def _out_of_sight(quarter: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_undecided_out_of_sight(%s)", [quarter])
        return int(cursor.fetchone()[0])


def _words(rule: str, text: Any) -> str:
    facts = json.loads(text) if isinstance(text, str) else text
    return {
        "gone": _gone,
        "glass": _glass,
        "named": _named,
        "role_changed": _role_changed,
        "too_wide": _too_wide,
        "partner_unused": _unused,
        "agreement": _agreement,
    }[rule](facts)


def _gone(facts: dict[str, Any]) -> str:
    held = [
        f"{facts[name]} {one if facts[name] == 1 else many}"
        for name, one, many in _HELD
        if facts[name]
    ]
    ended, asleep = facts["ended_on"], facts["asleep_since"]
    how = f"Ended {_day(ended)}" if ended else f"Asleep since {_day(asleep)}" if asleep else "Ended"
    return f"{how}. Still there: {', '.join(held)}."


def _glass(facts: dict[str, Any]) -> str:
    return f"Opened {facts['reference']} on {_day(facts['at'])}. Reason given: {facts['reason']}"


def _named(facts: dict[str, Any]) -> str:
    how = "Deputy" if facts["deputy"] else "Named"
    looks = facts["looks"]
    used = (
        f"looked at it {looks} time{'' if looks == 1 else 's'}" if looks else "never looked at it"
    )
    return f"{how} on {facts['reference']} since {_day(facts['at'])}; {used} in the last quarter."


def _role_changed(facts: dict[str, Any]) -> str:
    was, became = _role(facts["was"]), _role(facts["became"])
    return f"{was} became {became} on {_day(facts['at'])}, by {facts['actor_name']}."


def _too_wide(facts: dict[str, Any]) -> str:
    role = ROLES[facts["role"]]
    reach = "every family" if role.scope == Scope.ALL else "every family of their localities"
    return f"{role.title}: reaches {reach}, and opened none but their own in the last quarter."


def _unused(facts: dict[str, Any]) -> str:
    last = f"last signed in {_day(facts['last'])}" if facts["last"] else "has never signed in"
    return f"{facts['agency']}: {last}."


def _agreement(facts: dict[str, Any]) -> str:
    people = facts["people"]
    return (
        f"“{facts['title']}” ended on {_day(facts['on'])}, with no other in its place. "
        f"{people} {'person' if people == 1 else 'people'} of the agency can sign in."
    )


def _role(key: str) -> str:
    return ROLES[key].title if key in ROLES else "No role"


def _day(text: str) -> str:
    moment: datetime | None = parse_datetime(text) if len(text) > 10 else None
    day = timezone.localtime(moment).date() if moment else parse_date(text[:10])
    return f"{day:%-d %B %Y}"
