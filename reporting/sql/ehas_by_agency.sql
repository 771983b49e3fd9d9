-- Assessments begun on the form “eha”.
CREATE OR REPLACE FUNCTION count_ehas_by_agency (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    SELECT * FROM count_assessments_begun('eha', from_date, to_date, cut, localities)
$$;
