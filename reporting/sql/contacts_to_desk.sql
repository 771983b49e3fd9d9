-- Requests for support by the day they were received; apart, the children named in them.
CREATE OR REPLACE FUNCTION count_contacts_to_desk (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH received AS (
        SELECT
            coalesce(
                CASE cut WHEN 'locality' THEN request.locality_id::text
                         WHEN 'month' THEN to_char(
                             request.received_at AT TIME ZONE 'Europe/London', 'YYYY-MM')
                         WHEN 'source' THEN request.sender END,
                'none') AS part,
            (SELECT count(*) FROM referrals_referralperson person
             WHERE person.referral_id = request.id AND person.kind IN ('child', 'unborn')
            ) AS children
        FROM referrals_referral request
        WHERE request.received_at >= from_date::timestamp AT TIME ZONE 'Europe/London'
          AND request.received_at < (to_date + 1)::timestamp AT TIME ZONE 'Europe/London'
          AND (cardinality(localities) = 0 OR request.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*), NULL::bigint, NULL::double precision,
           coalesce(sum(children), 0)::bigint
    FROM received
    GROUP BY GROUPING SETS ((part), ())
$$;
