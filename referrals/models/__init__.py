from referrals.models.decision import Decision, Outcome
from referrals.models.referral import MatchJudgement, Referral, ReferralPerson

__all__ = ["Decision", "MatchJudgement", "Outcome", "Referral", "ReferralPerson"]
