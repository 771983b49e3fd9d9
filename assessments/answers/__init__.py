"""Answers as values: read from what was typed, judged, compared, and said in words.

A value is JSON. Text is a string; a date "2026-11-22", or its three boxes as typed while it
is not yet a real one; a scale a whole number; yes or no a boolean; several choices a list;
needs a dictionary from the kind of need to the words. No answer is None.
"""

from assessments.answers.boxes import Boxes, boxes
from assessments.answers.choosing import Value, choices_of, chosen, digest, is_whole, lies_ahead
from assessments.answers.judging import LONGEST, fault
from assessments.answers.reading import Typed, read
from assessments.answers.saying import in_words

__all__ = [
    "LONGEST",
    "Boxes",
    "Typed",
    "Value",
    "boxes",
    "choices_of",
    "chosen",
    "digest",
    "fault",
    "in_words",
    "is_whole",
    "lies_ahead",
    "read",
]
