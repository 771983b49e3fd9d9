"""A case that somebody leads, as tests of case work have it."""

from tests.cases.conftest import led

__all__ = ["led"]
