-- Of the requests decided in the period, those whose sender was answered since. What an answer is,
-- requests_not_answered() says (referrals/sql/answers.sql). A request without a locality counts in
-- that of the case it led to.
SET check_function_bodies = off;  -- requests_not_answered may be installed after this
CREATE OR REPLACE FUNCTION count_answers_given (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH decided AS (
        SELECT
            silent.number IS NULL AS answered,
            coalesce(
                CASE cut WHEN 'locality' THEN place.locality_id::text
                         WHEN 'month' THEN to_char(
                             request.decided_at AT TIME ZONE 'Europe/London', 'YYYY-MM')
                         WHEN 'source' THEN request.sender END,
                'none') AS part
        FROM referrals_referral request
        LEFT JOIN requests_not_answered() AS silent (number) ON silent.number = request.id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                request.locality_id,
                (SELECT led_to.locality_id FROM cases_case led_to WHERE led_to.id = request.case_id)
            ) AS locality_id
        ) place
        WHERE request.stage = 'decided'
          AND request.decided_at >= from_date::timestamp AT TIME ZONE 'Europe/London'
          AND request.decided_at < (to_date + 1)::timestamp AT TIME ZONE 'Europe/London'
          AND (cardinality(localities) = 0 OR place.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*) FILTER (WHERE answered), count(*), NULL::double precision,
           NULL::bigint
    FROM decided
    GROUP BY GROUPING SETS ((part), ())
$$;
RESET check_function_bodies;
