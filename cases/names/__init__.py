"""Forms of given names that stand for one another: “Liz”, “Elizabeth”. Touches no database."""

from collections import defaultdict
from functools import cache
from pathlib import Path

from audit.text import fold

_FILE = Path(__file__).parent / "short_forms.txt"


def forms_of(name: str) -> frozenset[str]:
    """Other names that somebody called this may be recorded with. `name` is folded."""
    return _forms().get(name, frozenset())


@cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        names = [] if line.startswith("#") else fold(line).split()
        for name in names:
            found[name].update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}
