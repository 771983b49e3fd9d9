from cases.models.agreement import Agreement, Objection, PrivacyNotice, SharingBasis
from cases.models.asking import Asking
from cases.models.case import Case, CaseChild, Need
from cases.models.closure import Closure, ClosureRequest, NeedOutcome
from cases.models.contact import AdultSpokenWith, ChildSeen, Contact
from cases.models.cover import Cover
from cases.models.document import Document
from cases.models.due import Due, DuePause
from cases.models.family import (
    Couple,
    CourtOrder,
    Family,
    FamilyLink,
    Membership,
    Parentage,
    ParentalResponsibility,
)
from cases.models.identity import Cleared, ClosedIdentity
from cases.models.imports import ImportedPerson, ImportPart, ImportProblem, ImportRun
from cases.models.keeping import Disposal, LegalHold
from cases.models.merge import Merge, MergedRow
from cases.models.names import NameFrequency, NameSpelling
from cases.models.person import Address, Alert, ContactWay, Person
from cases.models.restriction import BreakGlass, Conflict, NamedPerson, Restriction
from cases.models.review import AccessDecision, AccessReview
from cases.models.rights import Dispute, RightsRequest
from cases.models.school_change import SchoolChange
from cases.models.sent_on import CaseSentOn
from cases.models.step import StepDown, StepDownAction, StepUp, StepUpDispute
from cases.models.surgery import Surgery, SurgeryGuest, SurgeryItem
from cases.models.sustained import ClosureCall, ClosureCheck
from cases.models.team import Allocation, TafMember
from cases.models.transfer import CaseTransfer
from cases.models.withdrawal import Withdrawal
from cases.models.withheld import ActsFor, CopyGiven, Given, Withheld

__all__ = [
    "AccessDecision",
    "AccessReview",
    "ActsFor",
    "Address",
    "AdultSpokenWith",
    "Agreement",
    "Alert",
    "Allocation",
    "Asking",
    "BreakGlass",
    "Case",
    "CaseChild",
    "CaseSentOn",
    "CaseTransfer",
    "ChildSeen",
    "Cleared",
    "ClosedIdentity",
    "Closure",
    "ClosureCall",
    "ClosureCheck",
    "ClosureRequest",
    "Conflict",
    "Contact",
    "ContactWay",
    "CopyGiven",
    "Couple",
    "CourtOrder",
    "Cover",
    "Disposal",
    "Dispute",
    "Document",
    "Due",
    "DuePause",
    "Family",
    "FamilyLink",
    "Given",
    "ImportPart",
    "ImportProblem",
    "ImportRun",
    "ImportedPerson",
    "LegalHold",
    "Membership",
    "Merge",
    "MergedRow",
    "NameFrequency",
    "NameSpelling",
    "NamedPerson",
    "Need",
    "NeedOutcome",
    "Objection",
    "Parentage",
    "ParentalResponsibility",
    "Person",
    "PrivacyNotice",
    "Restriction",
    "RightsRequest",
    "SchoolChange",
    "SharingBasis",
    "StepDown",
    "StepDownAction",
    "StepUp",
    "StepUpDispute",
    "Surgery",
    "SurgeryGuest",
    "SurgeryItem",
    "TafMember",
    "Withdrawal",
    "Withheld",
]
