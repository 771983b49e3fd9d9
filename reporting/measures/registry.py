"""Every measure, in the order reports and documents show them."""

from reporting.measures.answers_given import MEASURE as ANSWERS_GIVEN
from reporting.measures.cafs_by_agency import MEASURE as CAFS_BY_AGENCY
from reporting.measures.children_worked_with import MEASURE as CHILDREN_WORKED_WITH
from reporting.measures.closure_outcomes import MEASURE as CLOSURE_OUTCOMES
from reporting.measures.closures_that_lasted import MEASURE as CLOSURES_THAT_LASTED
from reporting.measures.contacts_to_desk import MEASURE as CONTACTS_TO_DESK
from reporting.measures.days_open import MEASURE as DAYS_OPEN
from reporting.measures.decided_in_time import MEASURE as DECIDED_IN_TIME
from reporting.measures.decisions import MEASURE as DECISIONS
from reporting.measures.declaration import Measure
from reporting.measures.ehas_by_agency import MEASURE as EHAS_BY_AGENCY
from reporting.measures.factors_found import MEASURE as FACTORS_FOUND
from reporting.measures.needs_found import MEASURE as NEEDS_FOUND
from reporting.measures.overturned_decisions import MEASURE as OVERTURNED_DECISIONS
from reporting.measures.referrals_to_early_help import MEASURE as REFERRALS_TO_EARLY_HELP
from reporting.measures.rereferrals import MEASURE as REREFERRALS
from reporting.measures.signposting import MEASURE as SIGNPOSTING
from reporting.measures.starts import MEASURE as STARTS
from reporting.measures.step_downs_without_gap import MEASURE as STEP_DOWNS_WITHOUT_GAP
from reporting.measures.step_ups import MEASURE as STEP_UPS
from reporting.measures.step_ups_by_procedure import MEASURE as STEP_UPS_BY_PROCEDURE

MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        CHILDREN_WORKED_WITH,
        STARTS,
        CONTACTS_TO_DESK,
        DECISIONS,
        DECIDED_IN_TIME,
        OVERTURNED_DECISIONS,
        ANSWERS_GIVEN,
        SIGNPOSTING,
        REFERRALS_TO_EARLY_HELP,
        REREFERRALS,
        EHAS_BY_AGENCY,
        CAFS_BY_AGENCY,
        FACTORS_FOUND,
        NEEDS_FOUND,
        CLOSURE_OUTCOMES,
        CLOSURES_THAT_LASTED,
        STEP_UPS,
        STEP_UPS_BY_PROCEDURE,
        STEP_DOWNS_WITHOUT_GAP,
        DAYS_OPEN,
    )
}


def measure_of(key: str) -> Measure | None:
    return MEASURES.get(key)
