"""What a measure may be cut by: its keys, as the database gives them, and their labels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.factors import FACTORS
from cases.closure_reasons import ClosureReason, OutcomeGroup
from cases.models import Case, NeedOutcome
from cases.needs import Level, NeedKind
from localities.models import Agency
from referrals.models import Outcome, Referral, Signposting
from reporting.period import Period

NOT_RECORDED = "none"


@dataclass(frozen=True)
class Place:
    """What labels depend on: period, the council's name as an agency, localities asked about."""

    period: Period
    council: str
    localities: Mapping[int, str]


Labels = Mapping[str, str]


@dataclass(frozen=True)
class Dimension:
    """One way of parting. `whole`: every key is shown, also where nothing was counted. `again`:
    the parts are the same things seen several times, so chance says nothing of them."""

    key: str
    title: str
    labels: Callable[[Place], Labels]
    whole: bool = True
    largest_first: bool = False
    missing: str = "Not recorded"
    again: bool = False


def _localities(place: Place) -> Labels:
    return {str(key): name for key, name in place.localities.items()}


def _months(place: Place) -> Labels:
    return {f"{month:%Y-%m}": f"{month:%B %Y}" for month in place.period.months()}


def _agencies(place: Place) -> Labels:
    return {**dict(Agency.Kind.choices), Agency.Kind.COUNCIL.value: place.council}


def _choices(choices: list[tuple[str, str]]) -> Callable[[Place], Labels]:
    return lambda place: dict(choices)


LOCALITY = Dimension("locality", "Locality", _localities, missing="No locality recorded")
MONTH = Dimension("month", "Month", _months)
AGENCY = Dimension("agency", "Agency", _agencies, whole=False, largest_first=True)
OUTCOME = Dimension("outcome", "Outcome", _choices(OutcomeGroup.choices))
REASON = Dimension(
    "reason", "Reason", _choices(ClosureReason.choices), whole=False, largest_first=True
)
DECISION = Dimension("outcome", "Decision", _choices(Outcome.choices))
DOOR = Dimension("door", "How the family came", _choices(Case.Door.choices))
SENDER = Dimension(
    "source",
    "Who asked",
    _choices(Referral.Sender.choices),
    whole=False,
    largest_first=True,
)
WENT = Dimension(
    "went", "What became of it", _choices(Signposting.Outcome.choices), missing="Not asked yet"
)
AFTER = Dimension(
    "after",
    "Time since closure",
    lambda place: {str(months): f"{months} months" for months in (3, 6, 12)},
    again=True,
)
STEP_UP_PROCEDURE = Dimension(
    "procedure",
    "Part of the procedure",
    lambda place: {
        "complete": "Checklist complete",
        "all_done": "No step left to explain",
        "answered": "Answered in time",
    },
    again=True,
)
STEP_DOWN_PROCEDURE = Dimension(
    "procedure",
    "Part of the procedure",
    lambda place: {
        "taf": "First TAF meeting in time",
        "left": "What was left seen to",
        "checklist": "Checklist complete",
    },
    again=True,
)
LEVEL = Dimension(
    "level", "Level of need", lambda place: {str(key): label for key, label in Level.choices}
)
FACTOR = Dimension(
    "factor", "Factor", lambda place: FACTORS, whole=False, largest_first=True, again=True
)
NEED = Dimension("need", "Need", _choices(NeedKind.choices), whole=False, largest_first=True)
NEED_WENT = Dimension(
    "became", "What became of it", _choices(NeedOutcome.Outcome.choices), missing="No outcome yet"
)
