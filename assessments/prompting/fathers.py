"""A father of whom nothing is written."""

import re
from collections.abc import Iterator

from assessments.definition import Audience
from assessments.progress import Member
from assessments.prompting.prompt import Prompt, Written
from audit.days import in_words

KIND = "father"
WHERE = ("family", "parents_elsewhere")  # section and question
# Neither a step-father nor a parent's own father, a grandfather, is the children's father.
FATHER = re.compile(
    r"(?<!own )(?<!step)(?<!step[- ])(?<!grand)(?<!grand[- ])(?<!god)(?<!god[- ])\b"
    r"(father|dad|daddy|donor)(s|\u2019s|'s)?\b",
    re.IGNORECASE,
)
FATHERS = {"Father"}

NOBODY = "No father is mentioned. Who is the children’s father, and what part does he play?"
NOT_HIM = "Nothing is written about {name} yet. What part does {name} play?"
THOUGH_SPOKEN_WITH = (
    "Nothing is written about {name} yet, though {name} was spoken with on {day}. "
    "What part does {name} play?"
)


def unmentioned(written: Written) -> Iterator[Prompt]:
    """Once who is in the family was written: a father nobody mentions, known or not."""
    section, question = WHERE
    page = written.page(section)
    if page is None or page.section.question(question) is None or not written.is_begun(section):
        return
    if not written.is_under_way():
        return
    words = _without_their_own(written)
    fathers = [member for member in written.members if member.relationship in FATHERS]
    silent = [one for one in fathers if not _is_written_of(written, one.id, one.called, words)]
    for father in silent:
        yield Prompt(KIND, section, None, _not_him(written, father), about=str(father.id))
    if not fathers and not FATHER.search(words):
        yield Prompt(KIND, section, None, NOBODY)


def _not_him(written: Written, father: Member) -> str:
    spoken = written.spoken_with.get(father.id)
    if spoken is None:
        return NOT_HIM.format(name=father.called)
    return THOUGH_SPOKEN_WITH.format(name=father.called, day=in_words(spoken))


def _without_their_own(written: Written) -> str:
    """Every word, without the father of a parent: “Olivia’s dad”, “Olivia’s mum and her dad”."""
    words = written.everything()
    for adult in (member for member in written.members if member.audience == Audience.ADULT):
        whose = r"(['’]s (mum|mother) and her|['’]s| and with her)"
        words = re.sub(rf"\b{re.escape(adult.called)}{whose} (dad|father)\b", "", words)
    return words


def _is_written_of(written: Written, person: int, called: str, words: str) -> bool:
    if any(who == person and value is not None for (_, who, _), value in written.answers.items()):
        return True
    return bool(FATHER.search(words) or re.search(rf"\b{re.escape(called)}\b", words))
