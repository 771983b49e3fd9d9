-- Whose records a user reaches by name. Read once when a transaction begins, for row security.
--
-- own: cases they lead, led to the end, or are in the team of; for people of other agencies than
-- the council only while a sharing basis covers their agency. Whoever of the council leads a
-- family's case now, or looks after a family that waits, also reads its earlier cases. opened: restricted families they are
-- named on, and families whose glass they broke. closed: families, now or once, of people they are
-- linked to; closed_people: everybody in those.
-- withheld: items of a family not to be shared with somebody the reader's agency acts for.
-- partner: the reader's agency, where it is not the council; given: items about adults' health,
-- offending or history given to it, item by item. acting: families in which it acts for somebody.
-- covering: whom they cover for today; while they do, `own` holds the cases these lead, and those
-- of families these look after while they wait, as far as the reader's own agency may see them.
-- former: people whose identity was closed (an adoption, a protected identity), unless cleared.
DROP FUNCTION IF EXISTS reach_of(bigint);
CREATE OR REPLACE FUNCTION reach_of(reader bigint) RETURNS TABLE (
    localities bigint[], own bigint[], opened bigint[], closed bigint[], closed_people bigint[],
    withheld text[], partner bigint[], given text[], acting bigint[], former bigint[],
    covering bigint[]
)
LANGUAGE sql STABLE AS $$
    WITH person AS (
        SELECT reader.agency_id, coalesce(agency.kind = 'council', true) AS of_the_council
        FROM accounts_user reader LEFT JOIN localities_agency agency ON agency.id = reader.agency_id
        WHERE reader.id = reach_of.reader
    ),
    cover AS (
        SELECT DISTINCT absent_id FROM cases_cover
        WHERE worker_id = reach_of.reader AND ended_at IS NULL
          AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN from_date AND to_date
    ),
    covered AS (
        SELECT led.case_id FROM cover JOIN cases_allocation led ON led.user_id = cover.absent_id
        WHERE led.ended_at IS NULL
        UNION
        SELECT minded.id FROM cover JOIN cases_case minded ON minded.minded_by_id = cover.absent_id
        WHERE minded.stage = 'waiting'
    ),
    held AS (
        SELECT case_id FROM cases_allocation
        WHERE user_id = reach_of.reader AND ended_at IS NULL
        UNION
        SELECT id FROM cases_case WHERE minded_by_id = reach_of.reader AND stage = 'waiting'
        UNION
        SELECT case_id FROM covered
    ),
    worked AS (
        SELECT case_id FROM cases_allocation
        WHERE user_id = reach_of.reader AND (ended_at IS NULL OR end_reason = 'closed')
        UNION
        SELECT case_id FROM cases_tafmember
        WHERE user_id = reach_of.reader AND left_on IS NULL
        UNION
        SELECT case_id FROM covered
        UNION
        SELECT earlier.id FROM held
        JOIN cases_case present ON present.id = held.case_id
        JOIN cases_case earlier ON earlier.family_id = present.family_id
        WHERE earlier.stage = 'closed' AND (SELECT of_the_council FROM person)
    ),
    shut AS (
        SELECT family_id FROM linked_users WHERE user_id = reach_of.reader
    )
    SELECT
        ARRAY(SELECT served.locality_id FROM accounts_user_localities served
              WHERE served.user_id = reach_of.reader ORDER BY 1),
        ARRAY(SELECT episode.id
              FROM worked
              JOIN cases_case episode ON episode.id = worked.case_id
              CROSS JOIN person
              WHERE person.of_the_council OR EXISTS (
                  SELECT FROM cases_sharingbasis basis
                  WHERE basis.family_id = episode.family_id
                    AND basis.agency_id = person.agency_id
                    AND basis.stopped_at IS NULL
                    AND basis.from_date <= (now() AT TIME ZONE 'Europe/London')::date
                    AND (basis.to_date IS NULL
                         OR basis.to_date >= (now() AT TIME ZONE 'Europe/London')::date))
              ORDER BY 1),
        ARRAY(SELECT family_id FROM cases_namedperson
              WHERE user_id = reach_of.reader AND ended_at IS NULL
              UNION
              SELECT family_id FROM cases_breakglass
              WHERE user_id = reach_of.reader AND ended_at IS NULL AND ends_at > now()
              ORDER BY 1),
        ARRAY(SELECT family_id FROM shut ORDER BY 1),
        ARRAY(SELECT person_id FROM cases_conflict
              WHERE user_id = reach_of.reader AND ended_at IS NULL
              UNION
              SELECT member.person_id FROM cases_membership member
              JOIN shut ON shut.family_id = member.family_id
              ORDER BY 1),
        ARRAY(SELECT DISTINCT mark.kind || ':' || mark.row_id
              FROM person
              JOIN cases_actsfor acting ON acting.agency_id = person.agency_id
              LEFT JOIN cases_person named ON named.id = acting.person_id
              JOIN cases_withheld mark ON mark.family_id = acting.family_id
                AND (mark.person_id = acting.person_id
                     OR (mark.name <> '' AND lower(mark.name) IN (
                         lower(acting.name), lower(named.given_name || ' ' || named.family_name),
                         lower(named.known_as || ' ' || named.family_name))))
              WHERE acting.ended_at IS NULL AND mark.ended_at IS NULL
              ORDER BY 1),
        ARRAY(SELECT person.agency_id FROM person WHERE NOT person.of_the_council),
        ARRAY(SELECT granted.kind || ':' || granted.row_id
              FROM person
              JOIN cases_given granted ON granted.agency_id = person.agency_id
              WHERE NOT person.of_the_council AND granted.ended_at IS NULL
                AND (granted.until IS NULL
                     OR granted.until >= (now() AT TIME ZONE 'Europe/London')::date)
              ORDER BY 1),
        ARRAY(SELECT DISTINCT acting.family_id
              FROM person JOIN cases_actsfor acting ON acting.agency_id = person.agency_id
              WHERE acting.ended_at IS NULL
              ORDER BY 1),
        ARRAY(SELECT closed.person_id
              FROM cases_closedidentity closed
              WHERE NOT EXISTS (
                  SELECT FROM cases_cleared cleared
                  WHERE cleared.identity_id = closed.id AND cleared.user_id = reach_of.reader
                    AND cleared.ended_at IS NULL)
              ORDER BY 1),
        ARRAY(SELECT absent_id FROM cover ORDER BY 1)
$$;
