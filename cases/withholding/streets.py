"""The words by which an address would be known in other text. No database."""

import re
from collections.abc import Iterator

# How the last word of a street is written short.
SHORT = {
    "avenue": ("ave", "av"),
    "close": ("cl",),
    "court": ("ct",),
    "crescent": ("cres", "cresc"),
    "drive": ("dr",),
    "gardens": ("gdns",),
    "grove": ("grv", "gr"),
    "lane": ("ln",),
    "place": ("pl",),
    "road": ("rd",),
    "square": ("sq",),
    "street": ("st",),
    "terrace": ("terr", "ter"),
}
UNABBREVIATED = {
    "croft", "gate", "mews", "parade", "rise", "row", "view", "walk", "way", "wharf", "yard",
}  # fmt: skip
ENDINGS = {*SHORT, *UNABBREVIATED, *(word for short in SHORT.values() for word in short)}
_HOUSE = re.compile(
    r"(?:no\.?\s*)?\d+\s*[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?\s+(?P<street>\D.*)", re.IGNORECASE
)
_WITHIN_A_HOUSE = re.compile(r"(?:flat|unit|room|apartment|apt|floor|block)\b.{0,6}", re.IGNORECASE)
FEWEST = 6  # letters of a house that has a name and no number


def known_by(lines: str, postcode: str) -> list[str]:
    """The lines as a whole, house and street, the street without its number, a house's own name,
    and the postcode; streets also as they are written short."""
    parts = [part.strip() for part in re.split(r"[,\n]", lines) if part.strip()]
    found = [lines, *_of_parts(parts), postcode]
    return list(dict.fromkeys(words for words in found if words))


def _of_parts(parts: list[str]) -> Iterator[str]:
    """Up to the street: what follows it is a district or a town, which many texts name. The street
    is what has a number, else what ends as streets end."""
    numbered = [number for number, part in enumerate(parts) if _HOUSE.fullmatch(part)]
    ending = [number for number, part in enumerate(parts) if _is_street(part)]
    street = next(iter(numbered or ending), None)
    for part in parts[:1] if street is None else parts[:street]:
        if len(part) >= FEWEST and not _WITHIN_A_HOUSE.fullmatch(part):
            yield part
    if street is not None:
        house = _HOUSE.fullmatch(parts[street])
        yield parts[street]
        yield from _street(house["street"] if house else parts[street])


def _street(street: str) -> Iterator[str]:
    """A street of one word, or “The Street”, is found with its number alone: it may mean any."""
    name, _, last = street.rpartition(" ")
    if not name or name.casefold() == "the":
        return
    yield street
    for full, short in SHORT.items():
        if last.casefold() in (full, *short):
            yield from (f"{name} {word}" for word in (full, *short))


def _is_street(part: str) -> bool:
    """Whether it ends as streets end, and something stands before that."""
    name, _, last = part.rpartition(" ")
    return bool(name) and last.casefold() in ENDINGS
