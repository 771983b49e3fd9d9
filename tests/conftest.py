"""What every test may use. The fixtures are in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.browser",
    "tests.fixtures.worker",
    "tests.fixtures.world",
    "tests.fixtures.demonstration",
]
