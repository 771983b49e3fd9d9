-- Assessments signed off on a form that asks for factors, and of them those that found one. By
-- factor each stands alone, “None of these” (21) too.
CREATE OR REPLACE FUNCTION count_factors_found (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH assessed AS (
        SELECT
            assessment.id,
            CASE WHEN cut LIKE '%locality' THEN episode.locality_id::text
                 WHEN cut = 'month' THEN to_char(assessment.completed_on, 'YYYY-MM') END AS place,
            bool_or(factor.code <> '21') AS found
        FROM assessments_assessment assessment
        JOIN assessments_factor factor ON factor.assessment_id = assessment.id
        JOIN cases_case episode ON episode.id = assessment.case_id
        WHERE assessment.state = 'signed_off'
          AND assessment.completed_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
        GROUP BY assessment.id, episode.locality_id
    ), whole AS (
        SELECT place, count(*) FILTER (WHERE found) AS found, count(*) AS every
        FROM assessed GROUP BY GROUPING SETS ((place), ())
        HAVING cut <> 'factor' OR GROUPING(place) = 1
    ), times AS (
        SELECT assessed.place, factor.code, count(*) AS found
        FROM assessed JOIN assessments_factor factor ON factor.assessment_id = assessed.id
        WHERE cut LIKE 'factor%'
        GROUP BY GROUPING SETS ((assessed.place, factor.code), (factor.code))
        HAVING cut <> 'factor' OR GROUPING(assessed.place) = 1
    ), counted AS (
        SELECT CASE WHEN cut NOT LIKE 'factor%' THEN place END AS part,
               CASE WHEN cut LIKE 'factor%' THEN place END AS series, found, every
        FROM whole
        UNION ALL
        SELECT code.code, whole.place, coalesce(times.found, 0), whole.every
        FROM whole
        CROSS JOIN (SELECT code FROM times WHERE place IS NULL) code
        LEFT JOIN times
          ON times.place IS NOT DISTINCT FROM whole.place AND times.code = code.code
    )
    SELECT part, series, found, every, NULL::double precision, NULL::bigint FROM counted
$$;
