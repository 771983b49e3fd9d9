"""The gallery in place of the site's pages."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from localities.models import Authority
from tests.fixtures.browser import LiveSite

PASSWORD = "a-long-test-password"


@pytest.fixture
def gallery(settings: Any) -> None:
    templates = [dict(engine) for engine in settings.TEMPLATES]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "tests.frontend.gallery.urls"


@pytest.fixture
def authority(db: Any) -> Authority:
    return make_authority()


@pytest.fixture
def gallery_site(gallery: None, live_site: LiveSite) -> LiveSite:
    """The gallery served, with a council and a manager who can sign in."""
    make_authority()
    User.objects.create_user(
        "manager@example.org", PASSWORD, name="Grace Okonkwo-Hill", role="locality_manager"
    )
    return live_site


def make_authority() -> Authority:
    return Authority.objects.create(
        pk=1,
        name="Wolvermere Council",
        brand_colour="#5b2a6e",
        mash_phone="01632 960001",
        out_of_hours_phone="01632 960002",
        desk_phone="01632 960003",
        desk_email="desk@example.org",
    )
