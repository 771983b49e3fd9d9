-- Individual children of cases open on any day of the period.
-- In every row of every count, an empty part or series means all of them.
CREATE OR REPLACE FUNCTION count_children_worked_with (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH worked AS (
        SELECT DISTINCT
            CASE cut WHEN 'locality' THEN episode.locality_id::text
                     WHEN 'month' THEN to_char(month, 'YYYY-MM') END AS part,
            child.person_id
        FROM cases_case episode
        JOIN cases_casechild child ON child.case_id = episode.id AND child.joined_on <= to_date
        LEFT JOIN LATERAL generate_series(
            date_trunc('month', greatest(episode.opened_on, child.joined_on, from_date)::timestamp),
            least(coalesce(episode.closed_on, to_date), to_date)::timestamp,
            interval '1 month'
        ) AS month ON cut = 'month'
        WHERE episode.opened_on <= to_date
          AND (episode.closed_on IS NULL OR episode.closed_on >= from_date)
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    )
    SELECT part, NULL::text, count(*), NULL::bigint, NULL::double precision, NULL::bigint
    FROM worked WHERE part IS NOT NULL GROUP BY part
    UNION ALL
    SELECT NULL, NULL, count(DISTINCT person_id), NULL, NULL, NULL FROM worked
$$;
