"""What an assessment leaves on the case when it is signed off."""

from datetime import date
from typing import Any

from django.utils import timezone

from assessments.actions.keeping import stamp
from assessments.adult_information import of_need
from assessments.answers import in_words
from assessments.definition import Audience, Feeds
from assessments.models import Answer, Assessment, Factor, Score
from assessments.queries.sheet import Fed, Sheet
from audit.actions.recording import record
from cases.actions.sharing.withholding import withhold_what_comes_of
from cases.models import Need
from cases.needs import PACK, NeedKind


def feed(*, assessment: Assessment, by: Any, on: date) -> None:
    """Put worries and strengths on the case, write its needs, and keep scores and factors.

    Called by the verb that signs off, within its transaction. A need that is ticked again is
    the same need with its newest words; one that is no longer ticked stays with its goals. An
    answer that is not to be shared with somebody makes a need that is not.
    """
    sheet = Sheet(assessment)
    _stamp_words(sheet)
    _write_needs(sheet, by, on)
    _keep_scores(sheet, on)
    _keep_factors(sheet)


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
            place = (fed.page.person_id, kind)
            need = known.get(place)
            if need is None:
                known[place] = need = _add_need(sheet.assessment, fed, kind, words, by, on)
            elif words and words != need.words:
                need.change(words=words)
            else:
                continue
            of = (Answer._meta.label_lower, fed.answer.pk)
            need_kind = Need._meta.label_lower
            withhold_what_comes_of(case=case, by=by, of=of, kind=need_kind, row_id=need.pk)


def _add_need(assessment: Assessment, fed: Fed, kind: str, words: str, by: Any, on: date) -> Need:
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
    return need


def _is_adult(fed: Fed) -> bool:
    return bool(fed.page.member and fed.page.member.audience == Audience.ADULT)


def _keep_scores(sheet: Sheet, on: date) -> None:
    """What was scored at this assessment, on the day it was given: a meeting may lie between that
    and the sign-off. A score that was carried over and that nobody confirmed is no new reading."""
    Score.objects.bulk_create(
        Score(
            case_id=sheet.assessment.case_id,
            person_id=fed.page.person_id,
            instrument=Score.SAFETY,
            scorer=fed.question.scorer,
            scorer_name=fed.page.member.name if fed.page.member else fed.answer.saved_by.name,
            value=int(fed.answer.value or 0),
            scored_on=min(timezone.localdate(fed.answer.saved_at), on),
        )
        for fed in sheet.fed(Feeds.SCORE)
        if fed.answer.carried_from_id is None
    )


def _keep_factors(sheet: Sheet) -> None:
    """The factors ticked, each once. One that was carried over counts: the assessment that is
    signed off says it."""
    ticked = {
        code: fed.answer for fed in sheet.fed(Feeds.FACTORS) for code in fed.answer.value or ()
    }
    Factor.objects.bulk_create(
        Factor(
            assessment=sheet.assessment,
            answer=answer,
            case_id=sheet.assessment.case_id,
            code=code,
        )
        for code, answer in ticked.items()
    )
