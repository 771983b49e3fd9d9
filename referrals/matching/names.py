"""How alike two folded names are."""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from cases.names import forms_of

ALIKE = 0.9
SOUNDS_ALIKE = 0.5  # two names may share their few consonants and nothing else
SHORTEST_WITH_A_SLIP = 4  # in a shorter name, another letter is another name
NO_NAMES = frozenset({"baby", "infant", "newborn", "unborn", "twin", "boy", "girl", "of", "one",
                      "two", "1", "2", "male", "female", "child", "not", "known", "named", "yet",
                      "unnamed", "unknown", "tbc"})  # fmt: skip

ORDER = ("same", "slip", "short", "part", "sound", "alike", "different", "")


@lru_cache(50_000)  # of many requests at once the same names are compared again and again
def likeness(one: str, other: str, hint: str = "") -> str:
    """One word for two names; "" where one is not known.

    same; slip (one letter apart, or two changed over); short (“Liz”, “Elizabeth”); part (one of
    two names, or its beginning); sound (another spelling: `hint` says that the lexicon of names
    finds them alike by sound); alike; different.
    """
    if not one or not other:
        return ""
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return "same"
    if _one_letter_apart(one, other):
        return "slip"
    if _forms_of_one(one, other):
        return "short"
    if _shares_a_part(one, other):
        return "part"
    alike = JaroWinkler.similarity(one, other)
    if hint == "sound" and alike >= SOUNDS_ALIKE:
        return "sound"
    return "alike" if alike >= ALIKE else "different"


def closest(found: list[str]) -> str:
    """The nearest of several: somebody may go by more than one name."""
    return min(found, key=ORDER.index, default="")


@lru_cache(50_000)
def given_of(name: str) -> str:
    """A given name, or nothing where what was written says that there is none: “Baby”, “Twin 1”."""
    return "" if set(name.split()) <= NO_NAMES else name


def _one_letter_apart(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= SHORTEST_WITH_A_SLIP and OSA.distance(one, other) == 1


def _forms_of_one(one: str, other: str) -> bool:
    forms = forms_of(one)
    if " " not in one and " " not in other:
        return other in forms
    return other in forms or any(
        word in forms_of(each) for each in one.split() for word in other.split()
    )


def _shares_a_part(one: str, other: str) -> bool:
    """Double-barrelled or middle names (“Khan Begum”, “Begum”), and shortened ones (“Alex”)."""
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return True
    if " " not in long and " " not in short:
        return False
    ours, theirs = one.split(), other.split()
    if set(ours) & set(theirs):
        return True
    return (len(ours) > 1 or len(theirs) > 1) and any(
        _one_letter_apart(a, b) for a in ours for b in theirs
    )
