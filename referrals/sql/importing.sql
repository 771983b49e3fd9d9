-- Requests that come in a file, written many at once: staged by COPY, then claimed, matched and
-- added set by set, as receive_request (receiving.sql) does one by one.

-- Made anew after each migrate; empty outside a transaction, as each batch deletes what it staged.
-- The application may add to them and read nothing. COPY does not go into tables with row security,
-- and a temporary table would need a right that the application has not.
DROP TABLE IF EXISTS referrals_stagedrequest, referrals_stagedperson;
-- A batch is what one transaction staged. What the version before this one does not stage has a default.
CREATE UNLOGGED TABLE referrals_stagedrequest (
    batch bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint, "row" integer NOT NULL,
    id bigint NOT NULL DEFAULT nextval('referrals_referral_id_seq'),
    identity bytea NOT NULL, content bytea NOT NULL, external_reference text NOT NULL,
    moment integer NOT NULL, urgent boolean, sender text, sender_name text,
    sender_role text, sender_phone text, sender_email text, sender_agency_id bigint,
    source_code text, address_kind text, address text, postcode text, reasons text[], worries text,
    going_well text, tried text, family_knows text, why_not text, safe_way text DEFAULT '',
    safe_way_words text DEFAULT ''
);
CREATE UNLOGGED TABLE referrals_stagedperson (
    batch bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint, "row" integer NOT NULL, place smallint NOT NULL,
    kind text, given_name text, family_name text, given_key text, family_key text,
    date_of_birth date, expected_on date, sex text, relationship text, school_name text,
    nhs_number text, upn text
);
-- Batch by batch, so that what is deleted and not yet tidied away is never read again.
CREATE INDEX ON referrals_stagedrequest (batch, "row");
CREATE INDEX ON referrals_stagedperson (batch, "row");
REVOKE ALL ON referrals_stagedrequest, referrals_stagedperson FROM earlyhelp_app;
GRANT INSERT ON referrals_stagedrequest, referrals_stagedperson TO earlyhelp_app;
GRANT SELECT, DELETE ON referrals_stagedrequest, referrals_stagedperson TO earlyhelp_counting;

-- Take for this import every staged request that nobody has taken yet. What comes back was there
-- already: whether it says the same, and its row where it came earlier in this very import.
-- Taken in the order of what is unique, so that two imports of one file wait and never lock up.
DROP FUNCTION IF EXISTS claim_staged_requests(bigint, bigint);
CREATE OR REPLACE FUNCTION claim_staged_requests(import bigint) RETURNS TABLE (
    "row" integer, same boolean, earlier integer
)
LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    staged bigint := pg_current_xact_id()::text::bigint;
    taken_now bigint;
    gone integer[];
BEGIN
    INSERT INTO referrals_importedrequest (identity, content, external_reference, referral_id,
                                           run_id, "row")
    SELECT identity, content, external_reference, id, import, "row"
    FROM referrals_stagedrequest WHERE batch = staged ORDER BY identity, "row"
    ON CONFLICT (identity) DO NOTHING;

    -- Mostly all are new, and there is nothing more to look for.
    GET DIAGNOSTICS taken_now = ROW_COUNT;
    IF taken_now = (SELECT count(*) FROM referrals_stagedrequest WHERE batch = staged) THEN
        RETURN;
    END IF;

    RETURN QUERY
    SELECT found."row", taken.content = found.content,
           CASE WHEN taken.run_id = import THEN taken."row" END
    FROM referrals_stagedrequest found
    JOIN referrals_importedrequest taken ON taken.identity = found.identity
    WHERE found.batch = staged AND taken.referral_id <> found.id
    ORDER BY found."row";

    WITH deleted AS (
        DELETE FROM referrals_stagedrequest found
        WHERE found.batch = staged AND NOT EXISTS (
            SELECT FROM referrals_importedrequest taken WHERE taken.referral_id = found.id)
        RETURNING found."row"
    )
    SELECT array_agg("row") INTO gone FROM deleted;
    DELETE FROM referrals_stagedperson WHERE batch = staged AND "row" = ANY (gone);
