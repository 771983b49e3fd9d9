from referrals.models.allegation import Allegation
from referrals.models.clock import Pause, Question
from referrals.models.decision import NOT_FINAL, Decision, Outcome
from referrals.models.disagreement import Disagreement, DisagreementStage
from referrals.models.draft import Draft
from referrals.models.imported import ImportedRequest
from referrals.models.referral import MatchJudgement, Referral, ReferralPerson
from referrals.models.sample import Sample

__all__ = [
    "NOT_FINAL",
    "Allegation",
    "Decision",
    "Disagreement",
    "DisagreementStage",
    "Draft",
    "ImportedRequest",
    "MatchJudgement",
    "Outcome",
    "Pause",
    "Question",
    "Referral",
    "ReferralPerson",
    "Sample",
]
