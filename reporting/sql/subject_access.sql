-- Everything held about one person, for the copy they asked for. Each function looks for itself
-- whether there is an open request about that person whose asker's identity has been proved, and
-- whether information governance asks: else it returns nothing.
CREATE OR REPLACE FUNCTION subject_of_request (request bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT asked.person_id
    FROM cases_rightsrequest asked
    WHERE asked.id = request
      AND asked.kind = 'subject_access'
      AND asked.state = 'working'
      AND asked.proved_on IS NOT NULL
      AND current_setting('app.oversight', true) = 'all'
$$;

-- Requests that are not there for this person at all: domestic abuse notifications that name them
-- as having done it, by their record or by their name (unless born on another day). No copy says
-- that there is anything: whoever looked at it would tell by what is left out.
CREATE OR REPLACE FUNCTION notifications_naming (about bigint) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT notice.referral_id
        FROM referrals_notification notice, cases_person person
        WHERE person.id = about AND (
            notice.perpetrator_id = about
            OR EXISTS (SELECT FROM cases_withheld mark
                       WHERE mark.kind = 'referrals.notification' AND mark.row_id = notice.id
                         AND mark.person_id = about)
            OR (notice.perpetrator_key <> ''
                AND notice.perpetrator_key IN (
                    person.given_key || ' ' || person.family_key,
                    person.family_key || ' ' || person.given_key,
                    lower(person.known_as) || ' ' || person.family_key)
                AND (notice.perpetrator_born IS NULL OR person.date_of_birth IS NULL
                     OR person.date_of_birth_estimated
                     OR notice.perpetrator_born = person.date_of_birth))))
$$;

