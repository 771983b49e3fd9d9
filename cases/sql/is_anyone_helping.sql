-- “Is anyone already helping?”, asked by a professional with a lawful reason. Gives at most: yes,
-- the lead's agency unless it is not to be named, and a handle to ask for a call with. Everything
-- else (restricted, two people who fit, a near miss, nobody, a closed case, somebody the asker is
-- linked to) is one answer. The asker is whoever the transaction was entered as; what they may
-- read otherwise makes no difference. It is one function, so that no part of it can be called
-- alone.
CREATE OR REPLACE FUNCTION is_anyone_helping(
    given text, surname text, born date, home text, nhs text, pupil text, reason text, why text
) RETURNS TABLE (helping boolean, agency text, handle uuid)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    asking_person bigint := nullif(current_setting('app.actor_id', true), '')::bigint;
    asking_agency bigint := nullif(current_setting('app.agency', true), '')::bigint;
    new_handle uuid := gen_random_uuid();
    fitting bigint;
    found_case bigint;
    named text;
BEGIN
    -- Somebody fits by both names, date of birth and the postcode of a present address that may
    -- be found; or by an NHS number or UPN that agrees with the names or the date of birth. Never
    -- a former identity, nor a record that was merged into another.
    SELECT min(one.id) INTO fitting
    FROM (
        SELECT person.id, person.restricted, person.died_on
        FROM cases_person person
        JOIN cases_address address ON address.person_id = person.id
        WHERE $1 <> '' AND $2 <> '' AND $4 <> ''
          AND person.given_key = $1 AND person.family_key = $2 AND person.date_of_birth = $3
          AND address.postcode = $4 AND address.to_date IS NULL
          AND NOT address.safe_address AND address.kind <> 'refuge'
          AND person.merged_into_id IS NULL AND person.identity_closed_on IS NULL
        UNION
        SELECT person.id, person.restricted, person.died_on
        FROM cases_person person
        WHERE (($5 <> '' AND person.nhs_number = $5) OR ($6 <> '' AND person.upn = $6))
          AND (person.date_of_birth = $3
               OR ($1 <> '' AND person.given_key = $1 AND person.family_key = $2))
          AND person.merged_into_id IS NULL AND person.identity_closed_on IS NULL
    ) one
    HAVING count(*) = 1 AND NOT bool_or(one.restricted) AND bool_and(one.died_on IS NULL);

    SELECT episode.id INTO found_case
    FROM cases_membership member
    JOIN cases_family family ON family.id = member.family_id AND NOT family.restricted
    JOIN cases_case episode ON episode.family_id = family.id AND episode.stage <> 'closed'
                           AND NOT episode.restricted
    LEFT JOIN cases_casechild child ON child.case_id = episode.id AND child.person_id = fitting
    WHERE member.person_id = fitting AND member.to_date IS NULL
      AND NOT EXISTS (
          SELECT FROM linked_users linked
          JOIN cases_membership theirs ON theirs.family_id = linked.family_id
          WHERE linked.user_id = asking_person AND theirs.person_id = fitting)
    ORDER BY child.id IS NULL, episode.opened_on DESC, episode.id DESC
    LIMIT 1;

    -- Not named: somebody is at a safe address or refuge, sharing was stopped, or the family no
    -- longer agrees.
    SELECT body.name INTO named
    FROM cases_case episode
    JOIN cases_allocation lead ON lead.case_id = episode.id AND lead.ended_at IS NULL
    JOIN localities_agency body ON body.id = lead.agency_id
    WHERE episode.id = found_case
      AND NOT EXISTS (
          SELECT FROM cases_membership member
          JOIN cases_address address ON address.person_id = member.person_id
          WHERE member.family_id = episode.family_id AND member.to_date IS NULL
            AND address.to_date IS NULL AND (address.safe_address OR address.kind = 'refuge'))
      AND NOT EXISTS (
          SELECT FROM cases_sharingbasis stopped
          WHERE stopped.family_id = episode.family_id AND stopped.agency_id = body.id
            AND stopped.stopped_at IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM cases_sharingbasis again
                WHERE again.family_id = stopped.family_id AND again.agency_id = body.id
                  AND again.stopped_at IS NULL AND again.id > stopped.id))
      AND NOT EXISTS (
          SELECT FROM cases_agreement gone
          WHERE gone.family_id = episode.family_id AND gone.withdrawn_on IS NOT NULL
            AND NOT EXISTS (
                SELECT FROM cases_agreement again
                WHERE again.family_id = gone.family_id AND again.withdrawn_on IS NULL
                  AND again.id > gone.id));

    INSERT INTO cases_asking (handle, asker_id, agency_id, asked_at, reason, why, case_id, phone,
                              words)
    VALUES (new_handle, asking_person, asking_agency, clock_timestamp(), $7, $8, found_case, '', '');
    RETURN QUERY SELECT found_case IS NOT NULL, named,
                        CASE WHEN found_case IS NOT NULL THEN new_handle END;
END $$;

-- How often somebody, and everybody of their agency, has asked since a moment. Whoever counts next
-- for the same agency waits, so that two who ask at once are not both the last allowed.
CREATE OR REPLACE FUNCTION askings_since(moment timestamptz)
RETURNS TABLE (by_person integer, by_agency integer)
LANGUAGE plpgsql AS $$
DECLARE
    asking_person bigint := nullif(current_setting('app.actor_id', true), '')::bigint;
    asking_agency bigint := nullif(current_setting('app.agency', true), '')::bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('askings'),
                                  coalesce(asking_agency, -asking_person)::integer);
    RETURN QUERY SELECT
        (SELECT count(*)::integer FROM cases_asking asked
         WHERE asked.asker_id = asking_person AND asked.asked_at >= moment),
        (SELECT count(*)::integer FROM cases_asking asked
         WHERE asked.agency_id = asking_agency AND asked.asked_at >= moment);
END $$;

-- Ask for a call about an answer of the last hour, once. Says only whether the handle was good.
CREATE OR REPLACE FUNCTION ask_to_be_called(given_handle uuid, number text, about text)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_asking asked
    SET wanted_at = clock_timestamp(), phone = number, words = about
    WHERE asked.handle = given_handle AND asked.case_id IS NOT NULL AND asked.wanted_at IS NULL
      AND asked.asker_id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND asked.asked_at > clock_timestamp() - interval '1 hour';
    RETURN FOUND;
END $$;

GRANT INSERT ON cases_asking TO earlyhelp_counting;
GRANT UPDATE (wanted_at, phone, words) ON cases_asking TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE cases_asking_id_seq TO earlyhelp_counting;
