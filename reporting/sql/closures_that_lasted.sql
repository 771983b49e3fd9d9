-- Closures with needs met that have been looked at since (as published), and of them those of which
-- no look found that what was met did not last (now). By time since closure each look stands alone.
CREATE OR REPLACE FUNCTION count_closures_that_lasted (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH looked AS (
        SELECT closure.id, closure.closed_on, episode.locality_id, look.months,
               look.finding IN ('nothing', 'asked') AS holds
        FROM cases_closure closure
        JOIN cases_case episode ON episode.id = closure.case_id
        JOIN cases_closurecheck look ON look.closure_id = closure.id
        WHERE closure.reason = 'needs_met'
          AND closure.reopened_on IS NULL
          AND closure.closed_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    ), closed AS (
        SELECT
            CASE cut WHEN 'locality' THEN locality_id::text
                     WHEN 'month' THEN to_char(closed_on, 'YYYY-MM') END AS part,
            bool_and(holds) AS lasts
        FROM looked
        GROUP BY id, locality_id, closed_on
    ), counted AS (
        SELECT part, count(*) FILTER (WHERE lasts) AS lasting, count(*) AS every
        FROM closed GROUP BY GROUPING SETS ((part), ())
        HAVING cut <> 'after' OR GROUPING(part) = 1
        UNION ALL
        SELECT months::text, count(*) FILTER (WHERE holds), count(*)
        FROM looked WHERE cut = 'after' GROUP BY months
    )
    SELECT part, NULL::text, lasting, every, NULL::double precision, NULL::bigint FROM counted
$$;
