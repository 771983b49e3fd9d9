-- How many assessments are being written on each version of a form, and how many ever were: counts
-- alone, for whoever configures, who reads none of them.
CREATE OR REPLACE FUNCTION assessments_on_forms () RETURNS TABLE (
    form bigint, writing bigint, written bigint
)
LANGUAGE sql STABLE AS $$
    SELECT form_id, count(*) FILTER (WHERE state IN ('draft', 'returned')), count(*)
    FROM assessments_assessment GROUP BY form_id
$$;
