"""Folding: the form of a name that is stored for searching and sorting."""

import unicodedata
from typing import Any

from django.db import models

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",
    }
)


def fold(text: str) -> str:
    """Lower case, without accents or punctuation, single spaces: "O’Neill-Łoś" → "oneill los".

    Apostrophes close up (oneill), hyphens part (double-barrelled names are two words).
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    kept = []
    for letter in decomposed:
        if letter.isalnum():
            kept.append(letter)
        elif letter.isspace() or unicodedata.category(letter) == "Pd":
            kept.append(" ")
    return " ".join("".join(kept).split())


def names_meant(name: str) -> set[str]:
    """The folded names that somebody may go by who is called this: as it is written, the last word
    first ("Nowak, Emeka"), the first word last, and without what stands between."""
    words = fold(name).split()
    if not words:
        return set()
    first, last = words[0], words[-1]
    orders = (words, [last, *words[:-1]], [*words[1:], first], [first, last], [last, first])
    return {" ".join(order) for order in orders} if len(words) > 1 else {first}


class FoldedField(models.CharField):
    """The folded form of another field of the same row, written whenever the row is."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 200)
        kwargs["editable"] = False
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = fold(" ".join(getattr(model_instance, part) or "" for part in self.source.split()))
        setattr(model_instance, self.attname, value)
        return value
