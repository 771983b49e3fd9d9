-- The words of the requests that whoever asks sent, whatever became of them (see
-- cases/sql/written.sql).
SET check_function_bodies = off;  -- may_keep_words may be installed after this
CREATE OR REPLACE FUNCTION requests_written(before timestamptz, most integer) RETURNS TABLE (
    at timestamptz, reference text, worries text, going_well text, tried text, why_not text
)
LANGUAGE sql STABLE AS $$
    SELECT request.received_at, request.reference::text, request.worries, request.going_well,
           request.tried, request.why_not
    FROM referrals_referral request
    LEFT JOIN cases_case episode ON episode.id = request.case_id
    WHERE request.sender_user_id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND request.received_at < before
      AND (episode.id IS NULL OR may_keep_words(episode.family_id))
    ORDER BY request.received_at DESC FETCH FIRST (most) ROWS WITH TIES
$$;
RESET check_function_bodies;
