-- How much a worker holds now, whoever asks and whatever of it they may read: numbers alone.

CREATE OR REPLACE FUNCTION cases_led_by(worker bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer
    FROM cases_allocation
    WHERE user_id = worker AND ended_at IS NULL
$$;

CREATE OR REPLACE FUNCTION children_led_by(worker bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT child.person_id)::integer
    FROM cases_allocation allocation
    JOIN cases_casechild child ON child.case_id = allocation.case_id
    WHERE allocation.user_id = worker AND allocation.ended_at IS NULL
$$;

-- How many at each level of need: {"2": 2, "3": 3}.
CREATE OR REPLACE FUNCTION levels_led_by(worker bigint) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_object_agg(level, cases), '{}')
    FROM (
        SELECT led.level, count(*) AS cases
        FROM cases_allocation allocation
        JOIN cases_case led ON led.id = allocation.case_id
        WHERE allocation.user_id = worker AND allocation.ended_at IS NULL
        GROUP BY led.level) held
$$;
