-- Of one kind of due work that belongs to requests and not to cases, how much is due now and how
-- much began of late: numbers alone, for whoever changes the table of timescales.
CREATE OR REPLACE FUNCTION requests_due_of_kind(kind text, since date) RETURNS TABLE (
    due_now integer, began integer
)
LANGUAGE sql STABLE AS $$
    SELECT (count(*) FILTER (WHERE request.decided_at IS NULL))::integer,
           (count(*) FILTER (WHERE request.received_at >= since))::integer
    FROM referrals_referral request
    WHERE kind = 'triage'
$$;
