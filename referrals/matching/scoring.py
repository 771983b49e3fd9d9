"""How strongly a comparison speaks of one person, in doublings of the odds (bits).

After Fellegi and Sunter: each agreement counts log2(m/u), m being how often it holds of a
description and its own person, u of two people at random. What is unknown counts nothing.
"""

from dataclasses import dataclass
from math import log2

from referrals.matching import weights
from referrals.matching.comparing import Features

AGREES = {"same", "slip", "short", "part", "sound"}
NUMBER_AGREES, NUMBER_DIFFERS = 18.0, -9.0  # one number, one person; but somebody copied it
OTHER_KIND = -14.0
FAMILY_AT_MOST = 20.0  # name, address and kin say one thing together: it is this family
RAREST, COMMONEST = 7.0, -4.0
BITS = {
    what: {level: log2(often / weights.RANDOM[what][level]) for level, often in levels.items()}
    for what, levels in weights.MATCH.items()
}
KIN_AT_MOST = max(BITS["kin"].values())
SWAPPED = log2(weights.SWAPPED)


@dataclass(frozen=True, slots=True)
class Score:
    """Bits that speak of this very person, and bits that speak of the family alone."""

    person: float
    family: float

    @property
    def bits(self) -> float:
        return weights.PRIOR + self.person + self.family

    @property
    def percent(self) -> int:
        """How likely it is this person, from 1 to 99: it is never certain."""
        return min(max(round(100 / (1 + 2.0**-self.bits)), 1), 99)


def score(found: Features) -> Score:
    """Weigh a comparison."""
    person = (
        _name("given", found.given, found.given_share)
        + _weight("birth", found.birth)
        + _weight("sex", found.sex)
        + _number(found.nhs_number)
        + _number(found.upn)
        + (OTHER_KIND if found.kind == "different" else 0.0)
        + (SWAPPED if found.swapped else 0.0)
    )
    family = (
        _name("family", found.family, found.family_share)
        + _weight("place", found.place)
        + _weight("kin", found.kin)
    )
    return Score(person, min(family, FAMILY_AT_MOST))


def may_be_sure(found: Features, scored: Score) -> bool:
    """Whether “same person” may be said, if nobody else comes near.

    A number decides only where surname or date of birth agrees, and not where first name and date
    of birth both contradict: then it is a brother's or sister's, copied. Else it takes enough in
    all, and enough of it from what is the person's own: a twin shares the rest.
    """
    if "same" in (found.nhs_number, found.upn):
        agrees = found.family in AGREES or found.birth == "same"
        return agrees and not found.given == found.birth == "different"
    if "different" in (found.given, found.kind, found.birth):
        return False
    return scored.bits >= weights.SURE and scored.person >= weights.SURE_OF_THE_PERSON


def decided_by_number(found: Features) -> bool:
    return "same" in (found.nhs_number, found.upn)


def _weight(what: str, level: str) -> float:
    return BITS[what].get(level, 0.0)


def _name(what: str, level: str, share: float | None) -> float:
    """The rarer the name, the more its agreement says."""
    plain = _weight(what, level)
    if share is None or level not in AGREES:
        return plain
    usual = weights.RANDOM[what]["same"]
    return max(plain + min(max(log2(usual / max(share, 1e-9)), COMMONEST), RAREST), 0.0)


def _number(agreement: str) -> float:
    return {"same": NUMBER_AGREES, "different": NUMBER_DIFFERS}.get(agreement, 0.0)
