"""All tables that the demonstration fills, gathered before they are written."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from assessments.models import Factor
from audit.actions.numbering import reserve_references
from audit.models import Event
from cases.models import Case, Family
from earlyhelp.demo.rows import Row, Rows
from earlyhelp.demo.staff import Worker
from referrals.models import Answer, Referral, Who

_NUMBERED = (Family, Case, Referral)
FAMILY = (Referral.Sender.PARENT, Referral.Sender.YOUNG_PERSON)
LONDON = ZoneInfo("Europe/London")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day, by the clock on the wall."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


class Book:
    """One sheet per table. Numbers people read out are given last, in the order of the days."""

    def __init__(self) -> None:
        self.written = 0
        self._sheets: dict[type[models.Model], Rows] = {}
        self._to_number: dict[str, list[tuple[date, Row]]] = defaultdict(list)

    def __getitem__(self, model: type[models.Model]) -> Rows:
        if model not in self._sheets:
            self._sheets[model] = Rows(model)
        return self._sheets[model]

    def add(self, model: type[models.Model], **values: Any) -> int:
        return self[model].add(**values)

    def add_factors(
        self, assessment_id: int, answer_id: int, case_id: int, codes: Iterable[str]
    ) -> None:
        """The factors that an assessment found which was signed off."""
        for code in codes:
            self.add(
                Factor,
                assessment_id=assessment_id,
                answer_id=answer_id,
                case_id=case_id,
                code=code,
            )

    def add_family(self, on: date, **values: Any) -> int:
        return self._numbered(Family, "FA", on, values)

    def add_case(self, **values: Any) -> int:
        return self._numbered(Case, "EH", values["opened_on"], values)

    def add_referral(self, **values: Any) -> int:
        number = self._numbered(Referral, "RQ", values["received_at"].date(), values)
        if number and values.get("decided_at"):
            self._answer(number, values)
        return number

    def _answer(self, referral_id: int, values: dict[str, Any]) -> None:
        """The sender was told by telephone what they may know, when it was decided."""
        who = _who_asked(values)
        what = "that it was looked at" if who == Who.PUBLIC else "what was decided"
        self.add(
            Answer,
            referral_id=referral_id,
            event="decided",
            who=who,
            way=Answer.Way.PHONE,
            text=f"Told by telephone {what}.",
            at=values["decided_at"],
            by_id=values.get("taken_by_id"),
        )

    def tell(
        self,
        verb: str,
        summary: str,
        when: datetime,
        by: Worker | None,
        subject: type[models.Model],
        subject_id: int,
        **values: Any,
    ) -> None:
        """An event, as the verb itself would have written it at the time."""
        self.add(
            Event,
            at=when,
            actor_id=by.id if by else None,
            actor_name=by.name if by else "Someone not signed in",
            verb=verb,
            subject=subject._meta.label_lower,
            subject_id=subject_id,
            summary=summary,
            **values,
        )

    def flush(self) -> None:
        """Write what waits for no number, so that memory stays small."""
        for model, rows in self._sheets.items():
            if model not in _NUMBERED:
                self.written += len(rows)
                rows.write()

    def write(self) -> int:
        """Write everything; how many rows there were in all."""
        self._give_numbers()
        self.flush()
        for model in _NUMBERED:
            self.written += len(self[model])
            self[model].write()
        return self.written

    def _numbered(
        self, model: type[models.Model], prefix: str, on: date, values: dict[str, Any]
    ) -> int:
        number = self.add(model, **values)
        self._to_number[prefix].append((on, self[model].rows[-1]))
        return number

    def _give_numbers(self) -> None:
        for prefix, waiting in self._to_number.items():
            by_year: dict[int, list[tuple[date, Row]]] = defaultdict(list)
            for on, row in waiting:
                by_year[on.year].append((on, row))
            for year, rows in sorted(by_year.items()):
                rows.sort(key=lambda pair: pair[0])
                references = reserve_references(prefix, year, len(rows))
                for reference, (_on, row) in zip(references, rows, strict=True):
                    row["reference"] = reference
        self._to_number.clear()


class Unwritten(Book):
    """A book in which nothing is kept, for people of whom there is no record."""

    def add(self, model: type[models.Model], **values: Any) -> int:
        return 0

    def _numbered(
        self, model: type[models.Model], prefix: str, on: date, values: dict[str, Any]
    ) -> int:
        return 0


def _who_asked(values: dict[str, Any]) -> Who:
    if values.get("sender_agency_id"):
        return Who.PROFESSIONAL
    return Who.FAMILY if values["sender"] in FAMILY else Who.PUBLIC
