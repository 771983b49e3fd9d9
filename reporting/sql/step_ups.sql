-- Of the children whose case closed, those stepped up. Counted from the closures, so that the
-- two can never differ.
CREATE OR REPLACE FUNCTION count_step_ups (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH counted AS (
        SELECT * FROM count_closure_outcomes(from_date, to_date, cut || '-outcome', localities)
    )
    SELECT closed.part, NULL::text, coalesce(stepped.numerator, 0), closed.numerator,
           NULL::double precision, NULL::bigint
    FROM counted closed
    LEFT JOIN counted stepped
        ON stepped.part IS NOT DISTINCT FROM closed.part AND stepped.series = 'stepped_up'
    WHERE closed.series IS NULL
$$;
