from referrals.models.adult_contact import AdultContact
from referrals.models.allegation import Allegation
from referrals.models.answer import Answer, Event, ReplyPath, Who
from referrals.models.clock import Pause, Question
from referrals.models.decision import NOT_FINAL, Decision, Outcome
from referrals.models.disagreement import Disagreement, DisagreementStage
from referrals.models.draft import Draft
from referrals.models.imported import ImportedRequest
from referrals.models.key_adult import KeyAdult
from referrals.models.notification import Notification, SchoolNotice
from referrals.models.panel import Panel, PanelItem, PanelMember
from referrals.models.public_draft import PublicDraft
from referrals.models.referral import MatchJudgement, Referral, ReferralPerson
from referrals.models.sample import Sample
from referrals.models.sent_on import RequestSentOn
from referrals.models.signposting import Signposting
from referrals.models.step_down_request import OutstandingAction, RequestFile, StepDownRequest

__all__ = [
    "NOT_FINAL",
    "AdultContact",
    "Allegation",
    "Answer",
    "Decision",
    "Disagreement",
    "DisagreementStage",
    "Draft",
    "Event",
    "ImportedRequest",
    "KeyAdult",
    "MatchJudgement",
    "Notification",
    "Outcome",
    "OutstandingAction",
    "Panel",
    "PanelItem",
    "PanelMember",
    "Pause",
    "PublicDraft",
    "Question",
    "Referral",
    "ReferralPerson",
    "ReplyPath",
    "RequestFile",
    "RequestSentOn",
    "Sample",
    "SchoolNotice",
    "Signposting",
    "StepDownRequest",
    "Who",
]
