"""How old people are, as it is said: "7", "5 months", "due March 2027"."""

from datetime import date

from cases.models import Person


def age_words(person: Person, day: date) -> str:
    """The age of a person on a day in words; empty where nothing is known."""
    if person.died_on:
        return f"died {person.died_on:%B %Y}"
    if person.kind == Person.Kind.UNBORN:
        return f"due {person.expected_on:%B %Y}" if person.expected_on else "unborn"
    years = person.age_on(day)
    if years is None:
        return ""
    if years == 0 and person.date_of_birth:
        return _months_words(person.date_of_birth, day)
    return str(years)


def months_between(start: date, end: date) -> int:
    """Whole months from a day to a later one."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _months_words(born: date, day: date) -> str:
    months = months_between(born, day)
    if months == 0:
        return "newborn"
    return "1 month" if months == 1 else f"{months} months"
