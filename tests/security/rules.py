"""The expected answer of every address of the site, by its name. No address without a rule."""

from accounts.roles import May
from tests.security.matrix import Rule, anybody, case_rule, council_rule, may, signed_in

WORKERS = (May.WORK, May.ALLOCATE, May.RESTRICT)

SITE: dict[str, Rule] = {
    "home": Rule(anybody),
    "accessibility": Rule(anybody),
    "privacy": Rule(anybody),
    "theme": Rule(anybody),
    "favicon": Rule(anybody),
    "livez": Rule(anybody),
    "readyz": Rule(anybody),
    "no-place": Rule(signed_in),
    "settings": Rule(may(May.CONFIGURE)),
    "request-support": Rule(anybody),
    "request-support-form": Rule(anybody),
    "request-received": Rule(lambda user: False, unless="there for the sender’s browser alone"),
    "partner-start": Rule(may(May.OFFER_TO_LEAD)),
    "our-families": Rule(may(May.OFFER_TO_LEAD, May.MANAGE_AGENCY)),
    "triage": Rule(may(May.TRIAGE)),
    "request-call": Rule(may(May.TRIAGE)),
    "my-families": Rule(may(May.WORK)),
    "needs-you": Rule(may(May.ALLOCATE)),
    "needs-you-list": Rule(may(May.ALLOCATE)),
    "waiting": Rule(may(May.ALLOCATE)),
    "find": Rule(may(May.SEARCH)),
    "emergency": Rule(may(May.BREAK_GLASS)),
    "emergency-openings": Rule(may(May.SEE_LOOKS)),
    "duty": Rule(may(May.ANSWER_ON_DUTY)),
    "helping": Rule(may(May.ASK_WHO_HELPS)),
    "written": Rule(may(May.OFFER_TO_LEAD)),
    "my-activity": Rule(signed_in),
    "who-looked": Rule(may(May.SEE_LOOKS)),
    "unusual-access": Rule(may(May.REVIEW_ACCESS)),
    "access-review": Rule(may(May.REVIEW_ACCESS)),
    "agency-people": Rule(may(May.MANAGE_AGENCY)),
    "agency-invite": Rule(may(May.MANAGE_AGENCY)),
    "rights": Rule(may(May.HANDLE_RIGHTS)),
    "rights-new": Rule(may(May.HANDLE_RIGHTS)),
    "rights-holds": Rule(may(May.HANDLE_RIGHTS)),
    "rights-hold-new": Rule(may(May.HANDLE_RIGHTS)),
    "rights-disposal": Rule(may(May.HANDLE_RIGHTS)),
    "reports": Rule(may(May.SEE_FIGURES)),
    "report-new": Rule(may(May.SEE_FIGURES)),
    "figure": Rule(may(May.SEE_FIGURES)),
    "api-schema": Rule(anybody),
    "api-measures": Rule(may(May.SEE_FIGURES)),
    "api-measure": Rule(may(May.SEE_FIGURES)),
}

REQUEST: dict[str, Rule] = {
    name: Rule(may(May.TRIAGE), "request", post_only)
    for name, post_only in {
        "request": False,
        "request-take": True,
        "request-decide": True,
    }.items()
}

CASE: dict[str, Rule] = {
    name: case_rule()
    for name in (
        "case", "case-people", "case-timeline", "case-documents", "case-step-up-pack",
        "case-closure-record", "case-history", "case-person-add", "case-agreement",
        "case-agreement-withdraw", "case-sharing", "case-sharing-end", "case-notice",
        "case-person", "case-birth", "case-place", "case-leave", "case-address", "case-way",
        "case-way-end", "case-alert", "case-alert-end", "case-order", "case-responsibility",
        "case-assessment", "assessment-read", "case-plan",
        "case-meetings", "taf",
    )
} | {
    "case-add-contact": case_rule(May.WORK, May.ALLOCATE),
    "case-close": case_rule(May.WORK, May.ALLOCATE),
    "case-step-up": case_rule(),
    "case-step-up-decide": case_rule(May.SIGN_OFF),
    "case-step-up-complete": case_rule(May.WORK, May.ALLOCATE),
    "case-step-up-answer": case_rule(May.WORK, May.ALLOCATE),
    "case-step-up-handover": case_rule(May.WORK, May.ALLOCATE),
    "case-allocate": case_rule(May.ALLOCATE),
    "case-while-waiting": case_rule(May.ALLOCATE, post_only=True),
    "case-access": case_rule(*WORKERS),
    "case-restrict": case_rule(May.RESTRICT),
    "case-name": case_rule(May.RESTRICT),
    "case-lift": case_rule(May.RESTRICT),
    "case-conflict": case_rule(*WORKERS),
    "assessment-start": case_rule(May.WORK, May.ALLOCATE),
    "assessment-continue": case_rule(),
    "assessment-submit": case_rule(May.WORK, May.ALLOCATE),
    "plan-agree": case_rule(May.WORK, May.ALLOCATE),
    "plan-goal-add": case_rule(May.WORK, May.ALLOCATE),
    "plan-goal": case_rule(May.WORK, May.ALLOCATE),
    "plan-action-add": case_rule(May.WORK, May.ALLOCATE),
    "plan-action": case_rule(May.WORK, May.ALLOCATE),
    "plan-action-done": case_rule(May.WORK, May.ALLOCATE),
    "plan-action-drop": case_rule(May.WORK, May.ALLOCATE),
    "plan-need-aside": case_rule(May.WORK, May.ALLOCATE),
    "taf-record": case_rule(May.WORK, May.ALLOCATE),
    "taf-copy": case_rule(May.WORK, May.ALLOCATE),
    "taf-member-add": case_rule(May.WORK, May.ALLOCATE),
    "taf-member-remove": case_rule(May.WORK, May.ALLOCATE),
    "case-copies": case_rule(),
    "case-withheld": case_rule(),
    "case-withheld-choose": case_rule(),
    "case-acts-for": case_rule(),
    "case-given": council_rule(),
    "case-objection": case_rule(),
    "case-objection-answer": case_rule(),
    "case-rights-new": case_rule(),
    "case-withdrawal": case_rule(May.ALLOCATE),
    "case-withdrawal-go-on": case_rule(May.ALLOCATE, post_only=True),
    "case-withdrawal-reassign": case_rule(May.ALLOCATE, post_only=True),
    "case-file-add": case_rule(May.WORK, May.ALLOCATE),
    "case-call": case_rule(),
}  # fmt: skip

