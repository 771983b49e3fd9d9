"""The second wall: on every table that hangs from a family, by force, and the same as the first."""

import json
from collections import Counter
from itertools import product
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system, reach_of
from accounts.roles import Scope, role_of
from assessments.models import FamilyWord, Plan, PlanLink
from cases.models import (
    Address,
    Case,
    CaseTransfer,
    Closure,
    Family,
    Membership,
    Person,
    SurgeryItem,
)
from earlyhelp.roles_of_the_database import APPLICATION_ROLE
from referrals.models import Referral, ReferralPerson
from tests.cases.page.arranging import fill
from tests.cast import World
from tests.fixtures.world import as_nobody
from tests.referrals.kinds import arranged_notification, make_step_down, name_key_adult
from tests.security.objects import look_after, offer
from tests.states import SEEN_BY, States, every_state

OURS = ("reporting", "referrals", "assessments", "cases", "accounts", "localities", "audit")
ANCHORS: tuple[type[models.Model], ...] = (Case, Family, Person, Referral)

# Tables that reach a person or family and need no policy of their own, each with why.
EXEMPT: dict[str, str] = {}


def tables() -> list[type[models.Model]]:
    """Every table of ours from which a way leads to a case, family, person or request."""
    found = set(ANCHORS)
    every = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    while more := {model for model in every if model not in found and _points_at(model, found)}:
        found |= more
    return sorted(found, key=lambda model: model._meta.db_table)


