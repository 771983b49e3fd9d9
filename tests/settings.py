"""The site's own settings, on real servers that stop with the tests."""

import atexit
import os
import secrets
import shutil
import tempfile

from tests.servers import provide_servers

provide_servers()

os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
os.environ["EARLYHELP_KEY_PREFIX"] = f"test-{os.getpid()}:"
os.environ["EARLYHELP_DEMO"] = "true"  # a password alone signs in; tests/accounts are stricter
os.environ["EARLYHELP_DATABASE_ROLE"] = "application"
os.environ["STATIC_HASHED"] = "false"  # files are served as they lie in static/
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread

from earlyhelp.settings import *  # noqa: E402, F403

MEDIA_ROOT = tempfile.mkdtemp(prefix="earlyhelp-test-media-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUDIT_ANCHOR_FOLDER = str(BASE_DIR / "var" / "test" / f"anchors-{os.getpid()}")  # noqa: F405
