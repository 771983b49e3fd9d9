"""What tests of case work do again and again."""

from typing import Any
from uuid import uuid4

from accounts.acting import acting_as
from accounts.models import User
from cases.models import Case, Due
from tests.cast import World


def fresh(case: Case, world: World) -> Case:
    """The case as it is now."""
    with acting_as(world.head):
        return Case.objects.select_related("family", "locality").get(pk=case.pk)


def open_keys(case: Case) -> set[str]:
    """What is due on the case."""
    dues = Due.objects.filter(case=case, done_on__isnull=True, cancelled_on__isnull=True)
    return set(dues.values_list("key", flat=True))


def sent(**typed: Any) -> dict[str, Any]:
    """A form as a browser sends it, with a key of its own."""
    return {"one_time_key": str(uuid4())} | typed


def sees(user: User, case: Case) -> bool:
    """By the rule and by the database, which never disagree; with what hangs from it."""
    with acting_as(user):
        by_rule = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        by_database = Case.objects.filter(pk=case.pk).exists()
        dues = Due.objects.filter(case=case.pk).exists()
    assert by_rule == by_database == dues
    return by_rule
