"""The matrix of access: every address of the site, every person of the cast, every state.

A rule says who finds an address: `anybody`, `signed_in`, those who `may` something, and for what
stands under a case or a request those who see it too. What is not found answers 404.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import May, Scope, role_of
from cases.models import (
    Alert,
    Asking,
    Case,
    ContactWay,
    Person,
    StepDownAction,
    StepUp,
    SurgeryItem,
)
from tests.cast import World
from tests.states import SEEN_BY

# The states of the issue, by their names in tests/states.py.
STATES = (
    "own", "same_locality", "other", "restricted", "shared", "withdrawn", "closed", "glass",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern of the site: its name, its path with `<slug:reference>` and the like."""

    name: str
    path: str


@dataclass(frozen=True)
class Rule:
    """Who finds it. `under` is "case" or "request" where it stands under one."""

    finds: Callable[[Any], bool]
    under: str = ""
    post_only: bool = False
    unless: str = ""  # why it may not be found though its rule would let somebody find it


def addresses() -> list[Address]:
    return sorted(set(_walk(get_resolver().url_patterns, "/")), key=lambda a: (a.path, a.name))


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or path, path)


def anybody(user: Any) -> bool:
    return True


def signed_in(user: Any) -> bool:
    return user is not None


def with_role(user: Any) -> bool:
    return user is not None and bool(role_of(user).key)


def may(*capabilities: May) -> Callable[[Any], bool]:
    return lambda user: user is not None and bool(set(capabilities) & role_of(user).may)


def reads_cases(user: Any) -> bool:
    return user is not None and role_of(user).scope != Scope.NONE


def case_rule(*capabilities: May, post_only: bool = False, unless: str = "") -> Rule:
    finds = may(*capabilities) if capabilities else reads_cases
    return Rule(finds, "case", post_only, unless)


def council_rule() -> Rule:
    """For the council's own people: nobody of a partner agency finds it."""
    return Rule(lambda user: reads_cases(user) and not may(May.OFFER_TO_LEAD)(user), "case")


def expected(rule: Rule, who: str, user: Any, state: str) -> bool:
    """Whether this person finds this address in this state."""
    if not rule.finds(user):
        return False
    return rule.under != "case" or who in SEEN_BY[state]


Numbers = Callable[[Case, World], int]


def _person(case: Case, world: World) -> int:
    return Person.objects.filter(memberships__family=case.family_id).order_by("pk")[0].pk


def _first(rows: Any) -> int:
    found: int | None = rows.order_by("pk").values_list("pk", flat=True).first()
    return found or 0


# What the numbers in an address stand for: by the name of the address, else by that of the number.
NUMBERS: dict[str, Numbers] = {
    "case-agreement-withdraw": lambda case, world: _first(
        case.family.agreements.filter(withdrawn_on__isnull=True)
    ),
    "case-sharing-end": lambda case, world: _first(case.family.sharing_bases),
    **dict.fromkeys(
        ("case-surgery-item", "case-surgery-withdraw", "case-surgery-step-done"),
        lambda case, world: _first(SurgeryItem.objects.filter(case=case)),
    ),
    "case-step-up-pack": lambda case, world: _first(StepUp.objects.filter(case=case)),
    "case-closure-record": lambda case, world: _first(case.closures),
    "case-unname": lambda case, world: 0,
    "case-conflict-end": lambda case, world: 0,
    "case-birth": lambda case, world: _first(case.family.people.filter(kind="unborn")),
    "assessment-read": lambda case, world: _first(case.assessments),
    "assessment-section": lambda case, world: _first(case.assessments),
    "assessment-save": lambda case, world: _first(case.assessments),
    "case-objection-answer": lambda case, world: _first(case.family.objections),
    "case-sent-on-answer": lambda case, world: _first(case.sent_on),
    "case-call": lambda case, world: _first(Asking.objects.filter(case=case)),
    "taf": lambda case, world: _first(case.reviews),
    "taf-copy": lambda case, world: _first(case.reviews),
    "number": _person,
    "person": _person,
    "alert": lambda case, world: _first(Alert.objects.filter(person=_person(case, world))),
    "way": lambda case, world: _first(ContactWay.objects.filter(person=_person(case, world))),
    "member": lambda case, world: _first(case.taf_members),
    "left": lambda case, world: _first(StepDownAction.objects.filter(case=case)),
    "invitation": lambda case, world: _first(_of_plan(case, "invitations")),
    "intervention": lambda case, world: _first(_of_plan(case, "interventions")),
    "goal": lambda case, world: _first(_of_plan(case, "goals")),
    "action": lambda case, world: _first(_of_plan(case, "actions")),
    "need": lambda case, world: _first(case.needs),
    "reading": lambda case, world: _first(case.scores),
}


def _of_plan(case: Case, what: str) -> Any:
    from assessments.models import Action, Goal, Intervention, Invitation

    models = {
        "goals": Goal,
        "actions": Action,
        "invitations": Invitation,
        "interventions": Intervention,
    }
    return models[what].objects.filter(case=case)  # type: ignore[attr-defined]


def masked(answer: Any) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer without what differs from one asking to the next."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    text = re.sub(r'nonce="[^"]+"', "", re.sub(r"(EH|RQ)-\d{4}-\d{5}", "…", text))
    drop = {"X-Request-ID", "Date", "Expires", "Content-Security-Policy"}
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in drop)
    return answer.status_code, text, headers
