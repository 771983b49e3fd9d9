"""Addresses of the front door for other systems, under /api/v1/. No name stands in one."""

from django.urls import path

from referrals.api.answering import ReferralAnswer
from referrals.api.codes import Codes, LocalityOfPostcode
from referrals.api.matches import Matches
from referrals.api.notifications import Notifications
from referrals.api.step_downs import StepDowns
from referrals.api.views import Referrals, ReferralSent

urlpatterns = [
    path("referrals/", Referrals.as_view(), name="api-referrals"),
    path(
        "referrals/<path:reference>/answer/", ReferralAnswer.as_view(), name="api-referral-answer"
    ),
    path("referrals/<path:reference>/", ReferralSent.as_view(), name="api-referral"),
    path("notifications/", Notifications.as_view(), name="api-notifications"),
    path("step-downs/", StepDowns.as_view(), name="api-step-downs"),
    path("matches/", Matches.as_view(), name="api-matches"),
    path("codes/", Codes.as_view(), name="api-codes"),
    path("localities/", LocalityOfPostcode.as_view(), name="api-locality"),
]
