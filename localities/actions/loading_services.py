"""Loading the directory of services from a file: one line an entry, known again by its key."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.actions.recording import record
from localities.models import Agency, Locality, Service
from localities.routing import tidy_postcode

LISTS = ("topics", "languages")
NUMBERS = ("age_from", "age_to")
PLAIN = ("name", "offers", "for_whom", "also_called", "address", "times", "cost", "cost_words",
         "how_to_refer", "phone", "email", "website", "kept_by", "kept_by_email")  # fmt: skip
COLUMNS = ("key", *PLAIN, *LISTS, *NUMBERS, "agency", "localities", "online", "postcode",
           "valid_until")  # fmt: skip
NEEDED = {"key", "name", "offers"}
WHOLE_AREA = "all"
NO_FILE = "The file needs the columns key, name and offers. It may have: {}."


class CannotLoad(Exception):
    """What is wrong with the file, line by line; nothing of it was loaded."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@transaction.atomic
def load_services(lines: Iterable[str], *, by: Any) -> int:
    """Add or replace the entries of a CSV file; how many. The same file again changes nothing.

    Lists (topics, languages, localities) are separated by semicolons; "all" localities is the
    whole area. Raises CannotLoad with every line that is wrong, and loads none.
    """
    reader = csv.DictReader(lines)
    if not set(reader.fieldnames or []) >= NEEDED:
        raise CannotLoad([NO_FILE.format(", ".join(COLUMNS))])
    known = Known()
    problems, count = [], 0
    for number, line in enumerate(reader, start=2):
        count += 1
        problems += [f"Line {number}: {words}" for words in known.load(line)]
    if problems:
        raise CannotLoad(problems)
    record("directory.loaded", Service(), f"Loaded {count} entries of the directory", by=by)
    return count


class Known:
    """What lines refer to by name, read once."""

    def __init__(self) -> None:
        self.agencies = {agency.name: agency for agency in Agency.objects.all()}
        self.places = {place.name: place for place in Locality.objects.all()}

    def load(self, line: dict[str, str]) -> list[str]:
        """Write one entry. What is wrong with it, in words."""
        given = {name: (line.get(name) or "").strip() for name in COLUMNS}
        service = Service.objects.defer("words").filter(key=given["key"]).first() or Service()
        problems = self._fill(service, given)
        places = _split(given["localities"])
        service.everywhere = WHOLE_AREA in places
        places = [place for place in places if place != WHOLE_AREA]
        problems += [f"there is no locality “{name}”." for name in places
                     if name not in self.places]  # fmt: skip
        problems += _faults(service)
        if not problems:
            service.save()
            service.localities.set([self.places[name] for name in places])
        return problems

    def _fill(self, service: Service, given: dict[str, str]) -> list[str]:
        problems = []
        for name in PLAIN:
            setattr(service, name, given[name])
        for name in LISTS:
            setattr(service, name, _split(given[name]))
        for name in NUMBERS:
            setattr(service, name, given[name] or None)
        service.key, service.postcode = given["key"], tidy_postcode(given["postcode"])
        service.cost = given["cost"] or Service.Cost.FREE
        service.online = given["online"].lower() in {"yes", "true", "1"}
        service.valid_until = given["valid_until"] or None
        service.agency = self.agencies.get(given["agency"])
        if given["agency"] and service.agency is None:
            problems.append(f"there is no agency “{given['agency']}”.")
        return problems


def read_services(file: Path, *, by: Any) -> int:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return load_services(lines, by=by)


def _faults(service: Service) -> list[str]:
    try:
        service.full_clean(exclude=["words"])
    except ValidationError as error:
        return [
            f"{name.replace('_', ' ')}: {' '.join(words)}"
            for name, words in error.message_dict.items()
        ]
    return []


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
