"""Whatever can have been recorded of a family, as a story reads it."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from assessments.instruments import INSTRUMENTS
from assessments.models import Intervention, Score
from cases.closure_reasons import ClosureReason
from cases.models import Case, Contact, NeedOutcome, StepUp
from cases.needs import NeedKind
from reporting.documents.story.kinds import KINDS, QUESTIONS
from reporting.documents.story.reading import Facts

TODAY = date(2026, 11, 26)
NOBODY = dict.fromkeys(
    ("id", "given_name", "family_name", "known_as", "sex", "gender", "date_of_birth",
     "expected_on", "died_on", "kind")
)  # fmt: skip
TUNDE = NOBODY | {"id": 3, "given_name": "Tunde", "family_name": "Okafor", "kind": "child"}

days = st.dates(TODAY - timedelta(days=700), TODAY).map(date.isoformat)
maybe = st.none() | days
moments = days.map(lambda day: f"{day}T12:00:00+00:00")
names = st.sampled_from(["Pat Practitioner", "Hawthorn Primary School", "Jo"])
people = st.sampled_from([NOBODY, TUNDE])

# Every text is known by its first word, so that one sees where it came to stand.
texts = st.tuples(st.uuids(), st.integers(0, 120)).map(
    lambda made: f"w{made[0].hex} {'word ' * made[1]}".strip()
)
COLUMNS: dict[str, Any] = {
    "kind": st.sampled_from(NeedKind.values),
    "question": st.sampled_from(QUESTIONS),
    "verdict": st.sampled_from(["signed_off", "returned"]),
    "instrument": st.sampled_from(sorted(INSTRUMENTS)),
    "scorer": st.sampled_from(Score.Scorer.values),
    "how": st.just("in_person"),
    "outcome": st.sampled_from(NeedOutcome.Outcome.values),
    "need": st.sampled_from(NeedKind.values),
    "reason": st.sampled_from(ClosureReason.values),
    "person": people,
    "plan": st.integers(1, 2),
    "no_access": st.booleans(),
    "urgent": st.booleans(),
    "is_reassessment": st.booleans(),
    "order": st.integers(0, 9),
    "value": st.integers(1, 4),
    "offered": st.integers(0, 40),
    "attended": st.integers(0, 40),
    "form": st.just("Early help assessment"),
    "reference": st.just("EH-2025-00007"),
    "where": st.sampled_from(["Bilston", "Low Hill"]),
    "what": st.just("Review"),
    "because": st.just("every six weeks"),
    "id": st.integers(1, 10**6),
} | dict.fromkeys(("by", "agency", "name", "owner_name", "scorer_name", "answer_by"), names)
OF_KIND: dict[tuple[str, str], Any] = {
    ("births", "person"): days.map(lambda born: TUNDE | {"date_of_birth": born}),
    ("case", "reason"): texts,
    ("answers", "value"): texts,
    ("step_ups", "state"): st.sampled_from(StepUp.State.values),
    ("assessments", "state"): st.sampled_from(["draft", "submitted", "signed_off"]),
    ("programmes", "ending"): st.sampled_from(Intervention.Ending.values),
    ("plans", "state"): st.sampled_from(["draft", "live", "ended"]),
} | {(kind, "kind"): st.sampled_from(Contact.Kind.values) for kind in ("reached", "significant")}
MANY = {"needs": 40, "actions": 40, "goals": 20, "scores": 12, "answers": 30, "outcomes": 12}


def _column(kind: str, name: str) -> Any:
    if (kind, name) in OF_KIND:
        return OF_KIND[kind, name]
    if name in COLUMNS:
        return COLUMNS[name]
    if name.endswith("_id"):
        return st.integers(1, 2)
    if name in KINDS[kind].later or name == "next_on":
        return maybe
    if name.endswith("_on"):
        return days
    return moments if name.endswith("at") else texts


def _rows(kind: str) -> Any:
    columns = ("id", *KINDS[kind].columns.split(), *KINDS[kind].more)
    row = st.fixed_dictionaries({name: _column(kind, name) for name in columns})
    if kind == "case":
        return st.lists(row, min_size=1, max_size=1)
    most = min(MANY.get(kind, KINDS[kind].most), KINDS[kind].most)
    return st.lists(row, max_size=most, unique_by=lambda found: found["id"])


def _case() -> Case:
    opened = TODAY - timedelta(days=700)
    return Case(pk=1, reference="EH-2026-00001", opened_on=opened, received_on=opened, door="desk")


facts = st.builds(
    lambda rows: Facts(_case(), TODAY, False, rows),
    st.fixed_dictionaries({kind: _rows(kind) for kind in KINDS}),
)
NOTHING = Facts(_case(), TODAY, False, {kind: [] for kind in KINDS} | {"case": [
    {"id": 1, "reason": "", "risk": "", "worries": "", "strengths": ""}
]})  # fmt: skip