-- The rows of each table that belong to such requests: what hangs from them, the note they left in
-- a case, and the marks that keep them from this person.
CREATE OR REPLACE FUNCTION rows_of_notifications (requests bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
    hidden jsonb := jsonb_build_object('referrals_referral', requests); key record; found bigint[];
BEGIN
    IF cardinality(requests) = 0 THEN RETURN '{}'; END IF;
    FOR key IN
        SELECT holder.relname::text AS holder, attribute.attname::text AS attribute
        FROM pg_constraint link
        JOIN pg_class holder ON holder.oid = link.conrelid
        JOIN pg_attribute attribute
            ON attribute.attrelid = link.conrelid AND attribute.attnum = link.conkey[1]
        WHERE link.contype = 'f' AND link.confrelid = 'referrals_referral'::regclass
    LOOP
        EXECUTE format('SELECT array_agg(id) FROM %I WHERE %I = ANY ($1)', key.holder, key.attribute)
        INTO found USING requests;
        hidden := jsonb_set(hidden, ARRAY[key.holder], to_jsonb(coalesce(found, '{}')));
    END LOOP;
    RETURN hidden || jsonb_build_object(
        'referrals_matchjudgement', ARRAY(
            SELECT judged.id FROM referrals_matchjudgement judged
            JOIN referrals_referralperson named ON named.id = judged.referral_person_id
            WHERE named.referral_id = ANY (requests)),
        'cases_contact', ARRAY(
            SELECT notice.note_id FROM referrals_notification notice
            WHERE notice.referral_id = ANY (requests) AND notice.note_id IS NOT NULL),
        'cases_withheld', ARRAY(
            SELECT mark.id FROM cases_withheld mark JOIN referrals_notification notice
                ON notice.referral_id = ANY (requests)
               AND ((mark.kind = 'referrals.notification' AND mark.row_id = notice.id)
                    OR (mark.kind = 'cases.contact' AND mark.row_id = notice.note_id))));
END
$$;

-- Rows of every table from which a key leads to the person, their families, the cases of those
-- and the requests that name them: found by the catalogue, so that a new table is not forgotten.
-- What has a key to people is left out where it names only others.
CREATE OR REPLACE FUNCTION subject_access_rows (request bigint, without text[])
RETURNS TABLE (source text, id bigint, names_them boolean, content jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    about bigint := subject_of_request(request);
    families bigint[]; episodes bigint[]; named bigint[]; requests bigint[];
    seen jsonb := '{}'; queue text[] := '{}'; here text; ids bigint[]; found bigint[];
    key record; rule text; names text; unsaid bigint[]; hidden jsonb; said text[];
BEGIN
    IF about IS NULL THEN RETURN; END IF;
    unsaid := notifications_naming(about);
    hidden := rows_of_notifications(unsaid);
    said := ARRAY(SELECT one.reference FROM referrals_referral one WHERE one.id = ANY (unsaid));
    families := ARRAY(SELECT DISTINCT family_id FROM cases_membership WHERE person_id = about);
    episodes := ARRAY(
        SELECT episode.id FROM cases_case episode WHERE family_id = ANY (families)
        UNION SELECT case_id FROM cases_casechild WHERE person_id = about);
    named := ARRAY(SELECT one.id FROM referrals_referralperson one
                   WHERE person_id = about AND referral_id <> ALL (unsaid));
    requests := ARRAY(
        SELECT referral_id FROM referrals_referralperson one WHERE one.id = ANY (named)
        UNION SELECT one.id FROM referrals_referral one
        WHERE (one.case_id = ANY (episodes) OR one.family_id = ANY (families))
          AND one.id <> ALL (unsaid));
    seen := jsonb_build_object('cases_person', ARRAY[about], 'cases_family', families,
        'cases_case', episodes, 'referrals_referral', requests, 'referrals_referralperson', named);
    queue := ARRAY['cases_person', 'cases_family', 'cases_case', 'referrals_referral',
                   'referrals_referralperson'];
    FOREACH here IN ARRAY queue LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, one.id, %L::boolean, to_jsonb(one) FROM %I one WHERE one.id = ANY ($1)',
            here, here IN ('cases_person', 'referrals_referralperson'), here)
        USING ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(seen -> here));
    END LOOP;
    WHILE cardinality(queue) > 0 LOOP
        here := queue[1];
        queue := queue[2:];
        ids := ARRAY(SELECT value::bigint FROM jsonb_array_elements_text(seen -> here));
        FOR key IN
            SELECT holder.relname::text AS holder, attribute.attname::text AS attribute
            FROM pg_constraint link
            JOIN pg_class holder ON holder.oid = link.conrelid
            JOIN pg_attribute attribute
                ON attribute.attrelid = link.conrelid AND attribute.attnum = link.conkey[1]
            WHERE link.contype = 'f' AND link.confrelid = here::regclass
              AND cardinality(link.conkey) = 1 AND holder.relname <> ALL (without)
              AND holder.relname NOT IN ('cases_family', 'cases_case', 'cases_person')
            ORDER BY 1, 2
        LOOP
            SELECT string_agg(format('one.%I = ANY (%s)', attribute.attname, CASE
                       link.confrelid WHEN 'cases_person'::regclass THEN '$3' ELSE '$4' END), ' OR '),
                   string_agg(format('one.%I IS NULL', attribute.attname), ' AND ')
            INTO names, rule
            FROM pg_constraint link
            JOIN pg_attribute attribute
                ON attribute.attrelid = link.conrelid AND attribute.attnum = link.conkey[1]
            WHERE link.contype = 'f' AND cardinality(link.conkey) = 1
              AND link.conrelid = key.holder::regclass
              AND link.confrelid IN ('cases_person'::regclass, 'referrals_referralperson'::regclass);
            EXECUTE format(
                'SELECT array_agg(one.id ORDER BY one.id) FROM %I one WHERE one.%I = ANY ($1)'
                ' AND NOT one.id = ANY ($2) AND NOT one.id = ANY ($5) AND (%s)',
                key.holder, key.attribute, coalesce('(' || names || ') OR (' || rule || ')', 'true'))
            INTO found
            USING ids,
                  ARRAY(SELECT value::bigint
                        FROM jsonb_array_elements_text(coalesce(seen -> key.holder, '[]'))),
                  ARRAY[about], named,
                  ARRAY(SELECT value::bigint
                        FROM jsonb_array_elements_text(coalesce(hidden -> key.holder, '[]')));
            CONTINUE WHEN found IS NULL;
            RETURN QUERY EXECUTE format(
                'SELECT %L::text, one.id, coalesce(%s, false), to_jsonb(one)'
                ' FROM %I one WHERE one.id = ANY ($1) AND $2 IS NOT NULL AND $3 IS NOT NULL'
                ' AND $4 IS NOT NULL',
                key.holder, coalesce(names, 'false'), key.holder)
            USING found, 0, ARRAY[about], named;
            seen := jsonb_set(seen, ARRAY[key.holder],
                coalesce(seen -> key.holder, '[]') || to_jsonb(found));
            IF NOT key.holder = ANY (queue) THEN
                queue := queue || key.holder;
            END IF;
        END LOOP;
    END LOOP;
    RETURN QUERY
        SELECT 'audit_event', event.id,
               event.subject = 'cases.person' OR event.details ->> 'person' = about::text,
               to_jsonb(event)
        FROM audit_event event
        WHERE (event.case_id = ANY (episodes) OR event.family_id = ANY (families)
               OR (event.subject = 'cases.person' AND event.subject_id = about))
          AND coalesce(event.details ->> 'person', about::text) = about::text
          AND (event.subject <> 'cases.person' OR event.subject_id = about)
          AND NOT coalesce(hidden -> replace(event.subject, '.', '_'), '[]')
              @> to_jsonb(event.subject_id);
    RETURN QUERY
        SELECT 'audit_look', look.id, false, to_jsonb(look)
        FROM audit_look look
        WHERE (look.case_id = ANY (episodes) OR look.family_id = ANY (families))
          AND NOT EXISTS (SELECT FROM unnest(said) one WHERE strpos(look.what, one) > 0);
END
$$;

