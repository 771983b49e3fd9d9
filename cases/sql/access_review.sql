-- The quarterly review of access, for information governance and the head of service; for anybody
-- else: nothing. Restricted families: for the head of service only those she is named on.

CREATE OR REPLACE FUNCTION access_reviewer() RETURNS TABLE (id bigint, role text)
LANGUAGE sql STABLE AS $$
    SELECT reader.id, reader.role::text
    FROM accounts_user reader
    WHERE reader.id = nullif(current_setting('app.actor_id', true), '')::bigint
      AND reader.is_active AND reader.role IN ('information_governance', 'head_of_service')
$$;

-- Standing namings on restricted records that the reviewer may know of, never of a family somebody
-- in which they are linked to.
CREATE OR REPLACE FUNCTION namings_to_review()
RETURNS TABLE (id bigint, user_id bigint, family_id bigint, reference text, deputy boolean,
               named_at timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT named.id, named.user_id, family.id, family.reference, named.deputy, named.named_at
    FROM access_reviewer() reviewer
    CROSS JOIN cases_namedperson named
    JOIN cases_family family ON family.id = named.family_id
    WHERE named.ended_at IS NULL
      AND (reviewer.role = 'information_governance' OR EXISTS (
          SELECT FROM cases_namedperson own
          WHERE own.family_id = family.id AND own.user_id = reviewer.id AND own.ended_at IS NULL))
      AND NOT EXISTS (
          SELECT FROM linked_users linked
          WHERE linked.user_id = reviewer.id AND linked.family_id = family.id)
$$;

-- What stands out: by which rule, about which row, whose access, and the facts of it. `wide` are
-- the roles that reach beyond their own cases.
CREATE OR REPLACE FUNCTION access_exceptions(since timestamptz, wide text[])
RETURNS TABLE (rule text, about bigint, user_id bigint, who text, facts jsonb)
LANGUAGE sql STABLE AS $$
    WITH held AS (
        SELECT person.id, person.name, person.ended_on, person.asleep_since,
               (SELECT count(*) FROM usersessions_usersession kept
                WHERE kept.user_id = person.id) AS sessions,
               (SELECT count(*) FROM accounts_apitoken token
                WHERE token.user_id = person.id AND token.revoked_at IS NULL) AS tokens,
               (SELECT count(*) FROM cases_allocation leads
                WHERE leads.user_id = person.id AND leads.ended_at IS NULL) AS leads,
               (SELECT count(*) FROM cases_tafmember member
                WHERE member.user_id = person.id AND member.left_on IS NULL) AS teams,
               (SELECT count(*) FROM cases_namedperson named
                WHERE named.user_id = person.id AND named.ended_at IS NULL) AS names
        FROM accounts_user person
        WHERE NOT person.is_active OR person.ended_on <= current_date
    ),
    changed AS (
        SELECT DISTINCT ON (change.row_id) change.id, change.row_id, change.at, change.actor_name,
               change.before ->> 'role' AS was, change.after ->> 'role' AS became
        FROM audit_change change
        WHERE change."table" = 'accounts_user' AND change.operation = 'update'
          AND change.case_id IS NULL AND change.family_id IS NULL AND change.person_id IS NULL
          AND change.at >= since AND change.before ->> 'role' IS NOT NULL
        ORDER BY change.row_id, change.id DESC
    ),
    own AS (
        SELECT allocation.user_id, allocation.case_id FROM cases_allocation allocation
        UNION
        SELECT member.user_id, member.case_id FROM cases_tafmember member
        WHERE member.user_id IS NOT NULL
    ),
    found AS (
        SELECT 'gone' AS rule, held.id AS about, held.id AS user_id, held.name AS who,
               to_jsonb(held) AS facts
        FROM held
        WHERE sessions + tokens + leads + teams + names > 0
        UNION ALL
        SELECT 'role_changed', changed.id, person.id, person.name, to_jsonb(changed)
        FROM changed JOIN accounts_user person ON person.id = changed.row_id
        WHERE person.is_active
        UNION ALL
        SELECT 'too_wide', person.id, person.id, person.name,
               jsonb_build_object('role', person.role)
        FROM accounts_user person
        WHERE person.is_active AND person.role = ANY (wide)
          AND (person.joined_on IS NULL OR person.joined_on < since::date)
          AND NOT EXISTS (
              SELECT FROM audit_look look
              WHERE look.actor_id = person.id AND look.at >= since
                AND (look.what LIKE 'Request %' OR (look.family_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM own JOIN cases_case episode ON episode.id = own.case_id
                    WHERE own.user_id = person.id AND episode.family_id = look.family_id))))
        UNION ALL
        SELECT 'partner_unused', person.id, person.id, person.name,
               jsonb_build_object('agency', agency.name, 'last', person.last_login)
        FROM accounts_user person
        JOIN localities_agency agency ON agency.id = person.agency_id AND agency.kind <> 'council'
        WHERE person.is_active AND (person.last_login IS NULL OR person.last_login < since)
          AND (person.joined_on IS NULL OR person.joined_on < since::date)
          AND NOT EXISTS (SELECT FROM accounts_apitoken token
                          WHERE token.user_id = person.id AND token.used_at >= since)
        UNION ALL
        SELECT 'named', named.id, person.id, person.name,
               jsonb_build_object(
                   'reference', named.reference, 'deputy', named.deputy, 'at', named.named_at,
                   'looks', (SELECT count(*) FROM audit_look look
                             WHERE look.actor_id = person.id AND look.at >= since
                               AND look.family_id = named.family_id))
        FROM namings_to_review() named JOIN accounts_user person ON person.id = named.user_id
        UNION ALL
        SELECT 'glass', shown.id, glass.user_id, shown.who,
               jsonb_build_object('reference', shown.family_reference, 'at', shown.opened_at,
                                  'reason', shown.reason)
        FROM access_reviewer() reviewer
        CROSS JOIN LATERAL glass_broken_for(reviewer.id) shown
        JOIN cases_breakglass glass ON glass.id = shown.id
        WHERE shown.seen_at IS NULL
        UNION ALL
        SELECT 'agreement', agreement.id, NULL, agency.name,
               jsonb_build_object(
                   'title', agreement.title, 'on', agreement.to_date,
                   'people', (SELECT count(*) FROM accounts_user person
                              WHERE person.agency_id = agency.id AND person.is_active))
        FROM localities_sharingagreement agreement
        JOIN localities_agency agency ON agency.id = agreement.agency_id
        WHERE agency.ended_on IS NULL AND agreement.to_date < current_date
          AND NOT EXISTS (SELECT FROM localities_sharingagreement later
                          WHERE later.agency_id = agency.id
                            AND later.to_date > agreement.to_date)
    )
    SELECT found.rule, found.about, found.user_id, found.who, found.facts
    FROM found
    WHERE EXISTS (SELECT FROM access_reviewer())
    ORDER BY found.who, found.about
