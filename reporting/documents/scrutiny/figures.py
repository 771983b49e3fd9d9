"""Which figures the report shows, in the order of its argument."""

from dataclasses import dataclass

from reporting.asking import Ask
from reporting.measures import MEASURES
from reporting.period import Period


@dataclass(frozen=True)
class Chosen:
    """A figure of the report: its heading, and the measure and cut it shows."""

    heading: str
    measure: str
    cut: str
    shown: bool = True  # else it is only told in a sentence under the figure before


FIGURES: tuple[Chosen, ...] = (
    Chosen("Children worked with", "children_worked_with", "locality"),
    Chosen("Starts by locality", "starts", "locality"),
    Chosen("Starts by month", "starts", "locality-month"),
    Chosen("Contacts to the early help desk", "contacts_to_desk", "locality"),
    Chosen("Decisions of the desk by locality", "decisions", "locality-outcome"),
    Chosen("Requests decided in time", "decided_in_time", "locality"),
    Chosen("Decisions overturned", "overturned_decisions", "outcome", shown=False),
    Chosen("Requests answered", "answers_given", "source"),
    Chosen("Signposting", "signposting", "went", shown=False),
    Chosen("Children referred to early help", "referrals_to_early_help", "locality"),
    Chosen("Children referred again", "rereferrals", "locality"),
    Chosen("Early Help Assessments by agency", "ehas_by_agency", "agency"),
    Chosen("Assessments on the older form", "cafs_by_agency", "agency", shown=False),
    Chosen("Factors found at assessment", "factors_found", "factor"),
    Chosen("Needs found", "needs_found", "need"),
    Chosen("Closure outcomes by locality", "closure_outcomes", "locality-outcome"),
    Chosen("Closures with needs met that lasted", "closures_that_lasted", "after"),
    Chosen("Step-ups to social care", "step_ups", "locality"),
    Chosen("Step-ups that kept to the procedure", "step_ups_by_procedure", "procedure"),
    Chosen("Step-downs without a gap", "step_downs_without_gap", "procedure"),
    Chosen("Days open", "days_open", "locality"),
)


def asks(period: Period, localities: tuple[int, ...], *, published: bool) -> list[Ask]:
    """What the report asks of the measures; of a report that is published, rounded."""
    found = []
    for figure in FIGURES:
        measure = MEASURES[figure.measure]
        cut = measure.cut_of(figure.cut)
        assert cut
        found.append(Ask(measure, cut, period, localities, published))
    return found
