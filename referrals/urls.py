"""The addresses of the front door. No name of anybody stands in one."""

from django.urls import path

from referrals.views import deciding, doors, drafts, our_families, request, sending, triage

urlpatterns = [
    path("support/", doors.support, name="request-support"),
    path("support/form/", doors.support_form, name="request-support-form"),
    path("support/sent/<slug:reference>/", sending.received, name="request-received"),
    path("partner/start/", doors.partner_start, name="partner-start"),
    path("partner/drafts/<uuid:key>/", drafts.draft, name="draft"),
    path("partner/drafts/<uuid:key>/save/", drafts.save, name="draft-save"),
    path("partner/drafts/<uuid:key>/delete/", drafts.delete, name="draft-delete"),
    path("our-families/", our_families.our_families, name="our-families"),
    path("requests/", triage.triage, name="triage"),
    path("requests/call/", doors.call, name="request-call"),
    path("requests/<slug:reference>/", request.show, name="request"),
    path("requests/<slug:reference>/take/", request.take_request, name="request-take"),
    path("requests/<slug:reference>/match/", request.match_person, name="request-match"),
    path("requests/<slug:reference>/decision/", deciding.decide_request, name="request-decide"),
]
