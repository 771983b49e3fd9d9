"""The one settings file. What differs between installations is read from the environment."""

import os
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from environs import Env

from earlyhelp.roles_of_the_database import connection_settings
from earlyhelp.single_sign_on import origin_of, single_sign_on

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
if "DATABASE_URL" not in os.environ:  # a demonstration that runs on this machine wrote it down
    env.read_env(str(BASE_DIR / "var" / "run" / "services.env"), recurse=False)

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "csp",
    # ours, downhill last
    "reporting",
    "referrals",
    "assessments",
    "cases",
    "accounts",
    "localities",
    "audit",
    "earlyhelp",
]

# Each stands where it does for a reason; tests/site/test_middleware.py shows what they keep.
MIDDLEWARE = [
    # First: it makes no answer of its own, and the time it evens out is that of all the others.
    "audit.web.steady.SteadyMiddleware",
    # Outside whatever may answer by itself, so that refusals and faults carry the headers too.
    "earlyhelp.walls.WallsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Before the transaction is entered: whoever has been away too long is nobody there.
    "accounts.idling.IdleMiddleware",
    "accounts.middleware.ActingMiddleware",
    # Inside it: it reads this person's own rows. Nothing of a record is reached before it.
    "accounts.second_step.SecondStepMiddleware",
    "audit.web.directions.DirectionsMiddleware",
    # Last: it looks through what the view made while the person's reach is still known.
    "cases.middleware.WithholdingMiddleware",
]

ROOT_URLCONF = "earlyhelp.urls"
WSGI_APPLICATION = "earlyhelp.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "earlyhelp.context.shell",
            ],
            "builtins": [
                "django.contrib.humanize.templatetags.humanize",
                "django.templatetags.static",
                "earlyhelp.templatetags.govuk",
                "earlyhelp.templatetags.parts",
            ],
        },
    }
]
FORM_RENDERER = "earlyhelp.govuk.renderer.GovukRenderer"

