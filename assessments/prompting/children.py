"""A child whose words are not there, and a child of whom nothing is said."""

import re
from collections.abc import Iterator

from assessments.definition import Audience
from assessments.progress import Member
from assessments.prompting.prompt import Prompt, Written

WORDS, OWN, WHY_NOT = "words", "own_words", "why_no_words"
ABOUT = {Audience.CHILD: "growing", Audience.UNBORN: "baby"}
YOUNG = 3  # younger children are seen rather than heard
BABY = 2  # of younger ones nobody misses words
# No reason why a child was not heard.
EXCUSE = re.compile(
    r"\b(get (a)?round to|no time|not have time|ran out of time|forgot|not (think|feel) it was|"
    r"not appropriate|n/a)\b",
    re.IGNORECASE,
)

OF_ALL = (("well", "strengths"), ("meaning", "worries"))

SAYING = (
    r"(says?|said|told|tells?|asked|asks|answered|wrote|writes|drew|draws|drawn|showed|shows|"
    r"pointed|points|pointing|signed|signs|whispered|nodded|nods|shook|chose|picked|described|"
    r"describes|explained|explains|named|named|called|calls|wishes|wished|wants|would like)"
)
WATCHED = (
    r"\b(smil\w+|laugh\w+|cr(y|ies|ied|ying)|cuddl\w+|reach\w+|look\w+|watch\w+|babbl\w+|"
    r"settl\w+|crawl\w+|turn\w+|play\w+|sleep\w+|slept|fed|feeds?|held|holds?|saw|seen|"
    r"point\w+|kick\w+|gaz\w+|follow\w+|cling\w*|clung|calm\w*)\b"
)
QUOTED = re.compile(r"[\"“”«]|(?<!\w)['‘]\w")
FIRST_PERSON = re.compile(r"\b(I|I’m|I'm|I’d|my|me|mine)\b")

NO_WORDS = "These may not be {name}’s own words. What did {name} say, draw, sign or show?"
NOTHING_YET = "No words of {name} are written, nor why not."
SILENT = "Nothing is said of what {name} needs or of what is going well for {name}."


def without_words(written: Written) -> Iterator[Prompt]:
    """A child of whom others wrote, and whose own words are not among it."""
    for child in _children(written, Audience.CHILD):
        page = written.page(WORDS, child.id)
        if page is None or page.section.question(OWN) is None:
            continue
        why_not = written.text(WORDS, WHY_NOT, child.id)
        if why_not and not EXCUSE.search(why_not):
            continue
        text = written.text(WORDS, OWN, child.id)
        if not text and not _is_baby(child) and _is_far_enough(written, child):
            yield Prompt("words", WORDS, child.id, NOTHING_YET.format(name=child.called))
        elif text and not _speaks(child, text):
            yield Prompt("words", WORDS, child.id, NO_WORDS.format(name=child.called))


def of_whom_nothing_is_said(written: Written) -> Iterator[Prompt]:
    """A sibling with no need and no strength, once another child has one."""
    every = [*_children(written, Audience.CHILD), *_children(written, Audience.UNBORN)]
    if len(every) < 2 or not any(_is_said_of(written, child) for child in every):
        return
    for child in every:
        section = ABOUT[child.audience]
        if written.page(section, child.id) and not _is_said_of(written, child):
            sentence = SILENT.format(name=child.called)
            yield Prompt("sibling", section, child.id, sentence)


def _children(written: Written, audience: Audience) -> list[Member]:
    return [member for member in written.members if member.audience == audience]


def _is_far_enough(written: Written, child: Member) -> bool:
    """Whether somebody has begun to write about the child, or has gone on to what it means."""
    section = ABOUT[child.audience]
    return written.is_under_way() and any(
        written.is_begun(key, who)
        for key, who in ((WORDS, child.id), (section, child.id), ("meaning", None))
    )


def _is_baby(child: Member) -> bool:
    return child.age is not None and child.age < BABY


def _speaks(child: Member, text: str) -> bool:
    """Whether a text holds what a child said or showed, rather than what others think."""
    if QUOTED.search(text) or FIRST_PERSON.search(text):
        return True
    who = rf"({re.escape(child.called)}|he|she|they)"
    said = rf"\b{who}\s+(?!would (?!like))(\w+\s+){{0,2}}?{SAYING}\b"  # not “would tell you”
    if re.search(said, text, re.IGNORECASE):
        return True
    young = child.age is not None and child.age < YOUNG
    return young and bool(re.search(WATCHED, text, re.IGNORECASE))


def _is_said_of(written: Written, child: Member) -> bool:
    """In the child's own section, or by name where the whole family's strengths and worries are."""
    section = ABOUT[child.audience]
    if any(written.value(section, key, child.id) is not None for key in ("needs", "good")):
        return True
    said = " ".join(written.text(*place) for place in OF_ALL)
    return bool(re.search(rf"\b{re.escape(child.called)}\b", said))
