"""Row security, declared by each app as a table of policies and installed after every migrate.

`row_security.py` of an app holds `POLICIES`: for each of its tables the condition under which a
row is there for whoever asks. A table is secured by force, so that its owner is bound too; only
the counting role, which cannot log in, passes by. See docs/adr/0008.
"""

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

SYSTEM = "current_setting('app.scope', true) = 'system'"
ACTOR = "nullif(current_setting('app.actor_id', true), '')::bigint"
OVERSIGHT = "current_setting('app.oversight', true) = 'all'"

# Whether a row is there for whoever asks, as a function: a policy that put the question's text in
# place would be planned anew for every table below it, which takes longer than to answer it.
# Each runs with the rights of whoever calls it, so that the row's own policy decides.
SIGHT = {
    "may_see_case": "FROM public.cases_case WHERE id = number",
    "may_see_a_case_of": "FROM public.cases_case WHERE family_id = number",
    "may_see_family": "FROM public.cases_family WHERE id = number",
    "may_see_person": "FROM public.cases_person WHERE id = number",
    "may_see_a_family_of": "FROM public.cases_membership WHERE person_id = number",
    "is_there_for_them": "FROM public.cases_membership WHERE person_id = number"
    " AND to_date IS NULL",
    "may_see_need": "FROM public.cases_need WHERE id = number",
    "may_see_goal": "FROM public.assessments_goal WHERE id = number",
    "may_see_request": "FROM public.referrals_referral WHERE id = number",
    "may_see_described": "FROM public.referrals_referralperson WHERE id = number",
    "may_see_panel": "FROM public.referrals_panel WHERE id = number",
    # Papers of a panel: for whoever reads its agenda.
    "may_read_papers": "FROM public.reporting_panelpapers papers"
    " JOIN public.referrals_panel panel ON panel.id = papers.panel_id"
    " WHERE papers.id = number AND panel.id IN (SELECT public.panels_read_by("
    "nullif(current_setting('app.actor_id', true), '')::bigint))",
}


def scope(*names: str) -> str:
    """That whoever asks reads as far as one of these."""
    listed = ", ".join(f"'{name}'" for name in names)
    return f"current_setting('app.scope', true) IN ({listed})"


def among(column: str, name: str) -> str:
    """That `column` is in a list the transaction was entered with; most lists are empty."""
    setting = f"coalesce(current_setting('app.{name}', true), '')"
    return f"({setting} <> '' AND {column} = ANY (string_to_array({setting}, ',')::bigint[]))"


def listed(key: str, name: str) -> str:
    """That a text is in a list of texts the transaction was entered with."""
    setting = f"coalesce(current_setting('app.{name}', true), '')"
    return f"({setting} <> '' AND coalesce({key} = ANY (string_to_array({setting}, ',')), false))"


def overseen(*, family: str = "", person: str = "") -> str:
    """That whoever asks oversees the records of all, and is not linked to somebody in this one."""
    lists = (("closed", family), ("closed_people", person))
    shut = [f"NOT coalesce({among(column, name)}, false)" for name, column in lists if column]
    return f"({' AND '.join([OVERSIGHT, *shut])})"


@dataclass(frozen=True)
class Policy:
    """When a row may be read and changed (`seen`), and when it may be added (else the same).

    What the product itself does, scope "system", passes every policy.
    """

    seen: str
    added: str = ""

    def statements(self, table: str) -> list[str]:
        seen = f"({SYSTEM} OR ({self.seen}))"
        found = [f"CREATE POLICY need_to_know ON {table} USING {seen} WITH CHECK {seen}"]
        if self.added:
            found.append(
                f"CREATE POLICY may_be_added ON {table} FOR INSERT WITH CHECK ({self.added})"
            )
        return found


def secure_after_migrate(app: AppConfig) -> None:
    """Have the tables of this app secured whenever they are up to date."""
    post_migrate.connect(_secure, sender=app, dispatch_uid=f"row security of {app.name}")


def _secure(sender: AppConfig, using: str, plan: Any = None, **kwargs: Any) -> None:
    policies: dict[str, Policy] = import_module(f"{sender.name}.row_security").POLICIES
    with connections[using].cursor() as cursor:
        for name, there in SIGHT.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}(number bigint) RETURNS boolean"
                " LANGUAGE plpgsql STABLE AS"
                f" $$ BEGIN RETURN EXISTS (SELECT {there}); END $$"
            )
        for table, policy in policies.items():
            _secure_table(cursor, table, policy)