# The owner's URL. The web and the workers replace its user and password by the application's,
# so where they run alone the URL needs neither.
DATABASE_URL = env.str("DATABASE_URL", "")
APPLICATION_DATABASE_PASSWORD = env.str("APPLICATION_DATABASE_PASSWORD", "")
DATABASES = (
    {
        "default": connection_settings(
            DATABASE_URL,
            role=env.str("EARLYHELP_DATABASE_ROLE", "application"),
            application_password=APPLICATION_DATABASE_PASSWORD,
        )
    }
    if DATABASE_URL
    else {}
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.backends.ConfigurationBackend",  # what a role may do in the settings site
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "earlyhelp.signing_in.SignInForm",
    "request_login_code": "accounts.forms.AskForCodeForm",
    "confirm_login_code": "accounts.forms.CodeByEmailForm",
    "reauthenticate": "accounts.forms.ConfirmPasswordForm",
    "reset_password": "accounts.forms.ForgottenForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False  # machines are shared: closing the browser signs out
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # for the roles that may, see accounts.forms
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {  # "key" is the address typed, "ip" where it was typed from
    "login_failed": "30/5m/ip,5/5m/key",
    "request_login_code": "20/5m/ip,5/15m/key",
    "reset_password": "20/5m/ip,5/15m/key",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

# The second step: who needs one is in accounts/roles.py.
MFA_ADAPTER = "accounts.adapter.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are never quite right
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.ConfirmByCodeForm",
    "activate_totp": "accounts.forms.StartAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.NameKeyForm",
}

# The council's single sign-on, such as Entra ID. See docs/signing-in.md.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
OIDC_NAME = env.str("OIDC_NAME", "your council account") if OIDC_SERVER_URL else ""
OIDC_MFA_VALUES = env.list("OIDC_MFA_VALUES", ["mfa"])  # what amr or acr says of a second step
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SubjectOnly"
SOCIALACCOUNT_PROVIDERS = (
    single_sign_on(
        server_url=OIDC_SERVER_URL,
        name=OIDC_NAME,
        client_id=env.str("OIDC_CLIENT_ID", ""),
        secret=env.str("OIDC_CLIENT_SECRET", ""),
        subject=env.str("OIDC_SUBJECT", ""),
    )
    if OIDC_SERVER_URL
    else {}
)

# Set by `make demo` for its own processes. See accounts.demonstration.
DEMONSTRATION = env.bool("EARLYHELP_DEMO", False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Hashed names need collectstatic to have run; tests and DEBUG serve the files as they lie.
# Instruments with a licence that the authority holds: keys of assessments/instruments/shipped.yaml.
LICENSED_INSTRUMENTS: list[str] = env.list("LICENSED_INSTRUMENTS", [])
STATIC_HASHED = env.bool("STATIC_HASHED", not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "earlyhelp.static_files.HashedStaticFiles"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Files of cases: never below a folder that is served, only through the visibility check.
MEDIA_ROOT = env.str("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
LARGEST_FILE = env.int("LARGEST_FILE_MB", 15) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "earlyhelp.uploads.RefusingTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of all that is typed into one form

# The council's virus scanner, clamd: host:port. Once it is named, no file is kept unscanned.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
CLAMD_SECONDS = env.float("CLAMD_SECONDS", 30)

# What a page may load: our own files, nothing inline and nothing from elsewhere. A script runs
# only where the page itself names it with this answer's nonce, so that no file that somebody put
# on the site can become one.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF, *origin_of(OIDC_SERVER_URL)],  # where its sign-in page is
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Jobs are rows first; Celery and Valkey only wake the workers (see audit.tasks).
REDIS_URL = env.str("REDIS_URL", "")
KEY_PREFIX = env.str("EARLYHELP_KEY_PREFIX", "")  # keeps two sites on one Valkey apart
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": KEY_PREFIX,
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # the sweeper hands out again what could not be published
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600  # seconds; what hangs is killed, and its job tried again or ended
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = env.str(
    "BEAT_SCHEDULE_FILE", str(BASE_DIR / "var" / "beat-schedule")
)
CELERY_BEAT_SCHEDULE = {
    "hand out jobs that nobody woke": {"task": "audit.tasks.sweep", "schedule": 5},
    "clear away old drafts": {
        "task": "referrals.tasks.clear_old_drafts",
        "schedule": crontab(hour=3, minute=20),
    },
    "look after the desk": {"task": "referrals.tasks.look_after_the_desk", "schedule": 300},
    "draw decisions to look at again": {
        "task": "referrals.tasks.draw_samples",
        "schedule": crontab(hour=4, minute=10, day_of_week="mon"),
    },
    "delete files that were imported long ago": {
        "task": "referrals.tasks.clear_old_imports",
        "schedule": crontab(hour=3, minute=40),
    },
    "remove files that belong to no record": {"task": "cases.tasks.sweep_files", "schedule": 3600},
    "list what retention makes due": {
        "task": "cases.tasks.list_due_for_disposal",
        "schedule": crontab(hour=3, minute=20),
    },
    "remind keepers of the directory": {
        "task": "localities.tasks.remind_keepers_of_the_directory",
        "schedule": crontab(hour=6, minute=30),
    },
    "look how closed cases hold": {
        "task": "cases.tasks.look_how_closed_cases_hold",
        "schedule": crontab(hour=5, minute=10),
    },
    "take late disputes of step-ups a stage higher": {
        "task": "cases.tasks.escalate_late_disputes",
        "schedule": crontab(hour=5, minute=20),
    },
    "write what is due to whom it is due": {
        "task": "cases.tasks.send_digest_of_what_is_due",
        "schedule": crontab(hour=7, minute=30),
    },
    "look after accounts": {
        "task": "accounts.tasks.look_after_accounts",
        "schedule": crontab(hour=2, minute=10),
    },
    "forget answers kept for repeated requests": {
        "task": "audit.tasks.forget_old_answers",
        "schedule": crontab(hour=3, minute=40),
    },
    "count how many bear each name": {
        "task": "cases.tasks.count_names",
        "schedule": crontab(hour=2, minute=40),
    },
    "anchor the record": {"task": "audit.tasks.anchor_audit", "schedule": 86_400},
}
CACHES = {
    "default": {
        "BACKEND": "earlyhelp.cache.CacheThatMayBeAway",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": KEY_PREFIX + "cache",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Names, addresses and search terms never go into a log line.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"without_secrets": {"()": "earlyhelp.masking.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

# Behind the proxy that ends TLS. Off only on one's own machine, over loopback.
HTTPS = env.bool("HTTPS", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
# For names below the site's own too: there are none, and none should appear without TLS. The word
# "preload" only says that a browser's list may hold the name; nobody is entered without asking.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)  # whose X-Forwarded-For is believed
# How the site is called in letters, which are written where no browser asks.
SITE_URL = env.str("SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}").rstrip("/")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
# The prefix makes a browser refuse such a cookie from a neighbour's name or without TLS.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_HTTPONLY = True
# Lax, not Strict: links in e-mails and the council's sign-in come from another site. The CSRF
# cookie is readable: saving while typing goes on after somebody signed in again in another window.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
# A session ends when it was not used for so long, and when the day is over. Its row stays a
# while longer, so that what its person still sends can be kept for them.
IDLE_SECONDS = env.int("IDLE_SECONDS", 30 * 60)
SESSION_SECONDS = env.int("SESSION_SECONDS", 8 * 3600)
CONFIRMED_SECONDS = env.int("CONFIRMED_SECONDS", 10 * 60)  # see accounts.doors
ACCOUNT_REAUTHENTICATION_TIMEOUT = CONFIRMED_SECONDS
SESSION_COOKIE_AGE = SESSION_SECONDS + 12 * 3600
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# Of a browser's devices a page may use none; keys to sign in with are asked by our own pages only.
DEVICES = (
    "accelerometer autoplay bluetooth browsing-topics camera clipboard-read display-capture "
    "encrypted-media fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts "
    "magnetometer microphone midi payment picture-in-picture screen-wake-lock serial usb "
    "web-share xr-spatial-tracking"
)
PERMISSIONS_POLICY: dict[str, list[str]] = {
    **{device: [] for device in DEVICES.split()},
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
}

# Without a mail server letters are written to files, which helps on one's own machine alone.
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", "early-help@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
# Where the recipient’s mail system says that it could not deliver: an address whose mail is handed
# to `manage.py note_bounce`. A letter says in it which one it is: bounces+12.4f…@example.org.
MAIL_BOUNCES_TO = env.str("MAIL_BOUNCES_TO", "")
# Where duty is told at once that somebody is in danger; without it, the desk’s own address.
DUTY_EMAIL = env.str("DUTY_EMAIL", "")
EMAIL_FILE_PATH = str(BASE_DIR / "var" / "mail")

# The API: the browser's session or a token; errors are problem documents (RFC 9457).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["audit.api.bodies.JsonBody"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.limits.CallsAnHour"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "audit.api.problems.as_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Early Help",
    "DESCRIPTION": (
        "Send requests for support and read how they stand; ask whether a person is known; read "
        "figures. Errors are problem documents (RFC 9457). How to begin: docs/api.md."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "PersonKindEnum": "referrals.models.ReferralPerson.Kind",
        "RequestKindEnum": "referrals.models.Referral.Kind",
        "YesNoEnum": "referrals.models.Notification.YesNo",
        "KindOfMeasureEnum": ["count", "share", "rate", "median"],
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "audit.api.described.closed_bodies",
    ],
}
# Calls of one token, or of one person signed in, in an hour.
API_CALLS_AN_HOUR = env.int("API_CALLS_AN_HOUR", 20_000)

# Requests for support without signing in, in an hour: from one address, and from all together.
REQUESTS_AN_HOUR = env.int("REQUESTS_AN_HOUR", 20)
REQUESTS_AN_HOUR_FROM_ALL = env.int("REQUESTS_AN_HOUR_FROM_ALL", 300)

# What stands before every page of the settings site: a decorator of views.
CONFIGURATION_GATE = "accounts.doors.recently_confirmed"

# How often a code that was saved, or that of a status page, may be tried from one address.
CODES_AN_HOUR = env.int("CODES_AN_HOUR", 20)
# A family that reads its plan by a link is asked for the code again after so long.
FAMILY_LINK_SECONDS = env.int("FAMILY_LINK_SECONDS", 20 * 60)
# Endings of addresses that only a service gives out: whoever confirmed one is told as a
# professional is. Of schools only those with a domain of the kind; others have an account.
WORK_ADDRESSES = env.list(
    "WORK_ADDRESSES", ["gov.uk", "nhs.net", "nhs.uk", "police.uk", "sch.uk", "mod.uk"]
)

# A job whose worker has not been heard of for so long is taken over by another.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 20)

# How often “Is anyone already helping?” may be asked in a day.
ASKINGS_A_DAY = env.int("ASKINGS_A_DAY", 20)
ASKINGS_OF_AN_AGENCY_A_DAY = env.int("ASKINGS_OF_AN_AGENCY_A_DAY", 100)
# Where the chains of the record stand is kept outside the database (audit.queries.anchors).
AUDIT_ANCHOR_FOLDER = env.str("AUDIT_ANCHOR_FOLDER", str(BASE_DIR / "var" / "anchors"))
AUDIT_ANCHOR_EMAIL = env.str("AUDIT_ANCHOR_EMAIL", "")

# The seconds between one attempt of a job and the next, where they are not those of
# audit.actions.queueing. A mail system that is down for a night loses no letter: 34 hours in all.
MAIL_PAUSES = [30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600, 10 * 3600, 12 * 3600]
JOB_PAUSES: dict[str, list[int]] = {
    "send_mail": MAIL_PAUSES,
    "ask_to_confirm": MAIL_PAUSES,
    "send_sealed_mail": [10, 30, 120, 600],  # its links last an hour
}

# What does each kind of job: a function that takes the job and returns what lands its result.
JOB_HANDLERS = {
    "send_mail": "audit.actions.posting.send",
    "school_changed": "cases.actions.people.changing_school.elsewhere",
    "pass_on_a_call": "cases.actions.sharing.asking_who_helps.pass_on",
    "subject_access": "reporting.actions.copying.draft",
    "subject_access_final": "reporting.actions.copying.final",
    "panel_papers": "reporting.actions.papering.produce",
    "withdraw_panel_papers": "reporting.actions.papering.withdraw",
    "list_due_for_disposal": "cases.actions.rights.keeping.list_due",
    "dispose_of_record": "cases.actions.rights.disposing.dispose",
    "send_sealed_mail": "accounts.actions.mailing.send",
    "scrutiny_report": "reporting.actions.producing.produce",
    "ask_to_confirm": "referrals.actions.doors.replying.send_question",
    "tell_of_harm": "referrals.actions.telling.of_harm.tell",
    "send_receipt": "referrals.actions.doors.replying.send_receipt",
    "screen_request": "referrals.actions.screening.screen",
    "screen_imported": "referrals.importing.screening.screen",
    "check_import": "referrals.actions.doors.importing.check",
    "write_import": "referrals.actions.doors.importing.carry_out",
    "tell_schools": "referrals.actions.telling.schools.list_schools",
    "open_partner_assessment": "assessments.actions.assessing.open_for_partner",
}

# What other rooms do when a case ends, in the same transaction: functions (case, by, on).
CASE_CLOSING_STEPS: list[str] = [
    "referrals.actions.telling.senders.case_closed",
    "assessments.actions.planning.end_plan",
    "assessments.actions.linking.end_with_case",
]

# What other rooms bring back when a wrong closing is taken back: functions (case, by, on,
# closed_on).
CASE_REOPENING_STEPS: list[str] = [
    "assessments.actions.going_on.go_on_with_case",
]

# What other rooms put into the pack of a step-up: functions (case, day) that give its parts.
STEP_UP_PACK: list[str] = [
    "assessments.queries.step_up_pack.parts_of",
]

# What other rooms know of a family since its case closed: functions (closure) that give
# `cases.rules.sustaining.Fact`.
SINCE_A_CLOSURE: list[str] = [
    "referrals.queries.since_closure.requests_since",
]

# What other rooms do when a case gets its lead, in the same transaction: functions (case, by, at).
CASE_ALLOCATING_STEPS: list[str] = [
    "referrals.actions.telling.senders.case_allocated",
    "assessments.actions.inviting.invite_lead",
]

# What other rooms do when a case changes hands because whoever led it leaves, in the same
# transaction: functions (case, leaver, lead, by).
CASE_HANDING_OVER_STEPS: list[str] = [
    "assessments.actions.doing.hand_on",
    "assessments.actions.inviting.no_longer_invite",
]

# What other rooms do when somebody of a family is born, dies or leaves it, in the same
# transaction: functions (case, person, by, why).
PERSON_STEPS: list[str] = [
    "assessments.actions.delegating.end_those_about",
    "assessments.actions.doing.end_those_for",
]

# What other rooms say on the Summary of a case until somebody has contacted its family: functions
# (case, user) that give `cases.extensions.Notice`.
NOTICES_BEFORE_CONTACT: list[str] = [
    "referrals.offering.notices_before_contact",
]

# What other rooms say on the Summary of a case of whose family somebody has died: functions (case,
# people, user) that give `cases.extensions.Notice`. And the page that opens once it is recorded.
NOTICES_AFTER_DEATHS: list[str] = [
    "assessments.queries.looking_again.notices_after_deaths",
]
AFTER_A_DEATH = "plan-look-again"

# What other rooms add to the page “Settings”: heading, label, name of the address, what it is for.
SETTINGS_PAGES: list[tuple[str, str, str, str]] = [
    ("What is asked", "Assessment forms", "forms", "Versions of each form, compared and tried"),
]

# Before copies of records are taken away: a decorator of views that asks again who one is.
RECENTLY_CONFIRMED = "accounts.doors.recently_confirmed"

# What other rooms erase when a family's record is disposed of, in the same transaction:
# functions (family_id, by).
DISPOSAL_STEPS: list[str] = [
    "reporting.actions.copying.erase_copies",
]

# What other rooms add to the case page (cases.extensions): functions (case, user).
CASE_ACTIONS: list[str] = [
    "assessments.offering.actions_for",
]
# What waits for a manager in other rooms: functions (user) that give `cases.extensions.Waiting`.
NEEDS_YOU: list[str] = [
    "referrals.queries.for_managers.to_look_at",
]
# Where somebody is to be, shown where they start: functions (user) that give
# `cases.extensions.Meeting`.
MEETINGS: list[str] = [
    "referrals.queries.panels.seats_of",
]
# What other rooms ask of somebody, shown where they start, in the digest and in their calendar:
# functions (user) that give `cases.extensions.Task`.
TASKS: list[str] = [
    "assessments.queries.delegated.tasks_of",
    "assessments.queries.family_words.tasks_of",
    "assessments.queries.inviting.tasks_of",
    "assessments.queries.returned.tasks_of",
    "cases.queries.surgeries.tasks_of",
]
# Before the table of timescales changes: database functions (kind, since) that count what is due
# now and what began of late.
TIMESCALE_COUNTS: list[str] = ["due_of_kind", "requests_due_of_kind"]
# What authors keep of their own words (cases.queries.sharing.written): functions (before, most).
OWN_WORDS: list[str] = [
    "cases.queries.sharing.written.contacts",
    "assessments.queries.written.answers",
    "assessments.queries.written.minutes",
    "referrals.queries.written.requests",
]
CASE_DOCUMENTS: list[str] = [
    "assessments.offering.documents_of",
    "referrals.offering.documents_of",
]
# Tables whose rows name a kept file (`stored_as`): what none of them names is swept away.
KEPT_FILES: list[str] = [
    "cases.Document",
    "referrals.RequestFile",
]
# The kinds of item that can be kept from somebody of a family, and the documents of which copies
# are made for one of them (cases.withholding).
WITHHELD_KINDS: list[str] = [
    "cases.withholding.kinds.KINDS",
    "assessments.withholding.KINDS",
    "referrals.withholding.KINDS",
]
CASE_COPIES: list[str] = [
    "assessments.copies.COPIES",
]