END $$;

-- How many requests of each year are staged, for as many numbers to be taken at once.
-- `received`: the moments that the requests name by their place.
DROP FUNCTION IF EXISTS staged_by_year(bigint);
CREATE OR REPLACE FUNCTION staged_by_year(received timestamptz[]) RETURNS TABLE (
    year integer, many integer
)
LANGUAGE sql STABLE AS $$
    SELECT extract(year FROM received[moment] AT TIME ZONE 'Europe/London')::integer,
           sum(requests)::integer
    FROM (SELECT moment, count(*) AS requests FROM referrals_stagedrequest
          WHERE batch = pg_current_xact_id()::text::bigint GROUP BY 1) AS staged
    GROUP BY 1 ORDER BY 1
$$;

-- For each staged request the people known who are surely in it: as surely_described, set by set.
DROP FUNCTION IF EXISTS surely_staged(bigint);
CREATE OR REPLACE FUNCTION surely_staged(staged bigint) RETURNS TABLE ("row" integer, known bigint)
LANGUAGE sql STABLE SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    SELECT given."row", known.id FROM referrals_stagedperson given
    JOIN cases_person known ON known.nhs_number = given.nhs_number AND known.nhs_number <> ''
    WHERE given.batch = staged AND given.nhs_number <> ''
    UNION ALL
    SELECT given."row", known.id FROM referrals_stagedperson given
    JOIN cases_person known ON known.upn = given.upn AND known.upn <> ''
    WHERE given.batch = staged AND given.upn <> ''
    UNION ALL
    SELECT given."row", known.id FROM referrals_stagedperson given
    JOIN cases_person known ON known.family_key = given.family_key
        AND known.given_key = given.given_key AND known.date_of_birth = given.date_of_birth
    WHERE given.batch = staged AND given.given_key <> '' AND given.family_key <> ''
    UNION ALL
    SELECT given."row", known.id FROM referrals_stagedperson given
    JOIN cases_person known ON known.family_key = given.given_key
        AND known.given_key = given.family_key AND known.date_of_birth = given.date_of_birth
    WHERE given.batch = staged AND given.given_key <> '' AND given.family_key <> ''
$$;

-- Which of these identities were taken by an import before, and what the rows said then.
CREATE OR REPLACE FUNCTION imported_requests(identities bytea[]) RETURNS TABLE (
    identity bytea, content bytea
)
LANGUAGE sql STABLE AS $$
    SELECT taken.identity, taken.content FROM referrals_importedrequest taken
    WHERE taken.identity = ANY (identities)
$$;

-- The people of the requests that are written down. Joined in the order of the file, which both have
-- in their index: a batch is staged and gone again, so whoever counts the tables finds them empty, and
-- row by row every person would be held against every request of the batch.
CREATE OR REPLACE FUNCTION receive_those_on_staged(staged bigint, plain jsonb) RETURNS void
LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO referrals_referralperson (%s) SELECT %s
         FROM referrals_stagedperson staged
         JOIN referrals_stagedrequest request
           ON request.batch = $1 AND request."row" = staged."row",
         jsonb_populate_record(NULL::referrals_referralperson, $2) base
         WHERE staged.batch = $1 ORDER BY staged."row", staged.place',
        columns_to_write('referrals_referralperson', '{}'),
        columns_to_write('referrals_referralperson', ARRAY[
            'id', 'nextval(''referrals_referralperson_id_seq'')', 'referral_id', 'request.id'],
            'referrals_stagedperson'))
    USING staged, plain;
END $$;

