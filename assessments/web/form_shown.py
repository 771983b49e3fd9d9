"""A version of a form as a page shows it, alone or beside another."""

from dataclasses import dataclass, field

from assessments.definition import Audience, Definition, Kind, Purpose, Question, Section
from assessments.form_changes import changes

AUDIENCES = {
    Audience.FAMILY: "Asked once, of the whole family",
    Audience.CHILD: "Asked of each child",
    Audience.UNBORN: "Asked of each unborn child",
    Audience.ADULT: "Asked of each adult",
}
PURPOSES = {
    Purpose.ASSESSMENT: "The assessment of a family",
    Purpose.UNBORN: "The assessment before a birth",
    Purpose.CONVERSATION: "The record of a conversation",
    Purpose.YOUNG_PERSON: "A young person’s own",
}
KINDS = {
    Kind.TEXT: "A line of text",
    Kind.LONG: "Text",
    Kind.CHOICE: "One of several",
    Kind.CHOICES: "Any of several",
    Kind.DATE: "A date",
    Kind.SCALE: "A number from 0 to 10",
    Kind.YES_NO: "Yes or no",
    Kind.NEEDS: "Needs, each with what is seen",
    Kind.FACTORS: "Factors of the children in need census",
}
FEEDS = {
    "worries": "the case’s worries",
    "strengths": "the case’s strengths",
    "needs": "the plan’s needs",
    "factors": "the factors of returns",
    "score": "the chart of scores",
    "parents": "what is kept from parents and carers",
}


@dataclass(frozen=True)
class Shown:
    """One question, in words."""

    words: str
    guidance: str
    kind: str
    options: list[str]
    notes: list[str]
    mark: str = ""  # what became of it, beside another version
    was: str = ""


@dataclass(frozen=True)
class ShownSection:
    title: str
    audience: str
    purpose: str
    questions: list[Shown] = field(default_factory=list)


def shown(definition: Definition) -> list[ShownSection]:
    """Every section with its questions."""
    return [
        _section(section, [_question(section, question) for question in section.questions])
        for section in definition.sections
    ]


def compared(old: Definition, new: Definition) -> tuple[list[ShownSection], list[Shown]]:
    """The later version with a mark on what differs; and the questions that are gone."""
    found = changes(old, new)
    before = {(s.key, q.key): (s, q) for s in old.sections for q in s.questions}
    came = {way.new: before[way.old] for way in found.ways}
    sections = [
        _section(
            section,
            [_marked(section, q, came.get((section.key, q.key))) for q in section.questions],
        )
        for section in new.sections
    ]
    gone = [
        _question(lost.section, lost.question, lost.why, lost.section.title) for lost in found.lost
    ]
    return sections, gone


def _marked(section: Section, question: Question, came: tuple[Section, Question] | None) -> Shown:
    if came is None:
        return _question(section, question, "New")
    there, was = came
    here, then = _question(section, question), _question(there, was)
    if here == then and section.key == there.key:
        return here
    moved = f"Was in “{there.title}”. " if there.title != section.title else ""
    reworded = f"Was: “{was.words}”" if was.words != question.words else ""
    return _question(section, question, "Changed", f"{moved}{reworded}".strip())


def _section(section: Section, questions: list[Shown]) -> ShownSection:
    title = section.title.replace("{name}", "Name")
    purpose = section.purpose.replace("{name}", "Name").replace("{due}", "the day expected")
    return ShownSection(title, AUDIENCES[section.audience], purpose, questions)


def _question(section: Section, question: Question, mark: str = "", was: str = "") -> Shown:
    return Shown(
        words=question.words.replace("{name}", "Name"),
        guidance=question.guidance.replace("{name}", "Name"),
        kind=KINDS[question.kind],
        options=[option.words for option in question.options],
        notes=list(_notes(section, question)),
        mark=mark,
        was=was.replace("{name}", "Name"),
    )


def _notes(section: Section, question: Question) -> list[str]:
    found = []
    if question.required:
        instead = section.question(question.unless)
        words = f", unless “{instead.words}” is answered" if instead else ""
        found.append(f"Needed before sign-off{words}".replace("{name}", "Name"))
    if question.only_if and (other := section.question(question.only_if.question)):
        found.append(f"Asked only if “{other.words}” is answered “{_option(other, question)}”")
    if question.feeds:
        found.append(f"Goes on to {FEEDS[question.feeds]}")
    found += [f"Carried over to {target}" for target in question.carries_to]
    return found


def _option(other: Question, question: Question) -> str:
    assert question.only_if
    answer = question.only_if.answer
    return next((o.words for o in other.options if o.value == answer), answer)
