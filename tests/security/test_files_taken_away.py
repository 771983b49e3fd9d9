"""Every file that is taken away has a page for whoever had to sign in before it."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.security.doors import routes

A_FILE = re.compile(r"Content-Disposition|return attachment\(|return _file\(")
NOBODY_SIGNS_IN = {"calendar"}  # a private address that a calendar reads


def layers(view: Callable[..., Any]) -> Iterator[str]:
    while hasattr(view, "__wrapped__"):
        yield view.__code__.co_qualname
        view = view.__wrapped__


def test_every_view_whose_answer_is_a_file() -> None:
    found = {
        name: "takes_away.<locals>.offered" in layers(pattern.callback)
        for name, pattern in routes()
        if not name.startswith(("api-", "admin:")) and name not in NOBODY_SIGNS_IN
        and inspect.isfunction(inspect.unwrap(pattern.callback))
        and A_FILE.search(inspect.getsource(inspect.unwrap(pattern.callback)))
    }  # fmt: skip
    assert len(found) > 9
    assert [name for name, has_a_page in found.items() if not has_a_page] == []
