"""Days as they are written in a sentence."""

from datetime import date


def in_words(day: date) -> str:
    """“3 December 2026”."""
    return f"{day.day} {day:%B %Y}"
