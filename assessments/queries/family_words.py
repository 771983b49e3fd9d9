"""What families said by their links: beside the plan, and for the lead until it is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from assessments.models import Action, FamilyWord, Goal, Plan, PlanLink
from audit.context import as_the_product
from cases.extensions import Task
from cases.models import Case
from cases.queries.asked import led_or_covered_by
from cases.queries.written_once import read_by
from cases.withholding.copies import digest_of
from localities.calendar import add_working_days

FAMILY = ("case__family", "person")
VERDICTS = (FamilyWord.Kind.AGREES, FamilyWord.Kind.TALK)


def digest_of_plan(plan: Plan) -> str:
    """Of what the plan says is wanted and done by whom by when, whoever may read it. What is
    ticked as done does not change the plan."""
    with as_the_product():
        goals = Goal.objects.filter(plan=plan).order_by("pk").values_list("pk", "words")
        actions = Action.objects.filter(goal__plan=plan, dropped_on__isnull=True).order_by("pk")
        rows = actions.values_list("pk", "goal", "words", "owner_name", "due_on")
        return digest_of([[list(row) for row in goals], [[*map(str, row)] for row in rows]])


@dataclass(frozen=True)
class Said:
    """What a family said by its links, as the page of the plan shows it."""

    on_parts: dict[str, list[FamilyWord]]
    on_plan: list[FamilyWord]
    verdicts: list[tuple[FamilyWord, bool]]  # of each person the latest; whether it changed since


def said_of(case: Case, plan: Plan | None) -> Said:
    """The words of a family about the plan and its parts."""
    rows = FamilyWord.objects.filter(case=case, plan=plan).select_related("person", "read_by")
    words = list(rows) if plan else []
    on_parts: dict[str, list[FamilyWord]] = {}
    for word in words:
        if word.about:
            on_parts.setdefault(word.about, []).append(word)
    verdicts: dict[int, FamilyWord] = {}
    for word in words:
        if word.kind in VERDICTS:
            verdicts.setdefault(word.person_id, word)
    now = digest_of_plan(plan) if plan and verdicts else ""
    latest = [(word, word.plan_digest != now) for word in verdicts.values()]
    whole = [word for word in words if not word.about]
    on_plan = [word for word in whole if word.kind not in VERDICTS or word.read_at is None]
    return Said(on_parts, on_plan, latest)


def tasks_of(user: Any) -> list[Task]:
    """What families said by their links and nobody has read, and links that locked themselves,
    where this person leads or covers. Named in settings.TASKS."""
    return [_to_read(row) for row in _WORDS(user)] + [_to_look_at(row) for row in _LOCKED(user)]


def _words(user: Any) -> QuerySet[FamilyWord]:
    rows = FamilyWord.objects.filter(_theirs(user), read_at__isnull=True)
    return rows.select_related(*FAMILY).order_by("pk")


def _locked(user: Any) -> QuerySet[PlanLink]:
    rows = PlanLink.objects.filter(_theirs(user), locked_at__isnull=False, ended_at__isnull=True)
    return rows.select_related(*FAMILY).order_by("pk")


def _theirs(user: Any) -> Q:
    """Of live cases that somebody sees, and leads or covers."""
    return Q(led_or_covered_by(user), case__in=Case.objects.visible_to(user).live())


_WORDS, _LOCKED = read_by(_words), read_by(_locked)


def _to_read(word: FamilyWord) -> Task:
    said = f"{word.person.name}, by the link: {word.get_kind_display().lower()}"
    kind, where = "Read what a family said about the plan", f"#word-{word.pk}"
    return _task(f"word-{word.pk}", kind, said, word.case, word.said_at, "case-plan", where)


def _to_look_at(link: PlanLink) -> Task:
    assert link.locked_at
    said = f"{link.person.name}: their link locked itself after wrong codes"
    kind = "Look at a link to a plan that locked itself"
    return _task(f"locked-{link.pk}", kind, said, link.case, link.locked_at, "plan-links")


def _task(
    key: str, kind: str, said: str, case: Case, at: datetime, page: str, where: str = ""
) -> Task:
    """Due the working day after it came."""
    due = add_working_days(timezone.localdate(at), 1)
    url = reverse(page, args=[case.reference]) + where
    return Task(key, kind, said, due, case.family.name, case.reference, url)
