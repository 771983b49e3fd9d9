-- Of one kind of due work, how much is due now in open cases and how much began of late: numbers
-- alone, for whoever changes the table of timescales and sees no case.
CREATE OR REPLACE FUNCTION due_of_kind(kind text, since date) RETURNS TABLE (
    due_now integer, began integer
)
LANGUAGE sql STABLE AS $$
    SELECT (count(*) FILTER (WHERE due.done_on IS NULL AND due.cancelled_on IS NULL))::integer,
           (count(*) FILTER (WHERE due.started_on >= since))::integer
    FROM (
        SELECT key, started_on, done_on, cancelled_on FROM cases_due
        UNION ALL
        -- A transfer keeps its own day: it is due from whoever is asked, and in no case of theirs.
        SELECT 'transfer', (asked_at AT TIME ZONE 'Europe/London')::date,
               (answered_at AT TIME ZONE 'Europe/London')::date, NULL
        FROM cases_casetransfer
    ) due
    WHERE due.key = due_of_kind.kind
$$;

-- Open cases on which nothing is due, which must never be: the clocks of the meetings keep it so.
-- For whoever looks after the service; numbers of cases alone.
CREATE OR REPLACE FUNCTION cases_with_nothing_due() RETURNS TABLE (number bigint)
LANGUAGE sql STABLE AS $$
    SELECT episode.id
    FROM cases_case episode
    WHERE episode.stage <> 'closed'
      AND NOT EXISTS (
          SELECT FROM cases_due due
          WHERE due.case_id = episode.id AND due.done_on IS NULL AND due.cancelled_on IS NULL)
    ORDER BY episode.id
$$;
