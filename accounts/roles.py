"""What each role may do, in one table. A role that is not in it may do nothing.

Scope says whose cases a role reads: "all" of the authority, its "localities" (and its own),
its "own" (leads or works with), or "none". "system" is the product itself, never a role's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Scope(StrEnum):
    SYSTEM = "system"
    ALL = "all"
    LOCALITIES = "localities"
    OWN = "own"
    NONE = "none"


class May(StrEnum):
    """The capabilities. Each is a verb phrase that follows "may"."""

    TRIAGE = "see and screen requests for support"
    DECIDE = "decide on a request for support"
    DECIDE_HARM = "decide where harm is alleged"
    ALLOCATE = "allocate cases"
    SIGN_OFF = "sign off assessments and step-ups"
    WORK = "work on a family's case"
    OFFER_TO_LEAD = "start an early help assessment from a partner agency"
    SEARCH = "search for a person or family"
    SEE_FIGURES = "see figures and produce reports"
    CONFIGURE = "configure the system"
    MANAGE_AGENCY = "invite and end users of their own agency"
    SEE_LOOKS = "see who has looked at a record"
    RESTRICT = "restrict a record to named people"
    BREAK_GLASS = "open a closed record in an emergency, with a reason"
    ANSWER_ON_DUTY = "answer a call about any family of their hub"
    MERGE = "merge two records of one person, and split them again"
    ASK_WHO_HELPS = "ask whether anyone is already helping a family"
    HANDLE_RIGHTS = "answer people’s requests about their records"
    REVIEW_ACCESS = "review every quarter who has access to what"
    AUDIT_QUALITY = "audit the quality of assessments and plans"
    CHAIR_PANEL = "chair an early help panel"
    IMPORT = "import requests from a file"


class SecondStep(StrEnum):
    """What a role needs besides a password or the council's single sign-on."""

    OWN = "an authenticator app, passkey or hardware key"
    EMAIL_CODE = "the same, or a code sent to their work address"
    NONE = "nothing more"


@dataclass(frozen=True)
class Role:
    """One row of the table."""

    key: str
    title: str
    scope: Scope
    may: frozenset[May]
    home: str = "no-place"  # the name of the URL the role starts at
    second_step: SecondStep = SecondStep.OWN


def _role(
    key: str,
    title: str,
    scope: Scope,
    home: str,
    *may: May,
    second_step: SecondStep = SecondStep.OWN,
) -> Role:
    return Role(key, title, scope, frozenset(may), home, second_step)


ROLES: dict[str, Role] = {
    role.key: role
    for role in [
        _role(
            "desk_worker",
            "Early help desk worker",
            Scope.ALL,
            "triage",
            May.TRIAGE,
            May.DECIDE,
            May.SEARCH,
            May.BREAK_GLASS,
            May.MERGE,
        ),
        _role(
            "mash_social_worker",
            "Social worker in the MASH",
            Scope.ALL,
            "triage",
            May.TRIAGE,
            May.DECIDE,
            May.DECIDE_HARM,
            May.SEARCH,
            May.BREAK_GLASS,
            May.MERGE,
        ),
        _role(
            "practitioner",
            "Practitioner",
            Scope.OWN,
            "my-families",
            May.WORK,
            May.SEARCH,
            May.ASK_WHO_HELPS,
        ),
        _role(
            "duty_worker",
            "Duty worker",
            Scope.LOCALITIES,
            "my-families",
            May.WORK,
            May.SEARCH,
            May.ANSWER_ON_DUTY,
            May.BREAK_GLASS,
            May.ASK_WHO_HELPS,
        ),
        _role(
            "team_manager",
            "Team manager",
            Scope.LOCALITIES,
            "needs-you",
            May.WORK,
            May.ALLOCATE,
            May.SIGN_OFF,
            May.SEARCH,
            May.SEE_FIGURES,
            May.BREAK_GLASS,
            May.ASK_WHO_HELPS,
            May.SEE_LOOKS,
            May.MERGE,
        ),
        _role(
            "locality_manager",
            "Locality manager",
            Scope.LOCALITIES,
            "needs-you",
            May.WORK,
            May.ALLOCATE,
            May.SIGN_OFF,
            May.SEARCH,
            May.SEE_FIGURES,
            May.RESTRICT,
            May.BREAK_GLASS,
            May.ASK_WHO_HELPS,
            May.SEE_LOOKS,
            May.MERGE,
        ),
        _role(
            "head_of_service",
            "Head of service",
            Scope.ALL,
            "needs-you",
            May.TRIAGE,
            May.ALLOCATE,
            May.SIGN_OFF,
            May.SEARCH,
            May.SEE_FIGURES,
            May.RESTRICT,
            May.BREAK_GLASS,
            May.SEE_LOOKS,
            May.REVIEW_ACCESS,
            May.IMPORT,
            May.MERGE,
        ),
        _role(
            "partner_practitioner",
            "Partner practitioner",
            Scope.OWN,
            "our-families",
            May.WORK,
            May.OFFER_TO_LEAD,
            May.ASK_WHO_HELPS,
            second_step=SecondStep.EMAIL_CODE,
        ),
        _role(
            "agency_contact",
            "Agency contact",
            Scope.NONE,
            "agency-people",
            May.MANAGE_AGENCY,
            second_step=SecondStep.EMAIL_CODE,
        ),
        # Nobody: another system that sends an agency's requests, with a token (docs/api.md).
        _role("partner_system", "System of an agency", Scope.NONE, "no-place"),
        _role("panel_chair", "Panel chair", Scope.NONE, "panels", May.CHAIR_PANEL),
        _role(
            "quality_auditor",
            "Quality auditor",
            Scope.NONE,
            "no-place",
            May.AUDIT_QUALITY,
        ),
        _role(
            "performance_analyst",
            "Performance analyst",
            Scope.NONE,
            "reports",
            May.SEE_FIGURES,
        ),
        _role(
            "information_governance",
            "Information governance",
            Scope.NONE,
            "rights",
            May.SEE_LOOKS,
            May.HANDLE_RIGHTS,
            May.REVIEW_ACCESS,
        ),
        _role(
            "system_administrator",
            "System administrator",
            Scope.NONE,
            "settings",
            May.CONFIGURE,
        ),
    ]
}

