-- Children whose case closed, by how; a child closed twice in the period once, at the last.
CREATE OR REPLACE FUNCTION count_closure_outcomes (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH closed AS (
        SELECT DISTINCT ON (child.person_id)
            episode.locality_id, closure.closed_on, closure.reason, closure."group" AS outcome
        FROM cases_closure closure
        JOIN cases_case episode ON episode.id = closure.case_id
        JOIN cases_casechild child ON child.case_id = closure.case_id
        WHERE closure.reopened_on IS NULL
          AND closure.closed_on BETWEEN from_date AND to_date
        ORDER BY child.person_id, closure.closed_on DESC, closure.id DESC
    ), parted AS (
        SELECT
            CASE WHEN cut LIKE 'locality%' THEN locality_id::text
                 WHEN cut LIKE 'month%' THEN to_char(closed_on, 'YYYY-MM')
                 WHEN cut = 'outcome' THEN outcome
                 WHEN cut = 'reason' THEN reason END AS part,
            CASE WHEN cut LIKE '%-outcome' THEN outcome END AS series
        FROM closed
        WHERE cardinality(localities) = 0 OR locality_id = ANY (localities)
    )
    SELECT part, series, count(*), NULL::bigint, NULL::double precision, NULL::bigint
    FROM parted
    GROUP BY GROUPING SETS ((part, series), (part), (series), ())
    HAVING cut LIKE '%-%' OR GROUPING(part, series) IN (0, 3)
$$;
