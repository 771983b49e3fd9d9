"""What an assessment leaves on the case when it is signed off."""

from datetime import date
from typing import Any

from assessments.actions.keeping import stamp
from assessments.adult_information import of_need
from assessments.answers import in_words
from assessments.definition import Audience, Feeds
from assessments.models import Assessment, Score
from assessments.queries.sheet import Fed, Sheet
from audit.actions.recording import record
from cases.models import Need
from cases.needs import PACK, NeedKind


def feed(*, assessment: Assessment, by: Any, on: date) -> None:
    """Put worries and strengths on the case, write its needs, and keep the scores.

    Called by the verb that signs off, within its transaction. A need that is ticked again is
    the same need with its newest words; one that is no longer ticked stays with its goals.
    """
    sheet = Sheet(assessment)
    _stamp_words(sheet)
    _write_needs(sheet, by, on)
    _keep_scores(sheet, on)


def _stamp_words(sheet: Sheet) -> None:
    facts = {what.value: _words(sheet.fed(what)) for what in (Feeds.WORRIES, Feeds.STRENGTHS)}
    if said := {name: words for name, words in facts.items() if words}:
        stamp(sheet.assessment.case, **said)


def _words(fed: list[Fed]) -> str:
    return "\n".join(line for one in fed for line in in_words(one.question, one.answer.value))


def _write_needs(sheet: Sheet, by: Any, on: date) -> None:
    case = sheet.assessment.case
    known = {(need.person_id, need.kind): need for need in Need.objects.filter(case=case)}
    for fed in sheet.fed(Feeds.NEEDS):
        for kind, words in (fed.answer.value or {}).items():
            need = known.get((fed.page.person_id, kind))
            if need is None:
                _add_need(sheet.assessment, fed, kind, words, by, on)
            elif words and words != need.words:
                need.change(words=words)


def _add_need(assessment: Assessment, fed: Fed, kind: str, words: str, by: Any, on: date) -> None:
    need = Need.objects.create(
        case_id=assessment.case_id,
        person_id=fed.page.person_id,
        kind=kind,
        pack=PACK,
        words=words,
        seen_on=on,
        about_an_adult=of_need(kind, is_adult=_is_adult(fed)),
        seen_by_agency_id=fed.answer.saved_by_agency_id,
    )
    whose = fed.page.member.name if fed.page.member else "the whole family"
    record(
        "need.seen",
        need,
        f"Need recorded for {whose}: {NeedKind(kind).label}",
        by=by,
        case_id=assessment.case_id,
        family_id=assessment.family_id,
    )


def _is_adult(fed: Fed) -> bool:
    return bool(fed.page.member and fed.page.member.audience == Audience.ADULT)


def _keep_scores(sheet: Sheet, on: date) -> None:
    """What was scored at this assessment; a score that was carried over and that nobody confirmed
    is no new reading."""
    Score.objects.bulk_create(
        Score(
            case_id=sheet.assessment.case_id,
            person_id=fed.page.person_id,
            instrument=Score.SAFETY,
            scorer=fed.question.scorer,
            scorer_name=fed.page.member.name if fed.page.member else fed.answer.saved_by.name,
            value=int(fed.answer.value or 0),
            scored_on=on,
        )
        for fed in sheet.fed(Feeds.SCORE)
        if fed.answer.carried_from_id is None
    )
