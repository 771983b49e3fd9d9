-- The median of days from opening to closing, of cases that closed in the period.
CREATE OR REPLACE FUNCTION count_days_open (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH closed AS (
        SELECT
            CASE cut WHEN 'locality' THEN locality_id::text
                     WHEN 'month' THEN to_char(closed_on, 'YYYY-MM') END AS part,
            closed_on - opened_on AS days
        FROM cases_case
        WHERE closed_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*), NULL::bigint,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY days), NULL::bigint
    FROM closed
    GROUP BY GROUPING SETS ((part), ())
$$;