-- What would give somebody else away in it: names, days of birth, addresses, numbers. Own things
-- come too, marked as own, so that they are not taken for others’.
CREATE OR REPLACE FUNCTION subject_access_marks (request bigint)
RETURNS TABLE (what text, words text, whose text, person bigint)
LANGUAGE sql STABLE AS $$
    WITH subject AS (SELECT subject_of_request(request) AS id),
    families AS (
        SELECT DISTINCT family_id FROM cases_membership JOIN subject ON person_id = subject.id),
    requests AS (
        SELECT DISTINCT referral_id AS id FROM referrals_referralperson
        JOIN subject ON person_id = subject.id
        UNION SELECT one.id FROM referrals_referral one
        WHERE one.family_id IN (SELECT family_id FROM families)),
    known AS (
        SELECT member.person_id AS id FROM cases_membership member
        WHERE member.family_id IN (SELECT family_id FROM families)
        UNION SELECT unnest(ARRAY[child_id, parent_id]) FROM cases_parentage, subject
        WHERE subject.id IN (child_id, parent_id)
        UNION SELECT unnest(ARRAY[one_id, other_id]) FROM cases_couple, subject
        WHERE subject.id IN (one_id, other_id)
        UNION SELECT unnest(ARRAY[child_id, restrains_id]) FROM cases_courtorder, subject
        WHERE subject.id IN (child_id, restrains_id)
        UNION SELECT unnest(ARRAY[child_id, holder_id]) FROM cases_parentalresponsibility, subject
        WHERE subject.id IN (child_id, holder_id)
        UNION SELECT one.person_id FROM referrals_referralperson one
        WHERE one.referral_id IN (SELECT id FROM requests)
    ),
    people AS (
        SELECT person.*, person.id = subject.id AS own
        FROM cases_person person CROSS JOIN subject
        WHERE subject.id IS NOT NULL
          AND (person.id = subject.id OR person.id IN (SELECT known.id FROM known))
    )
    SELECT found.what, found.words, found.whose, found.person
    FROM (
        SELECT CASE WHEN own THEN 'own name' ELSE 'name' END AS what, each AS words,
               given_name || ' ' || family_name AS whose, id AS person
        FROM people, unnest(ARRAY[given_name, family_name, known_as]) each
        UNION ALL
        SELECT CASE WHEN own THEN 'own day' ELSE 'day' END, to_char(date_of_birth, 'YYYY-MM-DD'),
               given_name || ' ' || family_name, id FROM people WHERE date_of_birth IS NOT NULL
        UNION ALL
        SELECT CASE WHEN own THEN 'own number' ELSE 'number' END, each,
               given_name || ' ' || family_name, id
        FROM people, unnest(ARRAY[nhs_number, upn, external_id]) each
        UNION ALL
        SELECT CASE WHEN safe_address THEN 'safe address' WHEN own THEN 'own address'
                    ELSE 'address' END, each, given_name || ' ' || family_name, people.id
        FROM people JOIN cases_address home ON home.person_id = people.id,
             unnest(ARRAY[lines, postcode]) each
        UNION ALL
        SELECT CASE WHEN own THEN 'own way' ELSE 'way' END, value,
               given_name || ' ' || family_name, people.id
        FROM people JOIN cases_contactway way ON way.person_id = people.id
        UNION ALL
        SELECT 'name', each, given_name || ' ' || family_name, NULL
        FROM referrals_referralperson, unnest(ARRAY[given_name, family_name]) each
        WHERE referral_id IN (SELECT id FROM requests)
          AND person_id IS DISTINCT FROM (SELECT id FROM subject)
        UNION ALL
        SELECT 'day', to_char(date_of_birth, 'YYYY-MM-DD'), given_name || ' ' || family_name, NULL
        FROM referrals_referralperson
        WHERE referral_id IN (SELECT id FROM requests) AND date_of_birth IS NOT NULL
          AND person_id IS DISTINCT FROM (SELECT id FROM subject)
        UNION ALL
        SELECT CASE WHEN each = sender_name THEN 'name' ELSE 'way' END, each, 'the sender', NULL
        FROM referrals_referral, unnest(ARRAY[sender_phone, sender_email,
            CASE WHEN sender IN ('parent', 'young_person', 'relative', 'other')
                 THEN sender_name END]) each
        WHERE id IN (SELECT id FROM requests)
        UNION ALL
        SELECT CASE WHEN each = incident_reference THEN 'number' ELSE 'name' END, each,
               'named in a notification', NULL
        FROM referrals_notification,
             unnest(ARRAY[perpetrator_name, harmed, reported_by, incident_reference]) each
        WHERE referral_id IN (SELECT id FROM requests)
          AND referral_id <> ALL (notifications_naming((SELECT id FROM subject)))
        UNION ALL
        SELECT 'name', holder_name, holder_name, NULL
        FROM cases_parentalresponsibility, subject WHERE child_id = subject.id
    ) found
    WHERE coalesce(found.words, '') <> '' AND (SELECT id FROM subject) IS NOT NULL
$$;
