from referrals.models.decision import Decision, Outcome
from referrals.models.draft import Draft
from referrals.models.referral import MatchJudgement, Referral, ReferralPerson

__all__ = ["Decision", "Draft", "MatchJudgement", "Outcome", "Referral", "ReferralPerson"]
