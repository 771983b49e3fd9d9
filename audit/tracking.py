"""Which tables the database keeps the history of: every one of ours, unless it is named here.

After each migrate every tracked table gets triggers that write each change of a row into
`audit_change` (see audit/sql/2_changes.sql), and the entries themselves those that seal them.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.models.signals import post_migrate

OURS = ("localities", "accounts", "cases", "referrals", "assessments", "reporting", "audit")

# Not tracked, each with the reason.
EXEMPT: dict[str, str] = {
    "audit_event": "it is the record itself, written once",
    "audit_look": "it is the record itself, written once",
    "audit_change": "it is the record itself, written once",
    "audit_seal": "it is the chain over the record",
    "audit_head": "it is the chain over the record",
    "audit_finding": "it is written once, with who and when",
    "audit_job": "a worker's lease and progress; what a job does is recorded where it does it",
    "audit_onetimekey": "it says that a form was sent, nothing of what it said",
    "audit_keptanswer": "it repeats an answer; what was done is recorded where it was done",
    "audit_referencecounter": "it counts numbers given out",
    "cases_importpart": "the file as it came, deleted once it is imported: no copy may outlive it",
    "cases_importproblem": "what was typed into a file, deleted with it",
    "referrals_importedrequest": "it is written once, with the request it names",
    "cases_importedperson": "it is written once, with the person it names",
    "referrals_publicdraft": "what was begun and sealed must be gone when it is deleted",
    "cases_namespelling": "the database derives it from people, whose changes are kept",
    "cases_namefrequency": "the database counts it anew each night",
    "localities_postcode": "millions of public rows, loaded from a file",
}

# Columns of which only the fact of a change is kept: what they hold opens a door.
KEPT_OUT: dict[str, tuple[str, ...]] = {
    "accounts_user": ("password",),
    "accounts_apitoken": ("digest", "key", "key_hash"),
    "referrals_replypath": ("code_digest",),
    "mfa_authenticator": ("data",),
    "socialaccount_socialtoken": ("token", "token_secret"),
}

# Tables of sign-in that are not ours and are tracked as well.
OF_OTHERS = ("mfa_authenticator", "account_emailaddress", "socialaccount_socialaccount")

DESCRIBED = "referrals_referralperson"  # who is meant, as somebody wrote it

SEALED = {"audit_event": "event", "audit_look": "look", "audit_change": "change"}


def tracked() -> dict[str, type[models.Model]]:
    """Every tracked table with its model, the tables between two models too."""
    every = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {
        table: model
        for table, model in every.items()
        if model._meta.managed
        and not model._meta.proxy
        and (model._meta.app_label in OURS or table in OF_OTHERS)
        and table not in EXEMPT
    }


def install_after_migrate(app: AppConfig) -> None:
    """Have the triggers in place whenever the tables are up to date; `app` migrates last."""
    post_migrate.connect(_install, sender=app, dispatch_uid="history")


def _install(sender: AppConfig, using: str, plan: Any = None, **kwargs: Any) -> None:
    with connections[using].cursor() as cursor:
        present = set(connections[using].introspection.table_names(cursor))
        for table, model in tracked().items():
            if table in present:
                _put(cursor, table, "history_of_insert", _track(table, model))
        for table, kind in SEALED.items():
            _put(cursor, table, "entries_are_sealed", _seal(table, kind))
        cursor.execute("SELECT audit_seal_what_was_before()")


def _put(cursor: Any, table: str, name: str, statements: list[str]) -> None:
    """Put the triggers on a table, unless they are these already: it needs a short lock."""
    mark = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    cursor.execute(
        "SELECT obj_description(oid, 'pg_trigger') FROM pg_trigger"
        " WHERE tgrelid = %s::regclass AND tgname = %s",
        [table, name],
    )
    if cursor.fetchone() == (mark,):
        return
    for statement in statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON TRIGGER {name} ON {table} IS '{mark}'")


def _track(table: str, model: type[models.Model]) -> list[str]:
    call = "EXECUTE FUNCTION audit_note_changes({})".format(
        ", ".join(f"'{each}'" for each in _arguments(table, model))
    )
    rows = {
        "INSERT": "NEW TABLE AS after_rows",
        "UPDATE": "OLD TABLE AS before_rows NEW TABLE AS after_rows",
        "DELETE": "OLD TABLE AS before_rows",
    }
    return [
        f"CREATE OR REPLACE TRIGGER history_of_{verb.lower()} AFTER {verb} ON {table}"
        f" REFERENCING {named} FOR EACH STATEMENT {call}"
        for verb, named in rows.items()
    ] + [
        (
            f"CREATE OR REPLACE TRIGGER history_of_truncate AFTER TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {call}"
        )
    ]


def _arguments(table: str, model: type[models.Model]) -> list[str]:
    """What is kept out; the columns that name the case, the family and the person; and whether that
    last one names a person as a request describes them, who may be found to be somebody later."""
    columns = {str(field.column): field for field in model._meta.concrete_fields}
    kept_out = ",".join(name for name in KEPT_OUT.get(table, ()) if name in columns)
    case = "id" if table == "cases_case" else "case_id"
    family = "id" if table == "cases_family" else "family_id"
    person = "id" if table == "cases_person" else _first(columns, "person_id", "child_id")
    about: Any = columns[person].related_model if person in columns else None
    described = about is not None and about._meta.db_table == DESCRIBED
    return [kept_out, case, family, person, "described" if described else ""]


def _first(columns: Iterable[str], *names: str) -> str:
    return next((name for name in names if name in columns), "")


def _seal(table: str, kind: str) -> list[str]:
    """A trigger that fires once a transaction, when it commits."""
    return [
        f"DROP TRIGGER IF EXISTS entries_are_sealed ON {table}",
        (
            f"CREATE CONSTRAINT TRIGGER entries_are_sealed AFTER INSERT ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            f" WHEN (coalesce(current_setting('app.to_seal_{kind}', true), '') = ''"
            f" AND audit_is_first('{kind}', NEW.id)) EXECUTE FUNCTION audit_seal_transaction()"
        ),
    ]
