-- The salts of many entries that are written at once: from a secret of two random uuids that is kept
-- nowhere, so that none says anything of another. A random number for each takes three times as long.
CREATE OR REPLACE FUNCTION audit_salt(secret text, place bigint) RETURNS uuid STABLE
RETURN encode(substr(sha256(convert_to(secret || place, 'UTF8')), 1, 16), 'hex')::uuid;

-- Who somebody described in a request was found to be, if anybody yet.
CREATE OR REPLACE FUNCTION audit_person_described(number bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT person_id FROM referrals_referralperson WHERE id = number
$$;

-- Every change of a row, whichever way it came, written by the database itself.
--
-- Called after each statement on a tracked table, with: the columns of which only the fact of a
-- change is kept, which columns name the case, the family and the person, and whether that one is
-- somebody described in a request (see audit/tracking).
CREATE OR REPLACE FUNCTION audit_note_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept_out text[] := string_to_array(TG_ARGV[0], ',');
    actor bigint := nullif(current_setting('app.actor_id', true), '')::bigint;
    who text := coalesce(nullif(current_setting('app.actor_name', true), ''),
                         'Someone unknown (database role ' || session_user || ')');
    request text := coalesce(current_setting('app.request_id', true), '');
    reason text := coalesce(current_setting('app.reason', true), '');
    many bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO audit_change (at, actor_id, actor_name, request_id, why, "table", operation,
                                  rows)
        VALUES (clock_timestamp(), actor, who, request, reason, TG_TABLE_NAME, 'truncate', 0);
        RETURN NULL;
    END IF;
    IF current_setting('app.bulk', true) <> '' AND current_setting('app.scope', true) = 'system' THEN
        IF TG_OP = 'DELETE' THEN SELECT count(*) INTO many FROM before_rows;
        ELSE SELECT count(*) INTO many FROM after_rows;
        END IF;
        IF many > 0 THEN
            INSERT INTO audit_change (at, actor_id, actor_name, request_id, why, "table",
                                      operation, rows, after)
            VALUES (clock_timestamp(), actor, who, request, current_setting('app.bulk', true),
                    TG_TABLE_NAME, 'bulk', many, jsonb_build_object('operation', lower(TG_OP)));
        END IF;
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_change (salt, at, actor_id, actor_name, request_id, why, "table",
                                  operation, rows, row_id, case_id, family_id, person_id, after)
        SELECT CASE row_number() OVER () WHEN 1 THEN gen_random_uuid() ELSE audit_salt(
                   (SELECT gen_random_uuid()::text || gen_random_uuid()), row_number() OVER ()) END,
               clock_timestamp(), actor, who, request, reason, TG_TABLE_NAME, 'insert', 1,
               (held ->> 'id')::bigint, (held ->> TG_ARGV[1])::bigint,
               (held ->> TG_ARGV[2])::bigint,
               CASE WHEN TG_ARGV[4] = 'described'
                   THEN audit_person_described((held ->> TG_ARGV[3])::bigint)
                   ELSE (held ->> TG_ARGV[3])::bigint END,
               CASE WHEN kept_out = '{}' THEN held ELSE audit_without(held, kept_out) END
        -- OFFSET: each row is put into JSON once, not again for every key that is asked of it.
        FROM (SELECT to_jsonb(added) AS held FROM after_rows added OFFSET 0) AS found;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit_change (at, actor_id, actor_name, request_id, why, "table", operation,
                                  rows, row_id, case_id, family_id, person_id, before)
        SELECT clock_timestamp(), actor, who, request, reason, TG_TABLE_NAME, 'delete', 1,
               (held ->> 'id')::bigint, (held ->> TG_ARGV[1])::bigint,
               (held ->> TG_ARGV[2])::bigint,
               CASE WHEN TG_ARGV[4] = 'described'
                   THEN audit_person_described((held ->> TG_ARGV[3])::bigint)
                   ELSE (held ->> TG_ARGV[3])::bigint END,
               CASE WHEN kept_out = '{}' THEN held ELSE audit_without(held, kept_out) END
        FROM (SELECT to_jsonb(gone) AS held FROM before_rows gone OFFSET 0) AS found;
    ELSE
        INSERT INTO audit_change (at, actor_id, actor_name, request_id, why, "table", operation,
                                  rows, row_id, case_id, family_id, person_id, before, after)
        SELECT clock_timestamp(), actor, who, request, reason, TG_TABLE_NAME, 'update', 1,
               (whole ->> 'id')::bigint, (whole ->> TG_ARGV[1])::bigint,
               (whole ->> TG_ARGV[2])::bigint,
               CASE WHEN TG_ARGV[4] = 'described'
                   THEN audit_person_described((whole ->> TG_ARGV[3])::bigint)
                   ELSE (whole ->> TG_ARGV[3])::bigint END,
               CASE WHEN kept_out = '{}' THEN was ELSE audit_without(was, kept_out) END,
               CASE WHEN kept_out = '{}' THEN became ELSE audit_without(became, kept_out) END
        FROM (
            -- FULL: a row whose number was changed is found on both sides. OFFSET: each row is put
            -- into JSON once, not again for every key that is compared.
            SELECT was_row, new_row, coalesce(new_row, was_row) AS whole
            FROM (
                SELECT to_jsonb(earlier) AS was_row, to_jsonb(later) AS new_row
                FROM before_rows earlier FULL JOIN after_rows later USING (id) OFFSET 0
            ) AS written OFFSET 0
        ) AS pair
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(key, was_row -> key) AS was,
                   jsonb_object_agg(key, new_row -> key) AS became
            FROM jsonb_object_keys(whole) AS key
            WHERE was_row -> key IS DISTINCT FROM new_row -> key
        ) AS differing
        WHERE became IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

-- A row with these columns made unreadable: that they changed is kept, what they held is not.
CREATE OR REPLACE FUNCTION audit_without(held jsonb, kept_out text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT held || coalesce(jsonb_object_agg(name, 'not kept'), '{}')
    FROM unnest(kept_out) AS name
    WHERE held ? name AND held -> name <> 'null'
$$;
