"""From an address to the locality that serves it, by its postcode."""

import re

from localities.models import Locality, Postcode

NO_FIXED_ABODE = "ZZ99 3VZ"  # the national postcode of people who have no fixed abode

_FORM = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


def tidy_postcode(text: str) -> str:
    """The postcode as it is stored, with one space: "wv140aa" → "WV14 0AA".

    Empty where the text does not have the form of a United Kingdom postcode.
    """
    found = _FORM.fullmatch(re.sub(r"[^A-Z\d]", "", text.upper()))
    return f"{found[1]} {found[2]}" if found else ""


def locality_of(postcode: str) -> Locality | None:
    """The locality that serves a postcode; None where a person must choose.

    So it is for a postcode outside the area, an unknown or malformed one, and for no fixed
    abode.
    """
    tidy = tidy_postcode(postcode)
    if not tidy or tidy == NO_FIXED_ABODE:
        return None
    known = Postcode.objects.filter(pk=tidy).select_related("locality").first()
    return known.locality if known else None
