"""A father of whom nothing is written."""

import re
from collections.abc import Iterator

from assessments.prompting.prompt import Prompt, Written

WHERE = ("family", "parents_elsewhere")  # section and question
FATHER = re.compile(r"\b(step-?)?(father|dad|daddy)(s|\u2019s|'s)?\b", re.IGNORECASE)
FATHERS = {"Father", "Step-parent"}

NOBODY = "No father is mentioned. Who is the children’s father, and what part does he play?"
NOT_HIM = "Nothing is written about {name} yet. What part does {name} play?"


def unmentioned(written: Written) -> Iterator[Prompt]:
    """Once who is in the family was written: a father nobody mentions, known or not."""
    section, question = WHERE
    page = written.page(section)
    if page is None or page.section.question(question) is None or not written.is_begun(section):
        return
    words = written.everything()
    fathers = [member for member in written.members if member.relationship in FATHERS]
    silent = [one for one in fathers if not _is_written_of(written, one.id, one.called, words)]
    for father in silent:
        name = father.called
        yield Prompt("father", section, None, NOT_HIM.format(name=name), about=str(father.id))
    if not fathers and not FATHER.search(words):
        yield Prompt("father", section, None, NOBODY)


def _is_written_of(written: Written, person: int, called: str, words: str) -> bool:
    if any(who == person and value is not None for (_, who, _), value in written.answers.items()):
        return True
    return bool(FATHER.search(words) or re.search(rf"\b{re.escape(called)}\b", words))
