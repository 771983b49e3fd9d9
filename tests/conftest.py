"""What every test may use. The fixtures are in tests/fixtures."""

import pytest

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.browser",
    "tests.fixtures.mail",
    "tests.fixtures.worker",
    "tests.fixtures.world",
    "tests.fixtures.demonstration",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process is left with one of them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/security/test_"))
