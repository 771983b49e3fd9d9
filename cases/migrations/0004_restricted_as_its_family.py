"""A case is restricted exactly as its family is: the database carries every change over."""

from django.db import migrations

MAKE = """
ALTER TABLE cases_case ADD CONSTRAINT a_case_is_restricted_as_its_family_is
    FOREIGN KEY (family_id, restricted) REFERENCES cases_family (id, restricted)
    ON UPDATE CASCADE;
"""
UNDO = "ALTER TABLE cases_case DROP CONSTRAINT a_case_is_restricted_as_its_family_is;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_restricted_records")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
