-- Trying a code at a link to the plan. Whoever tries knows nothing of the table: one question, with
-- one answer for links that were never given, are over, ended or locked, and for wrong codes.
-- A wrong code counts, and the last of them locks the link. `who` is for the record alone.
CREATE OR REPLACE FUNCTION try_plan_link (link_key text, typed text, most int, today date)
RETURNS TABLE (number bigint, of_case bigint, of_family bigint, who text, opens boolean)
LANGUAGE plpgsql AS $$
DECLARE
    link assessments_planlink%ROWTYPE;
    fits boolean;
BEGIN
    SELECT * INTO link FROM assessments_planlink WHERE key_digest = link_key FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    fits := link.ended_at IS NULL AND link.locked_at IS NULL AND link.until >= today
        AND link.code_digest = typed;
    IF link.ended_at IS NULL AND link.locked_at IS NULL AND link.until >= today THEN
        UPDATE assessments_planlink SET
            tries = CASE WHEN fits THEN 0 ELSE tries + 1 END,
            locked_at = CASE WHEN NOT fits AND tries + 1 >= most THEN now() END,
            opened_at = CASE WHEN fits THEN now() ELSE opened_at END
        WHERE id = link.id;
    END IF;
    RETURN QUERY SELECT link.id, link.case_id, episode.family_id, btrim(
            coalesce(nullif(person.known_as, ''), person.given_name) || ' ' || person.family_name),
        fits
    FROM cases_case episode, cases_person person
    WHERE episode.id = link.case_id AND person.id = link.person_id;
END
$$;

GRANT UPDATE (tries, locked_at, opened_at) ON assessments_planlink TO earlyhelp_counting;
