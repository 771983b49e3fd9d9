"""The site's own settings, for a worker that also knows the jobs of the tests."""

from earlyhelp.settings import *  # noqa: F403
from earlyhelp.settings import JOB_HANDLERS as _OF_THE_SITE

JOB_HANDLERS = {**_OF_THE_SITE, "test_hold": "tests.jobs.hold"}
