-- Who is linked to whom: each user with every family, now or once, of a person they are linked to.
-- Nobody linked to a family sees it, learns of it or is told about it; all functions ask here.
CREATE OR REPLACE VIEW linked_users WITH (security_invoker = true) AS
SELECT DISTINCT conflict.user_id, member.family_id
FROM cases_conflict conflict
JOIN cases_membership member ON member.person_id = conflict.person_id
WHERE conflict.ended_at IS NULL;

REVOKE ALL ON linked_users FROM earlyhelp_app;
GRANT SELECT ON linked_users TO earlyhelp_counting;
