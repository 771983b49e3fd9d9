"""What somebody of a family says by their link, and that the lead has read it.

It changes nothing of the plan: that an action is done is for its lead to tick, who knows them.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_case
from assessments.family_copy.phrases import ENGLISH, words_in
from assessments.link_rules import TO_END, closed_because
from assessments.models import FamilyWord, PlanLink
from assessments.queries.family_words import digest_of_plan
from assessments.queries.plan_links import Behind, behind
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.rules.blocking import reasons_of
from cases.withholding.copies import as_rows

Kind = FamilyWord.Kind
MOST = 2000  # letters; the phrase “too_long” says so


@transaction.atomic
def say(*, link: PlanLink, kind: str, about: str = "", words: str = "") -> FamilyWord:
    """Keep what was said, with the plan as they read it. Raises Refused where the link no longer
    opens, or what they speak of is not there for them."""
    case = locked_case(link.case)
    link.case = case
    found = None if closed_because(link) else behind(case, link.person)
    if found is None:
        raise Refused(words_in(ENGLISH)["link_stopped"])
    refuse_if(_faults(found, kind, about, words))
    part = found.part(about)
    word = FamilyWord.objects.create(
        case=case,
        link=link,
        person=link.person,
        plan=found.plan,
        kind=kind,
        about=about,
        about_words=part.words if part else "",
        words=words.strip(),
        saw=as_rows(found.parts),
        plan_digest=digest_of_plan(found.plan),
        said_at=timezone.now(),
    )
    _record(word)
    return word


@transaction.atomic
def note_read(*, word: FamilyWord, by: Any) -> None:
    """The lead, or the manager, has read it. Said again, nothing changes."""
    case = locked_case(word.case)
    refuse_if(reasons_of(TO_END, case, by))
    now = timezone.now()
    if FamilyWord.objects.filter(pk=word.pk, read_at__isnull=True).update(read_at=now, read_by=by):
        summary = f"Read what {word.person.name} said by the link"
        record("link.read", word, summary, by=by, case_id=case.pk, family_id=case.family_id,
               person=word.person_id)  # fmt: skip


def _faults(found: Behind, kind: str, about: str, words: str) -> list[str]:
    """In English; the page says them in the language of the link (`said_in`)."""
    faults = {
        "part_changed": about and found.part(about) is None,
        "write_first": kind == Kind.COMMENT and not words.strip(),
        "too_long": len(words) > MOST,
        "not_yours": kind == Kind.DONE and about not in found.own,
    }
    return [words_in(ENGLISH)[key] for key, so in faults.items() if so]


def _record(word: FamilyWord) -> None:
    """In the name of whoever said it, which the transaction knows."""
    about = f" on {word.about_words}" if word.about_words else ""
    said = f"Words of {word.person.name}, by the link: {word.get_kind_display().lower()}{about}"
    record("link.said", word, said[:500], by=None, case_id=word.case_id,
           family_id=word.case.family_id, reason=word.words, person=word.person_id)  # fmt: skip
