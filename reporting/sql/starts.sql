-- Cases by the day they were opened; apart, the children in them.
CREATE OR REPLACE FUNCTION count_starts (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH started AS (
        SELECT
            CASE WHEN cut LIKE 'locality%' THEN episode.locality_id::text
                 WHEN cut = 'month' THEN to_char(episode.opened_on, 'YYYY-MM')
                 WHEN cut = 'door' THEN episode.door
                 WHEN cut = 'level' THEN episode.level::text END AS part,
            CASE cut WHEN 'locality-month' THEN to_char(episode.opened_on, 'YYYY-MM') END AS series,
            (SELECT count(*) FROM cases_casechild child WHERE child.case_id = episode.id) AS children
        FROM cases_case episode
        WHERE episode.opened_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    )
    SELECT part, series, count(*), NULL::bigint, NULL::double precision,
           coalesce(sum(children), 0)::bigint
    FROM started
    GROUP BY GROUPING SETS ((part, series), (part), (series), ())
    HAVING cut LIKE '%-%' OR GROUPING(part, series) IN (0, 3)
$$;
