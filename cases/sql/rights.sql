-- Whom a person's request may be about: a few people by name or day of birth, for information
-- governance, which sees no case, and only while the request is open and names nobody yet.
CREATE OR REPLACE FUNCTION rights_candidates (request bigint)
RETURNS TABLE (id bigint, name text, date_of_birth date, family text)
LANGUAGE sql STABLE AS $$
    WITH asked AS (
        SELECT *, lower(trim(given_name)) AS given, lower(trim(family_name)) AS surname
        FROM cases_rightsrequest one
        WHERE one.id = request AND one.state IN ('new', 'identity', 'working')
          AND one.person_id IS NULL
          AND current_setting('app.oversight', true) = 'all'
    )
    SELECT person.id, trim(person.given_name || ' ' || person.family_name), person.date_of_birth,
           coalesce((SELECT string_agg(DISTINCT family.reference, ', ')
                     FROM cases_membership member
                     JOIN cases_family family ON family.id = member.family_id
                     WHERE member.person_id = person.id), '')
    FROM cases_person person JOIN asked ON true
    -- A record that was merged is answered with the one that was kept; a former identity only by
    -- somebody who is cleared for it.
    WHERE person.merged_into_id IS NULL
      AND (person.identity_closed_on IS NULL OR EXISTS (
           SELECT FROM cases_closedidentity closed
           JOIN cases_cleared cleared ON cleared.identity_id = closed.id
           WHERE closed.person_id = person.id AND cleared.ended_at IS NULL
             AND cleared.user_id = nullif(current_setting('app.actor_id', true), '')::bigint))
      AND ((asked.surname <> '' AND lower(person.family_name) = asked.surname
           AND (person.date_of_birth = asked.date_of_birth
                OR lower(person.given_name) = asked.given OR lower(person.known_as) = asked.given))
       OR (asked.given <> '' AND lower(person.given_name) = asked.given
           AND person.date_of_birth = asked.date_of_birth))
    ORDER BY person.date_of_birth IS DISTINCT FROM asked.date_of_birth, 2, 1
    LIMIT 20
$$;

-- Families whose every case has closed and whose records' time has come: the youngest child of
-- any case would be so many years old; without a day of birth, so many after the last closing.
CREATE OR REPLACE FUNCTION families_due_for_disposal (today date, age integer, years integer)
RETURNS TABLE (family bigint, reference text, name text, closed_on date, due_on date, by_birth boolean)
LANGUAGE sql STABLE AS $$
    SELECT family.id, family.reference, family.name, past.closed_on, due.day, past.born IS NOT NULL
    FROM cases_family family
    JOIN LATERAL (
        SELECT max(episode.closed_on) AS closed_on, bool_and(episode.stage = 'closed') AS over,
               max(coalesce(child.date_of_birth, child.expected_on)) AS born
        FROM cases_case episode
        LEFT JOIN cases_casechild joined ON joined.case_id = episode.id
        LEFT JOIN cases_person child ON child.id = joined.person_id
        WHERE episode.family_id = family.id
    ) past ON past.over
    CROSS JOIN LATERAL (
        SELECT coalesce((past.born + make_interval(years => age))::date,
                        (past.closed_on + make_interval(years => years))::date) AS day
    ) due
    WHERE current_setting('app.oversight', true) = 'all'
      AND due.day <= today
      AND NOT EXISTS (
          SELECT FROM cases_disposal earlier WHERE earlier.family_id = family.id
          AND (earlier.state <> 'kept' OR earlier.keep_until > today))
$$;

-- The legal holds that stand on a family or on anybody who is or was in it: how many.
CREATE OR REPLACE FUNCTION holds_on_family (family bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer FROM cases_legalhold hold
    WHERE hold.ended_on IS NULL
      AND (hold.family_id = family OR hold.person_id IN (
          SELECT person_id FROM cases_membership member WHERE member.family_id = family))
$$;

-- Whose record a reference names, so that it can be held by who sees no case.
CREATE OR REPLACE FUNCTION family_to_hold (wanted text) RETURNS TABLE (id bigint, name text)
LANGUAGE sql STABLE AS $$
    SELECT family.id, family.name FROM cases_family family
    WHERE current_setting('app.oversight', true) = 'all'
      AND (family.reference = upper(trim(wanted)) OR family.id = (
          SELECT family_id FROM cases_case WHERE reference = upper(trim(wanted))))
$$;

CREATE OR REPLACE FUNCTION holds_on_person (person bigint) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT count(*)::integer FROM cases_legalhold hold
    WHERE hold.ended_on IS NULL
      AND (hold.person_id = person OR hold.family_id IN (
          SELECT family_id FROM cases_membership member WHERE member.person_id = person))
$$;

-- The same of many families, for a list: each that has any, and how many.
CREATE OR REPLACE FUNCTION holds_on_families (families bigint[])
RETURNS TABLE (family bigint, holds integer)
LANGUAGE sql STABLE AS $$
    SELECT each, holds_on_family(each) FROM unnest(families) each WHERE holds_on_family(each) > 0
$$;

-- The families whose records an open request for erasure reaches, to be put to disposal: those
-- whose every case has closed.
CREATE OR REPLACE FUNCTION families_to_erase (request bigint)
RETURNS TABLE (family bigint, reference text, name text)
LANGUAGE sql STABLE AS $$
    SELECT family.id, family.reference, family.name
    FROM cases_rightsrequest asked
    JOIN cases_family family ON EXISTS (
        SELECT FROM cases_membership member
        WHERE member.family_id = family.id AND member.person_id = asked.person_id)
    WHERE asked.id = request AND asked.kind = 'erasure' AND asked.state = 'working'
      AND asked.proved_on IS NOT NULL AND current_setting('app.oversight', true) = 'all'
      AND NOT EXISTS (SELECT FROM cases_case episode
                      WHERE episode.family_id = family.id AND episode.stage <> 'closed')
$$;
