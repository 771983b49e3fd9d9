"""A child who was written down twice, and whose two records the desk made one."""

from accounts.models import User
from cases.actions.people.merging import merge
from cases.actions.people.registering import add_to_family, record_address, register_person
from cases.models import Case, CaseChild, Person
from cases.rules.merging import KEPT, facts_of

LEAST = 4  # letters, so that one can be left out


def write_twice() -> None:
    """The first child of an open, unrestricted case whose name is long enough to be misspelt."""
    desk = User.objects.get(email="desk@example.org")
    child = _child()
    again = register_person(
        by=desk,
        kind=child.kind,
        given_name=child.given_name[:-1],
        family_name=child.family_name,
        date_of_birth=child.date_of_birth,
    )
    family = child.memberships.earliest("from_date").family
    add_to_family(family=family, person=again, relationship="child", by=desk)
    home = child.addresses.first()
    if home:
        record_address(person=again, by=desk, lines=home.lines, postcode=home.postcode)
    merge(
        kept=child,
        merged=again,
        by=desk,
        reason="The school read out both names: the shorter one is a slip of the pen.",
        versions=(child.version, again.version),
        stands={fact.name: KEPT for fact in facts_of(child, again) if fact.ask},
    )


def _child() -> Person:
    open_cases = Case.objects.live().filter(restricted=False, locality__slug="bilston")
    rows = CaseChild.objects.filter(case__in=open_cases, person__kind=Person.Kind.CHILD)
    people = (row.person for row in rows.select_related("person").order_by("pk"))
    return next(one for one in people if len(one.given_name) > LEAST)