$$;

-- How many exceptions about restricted records nobody has decided on: a number alone, so that who
-- may not know of them does not sign the quarter off without them.
CREATE OR REPLACE FUNCTION access_undecided_out_of_sight(first_day date) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT count(*)
    FROM cases_namedperson named
    WHERE named.ended_at IS NULL AND EXISTS (SELECT FROM access_reviewer())
      AND NOT EXISTS (SELECT FROM namings_to_review() shown WHERE shown.id = named.id)
      AND NOT EXISTS (SELECT FROM cases_accessdecision decision
                      WHERE decision.quarter = first_day AND decision.rule = 'named'
                        AND decision.about = named.id)
$$;

-- What is counted of the rest: numbers alone, of restricted records too.
CREATE OR REPLACE FUNCTION access_counted() RETURNS TABLE (what text, how_many bigint)
LANGUAGE sql STABLE AS $$
    SELECT counted.what, counted.how_many
    FROM (VALUES
        ('Cases with a lead', (SELECT count(*) FROM cases_allocation WHERE ended_at IS NULL)),
        ('People of other agencies in teams around a family',
         (SELECT count(*) FROM cases_tafmember member
          JOIN accounts_user person ON person.id = member.user_id
          JOIN localities_agency agency ON agency.id = person.agency_id
          WHERE member.left_on IS NULL AND agency.kind <> 'council')),
        ('Restricted records', (SELECT count(*) FROM cases_family WHERE restricted)),
        ('People named on restricted records',
         (SELECT count(*) FROM cases_namedperson WHERE ended_at IS NULL)),
        ('Links to a family declared',
         (SELECT count(*) FROM cases_conflict WHERE ended_at IS NULL)),
        ('Keys of other systems',
         (SELECT count(*) FROM accounts_apitoken WHERE revoked_at IS NULL))
    ) AS counted (what, how_many)
    WHERE EXISTS (SELECT FROM access_reviewer())
$$;

-- Taking somebody off a restricted record in a review, where those who stay could keep the case
-- going: somebody named who is not a deputy, a deputy, one who decides on requests, and its lead.
CREATE OR REPLACE FUNCTION end_naming_in_review(number bigint, deciders text[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM cases_restriction WHERE id = (
        SELECT restriction_id FROM cases_namedperson WHERE id = number) FOR UPDATE;
    UPDATE cases_namedperson named
    SET ended_at = now()
    WHERE named.id = number AND named.ended_at IS NULL
      AND EXISTS (SELECT FROM namings_to_review() shown WHERE shown.id = number)
      AND (SELECT bool_or(NOT other.deputy) AND bool_or(other.deputy)
                  AND bool_or(person.role = ANY (deciders))
           FROM cases_namedperson other
           JOIN accounts_user person ON person.id = other.user_id AND person.is_active
           WHERE other.restriction_id = named.restriction_id AND other.id <> number
             AND other.ended_at IS NULL)
      AND NOT EXISTS (
          SELECT FROM cases_allocation leads
          JOIN cases_case episode ON episode.id = leads.case_id
          WHERE episode.family_id = named.family_id AND leads.user_id = named.user_id
            AND leads.ended_at IS NULL);
    RETURN FOUND;
END $$;

GRANT UPDATE (ended_at) ON cases_restriction TO earlyhelp_counting;
GRANT UPDATE (ended_at) ON cases_namedperson TO earlyhelp_counting;
