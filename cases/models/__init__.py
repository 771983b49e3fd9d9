from cases.models.agreement import Agreement, PrivacyNotice, SharingBasis
from cases.models.case import Case, CaseChild, Need
from cases.models.closure import Closure, NeedOutcome
from cases.models.contact import ChildSeen, Contact
from cases.models.due import Due
from cases.models.family import (
    Couple,
    CourtOrder,
    Family,
    FamilyLink,
    Membership,
    Parentage,
    ParentalResponsibility,
)
from cases.models.keeping import Disposal, LegalHold
from cases.models.person import Address, Alert, ContactWay, Person
from cases.models.restriction import BreakGlass, Conflict, NamedPerson, Restriction
from cases.models.rights import Dispute, RightsRequest
from cases.models.step import StepDown, StepUp
from cases.models.team import Allocation, TafMember

__all__ = [
    "Address",
    "Agreement",
    "Alert",
    "Allocation",
    "BreakGlass",
    "Case",
    "CaseChild",
    "ChildSeen",
    "Closure",
    "Conflict",
    "Contact",
    "ContactWay",
    "Couple",
    "CourtOrder",
    "Disposal",
    "Dispute",
    "Due",
    "Family",
    "FamilyLink",
    "LegalHold",
    "Membership",
    "NamedPerson",
    "Need",
    "NeedOutcome",
    "Parentage",
    "ParentalResponsibility",
    "Person",
    "PrivacyNotice",
    "Restriction",
    "RightsRequest",
    "SharingBasis",
    "StepDown",
    "StepUp",
    "TafMember",
]
