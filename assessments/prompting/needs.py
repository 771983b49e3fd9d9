"""A need that is ticked and of which nobody says what was seen."""

import re
from collections.abc import Iterator

from assessments.definition import Kind
from assessments.progress import Page
from assessments.prompting.prompt import Prompt, Written
from cases.needs import title_of

# Words that name a need again or say that there is one, and nothing of what was seen.
EMPTY = frozenset({
    "a", "about", "above", "also", "an", "and", "are", "area", "around", "as", "assessment",
    "at", "bad", "be", "better", "child", "children", "concern", "concerned", "concerns",
    "could", "dad", "difficulties", "difficulty", "due", "family", "father", "for", "general",
    "good", "had", "has", "have", "he", "help", "helped", "helps", "her", "his", "home",
    "identified", "improve", "improved", "improvement", "improving", "in", "is", "issue",
    "issues", "it", "its", "lack", "lacking", "lacks", "low", "many", "may", "might", "more",
    "mother", "much", "mum", "n/a", "need", "needed", "needing", "needs", "no", "not", "of",
    "on", "ongoing", "outcome", "parent", "parents", "poor", "possible", "possibly", "problem",
    "problems", "referral", "regarding", "require", "required", "requires", "see", "service",
    "services", "several", "she", "should", "significant", "some", "support", "supported",
    "supports", "sure", "tbc", "that", "the", "their", "there", "they", "this", "to", "unknown",
    "various", "very", "was", "were", "with", "worried", "worries", "worry", "would", "yes",
    "access", "appropriate", "being", "benefit", "benefits", "continue", "continues", "early",
    "forward", "from", "going", "monitor", "monitored", "offer", "part", "signposted",
    "signposting", "we", "which", "will", "work", "working",
})  # fmt: skip
LEAST = 3  # words that say something

SENTENCE = "What was seen or heard that shows this need: “{need}”?"


def without_evidence(written: Written) -> Iterator[Prompt]:
    """Every need ticked of which no more is said than that it is there."""
    for page, question, value in written.asked():
        if question.kind != Kind.NEEDS or not isinstance(value, dict):
            continue
        for kind, words in value.items():
            if not _shows_something(kind, str(words)):
                yield _prompt(page, kind)


def _prompt(page: Page, kind: str) -> Prompt:
    sentence = SENTENCE.format(need=title_of(kind))
    return Prompt("need", page.section.key, page.person_id, sentence, about=kind)


def _shows_something(kind: str, words: str) -> bool:
    if re.search(r"\d", words) and len(words.split()) >= LEAST:
        return True
    named = set(_words(title_of(kind)))
    saying = [word for word in _words(words) if word not in EMPTY and word not in named]
    return len(set(saying)) >= LEAST


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:[’'][a-z]+)?", text.lower())
