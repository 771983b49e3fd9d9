-- Step-ups sent, and of them those that kept to the procedure: checklist complete, answered within
-- the clock. By part of the procedure each stands alone.
CREATE OR REPLACE FUNCTION count_step_ups_by_procedure (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH sent AS (
        SELECT
            CASE cut WHEN 'locality' THEN episode.locality_id::text
                     WHEN 'month' THEN to_char(step_up.day, 'YYYY-MM') END AS part,
            step_up.complete, step_up.complete AND step_up.all_done AS all_done,
            coalesce(step_up.answered_on <= clock.due_on, false) AS answered
        FROM (
            SELECT case_id,
                   (sent_at AT TIME ZONE 'Europe/London')::date AS day,
                   (answered_at AT TIME ZONE 'Europe/London')::date AS answered_on,
                   checklist <> '[]' AND NOT EXISTS (
                       SELECT FROM jsonb_array_elements(checklist) step
                       WHERE NOT (step ->> 'done')::boolean AND btrim(step ->> 'why') = ''
                   ) AS complete,
                   NOT EXISTS (
                       SELECT FROM jsonb_array_elements(checklist) step
                       WHERE NOT (step ->> 'done')::boolean
                   ) AS all_done
            FROM cases_stepup
            WHERE sent_at IS NOT NULL
        ) step_up
        JOIN cases_case episode ON episode.id = step_up.case_id
        LEFT JOIN LATERAL (
            SELECT due.due_on FROM cases_due due
            WHERE due.case_id = step_up.case_id AND due.key = 'step_up_answer'
              AND due.started_on = step_up.day
            ORDER BY due.id LIMIT 1
        ) clock ON true
        WHERE step_up.day BETWEEN from_date AND to_date
          AND (step_up.answered_on IS NOT NULL OR clock.due_on IS NULL OR clock.due_on <= to_date)
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    ), counted AS (
        SELECT part, count(*) FILTER (WHERE complete AND answered) AS kept, count(*) AS every
        FROM sent GROUP BY GROUPING SETS ((part), ())
        HAVING cut <> 'procedure' OR GROUPING(part) = 1
        UNION ALL
        SELECT step.key, count(*) FILTER (WHERE step.kept), count(*)
        FROM sent, LATERAL (
            VALUES ('complete', complete), ('all_done', all_done), ('answered', answered)
        ) step (key, kept)
        WHERE cut = 'procedure' GROUP BY step.key
    )
    SELECT part, NULL::text, kept, every, NULL::double precision, NULL::bigint FROM counted
$$;
