"""What happens on a case, sorted into kinds that people look for. Touches no database.

A line of the timeline is a contact or an event of the audit. Events say what they are by the
first word of their verb: "plan.agreed" is of the room "plan".
"""

from collections.abc import Collection
from dataclasses import dataclass

from cases.models.contact import Contact

Kind = Contact.Kind


@dataclass(frozen=True)
class TimelineKind:
    """One check box of the timeline's filter: which contacts and which events it lets through.
    `rest`: the events of every room that no other names."""

    key: str
    title: str
    contacts: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    rest: bool = False


KINDS = (
    TimelineKind(
        "seen", "Visits and meetings in person", (Kind.HOME_VISIT, Kind.OFFICE, Kind.SCHOOL)
    ),
    TimelineKind("calls", "Calls and messages", (Kind.PHONE, Kind.MESSAGE)),
    TimelineKind("professionals", "Calls with professionals", (Kind.PROFESSIONAL,)),
    TimelineKind(
        "notes",
        "Notes, management oversight and surgeries",
        (Kind.NOTE, Kind.OVERSIGHT, Kind.SURGERY),
        ("surgery",),
    ),
    TimelineKind("request", "Requests and decisions", (), ("referral", "request", "decision")),
    TimelineKind(
        "case", "Opening, leads and closing", (), ("case", "closure", "allocation", "due")
    ),
    TimelineKind("assessment", "Assessments", (), ("assessment", "eha")),
    TimelineKind("plan", "Plan and needs", (), ("plan", "goal", "action", "need", "link")),
    TimelineKind("meetings", "TAF meetings", (), ("taf", "review", "score")),
    TimelineKind("social_care", "Step-up and step-down", (), ("step_up", "step_down")),
    TimelineKind(
        "people",
        "People and agreement",
        (),
        ("family", "person", "alert", "order", "agreement", "sharing", "notice"),
    ),
    TimelineKind("rest", "Documents, objections, disagreements and all else", rest=True),
)
NAMED = tuple(room for kind in KINDS for room in kind.rooms)

# What another line of the same moment already says, or what is too fine for a story. The
# History page shows every event of the case.
UNTOLD = (
    "contact.recorded",
    "case.contributed",
    "family.joined",
    "case.allocate",
    "case.submit_assessment",
    "case.return_assessment",
    "case.sign_off_assessment",
    "case.agree_plan",
    "case.accept_step_up",
    "case.come_back_from_social_care",
    "case.hand_over_to_social_care",
    "assessment.written",
    "assessment.confirmed",
    "link.read",
    "surgery.advised",
    "withheld.set_along",
)

# Events that changed where a family stands; of contacts, whoever wrote one marks it.
SIGNIFICANT = (
    "case.opened",
    "case.allocated",
    "case.opened_again",
    "case.close",
    "case.reopen",
    "case.transferred",
    "assessment.signed_off",
    "plan.agreed",
    "taf.held",
    "step_up.requested",
    "step_up.sent",
    "step_up.accepted",
    "step_up.returned",
    "step_up.came_back",
    "step_up.handed_over",
    "step_down.received",
    "person.born",
    "person.died",
    "family.left",
    "order.recorded",
    "alert.recorded",
    "agreement.recorded",
    "agreement.withdrawn",
)


def chosen(keys: Collection[str]) -> list[TimelineKind]:
    """The kinds of these keys; unknown keys are passed over."""
    return [kind for kind in KINDS if kind.key in keys]


# Events of a family that belong to no case are shown where they tell of its people. What other
# people asked for, before this case, is not this case's to tell.
OF_THE_FAMILY = next(kind for kind in KINDS if kind.key == "people").rooms
