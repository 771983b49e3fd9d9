"""Disposing of a family's record: names, words and identifiers go; what figures count stays.

Every table with a way to the family is found by its keys, so that a new one is not forgotten.
What is chosen from a list, days, and who worked when stay, so that published figures still add
up. Rooms above and below join by `settings.DISPOSAL_STEPS`: functions (family_id, by).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.acting import acting_as_system
from audit.actions.queueing import Landing
from audit.actions.recording import record
from audit.models import Job
from audit.text import FoldedField
from cases.actions.rights.keeping import holds_on_family
from cases.models import Case, Disposal, Family, Membership, Person

ERASED = "Erased"
# Rows that are about nothing but who and where.
REMOVED = [
    "cases.Address",
    "cases.ContactWay",
    "cases.Alert",
    "cases.CourtOrder",
    "cases.ParentalResponsibility",
    "cases.Couple",
    "cases.Parentage",
    "cases.FamilyLink",
    "cases.Dispute",
    "cases.MergedRow",
]
# Codes and fixed words that are kept in columns without a list of choices.
KEPT = {
    "cases.Need": {"kind", "pack"},
    "cases.Due": {"key", "what", "because"},
    "cases.Disposal": {"record_class", "why", "reason"},
    "cases.LegalHold": {"reason", "end_reason"},
    "referrals.Referral": {"source_code"},
}


def dispose(job: Job) -> Landing:
    """The job. All of it lands in one transaction, with "done"."""
    return lambda: _dispose(job)


def _dispose(job: Job) -> None:
    from accounts.models import User

    by = User.objects.get(pk=job.asked_by_id or 0)
    with acting_as_system(by.name):
        disposal = Disposal.objects.select_for_update(of=("self",)).get(pk=job.payload["disposal"])
        if disposal.state != Disposal.State.AGREED:
            return
        if holds_on_family(disposal.family_id):
            disposal.change(state=Disposal.State.DUE, decided_by=None, decided_at=None, reason="")
            return
        erase_family(disposal.family_id)
        for path in settings.DISPOSAL_STEPS:
            import_string(path)(disposal.family_id, by)
        disposal.change(
            state=Disposal.State.DISPOSED, disposed_at=timezone.now(), name=ERASED, reference=ERASED
        )
        said = "Names, words and identifiers of the record were erased"
        record("disposal.done", disposal, said, by=by, family_id=disposal.family_id)


def erase_family(family_id: int) -> None:
    """Empty what tells who a family was, in every table with a way to it."""
    for model, rows in rows_of(family_id):
        if model._meta.label in REMOVED:
            rows.delete()
    for model, rows in rows_of(family_id):
        if model._meta.label not in REMOVED:
            _empty(model, rows)


def rows_of(family_id: int) -> Iterator[tuple[type[models.Model], models.QuerySet[Any]]]:
    """Of every table with a way to the family, its rows. Somebody who belongs to another family
    as well keeps what is theirs."""
    cases = set(Case.objects.filter(family=family_id).values_list("pk", flat=True))
    people = _people_of_this_family_alone(family_id)
    found: dict[type[models.Model], set[int]] = {Family: {family_id}, Case: cases, Person: people}
    queue: list[type[models.Model]] = [Family, Case, Person]
    while queue:
        target = queue.pop(0)
        for model, name in _keys_to(target):
            ids = set(model._base_manager.filter(**{f"{name}__in": found[target]}).values_list(
                "pk", flat=True))  # fmt: skip
            if new := ids - found.get(model, set()):
                if model in {Family, Case, Person}:
                    continue
                found.setdefault(model, set()).update(new)
                queue.append(model)
    for model, ids in found.items():
        yield model, model._base_manager.filter(pk__in=ids)


def _keys_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield model, field.name


def _people_of_this_family_alone(family_id: int) -> set[int]:
    ours = set(Membership.objects.filter(family=family_id).values_list("person", flat=True))
    elsewhere = Membership.objects.filter(person__in=ours).exclude(family=family_id)
    kept = elsewhere.exclude(family__disposals__state=Disposal.State.DISPOSED)
    alone = ours - set(kept.values_list("person", flat=True))
    merged = Person.objects.filter(merged_into__in=alone)  # what they said goes with the rest
    return alone | set(merged.values_list("pk", flat=True))


def _empty(model: type[models.Model], rows: models.QuerySet[Any]) -> None:
    values = {
        field.attname: _emptied(field)
        for field in model._meta.concrete_fields
        if field.name not in KEPT.get(model._meta.label, ()) and _holds_words(field)
    }
    if model is Person:
        for person in rows.filter(date_of_birth__isnull=False):
            values["date_of_birth"] = date(person.date_of_birth.year, 1, 1)
            model._base_manager.filter(pk=person.pk).update(**values | _mark_estimated(person))
        values.pop("date_of_birth", None)
        rows = rows.filter(date_of_birth__isnull=True)
    for name in [field.attname for field in model._meta.concrete_fields if field.unique]:
        if name in values:
            values.pop(name)
            for key in rows.values_list("pk", flat=True):
                model._base_manager.filter(pk=key).update(**{name: f"X{key}"[:14]})
    if values:
        rows.update(**values)


def _mark_estimated(person: Person) -> dict[str, Any]:
    """A death in the year of birth would come before the first of January that now stands."""
    return {"date_of_birth_estimated": True}


def _holds_words(field: "models.Field[Any, Any]") -> bool:
    if field.primary_key or field.choices or isinstance(field, models.SlugField):
        return False
    if isinstance(field, FoldedField | models.JSONField):
        return True
    return isinstance(field, models.CharField | models.TextField) and field.name != "made_in"


def _emptied(field: "models.Field[Any, Any]") -> Any:
    """What was written becomes “Erased” and what was empty stays so: who, when and why are held
    together by the database. What must be unique, or is only searched by, becomes empty."""
    if isinstance(field, models.JSONField):
        return None if field.null else field.get_default() if field.has_default() else {}
    if isinstance(field, FoldedField) or field.name in _unique_together(field.model):
        return ""
    erased = models.Value(ERASED[: field.max_length or None])
    return models.Case(
        models.When(**{field.attname: ""}, then=models.Value("")),
        default=erased,
        output_field=models.CharField(),
    )


def _unique_together(model: type[models.Model]) -> set[str]:
    unique = (one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint))
    return {name for one in unique for name in one.fields}