def _points_at(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    return any(
        field.many_to_one and field.related_model in found for field in model._meta.get_fields()
    )


TABLES = [model for model in tables() if model._meta.db_table not in EXEMPT]
NAMES = [model._meta.db_table for model in TABLES]


@pytest.fixture
def states(world: World) -> States:
    made = every_state(world)
    fill(made.cases["own"], world)
    name_key_adult(world.school.agency, world.school)
    arranged_notification(world)
    make_step_down(world)
    for case in made.cases.values():
        offer(case, world)
        today = timezone.localdate()
        if not case.closures.exists():
            Closure.objects.create(
                case=case, closed_on=today, reason="needs_met", group="met", reopened_on=today
            )
        look_after(case, world)
    for state in ("own", "shared"):
        said_by_link(made.cases[state], world)
    return made


def said_by_link(case: Case, world: World) -> None:
    """A link to the plan, and what was said by it."""
    now, today = timezone.now(), timezone.localdate()
    plan = Plan.objects.filter(case=case).first()
    plan = plan or Plan.objects.create(case=case, family=case.family, started_on=today)
    person = Person.objects.filter(memberships__family=case.family_id)[0]
    link = PlanLink.objects.create(
        case=case, person=person, key_digest=f"key {case.pk}", code_digest="c", why_safe="Safe",
        by_email=False, until=today, given_by=world.manager, given_at=now,
    )  # fmt: skip
    FamilyWord.objects.create(
        case=case, link=link, person=person, plan=plan, kind="comment", words="Better",
        plan_digest="d", said_at=now,
    )  # fmt: skip


@pytest.mark.parametrize("table", NAMES)
def test_every_table_is_secured_by_force(db: Any, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [table],
        )
        assert cursor.fetchone() == (True, True)


def test_without_a_context_no_row_is_there(states: States) -> None:
    filled = [model for model in TABLES if model._base_manager.exists()]
    assert len(filled) > 20
    with as_nobody():
        assert [m._meta.db_table for m in TABLES if m._base_manager.exists()] == []


def test_nobody_unentitled_changes_removes_or_adds_a_row(states: States) -> None:
    """Every table × update, delete and insert, as nobody and as three who see none of it: no row
    is touched, and a row as it stands there is refused, whatever the application tries."""
    done = []
    for who, model in product((None, "nobody", "analyst", "school2"), TABLES):
        table, row = model._meta.db_table, _unseen_row(model, states, who)
        if row is None:
            continue
        with acting_as(states.world.people[who]) if who else as_nobody():
            done += [f"{who}: {verb} {table}" for verb in VERBS if _does(verb, model, row)]
    assert done == []


def test_those_verbs_are_there_for_the_product_itself(states: States) -> None:
    """The anti-test: what is refused above is not refused for want of a right on every table."""
    row = _unseen_row(Address, states, None)
    assert row is not None
    assert [verb for verb in VERBS if _does(verb, Address, row)] == list(VERBS)


VERBS = ("update", "delete", "insert")


def _unseen_row(model: type[models.Model], states: States, who: str | None) -> Any:
    """The number of a row that is not there for them; None where there is none."""
    with acting_as_system("choosing a row in a test"):
        every = set(model._base_manager.values_list("pk", flat=True))
    with acting_as(states.world.people[who]) if who else as_nobody():
        seen = set(model._base_manager.values_list("pk", flat=True))
    return min(every - seen, default=None)


def _does(verb: str, model: type[models.Model], row: Any) -> bool:
    """Whether the statement touches a row. Each is taken back."""
    table, key = model._meta.db_table, model._meta.pk.column
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if verb == "insert":
                _insert_a_copy(cursor, model, row)
            elif verb == "update":
                cursor.execute(f"UPDATE {table} SET {key} = {key} WHERE {key} = %s", [row])
            else:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                cursor.execute(f"DELETE FROM {table} WHERE {key} = %s", [row])
            touched = cursor.rowcount > 0
            transaction.set_rollback(True)
            return touched
    except ProgrammingError as refused:
        if isinstance(refused.__cause__, psycopg.errors.InsufficientPrivilege):
            return False
        raise


def _insert_a_copy(cursor: Any, model: type[models.Model], row: Any) -> None:
    """Add the row once more under a new number, as the product reads it."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if not f.generated)
    with acting_as_system("reading a row in a test"):
        cursor.execute(f"SELECT to_jsonb(it) FROM {table} it WHERE {key} = %s", [row])
        held = json.loads(cursor.fetchone()[0]) | {key: 2_000_000_000}
    cursor.execute(
        f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
        f" SELECT {columns} FROM jsonb_populate_record(null::{table}, %s)",
        [json.dumps(held)],
    )


def test_each_person_is_shown_what_they_may_see_and_no_more(states: States) -> None:
    wrong = {}
    for who, user in states.world.people.items():
        with acting_as(user):
            cases = states.cases.items()
            shown = {key for key, case in cases if _there(Case.objects, case)}
            by_rule = {key for key, case in cases if _there(Case.objects.visible_to(user), case)}
        expected = {key for key, people in SEEN_BY.items() if who in people}
        if not shown == by_rule == expected:
            wrong[who] = (shown ^ expected, by_rule ^ expected)
    assert not wrong


def test_every_table_shows_what_the_rule_says(states: States) -> None:
    """Row security against `visible_to`, table by table; the rule is asked by the product itself,
    for whom no row is hidden."""
    differing = Counter[str]()
    for (who, user), model in product(states.world.people.items(), TABLES):
        with acting_as_system("asking the rule"):
            expected = set(allowed(model, user).values_list("pk", flat=True))
        with acting_as(user):
            shown = set(model._base_manager.values_list("pk", flat=True))
        if shown != expected:
            differing[f"{who}: {model._meta.db_table}"] = len(shown ^ expected)
    assert not differing


def _there(rows: Any, case: Case) -> bool:
    return bool(rows.filter(pk=case.pk).exists())


def _for_the_council(rows: Any, user: Any) -> Any:
    """How closed cases have held: no other agency reads it, whatever cases it sees."""
    if user.agency and user.agency.kind != "council":
        return rows.none()
    return rows.filter(case__in=Case.objects.visible_to(user))


def _reads_cases(user: Any) -> bool:
    return role_of(user).scope in {Scope.ALL, Scope.LOCALITIES, Scope.OWN}


def _councils(rows: Any, user: Any) -> Any:
    """For the council's own people who see the request."""
    if not (user.agency and user.agency.kind == "council"):
        return rows.none()
    return rows.filter(referral__in=Referral.objects.visible_to(user))


def _for_the_council_and_the_lead(rows: Any, user: Any) -> Any:
    found = rows.filter(case__in=Case.objects.visible_to(user))
    if not reach_of(user).partner:
        return found
    return found.filter(case__allocations__user=user, case__allocations__ended_at=None)


OWN_RULES: dict[str, Any] = {
    "cases_breakglass": lambda rows, user: rows.filter(
        Q(user=user) | Q(family__in=Family.objects.visible_to(user)) | _oversight(user)
    ),
    "cases_conflict": lambda rows, user: rows.filter(
        Q(user=user)
        | Q(declared_by=user)
        | Q(person__in=Person.objects.visible_to(user))
        | _oversight(user)
    ),
    "cases_casetransfer": lambda rows, user: CaseTransfer.objects.visible_to(user),
    "cases_surgery": lambda rows, user: rows if _reads_cases(user) else rows.none(),
    "cases_surgeryguest": lambda rows, user: (
        rows
        if role_of(user).scope in {Scope.ALL, Scope.LOCALITIES}
        else rows.filter(
            surgery__in=SurgeryItem.objects.filter(case__in=Case.objects.visible_to(user)).values(
                "surgery"
            )
        )
    ),
    "cases_closurecheck": _for_the_council,
    "cases_closurecall": _for_the_council,
    "cases_merge": lambda rows, user: rows.filter(kept__in=Person.objects.visible_to(user)),
    "cases_mergedrow": lambda rows, user: rows.none(),
    "cases_cleared": lambda rows, user: rows.filter(
        identity__person__in=Person.objects.visible_to(user)
    ),
    "cases_familylink": lambda rows, user: rows.filter(
        Q(one__in=Family.objects.visible_to(user)) | Q(other__in=Family.objects.visible_to(user))
    ),
}
OWN_RULES |= {
    "assessments_planlink": _for_the_council_and_the_lead,
    "assessments_familyword": _for_the_council_and_the_lead,
    "referrals_disagreementstage": lambda rows, user: rows.filter(
        disagreement__referral__in=Referral.objects.visible_to(user)
    ),
    "referrals_notification": _councils,
    "referrals_allegation": _councils,
    "referrals_answer": lambda rows, user: (
        rows.filter(referral__in=Referral.objects.visible_to(user))
        if role_of(user).scope in {Scope.ALL, Scope.LOCALITIES}
        else rows.none()
    ),
    "referrals_schoolnotice": lambda rows, user: rows.filter(
        Q(user=user)
        | (Q(referral__in=Referral.objects.visible_to(user)) if _of_all(user) else Q(pk=0))
    ),
}
DETAILS = {"cases_address", "cases_contactway", "cases_alert", "cases_courtorder",
           "cases_parentalresponsibility"}  # fmt: skip


def allowed(model: type[models.Model], user: Any) -> Any:
    """The rows of a table that the first wall lets this person see."""
    rows, table = model._base_manager.all(), model._meta.db_table
    if model in ANCHORS:
        return model._default_manager.visible_to(user)  # type: ignore[attr-defined]
    if table in OWN_RULES:
        return OWN_RULES[table](rows, user)
    names = {field.name for field in model._meta.get_fields() if field.many_to_one}
    if table in DETAILS:
        return _details(rows, "child" if "child" in names else "person", user)
    for name, anchor in (("case", Case), ("family", Family), ("referral", Referral),
                         ("person", Person), ("child", Person), ("one", Person)):  # fmt: skip
        if name in names:
            return rows.filter(**{f"{name}__in": anchor.objects.visible_to(user)})
    if "referral_person" in names:
        people = ReferralPerson.objects.filter(referral__in=Referral.objects.visible_to(user))
        return rows.filter(referral_person__in=people)
    raise AssertionError(f"No rule is known for {table}: give it one")


def _details(rows: Any, name: str, user: Any) -> Any:
    """Where somebody lives, and how to reach them: of present members of families one sees."""
    families = Family.objects.visible_to(user).values("pk")
    present = Membership.objects.filter(family__in=families, to_date__isnull=True)
    seen = Q(**{f"{name}__in": present.values("person")})
    people = Person.objects.visible_to(user)
    seen |= Q(**{f"{name}__in": people.filter(died_on__isnull=False).values("pk")})
    if role_of(user).scope == Scope.ALL:
        seen |= Q(**{f"{name}__in": people.filter(restricted=False).values("pk")})
    return rows.filter(seen)


def _of_all(user: Any) -> bool:
    return bool(role_of(user).scope == Scope.ALL)


def _oversight(user: Any) -> Q:
    return ~Q(pk__in=[]) if user.role == "information_governance" else Q(pk__in=[])


def test_with_the_wall_down_everything_shows(
    world: World, owner_connection: psycopg.Connection[Any]
) -> None:
    """The anti-test: it is the policy that hides, not an empty table or a lucky query."""
    with owner_connection.transaction(force_rollback=True):
        owner_connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner_connection.execute("SET LOCAL app.scope = 'system'")
        owner_connection.execute(
            "WITH made AS (INSERT INTO cases_person (kind, version, given_name, family_name,"
            " known_as, given_key, family_key, date_of_birth_estimated, sex, gender, ethnicity,"
            " nhs_number, upn, external_id, first_language, interpreter, disabilities, send,"
            " restricted) VALUES ('adult', 1, 'A', 'B', '', 'a', 'b', false, '9', '', '', '', '',"
            " '', '', false, '{}', '', false) RETURNING id)"
            " INSERT INTO cases_address (person_id, kind, lines, postcode, safe_address)"
            " SELECT id, 'home', 'Secret Lane', '', false FROM made"
        )
        owner_connection.execute("SET LOCAL app.scope = 'none'")
        assert _count_as_application(owner_connection) == 0
        owner_connection.execute("ALTER TABLE cases_address DISABLE ROW LEVEL SECURITY")
        assert _count_as_application(owner_connection) == 1


def _count_as_application(owner: psycopg.Connection[Any]) -> int:
    owner.execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
    row = owner.execute("SELECT count(*) FROM cases_address").fetchone()
    owner.execute("RESET ROLE")
    return int(row[0]) if row else 0


def test_an_address_is_hidden_from_who_saw_the_family_once(states: States) -> None:
    """A past member's name may stand in an old entry; where they live now may not."""
    world, case = states.world, states.cases["own"]
    mother = Person.objects.get(memberships__family=case.family, memberships__relationship="mother")
    with acting_as(world.practitioner):
        assert Address.objects.filter(person=mother).exists()
    Membership.objects.filter(person=mother).update(to_date=timezone.localdate())
    with acting_as(world.practitioner):
        assert Person.objects.filter(pk=mother.pk).exists()
        assert not Address.objects.filter(person=mother).exists()
