-- Services families were told of, by the day they were told; apart, the requests.
CREATE OR REPLACE FUNCTION count_signposting (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH told AS (
        SELECT
            signposting.referral_id,
            coalesce(
                CASE cut WHEN 'locality' THEN request.locality_id::text
                         WHEN 'month' THEN to_char(
                             signposting.at AT TIME ZONE 'Europe/London', 'YYYY-MM')
                         WHEN 'went' THEN nullif(signposting.outcome, '') END,
                'none') AS part
        FROM referrals_signposting signposting
        JOIN referrals_referral request ON request.id = signposting.referral_id
        WHERE signposting.at >= from_date::timestamp AT TIME ZONE 'Europe/London'
          AND signposting.at < (to_date + 1)::timestamp AT TIME ZONE 'Europe/London'
          AND (cardinality(localities) = 0 OR request.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*), NULL::bigint, NULL::double precision,
           count(DISTINCT referral_id)
    FROM told
    GROUP BY GROUPING SETS ((part), ())
$$;
