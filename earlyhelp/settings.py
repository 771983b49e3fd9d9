"""The one settings file. What differs between installations is read from the environment."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from earlyhelp.roles_of_the_database import connection_settings

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

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
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
    "accounts.middleware.ActingMiddleware",
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
ACCOUNT_ADAPTER = "accounts.adapter.ClosedSignupAdapter"
ACCOUNT_FORMS = {"login": "earlyhelp.signing_in.SignInForm"}
ACCOUNT_SESSION_REMEMBER = False  # machines are shared: closing the browser signs out
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
STATIC_HASHED = env.bool("STATIC_HASHED", not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "earlyhelp.static_files.HashedStaticFiles"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# What a page may load: our own files, nothing inline and nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
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
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
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
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)  # whose X-Forwarded-For is believed
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = env.int("SESSION_SECONDS", 8 * 3600)
SECURE_REFERRER_POLICY = "same-origin"

# The API: the browser's session or a token; errors are problem documents (RFC 9457).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "reporting.api.problems.as_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Early Help",
    "DESCRIPTION": "Figures of early help: every measure with its definition. Counts, no names.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# A job whose worker has not been heard of for so long is taken over by another.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 20)

# Where the chains of the record stand is kept outside the database (audit.queries.anchors).
AUDIT_ANCHOR_FOLDER = env.str("AUDIT_ANCHOR_FOLDER", str(BASE_DIR / "var" / "anchors"))
AUDIT_ANCHOR_EMAIL = env.str("AUDIT_ANCHOR_EMAIL", "")

# What does each kind of job: a function that takes the job and returns what lands its result.
JOB_HANDLERS = {
    "send_mail": "audit.actions.posting.send",
    "scrutiny_report": "reporting.actions.producing.produce",
    "screen_request": "referrals.actions.screening.screen",
    "open_partner_assessment": "assessments.actions.assessing.open_for_partner",
}

# What other rooms do when a case ends, in the same transaction: functions (case, by, on).
CASE_CLOSING_STEPS: list[str] = [
    "assessments.actions.planning.end_plan",
]

# What other rooms add to the case page (cases.extensions): functions (case, user).
CASE_ACTIONS: list[str] = [
    "assessments.offering.actions_for",
]
CASE_DOCUMENTS: list[str] = [
    "assessments.offering.documents_of",
]
