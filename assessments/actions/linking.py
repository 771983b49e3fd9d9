"""Giving one person of a family a link to the plan, a new code for it, and taking it away.

Neither the link nor the code is kept: each is told once, the one by email or on paper, the other
by telephone or in person.
"""

import secrets
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions.mailing import post_sealed
from assessments.actions.keeping import locked_case
from assessments.link_rules import TO_END, TO_GIVE, against, giving_blockers, is_safe
from assessments.models import PlanLink
from assessments.queries.plan_links import CODE_LENGTH, code_digest, key_digest
from audit.actions.recording import record
from audit.codes import new_code as make_code
from audit.days import in_words
from audit.models import Job
from audit.refusal import Refused, refuse_if
from cases.models import Case, ContactWay, Person
from cases.rules.blocking import reasons_of
from localities.models import Authority

LONGEST = timedelta(days=92)
NO_REASON = "Write how you know that this is safe for them."
NOT_SEEN = (
    "Something was recorded while you were writing. Read what to know before, and send again."
)
NOT_A_DAY = "The last day must be from tomorrow to three months from now."
NOT_SAFE = "This address is not marked as safe for them. Choose another way."
NO_END_REASON = "Say why the link is ended."
ENDED = "This link was ended. Give a new one."
REPLACED = "A new link was given"
SUBJECT = "Something for you to read"
TEXT = (
    "{lead} of {council} has something for you to read.\n\n"
    "Open this link and type in the code that {lead} tells you:\n{link}\n\n"
    "It works until {until}. {lead} can stop it at any time: ring and say so.\n\n"
    "If you do not know what this is, do nothing. Please do not send it on.\n"
)


class Given(NamedTuple):
    """A link with its texts, which are told once and not kept."""

    link: PlanLink
    url: str
    code: str


class Terms(NamedTuple):
    """How a link is given: why that is safe, the address it goes to or none, until when."""

    why_safe: str
    until: date
    way: ContactWay | None = None
    language: str = "en"


@transaction.atomic
def give(*, case: Case, person: Person, by: Any, terms: Terms, seen: list[str]) -> Given:
    """Give this person a link to the plan; one they have had ends. `seen` lists by key what
    speaks against it, as it was read before."""
    case = locked_case(case)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_if(giving_blockers(case, person, by) or _faults(case, person, terms, seen))
    for standing in PlanLink.objects.filter(case=case, person=person, ended_at__isnull=True):
        _end(standing, by, REPLACED)
    key, code = secrets.token_urlsafe(32), make_code(CODE_LENGTH)
    url = f"{settings.SITE_URL}{reverse('family-plan', args=[key])}"
    link = PlanLink.objects.create(
        case=case,
        person=person,
        key_digest=key_digest(key),
        code_digest=code_digest(key_digest(key), code),
        why_safe=terms.why_safe.strip(),
        by_email=terms.way is not None,
        way=terms.way,
        letter=_send(terms.way, url, terms.until, by) if terms.way else None,
        language=terms.language,
        until=terms.until,
        known=sorted(against(case, person)),
        given_by=by,
        given_at=timezone.now(),
    )
    how = "by email" if link.by_email else "handed over"
    _record("link.given", link, f"Link to the plan for {person.name}, {how}", by, link.why_safe)
    return Given(link, url, code)


@transaction.atomic
def new_code(*, link: PlanLink, by: Any, version: int) -> str:
    """Another code for the same link; the old one opens nothing from now on, and neither does
    whoever came in by it."""
    case, link = _locked(link)
    refuse_if(reasons_of(TO_GIVE, case, by))
    if link.ended_at:
        raise Refused(ENDED)
    code = make_code(CODE_LENGTH)
    digest = code_digest(link.key_digest, code)
    link.change(expected=version, code_digest=digest, tries=0, locked_at=None)
    _record("link.new_code", link, f"New code for the link of {link.person.name}", by)
    return code


@transaction.atomic
def end(*, link: PlanLink, by: Any, version: int, why: str) -> PlanLink:
    """From now on the link opens nothing, whoever has it open included."""
    case, link = _locked(link)
    refuse_if(reasons_of(TO_END, case, by))
    if link.ended_at:
        raise Refused(ENDED)
    if not why.strip():
        raise Refused(NO_END_REASON)
    return _end(link, by, why.strip(), version)


def end_with_case(case: Case, by: Any, on: date) -> None:
    """A step of closing a case: no link of it opens again, should the case be opened again."""
    for link in PlanLink.objects.filter(case=case, ended_at__isnull=True).select_related("person"):
        _end(link, by, "The case was closed")


def _end(link: PlanLink, by: Any, why: str, version: int | None = None) -> PlanLink:
    link.change(expected=version, ended_at=timezone.now(), ended_by=by, end_reason=why)
    _record("link.ended", link, f"Link to the plan of {link.person.name} ended", by, why)
    return link


def _faults(case: Case, person: Person, terms: Terms, seen: list[str]) -> list[str]:
    today = timezone.localdate()
    return [
        *([] if terms.why_safe.strip() else [NO_REASON]),
        *([] if today < terms.until <= today + LONGEST else [NOT_A_DAY]),
        *([] if terms.way is None or _theirs(terms.way, person) else [NOT_SAFE]),
        *([] if set(against(case, person)) <= set(seen) else [NOT_SEEN]),
    ]


def _theirs(way: ContactWay, person: Person) -> bool:
    now = ContactWay.objects.filter(pk=way.pk, person=person).first()
    return now is not None and is_safe(now)


def _send(way: ContactWay, url: str, until: date, by: Any) -> Job:
    """Sealed: whoever reads the table of jobs has no link. It names nobody of the family."""
    council = Authority.current().name
    text = TEXT.format(lead=by.name, council=council, link=url, until=in_words(until))
    return post_sealed(to=[way.value], subject=SUBJECT, text=text)


def _locked(link: PlanLink) -> tuple[Case, PlanLink]:
    case = locked_case(link.case)
    rows = PlanLink.objects.select_for_update(of=("self",)).select_related("person")
    return case, rows.get(pk=link.pk)


def _record(verb: str, link: PlanLink, summary: str, by: Any, reason: str = "") -> None:
    case = Case.objects.get(pk=link.case_id)
    record(verb, link, summary[:500], by=by, case_id=case.pk, family_id=case.family_id,
           reason=reason, person=link.person_id)  # fmt: skip
