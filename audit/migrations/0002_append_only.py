"""Events and looks are written once: the application's role may only insert and read them.

The trigger stops the owner too, TRUNCATE included, until somebody switches it off on purpose.
"""

from django.db import migrations

TABLES = ("audit_event", "audit_look")

MAKE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'earlyhelp_app') THEN
        RAISE EXCEPTION 'The roles of the database are missing: run manage.py prepare_database';
    END IF;
END $$;
CREATE FUNCTION audit_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are written once and never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"""
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM earlyhelp_app;
CREATE TRIGGER rows_are_written_once BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_is_written_once();
CREATE TRIGGER table_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_written_once();
"""
    for table in TABLES
)

UNDO = (
    "".join(
        f"""
DROP TRIGGER rows_are_written_once ON {table};
DROP TRIGGER table_is_never_emptied ON {table};
"""
        for table in TABLES
    )
    + "DROP FUNCTION audit_is_written_once();"
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
