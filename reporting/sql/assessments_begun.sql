-- Assessments on one form by the day they were begun, and by whose worker. One before birth is an
-- Early Help Assessment too; one of a family whose plan goes on already is not begun anew.
CREATE OR REPLACE FUNCTION count_assessments_begun (
    form_key text, from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH begun AS (
        SELECT
            CASE WHEN cut LIKE 'locality%' THEN episode.locality_id::text
                 WHEN cut = 'month' THEN to_char(assessment.started_on, 'YYYY-MM')
                 WHEN cut = 'agency' THEN agency.kind END AS part,
            CASE cut WHEN 'locality-agency' THEN agency.kind END AS series
        FROM assessments_assessment assessment
        JOIN assessments_formversion form ON form.id = assessment.form_id
        JOIN localities_agency agency ON agency.id = assessment.started_by_agency_id
        JOIN cases_case episode ON episode.id = assessment.case_id
        WHERE (form.key = form_key OR (form_key = 'eha' AND form.purpose = 'unborn'))
          AND NOT assessment.is_reassessment
          AND assessment.started_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    )
    SELECT part, series, count(*), NULL::bigint, NULL::double precision, NULL::bigint
    FROM begun
    GROUP BY GROUPING SETS ((part, series), (part), (series), ())
    HAVING cut LIKE '%-%' OR GROUPING(part, series) IN (0, 3)
$$;
