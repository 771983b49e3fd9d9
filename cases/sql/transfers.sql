-- Which transfers a manager may read before answering. Asked by the row policy and by
-- `CaseTransfer.objects.offered_to` alike, so that the rule is said once.

-- Those that wait for an answer of a locality they serve; of a restricted family only where the
-- record is open to them by name; never of a family of somebody they are linked to.
CREATE OR REPLACE FUNCTION transfers_offered_to(who bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT asked.id
    FROM cases_casetransfer asked
    JOIN accounts_user reader ON reader.id = who AND reader.is_active
    JOIN cases_case episode ON episode.id = asked.case_id
    WHERE asked.answer = '' AND episode.stage <> 'closed'
      AND reader.role IN ('team_manager', 'locality_manager', 'head_of_service')
      AND (reader.role = 'head_of_service' OR EXISTS (
          SELECT FROM accounts_user_localities served
          WHERE served.user_id = who AND served.locality_id = asked.to_id))
      AND (NOT episode.restricted OR EXISTS (
          SELECT FROM cases_namedperson named
          WHERE named.user_id = who AND named.family_id = episode.family_id
            AND named.ended_at IS NULL))
      AND NOT EXISTS (
          SELECT FROM linked_users linked
          WHERE linked.user_id = who AND linked.family_id = episode.family_id)
$$;
