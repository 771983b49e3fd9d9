"""The site's own settings, on real servers that stop with the tests."""

import os

from tests.servers import provide_servers

provide_servers()

os.environ.setdefault("SECRET_KEY", "for-tests-only-" * 5)
os.environ["EARLYHELP_KEY_PREFIX"] = f"test-{os.getpid()}:"
os.environ["EARLYHELP_DATABASE_ROLE"] = "application"
os.environ["STATIC_HASHED"] = "false"  # files are served as they lie in static/
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread

from earlyhelp.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_ANCHOR_FOLDER = str(BASE_DIR / "var" / "test" / "anchors")  # noqa: F405