def _secure_table(cursor: Any, table: str, policy: Policy) -> None:
    """Replace the policies of a table, unless they are these already: it needs a short lock."""
    statements = policy.statements(table)
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_policy') FROM pg_policy"
        " WHERE polrelid = %s::regclass AND polname = 'need_to_know'",
        [table],
    )
    if cursor.fetchone() == (mark,):
        return
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name in ("need_to_know", "may_be_added"):
        cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
    for statement in statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON POLICY need_to_know ON {table} IS '{mark}'")


# The record of deeds and looks itself. What belongs to a record is there for whoever sees the
# record; everybody sees what they did themselves, and what this very transaction wrote.
_OWN = (
    f"actor_id = {ACTOR}"
    " OR (xid = pg_current_xact_id_if_assigned()::text::bigint AND written = now())"
)
_CASE = "case_id IS NOT NULL AND may_see_case(case_id)"
_FAMILY = "case_id IS NULL AND family_id IS NOT NULL AND may_see_family(family_id)"
_OF_RECORD = f"{overseen(family='family_id')} OR ({_CASE}) OR ({_FAMILY})"
_PERSON = (
    "case_id IS NULL AND family_id IS NULL AND person_id IS NOT NULL AND may_see_person(person_id)"
)
_IN_A_RECORD = f"(({_CASE}) OR ({_FAMILY}) OR ({_PERSON}))"
# Requests for support belong to no case yet; the desk reads what was done with those it sees.
_REQUEST = (
    f"{scope('all')} AND case_id IS NULL AND subject = 'referrals.referral'"
    " AND may_see_request(subject_id)"
)
# Rows of a request hang from a family or a case once it is recognised. Who sees the request reads
# them in the record; but for the desk, never what is alleged or notified in it: a social worker
# decides with managers who is told of that.
_HELD = '"table", row_id, coalesce(after, before)'
_OF_REQUEST = "\"table\" LIKE 'referrals\\_%'"
_REQUEST_OF_CHANGE = f"request_of_change({_HELD})"
_RIGHT_PERSON = (
    'case_id IS NOT NULL OR "table" NOT IN ('
    "'referrals_decision', 'referrals_allegation', 'referrals_schoolnotice')"
    f" OR person_id = person_of_change({_HELD})"
)
_NO_REQUEST = (
    f"NOT {_OF_REQUEST} OR (({_RIGHT_PERSON}) AND may_see_request({_REQUEST_OF_CHANGE}) AND ("
    f" {scope('all')}"
    " OR (\"table\" = 'referrals_referral' AND coalesce(after ->> 'harm_alleged', '') <> 'true')"
    " OR (\"table\" = 'referrals_referralperson' AND may_see_described(row_id))"
    " OR (\"table\" = 'referrals_decision' AND coalesce(after ->> 'outcome', 'harm') <> 'harm')))"
)


# Of a request nothing is told to whoever it is closed to, whatever else they see or oversee: they
# are linked to somebody in it, or may be whom it names. Each kind of entry names its request in its
# own way; asked only of those that name one.
_IS_CLOSED = f"request_is_closed_to({{}}, {ACTOR})"
_EVENT_IS_OPEN = "subject NOT IN ('referrals.referral', 'referrals.disagreement') OR NOT " + (
    _IS_CLOSED.format("request_of_event(subject, subject_id)")
)
_LOOK_IS_OPEN = "coalesce(jsonb_typeof(details -> 'request') <> 'number', true) OR NOT " + (
    _IS_CLOSED.format("(details ->> 'request')::bigint")
)
_CHANGE_IS_OPEN = f"NOT {_OF_REQUEST} OR NOT {_IS_CLOSED.format(_REQUEST_OF_CHANGE)}"
_OF_THE_COUNCIL = "coalesce(current_setting('app.partner', true), '') = ''"
_OVERSEEN = overseen(family="family_id", person="person_id")
_REVIEWERS = f"{OVERSIGHT} OR {scope('all')}"

POLICIES: dict[str, Policy] = {
    "audit_event": Policy(
        f"{_OWN} OR (({_OF_RECORD} OR ({_REQUEST})) AND ({_EVENT_IS_OPEN}))", added="true"
    ),
    "audit_look": Policy(f"{_OWN} OR (({_OF_RECORD}) AND ({_LOOK_IS_OPEN}))", added="true"),
    # How rows were before is for the council’s own people: it would tell what is withheld.
    "audit_change": Policy(
        f"({_OWN} OR (({_OVERSEEN} OR ({_IN_A_RECORD} AND ({_NO_REQUEST})))"
        f" AND ({_CHANGE_IS_OPEN}))) AND {_OF_THE_COUNCIL}",
        added="true",
    ),
    "audit_seal": Policy("false"),
    "audit_head": Policy("false"),
    "audit_finding": Policy(_REVIEWERS),
}
