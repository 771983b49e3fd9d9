"""The expected answer of every address of the site, by its name. No address without a rule."""

from accounts.roles import May
from tests.security.matrix import Rule, anybody, case_rule, may, signed_in

WORKERS = (May.WORK, May.ALLOCATE, May.RESTRICT)

SITE: dict[str, Rule] = {
    "home": Rule(anybody),
    "accessibility": Rule(anybody),
    "privacy": Rule(anybody),
    "theme": Rule(anybody),
    "logo": Rule(anybody),
    "favicon": Rule(anybody),
    "livez": Rule(anybody),
    "readyz": Rule(anybody),
    "no-place": Rule(signed_in),
    "settings": Rule(may(May.CONFIGURE)),
    "request-support": Rule(anybody),
    "request-support-form": Rule(anybody),
    "request-received": Rule(lambda user: False, unless="there for the sender’s browser alone"),
    "partner-start": Rule(may(May.OFFER_TO_LEAD)),
    "our-families": Rule(may(May.OFFER_TO_LEAD)),
    "triage": Rule(may(May.TRIAGE)),
    "request-call": Rule(may(May.TRIAGE)),
    "my-families": Rule(may(May.WORK)),
    "needs-you": Rule(may(May.ALLOCATE)),
    "needs-you-list": Rule(may(May.ALLOCATE)),
    "waiting": Rule(may(May.ALLOCATE)),
    "find": Rule(may(May.SEARCH)),
    "emergency": Rule(may(May.BREAK_GLASS)),
    "emergency-openings": Rule(may(May.SEE_LOOKS)),
    "reports": Rule(may(May.SEE_FIGURES)),
    "report-new": Rule(may(May.SEE_FIGURES)),
    "figure": Rule(may(May.SEE_FIGURES)),
    "api-schema": Rule(anybody),
    "api-measures": Rule(signed_in, unless="401 and 403 are its answers, tested with the API"),
    "api-measure": Rule(signed_in, unless="401 and 403 are its answers, tested with the API"),
}

REQUEST: dict[str, Rule] = {
    name: Rule(may(May.TRIAGE), "request", post_only)
    for name, post_only in {
        "request": False,
        "request-take": True,
        "request-decide": False,
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
        "case-assessment", "assessment-read", "assessment-section", "case-plan",
        "case-meetings", "taf", "taf-copy",
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
    "assessment-start": case_rule(),
    "assessment-continue": case_rule(),
    "assessment-submit": case_rule(),
    "assessment-sign-off": case_rule(),
    "assessment-save": case_rule(post_only=True),
    "plan-agree": case_rule(),
    "plan-goal-add": case_rule(),
    "plan-goal": case_rule(),
    "plan-action-add": case_rule(),
    "plan-action": case_rule(),
    "plan-action-done": case_rule(),
    "plan-action-drop": case_rule(),
    "plan-need-aside": case_rule(),
    "taf-record": case_rule(),
    "taf-member-add": case_rule(),
    "taf-member-remove": case_rule(),
}  # fmt: skip

RULES: dict[str, Rule] = SITE | REQUEST | CASE

# Addresses whose answers depend on more than who asks, each with the test that holds them.
ELSEWHERE: dict[str, str] = {
    "request-match": "tests/referrals/test_access.py: of candidates that were offered",
    "emergency-shut": "tests/cases/test_emergency.py: their own emergencies alone",
    "emergency-finding": "tests/cases/test_emergency.py: of openings that are listed for them",
    "case-unname": "tests/cases/test_restricting.py: a person named on that record",
    "case-conflict-end": "tests/cases/test_conflicts.py: a link declared on that record",
    "report": "tests/reporting/test_pages.py: reports they may read",
    "report-progress": "tests/reporting/test_pages.py",
    "report-again": "tests/reporting/test_pages.py",
    "report-download": "tests/reporting/test_pages.py",
}
# Whole rooms of a library, held by tests of their own.
ROOMS: dict[str, str] = {
    "/account/": "tests/accounts",
    "/settings/site/": "tests/accounts/test_settings_site.py",
}
