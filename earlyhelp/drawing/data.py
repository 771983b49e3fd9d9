"""What each table holds about people, and how long it is kept, as a page of the documentation."""

from collections.abc import Iterator
from typing import get_args

from django.db import models

from audit.classification import CLASSES, KEPT, Class, fields_classified, our_models
from earlyhelp.drawing.tables import markdown_table

_ABOUT = {"family": "families", "staff": "staff", "nobody": "nobody"}


def data_page() -> str:
    """Every table of ours, in the order of the rooms."""
    return "\n".join(
        [
            "# What is held about people, and how long",
            "",
            "Drawn by `manage.py draw_docs` from `classified` on each model. A field that nobody",
            "has classified fails a test. Keys to other rows are pseudonymous.",
            "",
            markdown_table(["Class", "It"], CLASSES.items()),
            "## How long",
            "",
            "What the council confirms, or changes in `audit/classification.py`, before it goes",
            "live. A legal hold stops all of it.",
            "",
            markdown_table(
                ["Key", "Kept", "Why"],
                [[f"`{key}`", period.words, period.source] for key, period in KEPT.items()],
            ),
            "## Table by table",
            "",
            markdown_table(
                ["Table", "About", "Personal", "Special category", "Pseudonymous", "Kept"],
                map(list, map(_line, our_models())),
            ),
        ]
    )


def _line(model: type[models.Model]) -> Iterator[str]:
    said = model.classified  # type: ignore[attr-defined]
    yield f"`{model._meta.label}`"
    yield _ABOUT[said.about]
    for each in get_args(Class)[:3]:
        yield ", ".join(fields_classified(model, each))
    yield f"`{said.kept}`"
