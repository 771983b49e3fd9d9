"""The second wall: row security on cases, fed by acting_as. The same rule as `visible_to`."""

from django.db import migrations

MAKE = """
ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
CREATE POLICY need_to_know ON cases_case USING (
    (SELECT current_setting('app.scope', true)) = 'all'
    OR ((SELECT current_setting('app.scope', true)) = 'localities'
        AND locality_id = ANY ((SELECT string_to_array(
            nullif(current_setting('app.localities', true), ''), ','))::bigint[]))
    OR ((SELECT current_setting('app.scope', true)) IN ('own', 'localities')
        AND id IN (
            SELECT case_id FROM cases_allocation
            WHERE user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::bigint)
              AND (ended_at IS NULL OR end_reason = 'closed')
            UNION
            SELECT member.case_id
            FROM cases_tafmember member
            JOIN accounts_user person ON person.id = member.user_id
            JOIN cases_sharingbasis basis
              ON basis.agency_id = person.agency_id AND basis.family_id = member.family_id
            WHERE member.user_id = (SELECT nullif(current_setting('app.actor_id', true), '')::bigint)
              AND member.left_on IS NULL
              AND basis.from_date <= (now() AT TIME ZONE 'Europe/London')::date
              AND (basis.to_date IS NULL
                   OR basis.to_date >= (now() AT TIME ZONE 'Europe/London')::date)
        ))
);
"""

UNDO = """
DROP POLICY need_to_know ON cases_case;
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("accounts", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, UNDO)]
