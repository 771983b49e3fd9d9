"""Publishing the forms that assessments are written on."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from assessments.carrying import faults_of_carrying
from assessments.definition import Definition
from assessments.form_files import BadForm, FormFile, files_in, read_file
from assessments.models import FormVersion
from assessments.queries.forms import newest

CHANGED = (
    "version {number} of “{title}” is published and cannot change: assessments were written on it. "
    "Take the change back, or copy it to a new file with number {next}."
)


@transaction.atomic
def load_forms(paths: Iterable[Path] | None = None) -> list[FormVersion]:
    """Publish every version that is not yet there, and answer which. Loading again does nothing.

    Raises BadForm, and publishes nothing, where a file is faulty, changes a published version, or
    carries answers to a question that there is not.
    """
    files = [read_file(path) for path in (files_in() if paths is None else paths)]
    published = set(FormVersion.objects.values_list("key", "number"))
    new = [file for file in files if (file.definition.key, file.definition.number) not in published]
    _refuse_what_leads_nowhere(new)
    return [version for file in files if (version := _publish(file))]


def _refuse_what_leads_nowhere(files: Sequence[FormFile]) -> None:
    """Of what is to be published: a published version stays, whatever comes after it."""
    known = _known_with(files) if files else {}
    for file in files:
        if faults := faults_of_carrying(file.definition, known):
            raise BadForm(file.path, *faults)


def _known_with(files: Iterable[FormFile]) -> dict[str, Definition]:
    """The newest version of each form, published or about to be."""
    known = newest()
    for form in (file.definition for file in files):
        if form.key not in known or form.number >= known[form.key].number:
            known[form.key] = form
    return known


def _publish(file: FormFile) -> FormVersion | None:
    form = file.definition
    known = FormVersion.objects.filter(key=form.key, number=form.number).first()
    if known is None:
        return FormVersion.objects.create(
            key=form.key,
            number=form.number,
            title=form.title,
            purpose=form.purpose,
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
