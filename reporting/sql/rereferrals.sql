-- Of the children for whom early help was decided, those whose request came within 12 months of the
-- family's last closure. A request without a locality counts in that of the case it led to.
CREATE OR REPLACE FUNCTION count_rereferrals (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH decided AS (
        SELECT
            request.rereferred_within IS NOT NULL AS again,
            coalesce(
                CASE cut WHEN 'locality' THEN place.locality_id::text
                         WHEN 'month' THEN to_char(decision.decided_on, 'YYYY-MM')
                         WHEN 'source' THEN request.sender END,
                'none') AS part
        FROM referrals_decision decision
        JOIN referrals_referral request ON request.id = decision.referral_id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                request.locality_id,
                (SELECT led_to.locality_id FROM cases_case led_to WHERE led_to.id = decision.case_id)
            ) AS locality_id
        ) place
        WHERE decision.superseded_at IS NULL
          AND decision.outcome = 'early_help'
          AND decision.decided_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR place.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*) FILTER (WHERE again), count(*), NULL::double precision,
           NULL::bigint
    FROM decided
    GROUP BY GROUPING SETS ((part), ())
$$;