RULES: dict[str, Rule] = SITE | REQUEST | CASE

RIGHTS = "tests/cases/rights: what is there, for information governance alone"
COPY = "tests/reporting/test_subject_access.py and tests/cases/rights: of an open request"

# Addresses whose answers depend on more than who asks, each with the test that holds them.
ELSEWHERE: dict[str, str] = {
    "logo": "tests/frontend/test_theme.py: there once the council has one",
    "assessment-sign-off": "tests/assessments/test_access.py: of one that waits for it",
    "assessment-section": "tests/assessments/test_access.py: sections of its form",
    "assessment-save": "tests/assessments/test_access.py and test_saving.py",
    "request-match": "tests/referrals/test_access.py: of candidates that were offered",
    "emergency-shut": "tests/cases/test_emergency.py: their own emergencies alone",
    "emergency-finding": "tests/cases/test_emergency.py: of openings that are listed for them",
    "case-unname": "tests/cases/test_restricting.py: a person named on that record",
    "case-conflict-end": "tests/cases/test_conflicts.py: a link declared on that record",
    "case-copy": "tests/cases/withheld: a copy made for one person",
    "case-copy-for": "tests/cases/withheld",
    "case-copy-beside": "tests/cases/withheld",
    "case-withheld-end": "tests/cases/withheld: a mark on that record",
    "case-withhold": "tests/cases/withheld: an item of that record",
    "case-withheld-proposed": "tests/cases/withheld",
    "case-acts-for-end": "tests/cases/withheld",
    "case-given-end": "tests/cases/withheld",
    "case-give": "tests/cases/withheld",
    "case-file": "tests/cases/test_filing.py: a file of that record",
    "case-file-end": "tests/cases/test_filing.py",
    "case-school-change": "tests/cases/test_changing_school.py",
    "school-note": "tests/cases/test_changing_school.py: the old school’s own people",
    "duty-family": "tests/cases/test_duty.py: after who calls and why was written",
    "duty-call": "tests/cases/test_duty.py",
    "helping-call": "tests/cases/test_helping.py: with the handle of an answer",
    "draft": "tests/referrals/test_drafts.py: its author and the contacts of their agency",
    "draft-save": "tests/referrals/test_drafts.py",
    "draft-delete": "tests/referrals/test_drafts.py",
    "agency-end": "tests/accounts/test_people.py: people of their own agency",
    "agency-invite-again": "tests/accounts/test_people.py",
    "agency-wake": "tests/accounts/test_people.py",
    "unusual-finding": "tests/cases/looks",
    "access-decision": "tests/cases/looks/test_access_review.py: an exception of this quarter",
    "who-looked-at": "tests/cases/looks: families they oversee",
    "rights-request": RIGHTS,
    "rights-answer": RIGHTS,
    "rights-dispute": RIGHTS,
    "rights-name-part": RIGHTS,
    "rights-extend": RIGHTS,
    "rights-identify": RIGHTS,
    "rights-ask-proof": RIGHTS,
    "rights-prove": RIGHTS,
    "rights-withdraw": RIGHTS,
    "rights-disposal-decide": RIGHTS,
    "rights-hold-end": RIGHTS,
    "copy": COPY,
    "copy-download": COPY,
    "copy-produce": COPY,
    "copy-items": COPY,
    "copy-item": COPY,
    "copy-keep": COPY,
    "copy-progress": COPY,
    "report": "tests/reporting/test_pages.py: reports they may read",
    "report-progress": "tests/reporting/test_pages.py",
    "report-again": "tests/reporting/test_pages.py",
    "report-download": "tests/reporting/test_pages.py",
}
# Pages that are found and write no look, by why: they show nothing of a family or person.
_OF_NOBODY = {
    "the same for everybody": (
        "accessibility", "privacy", "theme", "home", "no-place", "livez", "readyz", "settings",
        "api-schema",
    ),
    "an empty form; what it is sent for is written": (
        "find", "duty", "emergency", "helping", "who-looked", "request-call", "request-support",
        "partner-start", "rights-new", "rights-hold-new", "report-new", "agency-invite",
    ),
    "counts alone": ("figure", "reports", "api-measures"),
    "one’s own deeds and looks": ("my-activity",),
    "colleagues of one’s own agency": ("agency-people",),
}  # fmt: skip
NO_LOOK = {name: why for why, names in _OF_NOBODY.items() for name in names}
# Whole rooms of a library, held by tests of their own.
ROOMS: dict[str, str] = {
    "/account/": "tests/accounts",
    "/settings/site/": "tests/accounts/test_settings_site.py",
}
