"""What is next: what is due, the next meeting, the steps agreed, and what the family wants."""

from collections.abc import Iterator

from reporting.documents.story.answers import answered
from reporting.documents.story.changed import standing
from reporting.documents.story.kinds import FIRST_STEPS, WISHES
from reporting.documents.story.pages import MEETINGS, PLAN, SUMMARY, contact_page, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import Nothing, Part, Row, Sentence, day, said, sources

MOST_ACTIONS, MOST_GOALS = 4, 3
NEXT = "The team around the family meets next on {}."


def ahead(facts: Facts) -> Part:
    told = [*_due(facts), *_meeting(facts), *_steps(facts), *_next_step(facts), *_in_touch(facts)]
    own = [*answered(facts, WISHES, "What the family wants to be different:"), *_goals(facts)]
    nothing = () if told else (_nothing(facts),)
    return Part("next", "What is next", tuple(told), tuple(own[:MOST_GOALS]), nothing)


def _closed(facts: Facts) -> bool:
    return any(not row["reopened_on"] for row in facts.of("closures")[:1])


def _due(facts: Facts) -> Iterator[Sentence]:
    """Only of today: what was due on a day that is over is not kept."""
    for row in () if facts.past or _closed(facts) else facts.of("due")[:1]:
        record = facts.record("due", row, "Summary", page(SUMMARY, facts.case))
        on = day(row["due_on"]) or facts.day
        days = (facts.day - on).days
        late = f" ({days} day{'' if days == 1 else 's'} late)" if days > 0 else ""
        yield Sentence(f"{row['what']}, due on {said(on)}{late}.", record, row["because"])


def _meeting(facts: Facts) -> Iterator[Sentence]:
    """The meeting that is planned; else the day agreed at the last, unless it was called off."""
    if _closed(facts):
        return
    off = None
    for row in facts.of("meetings"):
        off = day(row["called_off_at"])
        on = day(row["starts_at"])
        if on and on >= facts.day and not off:
            record = facts.record("meetings", row, "Meetings", page(MEETINGS, facts.case))
            yield Sentence(NEXT.format(said(on)), record, f"planned by {row['by']}")
            return
    for row in facts.of("reviews")[:1]:
        on, held = day(row["next_on"]), day(row["held_on"])
        if on and on >= facts.day and not (off and held and held <= off):
            record = facts.record("reviews", row, "TAF meeting", page("taf", facts.case, row["id"]))
            yield Sentence(NEXT.format(said(on)), record, f"recorded by {row['by']}", held)


def _steps(facts: Facts) -> Iterator[Sentence]:
    """The open actions, soonest first; before there is a plan, the first steps agreed."""
    rows = [row for row in standing(facts) if not row["done_on"]]
    plan = facts.plan
    if _closed(facts) or (plan and plan["ended_on"]):
        return
    for row in rows[:MOST_ACTIONS]:
        yield _step(facts, row)
    if len(rows) > MOST_ACTIONS:
        yield _more(facts, rows[-1], len(rows) - MOST_ACTIONS)
    if not rows:
        yield from answered(facts, FIRST_STEPS, "Agreed for the first weeks:")


def _step(facts: Facts, row: Row) -> Sentence:
    record = facts.record("actions", row, "Action", page(PLAN, facts.case))
    on = day(row["due_on"]) or facts.day
    when = f"was due on {said(on)}" if on < facts.day else f"by {said(on)}"
    who = row["owner_name"].strip() or "Nobody yet"
    return Sentence(f"{who}, {when}:", record, "plan", None, row["words"])


def _more(facts: Facts, row: Row, more: int) -> Sentence:
    record = facts.record("actions", row, "Plan", page(PLAN, facts.case))
    return Sentence(f"{more} more action{'s are' if more > 1 else ' is'} open.", record, "plan")


def _next_step(facts: Facts) -> Iterator[Sentence]:
    for row in () if _closed(facts) else facts.of("reached"):
        if row["next_step"].strip():
            record = facts.record("reached", row, "Contact", contact_page(facts.case, row))
            by = sources(row["by"], row["agency"])
            words = "The next step after the last contact:"
            yield Sentence(words, record, by, day(row["happened_at"]), row["next_step"])


def _in_touch(facts: Facts) -> Iterator[Sentence]:
    for row in facts.of("closures")[:1] if _closed(facts) else ():
        if row["stays_in_touch"].strip():
            url = page("case-closure-record", facts.case, row["id"])
            record = facts.record("closures", row, "Closure record", url)
            words, on = "Who stays in touch with the family:", day(row["closed_on"])
            yield Sentence(words, record, sources(row["by"]), on, row["stays_in_touch"])


def _goals(facts: Facts) -> Iterator[Sentence]:
    """Goals stand in the family's words."""
    plan = facts.plan
    rows = [row for row in facts.of("goals") if plan and row["plan_id"] == plan["id"]]
    for row in (row for row in rows if plan and not row["reached_on"]):
        record = facts.record("goals", row, "Goal", page(PLAN, facts.case))
        with_whom = plan["agreed_with"] if plan else ""
        source = f"agreed with {with_whom}" if with_whom else "plan"
        on = day(plan["agreed_on"]) if plan else None
        yield Sentence("A goal of the plan:", record, source, on, row["words"])


def _nothing(facts: Facts) -> Nothing:
    if _closed(facts):
        url = page("case-documents", facts.case)
        return Nothing("The case is closed; nothing is planned.", "Documents", url)
    return Nothing("No next step is recorded yet.", "Plan", page(PLAN, facts.case))
