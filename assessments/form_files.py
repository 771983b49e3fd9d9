"""The files forms are kept in: read, and checked against their schema and against sense."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from assessments.definition import (
    Audience,
    Definition,
    Feeds,
    Kind,
    Purpose,
    Question,
    Section,
    definition_of,
)

FOLDER = Path(__file__).parent / "forms"
# The names of hidden boxes on a section's page.
RESERVED = frozenset({
    "writer", "changed", "one_time_key", "version", "csrfmiddlewaretoken", "still_right",
    "not_relevant",
})  # fmt: skip
RESERVED_SECTIONS = frozenset({"finish"})  # the names of pages that stand beside the sections


class BadForm(Exception):
    """A form's file cannot be used. The text names the file, the place and the mend."""

    def __init__(self, path: Path, *faults: str) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(f"{path.name}: {fault}" for fault in faults))


@dataclass(frozen=True)
class FormFile:
    """A form's file as it was read."""

    path: Path
    data: dict[str, Any]
    digest: str
    definition: Definition


def files_in(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def read_file(path: Path) -> FormFile:
    """A form's file, checked. Raises BadForm naming every fault."""
    return read_content(path, path.read_bytes())


def read_content(path: Path, content: bytes) -> FormFile:
    """The same, of what a file of this name would hold."""
    data = _parsed(path, content)
    if found := list(_faults_of_shape(data)):
        raise BadForm(path, *found)
    definition = definition_of(data)
    if found := list(_faults_of_sense(definition)):
        raise BadForm(path, *found)
    return FormFile(path, data, hashlib.sha256(content).hexdigest(), definition)


def _parsed(path: Path, content: bytes) -> dict[str, Any]:
    try:
        data = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        raise BadForm(path, f"this is not YAML{line}. Mend it and load again.") from None
    if not isinstance(data, dict):
        raise BadForm(path, "a form begins with its key, number, title and sections.")
    return data


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _faults_of_shape(data: dict[str, Any]) -> Iterator[str]:
    for error in sorted(_validator().iter_errors(data), key=lambda error: list(error.path)):
        yield f"{_place(data, error.path)}: {error.message}."


def _place(data: Any, path: Iterable[Any]) -> str:
    """Where in the file: "section words, question own_words, kind"."""
    parts: list[str] = []
    here = data
    for step in path:
        here = here[step]
        if isinstance(step, int):
            name = here.get("key", here.get("value")) if isinstance(here, dict) else None
            parts[-1] = f"{parts[-1].removesuffix('s')} {name or step + 1}"
        else:
            parts.append(str(step))
    return ", ".join(parts) or "the form"


def _faults_of_sense(definition: Definition) -> Iterator[str]:
    for key in _twice(section.key for section in definition.sections):
        yield f"section {key} stands there twice. Give one another key."
    for section in definition.sections:
        if section.key in RESERVED_SECTIONS:
            yield f"section {section.key}: this key is used by a page. Choose another."
        for key in _twice(question.key for question in section.questions):
            yield f"section {section.key}: question {key} stands there twice."
        for question in section.questions:
            faults = [
                *_faults_of_question(section, question),
                *_faults_of_feeding(definition, question),
            ]
            for fault in faults:
                yield f"section {section.key}, question {question.key}: {fault}"


def _faults_of_question(section: Section, question: Question) -> Iterator[str]:
    if question.key in RESERVED:
        yield "this key is used by the page itself. Choose another."
    if question.unless and section.question(question.unless) is None:
        yield f"“unless” names {question.unless}, which is no question of this section."
    if section.audience == Audience.FAMILY and "{name}" in question.words:
        yield "a question to the whole family cannot say {name}."
    if section.audience != Audience.UNBORN and "{due}" in f"{section.purpose}{question.words}":
        yield "only a section about an unborn child can say {due}."
    yield from _faults_of_condition(section, question)


def _faults_of_feeding(definition: Definition, question: Question) -> Iterator[str]:
    """An assessment feeds the case at sign-off; a record is carried over, and feeds nothing. An
    assessment before birth does both: it goes on in a full one after the birth."""
    if definition.is_record and question.feeds not in {"", Feeds.PARENTS}:
        yield "a form without sign-off feeds nothing. Say “carries_to” instead."
    if definition.purpose == Purpose.ASSESSMENT and question.carries_to:
        yield (
            "only a record and an assessment before birth are carried over. An assessment starts "
            "from the last one by itself."
        )
    if not definition.is_record and question.feeds == Feeds.PARENTS:
        yield "whether parents may see it is asked in a young person’s own form."


def _faults_of_condition(section: Section, question: Question) -> Iterator[str]:
    if question.only_if is None:
        return
    other = section.question(question.only_if.question)
    if other is None:
        yield f"“only_if” names {question.only_if.question}, which is no question of this section."
    elif other.kind not in {Kind.YES_NO, Kind.CHOICE} or other.only_if:
        yield f"“only_if” must name a choice or a yes-or-no that is always asked, not {other.key}."
    elif question.only_if.answer not in _answers_to(other):
        yield f"“only_if” waits for an answer that {other.key} does not have."


def _answers_to(question: Question) -> set[str]:
    if question.kind == Kind.YES_NO:
        return {"yes", "no"}
    return {option.value for option in question.options}


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]
