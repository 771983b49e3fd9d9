"""How many of the faults planted in invented assessments are noticed, and how many prompts are
beside the point: by kind, on the labelled set of benchmarks/prompts.yaml.

    python -m benchmarks.prompts [--list]

The set was written by somebody who had not read the rules. Its first half may be looked at while
rules are changed; its second half tells whether they then hold for what was never looked at.
`--list` names what was missed and what was asked beside the point, of the first half alone.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

SET = Path(__file__).parent / "prompts.yaml"
WRITTEN_ON = date(2026, 11, 2)
NOTICED, BESIDE = 0.90, 0.10
KINDS = {
    "father": "father",
    "child_words": "words",
    "sibling": "sibling",
    "need_evidence": "need",
    "step": "step",
}
RELATIONSHIPS = {
    "father": "Father",
    "mother": "Mother",
    "step-father": "Step-parent",
    "step-mother": "Step-parent",
}


@dataclass
class Counts:
    """Of one kind: faults planted and noticed, prompts given and beside the point."""

    planted: int = 0
    noticed: int = 0
    given: int = 0
    beside: int = 0


@dataclass
class Found:
    """Every kind, and in words what went wrong."""

    kinds: dict[str, Counts] = field(default_factory=lambda: {kind: Counts() for kind in KINDS})
    words: list[str] = field(default_factory=list)

    def whole(self) -> Counts:
        return Counts(
            *(sum(getattr(of, name) for of in self.kinds.values()) for name in vars(Counts()))
        )


def main() -> None:
    _prepare()
    every = yaml.safe_load(SET.read_text(encoding="utf-8"))
    half = len(every) // 2
    open_half = _judged(every[:half])
    for title, found in (
        ("looked at", open_half),
        ("never looked at", _judged(every[half:])),
        ("all", _judged(every)),
    ):
        _print(title, found)
    if "--list" in sys.argv:
        print("\n".join(open_half.words))


def _prepare() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")
    os.environ.setdefault("SECRET_KEY", "for-benchmarks-only-" * 4)
    django.setup()


def _judged(assessments: list[dict[str, Any]]) -> Found:
    found = Found()
    for assessment in assessments:
        _judge(assessment, found)
    return found


def _judge(assessment: dict[str, Any], found: Found) -> None:
    prompts = Counter(set(_prompts(assessment)))
    faults = Counter({(fault["kind"], fault["person"]) for fault in _faults(assessment)})
    for kind, person in sorted(prompts.keys() | faults.keys(), key=repr):
        given, planted = prompts[kind, person], faults[kind, person]
        of = found.kinds[kind]
        of.planted += planted
        of.given += given
        of.noticed += min(given, planted)
        of.beside += max(given - planted, 0)
        if given != planted:
            said = "missed" if given < planted else "beside the point"
            found.words.append(f"{assessment['id']}: {kind}, person {person}: {said}")


def _faults(assessment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Steps and fathers count once in an assessment, however many of them it leaves out."""
    for fault in assessment["faults"]:
        yield fault | ({"person": None} if fault["kind"] in {"step", "father"} else {})


def _prompts(assessment: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    from assessments.form_files import FOLDER, read_file
    from assessments.progress import pages
    from assessments.prompting import Written, prompts_of

    names = {ours: theirs for theirs, ours in KINDS.items()}
    form = read_file(FOLDER / "eha-2.yaml").definition
    members = [_member(row) for row in assessment["members"]]
    answers = {
        (row["section"], row.get("person"), row["question"]): row["value"]
        for row in assessment["answers"]
    }
    for prompt in prompts_of(Written(pages(form, members), answers, members)):
        yield names[prompt.kind], prompt.person


def _member(row: dict[str, Any]) -> Any:
    from assessments.definition import Audience
    from assessments.progress import Member

    name, born = str(row["name"]), row.get("born")
    age = (WRITTEN_ON - date.fromisoformat(str(born))).days // 365 if born else None
    relationship = RELATIONSHIPS.get(row["role"], str(row["role"]).capitalize())
    called = name.split(maxsplit=1)[0]
    return Member(row["id"], name, Audience(row["kind"]), called, age, relationship)


def _print(title: str, found: Found) -> None:
    print(f"\n{title}:")
    for kind, of in [*found.kinds.items(), ("together", found.whole())]:
        noticed, beside = of.noticed / max(of.planted, 1), of.beside / max(of.given, 1)
        print(
            f"  {kind:14} noticed {of.noticed}/{of.planted} = {noticed:.0%} (goal {NOTICED:.0%}), "
            f"beside the point {of.beside}/{of.given} = {beside:.0%} (goal {BESIDE:.0%})"
        )


if __name__ == "__main__":
    main()
