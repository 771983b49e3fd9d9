-- Children by what was decided for them, by the day of the decision; apart, their referrals.
-- A request without a locality counts in that of the case it led to.
CREATE OR REPLACE FUNCTION count_decisions (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH decided AS (
        SELECT
            decision.referral_id,
            coalesce(
                CASE WHEN cut LIKE 'locality%'
                         THEN place.locality_id::text
                     WHEN cut = 'month' THEN to_char(decision.decided_on, 'YYYY-MM')
                     WHEN cut = 'outcome' THEN decision.outcome END,
                'none') AS part,
            CASE cut WHEN 'locality-outcome' THEN decision.outcome END AS series
        FROM referrals_decision decision
        JOIN referrals_referral request ON request.id = decision.referral_id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                request.locality_id,
                (SELECT led_to.locality_id FROM cases_case led_to WHERE led_to.id = decision.case_id)
            ) AS locality_id
        ) place
        WHERE decision.superseded_at IS NULL
          AND decision.decided_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0
               OR place.locality_id = ANY (localities))
    )
    SELECT part, series, count(*), NULL::bigint, NULL::double precision,
           count(DISTINCT referral_id)
    FROM decided
    GROUP BY GROUPING SETS ((part, series), (part), (series), ())
    HAVING cut LIKE '%-%' OR GROUPING(part, series) IN (0, 3)
$$;
