"""The addresses of the front door. No name of anybody stands in one."""

from django.urls import path

from referrals.views import (
    deciding,
    disagreements,
    doors,
    drafts,
    going_on,
    our_families,
    request,
    sampling,
    sending,
    triage,
)

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
    path("requests/<slug:reference>/pause/", going_on.pause, name="request-pause"),
    path("requests/<slug:reference>/pause/end/", going_on.resume, name="request-resume"),
    path("requests/<slug:reference>/harm/", going_on.pass_on, name="request-pass-on"),
    path("requests/<slug:reference>/desk/", going_on.hand_back, name="request-hand-back"),
    path("requests/<slug:reference>/answer/", going_on.answer, name="request-answer"),
    path("requests/<slug:reference>/disagreement/", going_on.disagree, name="request-disagree"),
    path("samples/", sampling.samples, name="samples"),
    path("samples/<int:number>/", sampling.sample, name="sample"),
    path("disagreements/", disagreements.disagreements, name="disagreements"),
    path("disagreements/<int:number>/", disagreements.disagreement, name="disagreement"),
]
