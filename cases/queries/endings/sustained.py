"""How a closed case has held, as its page tells it: each look, its day and what it found."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from accounts.roles import May, may
from audit.context import current_actor
from cases.models import Allocation, Case, Closure, ClosureCall, ClosureCheck, Due
from cases.rules.blocking import manages
from cases.rules.sustaining import NOT_LOOKED_AT

Finding = ClosureCheck.Finding
WORDS = {
    Finding.NOTHING: "Nothing on record: no request, no new case, no step-up. Records cannot say "
    "how the family is.",
    Finding.ASKED: "A request about the family came to the desk on {on} and led to no case. The "
    "needs that were met count as met.",
    Finding.CAME_BACK: "A new case of the family was opened on {on}. What was met did not last.",
    Finding.STEPPED_UP: "A request was passed to social care on {on}, for a need that had been "
    "met. What was met did not last.",
}


@dataclass(frozen=True)
class Line:
    """One of the looks: made, or still to come."""

    title: str
    on: date
    check: ClosureCheck | None = None
    words: str = ""
    later: str = ""  # the reference of the case that was opened, for whoever sees it
    calls: tuple[ClosureCall, ...] = ()
    ask_url: str = ""


@dataclass(frozen=True)
class Held:
    """How a closure has held: what was published beside what is known now."""

    closure: Closure
    lines: list[Line]
    published: str
    now: str

    @property
    def lasts(self) -> bool:
        return all(line.check is None or line.check.holds for line in self.lines)


def checks_of(case: Case, user: Any) -> QuerySet[ClosureCheck]:
    """The looks at a case, for the council: other agencies read none of them."""
    rows = ClosureCheck.objects.filter(case=case).select_related("closure")
    return rows.none() if current_actor().reach.partner else rows


def standing_closure(case: Case) -> Closure | None:
    """How a closed case ended."""
    return None if case.is_live else case.closures.filter(reopened_on__isnull=True).first()


def led_when_it_closed(case: Case) -> str:
    """The name of whoever led a closed case to its end; nobody: empty."""
    led = Allocation.objects.filter(case=case, end_reason=Allocation.EndReason.CLOSED)
    return led.order_by("-ended_at").values_list("user__name", flat=True).first() or ""


def how_it_held(
    case: Case, closure: Closure | None, user: Any, later: Case | None = None
) -> Held | None:
    """How this ending has held; None where nobody looks, or where it is not for this person.
    `later`: opened since. Nobody is rung about how it goes while it is open."""
    if closure is None or closure.reason in NOT_LOOKED_AT or current_actor().reach.partner:
        return None
    made = [check for check in checks_of(case, user) if check.closure_id == closure.pk]
    asks = may(user, May.ALLOCATE) and manages(case, user) and not (later and later.is_live)
    lines = [_made(case, check, user, asks=asks) for check in _with_calls(made)]
    held = sorted([*lines, *_to_come(case)], key=lambda line: line.on)
    return Held(closure, held, closure.get_reason_display(), _now(closure, made))


def opened_since(case: Case, closure: Closure | None, user: Any) -> Case | None:
    """The latest case of the family opened after this ending, for whoever sees it."""
    if closure is None:
        return None
    later = Case.objects.visible_to(user).filter(
        family=case.family_id, opened_on__gt=closure.closed_on
    )
    return later.exclude(closures__reason="opened_in_error").order_by("-opened_on", "-pk").first()


def to_ask(user: Any) -> QuerySet[ClosureCheck]:
    """Looks after which somebody asks a family how it goes, of cases this person sees: not while
    somebody works with the family again, as far as this person sees that."""
    cases = Case.objects.visible_to(user)
    again = Case.objects.live().filter(family=OuterRef("case__family"))
    rows = ClosureCheck.objects.filter(to_ask=True, asked_on__isnull=True, case__in=cases)
    rows = rows.exclude(Exists(again))
    rows = rows.select_related("case__family", "case__locality", "closure")
    return rows.annotate(since=F("looked_on"))


def _with_calls(checks: list[ClosureCheck]) -> list[tuple[ClosureCheck, list[ClosureCall]]]:
    asked = [check.pk for check in checks if check.to_ask]
    calls = ClosureCall.objects.filter(check_made__in=asked).select_related("by") if asked else []
    found = sorted(calls, key=lambda call: (call.on, call.pk))
    return [(check, [call for call in found if call.check_made_id == check.pk]) for check in checks]


def _made(
    case: Case, pair: tuple[ClosureCheck, list[ClosureCall]], user: Any, *, asks: bool
) -> Line:
    check, calls = pair
    waits = check.to_ask and not check.asked_on
    on = f"{check.found_on:%-d %B %Y}" if check.found_on else ""
    return Line(
        title=check.get_months_display(),
        on=check.due_on,
        check=check,
        words=WORDS[Finding(check.finding)].format(on=on),
        later=_reference(check, user),
        calls=tuple(calls),
        ask_url=reverse("case-ask-how", args=[case.reference, check.pk]) if waits and asks else "",
    )


def _reference(check: ClosureCheck, user: Any) -> str:
    if not check.later_case_id:
        return ""
    seen = Case.objects.visible_to(user).filter(pk=check.later_case_id)
    return seen.values_list("reference", flat=True).first() or ""


def _to_come(case: Case) -> list[Line]:
    afters = {after.key: after for after in ClosureCheck.After}
    found = Due.objects.still_open().filter(case=case, key__in=afters)
    return [Line(str(afters[key].label), on) for key, on in found.values_list("key", "due_on")]


def _now(closure: Closure, made: list[ClosureCheck]) -> str:
    """What is known now, as far as looks have been made."""
    if not made:
        return "Not looked at yet"
    if not all(check.holds for check in made):
        return "Not sustained"
    newest = max(made, key=lambda check: check.months)
    return f"Sustained, as far as the records show, {newest.months} months after"
