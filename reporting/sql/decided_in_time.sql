-- Of the requests decided in the period, those decided before their clock ran out. The desk's clock
-- does not run at a panel: of what a panel decided, when it was put to one counts. A request without
-- a locality counts in that of the case it led to.
CREATE OR REPLACE FUNCTION count_decided_in_time (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH decided AS (
        SELECT
            coalesce(
                (SELECT max(put.decided_at)
                 FROM referrals_panelitem item
                 JOIN referrals_decision put ON put.referral_id = item.referral_id
                     AND put.outcome = 'panel' AND put.superseded_at = request.decided_at
                 WHERE item.referral_id = request.id AND item.outcome = 'decided'
                   AND item.outcome_at >= request.decided_at),
                request.decided_at) <= request.due_at AS in_time,
            coalesce(
                CASE cut WHEN 'locality' THEN place.locality_id::text
                         WHEN 'month' THEN to_char(
                             request.decided_at AT TIME ZONE 'Europe/London', 'YYYY-MM')
                         WHEN 'source' THEN request.sender END,
                'none') AS part
        FROM referrals_referral request
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
    SELECT part, NULL::text, count(*) FILTER (WHERE in_time), count(*), NULL::double precision,
           NULL::bigint
    FROM decided
    GROUP BY GROUPING SETS ((part), ())
$$;
