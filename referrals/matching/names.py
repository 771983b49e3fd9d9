"""How alike two folded names are."""

from rapidfuzz.distance import OSA, JaroWinkler

ALIKE = 0.9
SHORTEST_WITH_A_SLIP = 4  # in a shorter name, another letter is another name


def likeness(one: str, other: str) -> str:
    """ "same", "slip" (one letter apart), "part" (one of two names), "alike", "different" or ""."""
    if not one or not other:
        return ""
    if one == other:
        return "same"
    if min(len(one), len(other)) >= SHORTEST_WITH_A_SLIP and OSA.distance(one, other) == 1:
        return "slip"
    if _shares_a_part(one, other):
        return "part"
    return "alike" if JaroWinkler.similarity(one, other) >= ALIKE else "different"


def best_likeness(one: str, others: list[str]) -> str:
    """The closest of several names somebody goes by."""
    found = {likeness(one, other) for other in others}
    order = ("same", "slip", "part", "alike", "different")
    return next((word for word in order if word in found), "")


def _shares_a_part(one: str, other: str) -> bool:
    """Double-barrelled or middle names (“Khan Begum”, “Begum”), and shortened ones (“Alex”)."""
    if set(one.split()) & set(other.split()):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and long.startswith(short)
