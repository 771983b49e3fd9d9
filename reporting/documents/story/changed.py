"""What changed: what was reached and done, what happened, and what was decided."""

from collections.abc import Callable, Iterator

from reporting.documents.story import decided, happened
from reporting.documents.story.pages import PLAN, page
from reporting.documents.story.reading import Facts
from reporting.documents.story.sentences import Nothing, Part, Row, Sentence, day

MOST_GOALS, MOST_ACTIONS = 2, 2
Tell = Callable[[Facts], Iterator[Sentence]]


def changed(facts: Facts) -> Part:
    told = [sentence for tell in TOLD for sentence in tell(facts)]
    own = [sentence for tell in OWN for sentence in tell(facts)]
    nothing = () if told else (_nothing(facts),)
    return Part("changed", "What changed", tuple(told), tuple(own), nothing)


def _goals(facts: Facts) -> Iterator[Sentence]:
    plan = facts.plan
    goals = [row for row in facts.of("goals") if plan and row["plan_id"] == plan["id"]]
    reached = [row for row in goals if row["reached_on"]]
    if plan and goals and plan["agreed_on"]:
        actions = standing(facts)
        done = sum(row["done_on"] is not None for row in actions)
        record = facts.record("plans", plan, "Plan", page(PLAN, facts.case))
        words = (
            f"{len(reached)} of {len(goals)} goals reached; {done} of {len(actions)} actions done."
        )
        yield Sentence(words, record, _with_whom(plan), day(plan["agreed_on"]))
    for row in sorted(reached, key=lambda row: row["reached_on"], reverse=True)[:MOST_GOALS]:
        record = facts.record("goals", row, "Goal", page(PLAN, facts.case))
        yield Sentence("A goal was reached:", record, "plan", day(row["reached_on"]), row["words"])


def _with_whom(plan: Row) -> str:
    return f"agreed with {plan['agreed_with']}" if plan["agreed_with"] else "agreed"


def standing(facts: Facts) -> list[Row]:
    """The actions of the plan that were not taken out of it."""
    plan = facts.plan
    rows = facts.of("actions") if plan else []
    return [row for row in rows if plan and row["plan"] == plan["id"] and not row["dropped_on"]]


def _actions(facts: Facts) -> Iterator[Sentence]:
    done = [row for row in standing(facts) if row["done_on"]]
    for row in sorted(done, key=lambda row: row["done_on"], reverse=True)[:MOST_ACTIONS]:
        record = facts.record("actions", row, "Action", page(PLAN, facts.case))
        quote = f"{row['words']}. {row['result']}" if row["result"] else row["words"]
        yield Sentence("Done:", record, row["owner_name"], day(row["done_on"]), quote)


def _nothing(facts: Facts) -> Nothing:
    url = page("case-timeline", facts.case)
    return Nothing("No contact, meeting or decision is recorded yet.", "Timeline", url)


TOLD: tuple[Tell, ...] = (
    decided.closures,
    decided.step_ups,
    happened.births,
    _goals,
    happened.scores,
    _actions,
    happened.programmes,
    happened.significant,
    happened.meetings,
    decided.signed_off,
    happened.last_contact,
)
OWN: tuple[Tell, ...] = (happened.reviews_own, decided.closure_own, decided.step_up_own)
