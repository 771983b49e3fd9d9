"""Safe addresses planted in every family of the matrix, and looking for them in what goes out."""

import re
from io import BytesIO
from typing import Any

import redis
from django.conf import settings
from django.core import mail
from pypdf import PdfReader

from cases.models import Address, Person
from tests.cast import arranged
from tests.states import SEEN_BY, States

PLANTED = 200
# Both the lines and the postcode tell which one it is.
_TELLS = re.compile(r"Larkspur(\d{3})x|L(\d{3}) 9ZZ")
PARTNERS = {"school", "school2", "contact"}


class SafeAddresses:
    """Which state's family each belongs to, and where somebody not cleared was shown one."""

    def __init__(self, states: States, keys: tuple[str, ...]) -> None:
        self._of: dict[int, str] = {}
        self.open_to_the_cleared = False
        self._plant(states, keys)

    @arranged
    def _plant(self, states: States, keys: tuple[str, ...]) -> None:
        people = [
            (key, person)
            for key in keys
            for person in Person.objects.filter(memberships__family=states.cases[key].family_id)
        ]
        for number in range(PLANTED):
            key, person = people[number % len(people)]
            Address.objects.create(
                person=person,
                kind=Address.Kind.REFUGE,
                lines=f"Larkspur{number:03d}x Lane",
                postcode=f"L{number:03d} 9ZZ",
                safe_address=True,
                from_date=None,
            )
            self._of[number] = key
        assert len(self._of) == PLANTED

    def shown(self, answer: Any, who: str) -> set[str]:
        """The states whose safe addresses this answer shows to somebody not cleared for them.

        Cleared is who sees the case and is of the council; a partner only where they lead it.
        """
        told = self.told_by(_text(answer))
        uncleared = {key for key in told if not _is_cleared(who, key)}
        self.open_to_the_cleared |= told != uncleared
        return uncleared

    def told_by(self, text: str) -> set[str]:
        return {self._of[int(found[1] or found[2])] for found in _TELLS.finditer(text)}

    def elsewhere(self, log: str) -> dict[str, set[str]]:
        """What letters, log lines and the shared cache tell, where none of them should."""
        letters = "".join(f"{each.subject}{vars(each)}" for each in mail.outbox)
        found = {"letters": self.told_by(letters), "log": self.told_by(log)}
        return {where: told for where, told in (found | {"cache": self._cached()}).items() if told}

    def _cached(self) -> set[str]:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            keys = list(client.scan_iter(match=f"*{settings.KEY_PREFIX}*"))
            held = [client.dump(key) or b"" for key in keys]
        return self.told_by(b"".join([*keys, *held]).decode("latin-1"))


def _is_cleared(who: str, key: str) -> bool:
    return who in SEEN_BY[key] and who not in PARTNERS


def _text(answer: Any) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Type", "").startswith("application/pdf"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return str(content, "utf-8", "replace")
