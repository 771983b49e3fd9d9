-- People known from another system, written many at once: staged by COPY, claimed and added set by
-- set. As with requests (referrals/sql/importing.sql) the application adds to the staging table
-- and reads nothing of it.
DROP TABLE IF EXISTS cases_stagedperson;
CREATE UNLOGGED TABLE cases_stagedperson (
    batch bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint, "row" integer NOT NULL,
    id bigint NOT NULL DEFAULT nextval('cases_person_id_seq'),
    identity bytea NOT NULL, content bytea NOT NULL, kind text, given_name text, family_name text,
    given_key text, family_key text, date_of_birth date, sex text, nhs_number text, upn text,
    external_id text, address text, postcode text, name text
);
CREATE INDEX ON cases_stagedperson (batch, "row");
REVOKE ALL ON cases_stagedperson FROM earlyhelp_app;
GRANT INSERT ON cases_stagedperson TO earlyhelp_app;
GRANT SELECT, DELETE ON cases_stagedperson TO earlyhelp_counting;

-- Which of these identities were imported before, and what the rows said then.
CREATE OR REPLACE FUNCTION imported_people(identities bytea[]) RETURNS TABLE (
    identity bytea, content bytea
)
LANGUAGE sql STABLE AS $$
    SELECT taken.identity, taken.content FROM cases_importedperson taken
    WHERE taken.identity = ANY (identities)
$$;

-- Whose these numbers are: the external_id of an imported person, and nothing of anybody else.
CREATE OR REPLACE FUNCTION numbers_taken(nhs text[], upns text[]) RETURNS TABLE (
    number text, external_id text
)
LANGUAGE sql STABLE AS $$
    SELECT known.nhs_number::text, CASE WHEN known.restricted THEN '' ELSE known.external_id END
    FROM cases_person known WHERE known.nhs_number <> '' AND known.nhs_number = ANY (nhs)
    UNION ALL
    SELECT known.upn::text, CASE WHEN known.restricted THEN '' ELSE known.external_id END
    FROM cases_person known WHERE known.upn <> '' AND known.upn = ANY (upns)
$$;

-- Write the staged people down. What comes back was not written: there already with the same words
-- or with others (`same`; `earlier` is its row where it came in this import), or, `same` unknown,
-- because one of its numbers is somebody else's.
DROP FUNCTION IF EXISTS receive_staged_people(bigint, bigint, jsonb, jsonb);
CREATE OR REPLACE FUNCTION receive_staged_people(
    import bigint, plain jsonb, plain_address jsonb
) RETURNS TABLE ("row" integer, same boolean, earlier integer)
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    staged bigint := pg_current_xact_id()::text::bigint;
    who bigint := nullif(current_setting('app.actor_id', true), '')::bigint;
    called text := current_setting('app.actor_name', true);
    request text := coalesce(current_setting('app.request_id', true), '');
BEGIN
    INSERT INTO cases_importedperson (identity, content, person_id, run_id, "row")
    SELECT identity, content, id, import, "row"
    FROM cases_stagedperson WHERE batch = staged ORDER BY identity, "row"
    ON CONFLICT (identity) DO NOTHING;
    RETURN QUERY
    SELECT found."row", taken.content = found.content,
           CASE WHEN taken.run_id = import THEN taken."row" END
    FROM cases_stagedperson found
    JOIN cases_importedperson taken ON taken.identity = found.identity
    WHERE found.batch = staged AND taken.person_id <> found.id ORDER BY found."row";
    DELETE FROM cases_stagedperson found WHERE batch = staged AND NOT EXISTS (
        SELECT FROM cases_importedperson taken WHERE taken.person_id = found.id);

    -- In the order of the numbers, so that two imports wait for each other and never lock up.
    EXECUTE format(
        'INSERT INTO cases_person (%s) SELECT %s FROM cases_stagedperson staged,
         jsonb_populate_record(NULL::cases_person, $2) base WHERE staged.batch = $1
         ORDER BY staged.nhs_number, staged.upn, staged."row" ON CONFLICT DO NOTHING',
        columns_to_write('cases_person', '{}'),
        columns_to_write('cases_person', '{}', 'cases_stagedperson')) USING staged, plain;
    RETURN QUERY
    SELECT found."row", NULL::boolean, NULL::integer FROM cases_stagedperson found
    WHERE batch = staged AND NOT EXISTS (SELECT FROM cases_person made WHERE made.id = found.id)
    ORDER BY found."row";
    DELETE FROM cases_importedperson taken USING cases_stagedperson found
    WHERE found.batch = staged AND taken.identity = found.identity AND taken.person_id = found.id
      AND NOT EXISTS (SELECT FROM cases_person made WHERE made.id = found.id);
    DELETE FROM cases_stagedperson found WHERE batch = staged
      AND NOT EXISTS (SELECT FROM cases_person made WHERE made.id = found.id);

    EXECUTE format(
        'INSERT INTO cases_address (%s) SELECT %s FROM cases_stagedperson staged,
         jsonb_populate_record(NULL::cases_address, $2) base
         WHERE staged.batch = $1 AND (staged.address <> '''' OR staged.postcode <> '''')
         ORDER BY staged."row"',
        columns_to_write('cases_address', '{}'),
        columns_to_write('cases_address', ARRAY[
            'id', 'nextval(''cases_address_id_seq'')', 'person_id', 'staged.id',
            'lines', 'staged.address', 'postcode', 'staged.postcode']))
    USING staged, plain_address;
    INSERT INTO audit_event (at, actor_id, actor_name, verb, subject, subject_id, summary, reason,
                             details, request_id)
    SELECT clock_timestamp(), who, called, 'person.registered', 'cases.person', id,
           'Person recorded: ' || name, '', '{}', request
    FROM cases_stagedperson WHERE batch = staged ORDER BY "row";
    DELETE FROM cases_stagedperson WHERE batch = staged;
END $$;

GRANT INSERT ON cases_person, cases_address, audit_event TO earlyhelp_counting;
GRANT INSERT, DELETE ON cases_importedperson TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE cases_importedperson_id_seq, cases_address_id_seq, audit_event_id_seq
    TO earlyhelp_counting;
