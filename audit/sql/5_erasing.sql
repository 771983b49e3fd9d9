-- What entries say is erased by law; who, when and which record stay, and the chain still holds.
-- The verb `audit.actions.erasing` calls it, and writes the event without which the chain is judged
-- to be tampered with.
CREATE OR REPLACE FUNCTION audit_erase(kind text, entries bigint[], words text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    erased bigint;
BEGIN
    IF coalesce(current_setting('app.oversight', true), '') <> 'all'
       AND coalesce(current_setting('app.scope', true), '') <> 'system' THEN
        RAISE EXCEPTION 'Only information governance may erase what is on record'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF kind = 'event' THEN
        UPDATE audit_event SET summary = left(words, 500), reason = '', details = '{}', salt = NULL
        WHERE id = ANY (entries) AND salt IS NOT NULL AND verb <> 'audit.erased';
    ELSIF kind = 'look' THEN
        UPDATE audit_look SET what = left(words, 200), details = '{}', salt = NULL
        WHERE id = ANY (entries) AND salt IS NOT NULL;
    ELSE
        UPDATE audit_change SET why = words, before = NULL, after = NULL, salt = NULL
        WHERE id = ANY (entries) AND salt IS NOT NULL;
    END IF;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
END $$;
