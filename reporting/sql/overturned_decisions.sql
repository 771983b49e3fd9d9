-- Of the decisions a manager has looked at again, those overturned, by the day of the decision. A
-- request without a locality counts in that of the case it led to.
CREATE OR REPLACE FUNCTION count_overturned_decisions (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH judged AS (
        SELECT
            sample.verdict = 'overturned' AS overturned,
            coalesce(
                CASE cut WHEN 'locality' THEN place.locality_id::text
                         WHEN 'month' THEN to_char(decision.decided_on, 'YYYY-MM')
                         WHEN 'outcome' THEN decision.outcome END,
                'none') AS part
        FROM referrals_decision decision
        JOIN referrals_sample sample ON sample.decision_id = decision.id AND sample.verdict <> ''
        JOIN referrals_referral request ON request.id = decision.referral_id
        CROSS JOIN LATERAL (
            SELECT coalesce(
                request.locality_id,
                (SELECT led_to.locality_id FROM cases_case led_to WHERE led_to.id = decision.case_id)
            ) AS locality_id
        ) place
        WHERE decision.decided_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR place.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*) FILTER (WHERE overturned), count(*), NULL::double precision,
           NULL::bigint
    FROM judged
    GROUP BY GROUPING SETS ((part), ())
$$;
