"""What each field of a model holds about people, and how long it is kept: said on the model.

    class Person(Versioned):
        classified = Classified(
            about="family",
            personal="given_name family_name",
            special="disabilities",
            none="version",
            kept="child_25",
        )

A field that is in none of the four lists fails a test. Keys to other rows need not be listed:
they are pseudonymous. `docs/data.md` is drawn from these; the subject-access bundle, hiding and
retention read them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.apps import apps
from django.db import models

About = Literal["family", "staff", "nobody"]
Class = Literal["personal", "special", "pseudonymous", "none"]

OURS = frozenset(
    {"audit", "localities", "accounts", "cases", "referrals", "assessments", "reporting"}
)
CLASSES: dict[Class, str] = {
    "personal": "says something about a person who can be known from it (UK GDPR, Article 4)",
    "special": "health, ethnicity, belief, sex life or offences (Articles 9 and 10), or words in "
    "which these may stand",
    "pseudonymous": "is about a person who is known only together with another row",
    "none": "is about nobody",
}


@dataclass(frozen=True)
class Period:
    """How long something is kept. `years` is counted from what `words` say; None: not by years."""

    words: str
    years: int | None
    source: str


KEPT: dict[str, Period] = {
    "child_25": Period(
        "Until the youngest child of the family is 25",
        25,
        "Limitation Act 1980; the usual schedule of children’s services. To be confirmed by the "
        "council",
    ),
    "request_6": Period(
        "Six years after a request that led to no case; with the case, where it led to one",
        6,
        "Limitation Act 1980, section 2. To be confirmed by the council",
    ),
    "as_its_record": Period(
        "As long as the record it is about; the fact that it was erased stays",
        None,
        "UK GDPR, Articles 5(2) and 30: who saw and did what can be shown while the record exists",
    ),
    "staff_6": Period(
        "Six years after the person has left",
        6,
        "Limitation Act 1980, section 5. To be confirmed by the council",
    ),
    "import_14": Period(
        "Until the file is imported or given up, and fourteen days at most",
        None,
        "UK GDPR, Article 5(1)(e): no longer than is needed to mend and import it",
    ),
    "year": Period("One year after it was done with", 1, "To repeat or explain what was sent"),
    "figures": Period("As long as the figures are of use", None, "No person is in them"),
    "configuration": Period("As long as the product is in use", None, "No person is in it"),
}


@dataclass(frozen=True, kw_only=True)
class Classified:
    """The four lists of a model's fields, names with spaces between them, and how long it is kept.

    `about` says whose data it is: a family's, the staff's who work with the product, nobody's.
    """

    about: About
    kept: str
    personal: str = ""
    special: str = ""
    pseudonymous: str = ""
    none: str = ""

    def __post_init__(self) -> None:
        if self.kept not in KEPT:
            raise ValueError(f"kept is one of {', '.join(KEPT)}")

    def lists(self) -> dict[Class, list[str]]:
        return {
            "personal": self.personal.split(),
            "special": self.special.split(),
            "pseudonymous": self.pseudonymous.split(),
            "none": self.none.split(),
        }

    def of(self, name: str) -> Class | None:
        """The class of the field of this name, or None where it is in no list."""
        return next((each for each, names in self.lists().items() if name in names), None)


def class_of(field: "models.Field[Any, Any]") -> Class | None:
    """How a field is classified; None: nobody has said."""
    said = getattr(field.model, "classified", None)
    found: Class | None = said.of(field.name) if said else None
    if found is None and (field.is_relation or field.primary_key):
        return "pseudonymous" if said else None
    return found


def fields_classified(model: type[models.Model], *classes: Class) -> list[str]:
    """The names of a model's fields of these classes: what hiding and the bundle begin with."""
    return [field.name for field in model._meta.concrete_fields if class_of(field) in classes]


def our_models() -> Iterator[type[models.Model]]:
    """Every table of ours, in the order of the rooms."""
    for model in apps.get_models(include_auto_created=False):
        if model._meta.app_label in OURS and not model._meta.proxy:
            yield model


def faults() -> list[str]:
    """What is not classified, or classified twice, or no field at all; each as a sentence."""
    return [fault for model in our_models() for fault in _faults_of(model)]


def _faults_of(model: type[models.Model]) -> Iterator[str]:
    label, said = model._meta.label, getattr(model, "classified", None)
    if not isinstance(said, Classified):
        yield f"{label} has no `classified`. See audit/classification.py."
        return
    names = [name for listed in said.lists().values() for name in listed]
    fields = {field.name: field for field in model._meta.concrete_fields}
    yield from (
        f"{label}.{name} is in two lists." for name in {n for n in names if names.count(n) > 1}
    )
    yield from (f"{label} has no field {name}." for name in names if name not in fields)
    yield from (
        f"{label}.{name} is not classified: personal, special, pseudonymous or none?"
        for name, field in fields.items()
        if class_of(field) is None
    )
