-- Needs by the day they were first recorded, and what became of each when its case last closed;
-- apart, the cases.
CREATE OR REPLACE FUNCTION count_needs_found (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH needed AS (
        SELECT
            need.case_id,
            CASE WHEN cut LIKE 'need%' THEN need.kind
                 WHEN cut = 'locality' THEN episode.locality_id::text
                 WHEN cut = 'month' THEN to_char(need.seen_on, 'YYYY-MM')
                 WHEN cut = 'became' THEN coalesce(last.outcome, 'none') END AS part,
            CASE cut WHEN 'need-locality' THEN episode.locality_id::text
                     WHEN 'need-became' THEN coalesce(last.outcome, 'none') END AS series
        FROM cases_need need
        JOIN cases_case episode ON episode.id = need.case_id
        LEFT JOIN LATERAL (
            SELECT became.outcome
            FROM cases_needoutcome became
            JOIN cases_closure closure ON closure.id = became.closure_id
            WHERE became.need_id = need.id AND closure.reopened_on IS NULL
            ORDER BY closure.closed_on DESC, closure.id DESC
            LIMIT 1
        ) last ON true
        WHERE need.seen_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    )
    SELECT part, series, count(*), NULL::bigint, NULL::double precision, count(DISTINCT case_id)
    FROM needed
    GROUP BY GROUPING SETS ((part, series), (part), (series), ())
    HAVING cut LIKE '%-%' OR GROUPING(part, series) IN (0, 3)
$$;
