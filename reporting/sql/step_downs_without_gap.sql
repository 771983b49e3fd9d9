-- Step-downs received, and of them those without a gap: a TAF meeting before social care closes,
-- what it left seen to, the checklist complete. By part each stands alone.
CREATE OR REPLACE FUNCTION count_step_downs_without_gap (
    from_date date, to_date date, cut text, localities bigint[]
) RETURNS TABLE (
    part text, series text, numerator bigint, denominator bigint, middle double precision,
    also bigint
)
LANGUAGE sql STABLE AS $$
    WITH received AS (
        SELECT
            CASE cut WHEN 'locality' THEN episode.locality_id::text
                     WHEN 'month' THEN to_char(down.received_on, 'YYYY-MM') END AS part,
            coalesce(coalesce(
                (SELECT min(held_on) FROM assessments_review review
                 WHERE review.case_id = down.case_id AND review.held_on >= down.received_on),
                (SELECT min((starts_at AT TIME ZONE 'Europe/London')::date)
                 FROM assessments_plannedmeeting planned
                 WHERE planned.case_id = down.case_id AND planned.called_off_at IS NULL
                   AND planned.review_id IS NULL)
            ) <= down.closes_on, false) AS met,
            NOT EXISTS (
                SELECT FROM cases_stepdownaction item
                WHERE item.step_down_id = down.id
                  AND NOT EXISTS (
                      SELECT FROM assessments_action action WHERE action.takes_up_id = item.id)
                  AND NOT EXISTS (
                      SELECT FROM assessments_stepdownsetaside aside
                      WHERE aside.left_id = item.id)
            ) AS seen_to,
            down.checked_at IS NOT NULL AS checked
        FROM cases_stepdown down
        JOIN cases_case episode ON episode.id = down.case_id
        WHERE down.received_on BETWEEN from_date AND to_date
          AND (cardinality(localities) = 0 OR episode.locality_id = ANY (localities))
    ), counted AS (
        SELECT part, count(*) FILTER (WHERE met AND seen_to AND checked) AS kept,
               count(*) AS every
        FROM received GROUP BY GROUPING SETS ((part), ())
        HAVING cut <> 'procedure' OR GROUPING(part) = 1
        UNION ALL
        SELECT step.key, count(*) FILTER (WHERE step.kept), count(*)
        FROM received, LATERAL (
            VALUES ('taf', met), ('left', seen_to), ('checklist', checked)
        ) step (key, kept)
        WHERE cut = 'procedure' GROUP BY step.key
    )
    SELECT part, NULL::text, kept, every, NULL::double precision, NULL::bigint FROM counted
$$;
