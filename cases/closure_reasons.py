"""Why a case closed, and how each reason is counted."""

from django.db import models


class ClosureReason(models.TextChoices):
    NEEDS_MET = "needs_met", "Needs met"
    PARTLY_MET = (
        "partly_met",
        "Needs partly met: one agency or universal services go on",
    )
    STEPPED_UP = "stepped_up", "Stepped up to social care"
    AGREEMENT_WITHDRAWN = "agreement_withdrawn", "Family withdrew their agreement"
    DISENGAGED = "disengaged", "Family stopped taking part"
    NOT_CONTACTABLE = "not_contactable", "Family could not be contacted"
    MOVED = "moved", "Moved out of the area"
    TRANSFERRED = "transferred", "Transferred to another early help service"
    AGED_OUT = "aged_out", "Young person reached 18"
    OPENED_IN_ERROR = "opened_in_error", "Opened in error or a duplicate"
    CHILD_DIED = "child_died", "A child died"


class OutcomeGroup(models.TextChoices):
    """The three groups every closure falls into; reports print the rule."""

    EARLY_HELP = "early_help", "Closed at early help level, needs met or partly met"
    STEPPED_UP = "stepped_up", "Stepped up to social care"
    OTHER = "other", "Other named reasons"


GROUPS: dict[ClosureReason, OutcomeGroup] = {
    ClosureReason.NEEDS_MET: OutcomeGroup.EARLY_HELP,
    ClosureReason.PARTLY_MET: OutcomeGroup.EARLY_HELP,
    ClosureReason.STEPPED_UP: OutcomeGroup.STEPPED_UP,
}

# Endings that a manager authorises with a check of risk: silence alone never closes a case.
RISK_CHECKED = frozenset(
    {
        ClosureReason.AGREEMENT_WITHDRAWN,
        ClosureReason.DISENGAGED,
        ClosureReason.NOT_CONTACTABLE,
        ClosureReason.MOVED,
        ClosureReason.CHILD_DIED,
    }
)


def group_of(reason: str) -> OutcomeGroup:
    return GROUPS.get(ClosureReason(reason), OutcomeGroup.OTHER)
