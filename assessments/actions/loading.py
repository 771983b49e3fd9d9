"""Publishing the forms that assessments are written on."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from assessments.form_files import BadForm, FormFile, files_in, read_file
from assessments.models import FormVersion

CHANGED = (
    "version {number} of “{title}” is published and cannot change: assessments were written on it. "
    "Take the change back, or copy it to a new file with number {next}."
)


@transaction.atomic
def load_forms(paths: Iterable[Path] | None = None) -> list[FormVersion]:
    """Publish every version that is not yet there, and answer which. Loading again does nothing.

    Raises BadForm, and publishes nothing, where a file is faulty or changes a published version.
    """
    files = [read_file(path) for path in (files_in() if paths is None else paths)]
    return [version for file in files if (version := _publish(file))]


def _publish(file: FormFile) -> FormVersion | None:
    form = file.definition
    known = FormVersion.objects.filter(key=form.key, number=form.number).first()
    if known is None:
        return FormVersion.objects.create(
            key=form.key,
            number=form.number,
            title=form.title,
            effective_from=date.fromisoformat(form.effective_from),
            definition=file.data,
            digest=file.digest,
        )
    if known.digest != file.digest:
        raise BadForm(
            file.path,
            CHANGED.format(number=form.number, title=known.title, next=form.number + 1),
        )
    return None
