"""Requests decided before answers were recorded: nobody is asked to tell those senders now."""

from django.db import migrations

SAY_SO = """
SELECT set_config('app.scope', 'system', true);
INSERT INTO referrals_answer (referral_id, event, who, way, text, why, why_not, at)
SELECT id, 'decided', 'public', 'not_told', '', '', 'Decided before answers were recorded here.',
       decided_at
FROM referrals_referral WHERE stage = 'decided';
SELECT set_config('app.scope', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_answers")]

    operations = [migrations.RunSQL(SAY_SO, migrations.RunSQL.noop)]
