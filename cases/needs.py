"""The kinds of need: the ten outcomes of the national framework in force from 3 October 2022."""

from django.db import models

PACK = "nsfof-2022"


class NeedKind(models.TextChoices):
    EDUCATION = "education", "Getting a good education"
    EARLY_YEARS = "early_years", "Good early years development"
    HEALTH = "health", "Improved mental and physical health"
    SUBSTANCES = "substances", "Promoting recovery and reducing harm from substance use"
    RELATIONSHIPS = "relationships", "Improved family relationships"
    SAFETY = "safety", "Children safe from abuse and exploitation"
    CRIME = "crime", "Crime prevention and tackling crime"
    DOMESTIC_ABUSE = "domestic_abuse", "Safe from domestic abuse"
    HOUSING = "housing", "Secure housing"
    FINANCE = "finance", "Financial stability"


class Level(models.IntegerChoices):
    """Level of need: higher is greater need."""

    UNIVERSAL = 1, "Level 1: universal"
    ADDITIONAL = 2, "Level 2: additional"
    COMPLEX = 3, "Level 3: complex"
    SPECIALIST = 4, "Level 4: specialist or statutory"


def title_of(kind: str) -> str:
    """The title of a kind of need; a kind of an older pack is shown as it was written."""
    return NeedKind(kind).label if kind in NeedKind.values else kind