-- Write the staged requests down, numbered on from `firsts` in each of `years`; their ids, in the
-- order of the file. `plain` and `plain_person` are a request and a person with nothing said: what
-- the file has no column for is as in them. `received` and `due`: when each of the moments that
-- requests name by their place was, and when a clock that starts then runs out.
DROP FUNCTION IF EXISTS receive_staged_requests(bigint, jsonb, jsonb, integer[], integer[], text[], text);
CREATE OR REPLACE FUNCTION receive_staged_requests(
    plain jsonb, plain_person jsonb, received timestamptz[], due timestamptz[], years integer[],
    firsts integer[], routed text[], nowhere text
) RETURNS bigint[]
LANGUAGE plpgsql AS $$
DECLARE
    staged bigint := pg_current_xact_id()::text::bigint;
    ids bigint[];
    rows integer[];
    sure bigint[];
    -- Few are of a restricted family or near somebody who is linked: only of those it is asked.
    guarded bigint[];
    linked bigint[] := ARRAY(
        SELECT person_id FROM cases_conflict WHERE ended_at IS NULL
        UNION
        SELECT beside.person_id FROM linked_users linked
        JOIN cases_membership beside ON beside.family_id = linked.family_id);
BEGIN
    SELECT array_agg(found."row"), array_agg(found.known) INTO rows, sure
    FROM surely_staged(staged) found;
    guarded := ARRAY(
        SELECT member.person_id FROM cases_membership member
        JOIN cases_family family ON family.id = member.family_id
        WHERE member.person_id = ANY (sure) AND member.to_date IS NULL AND family.restricted);

    EXECUTE format(
        'INSERT INTO referrals_referral (%s)
         WITH sure AS MATERIALIZED (
             SELECT "row",
                    CASE WHEN array_agg(known) && $8
                         THEN restricted_family_among(array_agg(known)) END AS kept_for_id,
                    CASE WHEN array_agg(known) && $9
                         THEN users_linked_to(array_agg(known)) END AS closed_to
             FROM unnest($2, $3) AS found ("row", known)
             WHERE known = ANY ($8) OR known = ANY ($9)
             GROUP BY "row")
         SELECT %s
         FROM referrals_stagedrequest staged
         LEFT JOIN LATERAL (SELECT place.locality_id FROM localities_postcode place
                            WHERE place.postcode = staged.postcode AND staged.postcode <> $7
                              AND staged.address_kind = ANY ($6)) placed ON true
         LEFT JOIN sure ON sure."row" = staged."row"
         JOIN unnest($4, $5) AS firsts (year, first) ON firsts.year = extract(
             year FROM $10[staged.moment] AT TIME ZONE ''Europe/London'')::integer,
         jsonb_populate_record(NULL::referrals_referral, $12) base
         WHERE staged.batch = $1 ORDER BY staged."row"',
        columns_to_write('referrals_referral', '{}'),
        columns_to_write('referrals_referral', ARRAY[
            'reference', 'reference_of(''RQ'', firsts.year, firsts.first - 1 + row_number() OVER (
                PARTITION BY firsts.year ORDER BY staged."row"))',
            'received_at', '$10[staged.moment]', 'due_at', '$11[staged.moment]',
            'locality_id', 'placed.locality_id', 'kept_for_id', 'sure.kept_for_id',
            'closed_to', 'coalesce(sure.closed_to, ''{}'')'],
            'referrals_stagedrequest'))
    USING staged, rows, sure, years, firsts, routed, nowhere, guarded, linked, received, due,
          plain;

    PERFORM receive_those_on_staged(staged, plain_person);

    SELECT array_agg(id ORDER BY "row") INTO ids FROM referrals_stagedrequest WHERE batch = staged;
    DELETE FROM referrals_stagedperson WHERE batch = staged;
    DELETE FROM referrals_stagedrequest WHERE batch = staged;
    RETURN coalesce(ids, '{}');
END $$;

GRANT INSERT ON referrals_importedrequest TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE referrals_importedrequest_id_seq TO earlyhelp_counting;
