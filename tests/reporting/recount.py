"""Every measure counted again in plain Python, from the facts: slow, plain and independent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from cases.closure_reasons import group_of
from tests.reporting.facts import LONDON, Episode, Facts

# Part and series (None: all) to numerator, denominator, middle and what is counted also.
Answer = dict[tuple[str | None, str | None], tuple[int, int | None, float | None, int | None]]


def recount(
    key: str, cut: str, facts: Facts, start: date, end: date, chosen: set[int], ids: list[int]
) -> Answer:
    """`chosen` are places in the list of localities (none: all); `ids` are their keys."""
    counter = {
        "children_worked_with": _worked_with,
        "starts": _starts,
        "contacts_to_desk": _contacts,
        "decisions": _decisions,
        "decided_in_time": _in_time,
        "answers_given": _answered,
        "rereferrals": _again,
        "overturned_decisions": _overturned,
        "signposting": _signposted,
        "referrals_to_early_help": _early_help,
        "ehas_by_agency": lambda *a: _assessments("eha", *a),
        "cafs_by_agency": lambda *a: _assessments("caf", *a),
        "factors_found": _factors,
        "needs_found": _needs,
        "closure_outcomes": _closures,
        "closures_that_lasted": _lasted,
        "step_ups": _step_ups,
        "step_ups_by_procedure": _ups,
        "step_downs_without_gap": _downs,
        "days_open": _days_open,
    }[key]
    return counter(cut, facts, start, end, Inside(chosen), lambda place: str(ids[place]))


@dataclass(frozen=True)
class Inside:
    """Whether a locality is asked about. A request without one is in all of them together."""

    chosen: set[int]

    def __call__(self, place: int | None) -> bool:
        return not self.chosen or place in self.chosen


def _worked_with(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    found: dict[Any, set[int]] = {None: set()}
    for episode in facts.episodes:
        days = [day for day in _days(start, end) if _is_open(episode, day)]
        if not inside(episode.locality) or not days:
            continue
        for child, joined in episode.children:
            parts = {None, name(episode.locality)} if joined <= end else set()
            if cut == "month":  # a month counts a child who had joined within it
                parts = {None} if joined <= end else set()
                parts |= {f"{day:%Y-%m}" for day in days if joined <= day}
            for part in parts:
                found.setdefault(part, set()).add(child)
    return {(part, None): (len(children), None, None, None) for part, children in found.items()}


def _is_open(episode: Episode, day: date) -> bool:
    return episode.opened <= day and (episode.closed is None or episode.closed >= day)


def _starts(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    rows = []
    for episode in facts.episodes:
        if inside(episode.locality) and start <= episode.opened <= end:
            values = {
                "locality": name(episode.locality),
                "month": f"{episode.opened:%Y-%m}",
                "door": episode.door,
                "level": str(episode.level),
            }
            rows.append((_cell(cut, values), len(episode.children)))
    return _grouped(rows, also=sum)


def _contacts(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    rows = []
    for request in facts.requests:
        day = request.received.astimezone(LONDON).date()
        place = request.locality
        if start <= day <= end and inside(place):
            values = {
                "locality": "none" if place is None else name(place),
                "month": f"{day:%Y-%m}",
                "source": request.sender,
            }
            children = sum(kind in {"child", "unborn"} for kind, _ in request.people)
            rows.append((_cell(cut, values), children))
    return _grouped(rows, also=sum)


def _decided(
    cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any, outcomes: Any
) -> Answer:
    rows = []
    for number, request in enumerate(facts.requests):
        for _, decisions in request.people:
            for decided in decisions:
                if decided.superseded or not start <= decided.on <= end:
                    continue
                place = request.locality
                if place is None and decided.episode is not None:
                    place = facts.episodes[decided.episode].locality
                if inside(place) and outcomes(decided.outcome):
                    values = {
                        "locality": "none" if place is None else name(place),
                        "month": f"{decided.on:%Y-%m}",
                        "outcome": decided.outcome,
                        "source": request.sender,
                        "level": str(decided.level),
                    }
                    rows.append((_cell(cut, values), number))
    return _grouped(rows, also=lambda numbers: len(set(numbers)))


def _decisions(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _decided(cut, facts, start, end, inside, name, lambda outcome: True)


def _early_help(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _decided(cut, facts, start, end, inside, name, lambda outcome: outcome == "early_help")


def _in_time(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _of_decided(
        cut, facts, start, end, inside, name,
        lambda request: bool(request.decided and request.due and request.decided <= request.due),
    )  # fmt: skip


def _answered(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _of_decided(
        cut, facts, start, end, inside, name, lambda request: request.answered == "told"
    )  # fmt: skip


def _of_decided(
    cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any, counts: Any
) -> Answer:
    """Of the requests decided. One without a locality leads to no case here, so it is in none."""
    every: dict[Any, list[bool]] = {None: []}
    for request in facts.requests:
        if request.decided is None:
            continue
        day = request.decided.astimezone(LONDON).date()
        if start <= day <= end and inside(request.locality):
            part = {
                "locality": "none" if request.locality is None else name(request.locality),
                "month": f"{day:%Y-%m}",
                "source": request.sender,
            }[cut]
            for key in (part, None):
                every.setdefault(key, []).append(counts(request))
    return _shares(every)


def _shares(every: dict[Any, list[bool]]) -> Answer:
    return {(key, None): (sum(rows), len(rows), None, None) for key, rows in every.items()}


def _again(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _of_decisions(
        cut, facts, start, end, inside, name,
        lambda decided: decided.outcome == "early_help" and not decided.superseded,
        lambda request, decided: request.again_within is not None,
    )  # fmt: skip


def _overturned(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    return _of_decisions(
        cut, facts, start, end, inside, name,
        lambda decided: decided.judged in {"agreed", "overturned"},
        lambda request, decided: decided.judged == "overturned",
    )  # fmt: skip


def _of_decisions(
    cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any, among: Any, counts: Any
) -> Answer:
    every: dict[Any, list[bool]] = {None: []}
    for request in facts.requests:
        for decided in (one for _, rows in request.people for one in rows):
            place = request.locality
            if place is None and decided.episode is not None:
                place = facts.episodes[decided.episode].locality
            if among(decided) and start <= decided.on <= end and inside(place):
                part = {
                    "locality": "none" if place is None else name(place),
                    "month": f"{decided.on:%Y-%m}",
                    "source": request.sender,
                    "outcome": decided.outcome,
                }[cut]
                for key in (part, None):
                    every.setdefault(key, []).append(counts(request, decided))
    return _shares(every)


def _signposted(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    rows = []
    for number, request in enumerate(facts.requests):
        for at, outcome in request.told_of:
            day, place = at.astimezone(LONDON).date(), request.locality
            if start <= day <= end and inside(place):
                values = {
                    "locality": "none" if place is None else name(place),
                    "month": f"{day:%Y-%m}",
                    "went": outcome or "none",
                }
                rows.append((_cell(cut, values), number))
    return _grouped(rows, also=lambda numbers: len(set(numbers)))


def _assessments(
    form: str, cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any
) -> Answer:
    rows = []
    for begun in facts.begun:
        place = facts.episodes[begun.episode].locality
        if begun.form == form and start <= begun.on <= end and inside(place):
            values = {
                "locality": name(place),
                "month": f"{begun.on:%Y-%m}",
                "agency": begun.agency,
            }
            rows.append((_cell(cut, values), 0))
    return _grouped(rows)


def _factors(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    assessed = [
        (name(facts.episodes[one.episode].locality), one)
        for one in facts.begun
        if one.signed and start <= one.signed <= end and one.factors
        and inside(facts.episodes[one.episode].locality)
    ]  # fmt: skip
    if cut in {"locality", "month"}:
        every: dict[Any, list[bool]] = {None: []}
        for place, one in assessed:
            part = place if cut == "locality" else f"{one.signed:%Y-%m}"
            for key in (part, None):
                every.setdefault(key, []).append(one.factors != ("21",))
        return _shares(every)
    places = {None} | ({place for place, _ in assessed} if cut == "factor-locality" else set())
    found: Answer = {}
    for where in places:
        there = [one.factors for place, one in assessed if where in {None, place}]
        any_found = sum(factors != ("21",) for factors in there)
        found[None, where] = (any_found, len(there), None, None)
        for code in {code for _, one in assessed for code in one.factors}:
            found[code, where] = (sum(code in row for row in there), len(there), None, None)
    return found


def _needs(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    rows = []
    for number, episode in enumerate(facts.episodes):
        # The last closing that stands; the one written later breaks ties.
        standing = [
            (ending.on, place) for place, ending in enumerate(episode.endings)
            if not ending.undone_on
        ]  # fmt: skip
        for need in episode.needs if inside(episode.locality) else ():
            if start <= need.on <= end:
                became = [need.became[place] for _, place in sorted(standing) if need.became[place]]
                values = {
                    "need": need.kind,
                    "locality": name(episode.locality),
                    "month": f"{need.on:%Y-%m}",
                    "became": became[-1] if became else "none",
                }
                rows.append((_cell(cut, values), number))
    return _grouped(rows, also=lambda numbers: len(set(numbers)))


def _last_closings(facts: Facts, start: date, end: date) -> dict[int, tuple[date, int, str]]:
    """Of each child, the last closing in the period: when, where, why."""
    last: dict[int, tuple[date, int, str]] = {}
    for episode in facts.episodes:  # in the order they are written, which breaks ties
        for ending in episode.endings:
            if ending.undone_on or not start <= ending.on <= end:
                continue
            for child, _ in episode.children:
                if child not in last or ending.on >= last[child][0]:
                    last[child] = (ending.on, episode.locality, ending.reason)
    return last


def _closures(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    rows = []
    for day, place, reason in _last_closings(facts, start, end).values():
        if inside(place):
            values = {
                "locality": name(place),
                "month": f"{day:%Y-%m}",
                "outcome": group_of(reason).value,
                "reason": reason,
            }
            rows.append((_cell(cut, values), 0))
    return _grouped(rows)


def _lasted(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    every: dict[Any, list[bool]] = {None: []}
    for episode in facts.episodes:
        for ending in episode.endings:
            counted = ending.reason == "needs_met" and not ending.undone_on and ending.looks
            if not counted or not start <= ending.on <= end or not inside(episode.locality):
                continue
            held = {months: found in {"nothing", "asked"} for months, found in ending.looks}
            every[None].append(all(held.values()))
            parts = {"locality": name(episode.locality), "month": f"{ending.on:%Y-%m}"}
            found = (
                {str(m): holds for m, holds in held.items()}
                if cut == "after"
                else {parts[cut]: all(held.values())}
            )
            for part, holds in found.items():
                every.setdefault(part, []).append(holds)
    return _shares(every)


def _step_ups(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    closed: dict[Any, int] = defaultdict(int)
    stepped: dict[Any, int] = defaultdict(int)
    for day, place, reason in _last_closings(facts, start, end).values():
        if inside(place):
            part = name(place) if cut == "locality" else f"{day:%Y-%m}"
            for key in (part, None):
                closed[key] += 1
                stepped[key] += reason == "stepped_up"
    closed.setdefault(None, 0)
    return {(key, None): (stepped[key], total, None, None) for key, total in closed.items()}


def _ups(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    every: dict[Any, list[bool]] = {None: []}
    for episode in facts.episodes:
        taken: set[date] = set()  # of two sent on one day, the first one's clock
        clocks = {}
        for up in episode.ups:
            day = up.sent.astimezone(LONDON).date()
            if up.due and day not in taken:
                taken.add(day)
                clocks[day] = up.due
        for up in episode.ups:
            day = up.sent.astimezone(LONDON).date()
            due = clocks.get(day)
            waits = up.answered is None and due is not None and due > end
            if not start <= day <= end or not inside(episode.locality) or waits:
                continue
            complete = bool(up.steps) and all(
                step is True or str(step or "").strip() for step in up.steps
            )
            in_time = bool(due and up.answered and up.answered.astimezone(LONDON).date() <= due)
            parts = {
                "complete": complete,
                "all_done": complete and all(step is True for step in up.steps),
                "answered": in_time,
            }
            _keep(every, cut, parts, complete and in_time, name(episode.locality), day)
    return _shares(every)


def _downs(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    every: dict[Any, list[bool]] = {None: []}
    for episode in facts.episodes:
        for down in episode.downs:
            if not start <= down.received <= end or not inside(episode.locality):
                continue
            held = sorted(day for day in episode.tafs if day >= down.received)
            planned = [episode.planned.astimezone(LONDON).date()] if episode.planned else []
            first = next(iter([*held, *planned]), None)
            parts = {
                "taf": bool(first and down.closes and first <= down.closes),
                "left": all(down.left),
                "checklist": down.checked,
            }
            whole = all(parts.values())
            _keep(every, cut, parts, whole, name(episode.locality), down.received)
    return _shares(every)


def _keep(
    every: dict[Any, list[bool]],
    cut: str,
    parts: dict[str, bool],
    whole: bool,
    place: str,
    day: date,
) -> None:
    every[None].append(whole)
    one = {"locality": {place: whole}, "month": {f"{day:%Y-%m}": whole}}
    for part, kept in (parts if cut == "procedure" else one[cut]).items():
        every.setdefault(part, []).append(kept)


def _days_open(cut: str, facts: Facts, start: date, end: date, inside: Any, name: Any) -> Answer:
    days: dict[Any, list[int]] = defaultdict(list)
    for episode in facts.episodes:
        if inside(episode.locality) and episode.closed and start <= episode.closed <= end:
            part = name(episode.locality) if cut == "locality" else f"{episode.closed:%Y-%m}"
            for key in (part, None):
                days[key].append((episode.closed - episode.opened).days)
    found: Answer = {
        (key, None): (len(row), None, float(median(row)), None) for key, row in days.items()
    }
    return found or {(None, None): (0, None, None, None)}


def _grouped(rows: Iterable[tuple[tuple[str, str | None], int]], also: Any = None) -> Answer:
    """How many in each part, in each series, in both and in all."""
    found: dict[tuple[str | None, str | None], list[int]] = {(None, None): []}
    for (part, series), value in rows:
        cells = {(part, series), (None, None)}
        if series is not None:
            cells |= {(part, None), (None, series)}
        for cell in cells:
            found.setdefault(cell, []).append(value)
    return {
        cell: (len(values), None, None, also(values) if also else None)
        for cell, values in found.items()
    }


def _cell(cut: str, values: dict[str, str]) -> tuple[str, str | None]:
    part, _, series = cut.partition("-")
    return values[part], values[series] if series else None


def _days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(days=n) for n in range((end - start).days + 1))


def as_seen(answers: Iterable[Any]) -> Answer:
    return {
        (row.part, row.series): (row.numerator, row.denominator, row.middle, row.also)
        for row in answers
    }


def received(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=LONDON)