GIVEN_BY_AGENCIES = ("partner_practitioner", "agency_contact")  # all that an agency may give
SYSTEM = "partner_system"  # the role of an agency's own account, in whose name its systems act

NOTHING = Role("", "No role", Scope.NONE, frozenset(), second_step=SecondStep.NONE)


# To whom things fall due: they get the letter of the morning, and may have a calendar of it.
WITH_DUE_WORK = frozenset(key for key, role in ROLES.items() if {May.WORK, May.ALLOCATE} & role.may)


def role_of(user: Any) -> Role:
    """The role of a user; of somebody not signed in, ended or unknown, the one that may nothing."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOTHING
    return ROLES.get(user.role, NOTHING)


def may(user: Any, what: May) -> bool:
    return what in role_of(user).may


def is_system_of(user: Any, kind: str) -> bool:
    """Whether this is the account of an agency’s systems, and the agency of this kind."""
    return role_of(user).key == SYSTEM and bool(user.agency and user.agency.kind == kind)


# The places in the page header, by what one may do; at most four are shown.
PLACES: list[tuple[str, str, frozenset[May]]] = [
    ("Triage", "triage", frozenset({May.TRIAGE})),
    ("What needs you", "needs-you", frozenset({May.ALLOCATE})),
    ("Waiting for allocation", "waiting", frozenset({May.ALLOCATE})),
    ("My families", "my-families", frozenset({May.WORK})),
    ("Duty", "duty", frozenset({May.ANSWER_ON_DUTY})),
    ("Panels", "panels", frozenset({May.CHAIR_PANEL, May.DECIDE})),
    ("Reports", "reports", frozenset({May.SEE_FIGURES})),
    ("Is anyone helping?", "helping", frozenset({May.ASK_WHO_HELPS})),
    ("People’s requests", "rights", frozenset({May.HANDLE_RIGHTS})),
    ("Our people", "agency-people", frozenset({May.MANAGE_AGENCY})),
    ("Who has looked", "who-looked", frozenset({May.HANDLE_RIGHTS})),
    ("Unusual access", "unusual-access", frozenset({May.REVIEW_ACCESS})),
    ("Access review", "access-review", frozenset({May.REVIEW_ACCESS})),
    ("Settings", "settings", frozenset({May.CONFIGURE})),
    ("Directory", "directory", frozenset({May.TRIAGE, May.WORK, May.CHAIR_PANEL})),
]
PARTNER_PLACES: list[tuple[str, str]] = [
    ("Our families", "our-families"),
    ("Start an early help assessment", "partner-start"),
    ("Is anyone helping?", "helping"),
    ("Directory", "directory"),
]


def places_for(user: Any) -> list[tuple[str, str]]:
    """Label and URL name of each place in this person's header."""
    role = role_of(user)
    if May.OFFER_TO_LEAD in role.may:
        return PARTNER_PLACES
    return [(label, name) for label, name, needs in PLACES if needs & role.may][:4]
