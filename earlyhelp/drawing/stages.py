"""The queues of the early help desk and what moves a request between them, as a page."""

from referrals.stages import MOVES, QUEUES, TITLES, Stage

INTRODUCTION = """# A request's way over the desk

Drawn from `referrals/stages.py` by `manage.py draw_docs`. A request is in exactly one of these
queues until every child of it has one standing decision that ends it; the database refuses anything
else (`referrals/sql/one_decision.sql`). “More information”, “Panel” and “Harm is alleged” end
nothing: a later decision replaces them.
"""
ENDING = """
An answer, or a day that passes, brings a request back to the social worker where harm is alleged
that nobody has looked into yet.
"""


def stages_page() -> str:
    queues = ", ".join(TITLES[stage] for stage in QUEUES)
    rows = [
        f"| {move.label} | {', '.join(TITLES[source] for source in move.sources)} "
        f"| {TITLES[move.target]} |"
        for move in MOVES
    ]
    head = ["| What happens | From | To |", "| --- | --- | --- |"]
    out = f"Queues: {queues}. Out of them: {TITLES[Stage.DECIDED]}."
    return "\n".join([INTRODUCTION, out, "", *head, *rows, ENDING])
