-- Requests that name somebody, and the restricted family each is kept for.
CREATE OR REPLACE FUNCTION requests_about(person bigint) RETURNS TABLE (id bigint, kept_for bigint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT request.id, request.kept_for_id
    FROM referrals_referralperson described
    JOIN referrals_referral request ON request.id = described.referral_id
    WHERE described.person_id = person AND current_setting('app.scope', true) = 'system'
$$;

-- The record that was kept, where this one was merged into it; else nothing. Waits for a merge
-- in progress to end, as the foreign key itself would.
CREATE OR REPLACE FUNCTION kept_record_of(number bigint) RETURNS bigint
LANGUAGE sql VOLATILE STRICT AS $$
    SELECT merged_into_id FROM cases_person WHERE id = number FOR KEY SHARE
$$;

-- What is written of a record that was merged meanwhile is written of the one that was kept: no
-- row ever hangs from a record that nobody opens any more.
CREATE OR REPLACE FUNCTION written_of_the_kept_record() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW := jsonb_populate_record(NEW, jsonb_build_object(
        TG_ARGV[0], kept_record_of((to_jsonb(NEW) ->> TG_ARGV[0])::bigint)));
    RETURN NEW;
END $$;

-- On every column of every table that points at a person, whatever app it is of.
DO $$
DECLARE
    key record;
BEGIN
    FOR key IN
        SELECT held.conrelid::regclass::text AS place, col.attname::text AS name
        FROM pg_constraint held
        JOIN pg_attribute col ON col.attrelid = held.conrelid AND col.attnum = held.conkey[1]
        WHERE held.contype = 'f' AND held.confrelid = 'cases_person'::regclass
          AND held.conrelid::regclass::text NOT IN
              ('cases_person', 'cases_merge', 'cases_closedidentity')
          AND NOT EXISTS (
              SELECT FROM pg_trigger there
              WHERE there.tgrelid = held.conrelid AND there.tgname = 'kept_record_' || col.attname)
    LOOP
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE INSERT OR UPDATE OF %I ON %s FOR EACH ROW'
            ' WHEN (kept_record_of(NEW.%I) IS NOT NULL)'
            ' EXECUTE FUNCTION written_of_the_kept_record(%L)',
            'kept_record_' || key.name, key.name, key.place, key.name, key.name);
    END LOOP;
END $$;
