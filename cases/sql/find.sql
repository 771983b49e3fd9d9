-- A list of numbers that the transaction was entered with.
CREATE OR REPLACE FUNCTION reached(name text) RETURNS bigint[]
LANGUAGE sql STABLE
RETURN coalesce(
    string_to_array(nullif(current_setting('app.' || name, true), ''), ',')::bigint[], '{}');

-- Present members of families whom somebody looks for, the nearest first: at most `most`.
--
-- `asked` is a list of tiers, each taken before the next: {"given": […], "surname": […],
-- "days": […]} of recorded names and dates, of which those there must all hold; or {"named": […]},
-- the names of families. Recorded names stand with the nearest to what was typed first. It looks no further than the asker reaches; row security says so once more
-- when the records are read. This is written for speed over a whole region, and is not the wall.
CREATE OR REPLACE FUNCTION members_called(asked jsonb, most integer)
RETURNS TABLE (family bigint, person bigint)
LANGUAGE plpgsql STABLE
-- Planned once for a connection: to plan it anew for each tier took five times as long as to run it.
SET plan_cache_mode = 'force_generic_plan'
AS $$
DECLARE
    how_far text := coalesce(current_setting('app.scope', true), '');
    everything boolean := how_far IN ('all', 'system');
    localities bigint[] := CASE WHEN how_far = 'localities' THEN reached('localities') END;
    own bigint[] := reached('own');
    opened bigint[] := reached('opened');
    closed bigint[] := reached('closed');
    tier record;
    taken bigint[] := '{}';
    row record;
BEGIN
    FOR tier IN
        SELECT * FROM jsonb_to_recordset(asked) AS tier (
            given text[], surname text[], days date[], named text[])
    LOOP
        FOR row IN
            SELECT seen.family_id, candidate.id
            FROM (
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NOT NULL AND tier.surname IS NOT NULL AND tier.days IS NULL
                   AND given_key = ANY (tier.given) AND family_key = ANY (tier.surname)
                 ORDER BY array_position(tier.surname, family_key::text)
                          + array_position(tier.given, given_key::text), family_key, id)
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NOT NULL AND tier.surname IS NOT NULL AND tier.days IS NULL
                   AND known_key = ANY (tier.given) AND known_key <> ''
                   AND family_key = ANY (tier.surname))
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NOT NULL AND tier.surname IS NOT NULL AND tier.days IS NOT NULL
                   AND date_of_birth = ANY (tier.days) AND family_key = ANY (tier.surname)
                   AND (given_key = ANY (tier.given) OR known_key = ANY (tier.given))
                 ORDER BY family_key, given_key, id)
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NULL AND tier.surname IS NOT NULL AND tier.days IS NULL
                   AND family_key = ANY (tier.surname)
                 ORDER BY family_key, given_key)
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NOT NULL AND tier.surname IS NULL AND tier.days IS NULL
                   AND given_key = ANY (tier.given)
                 ORDER BY given_key, family_key)
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NOT NULL AND tier.surname IS NULL AND tier.days IS NULL
                   AND known_key = ANY (tier.given) AND known_key <> '')
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE (tier.given IS NULL) <> (tier.surname IS NULL) AND tier.days IS NOT NULL
                   AND date_of_birth = ANY (tier.days)
                   AND (given_key = ANY (tier.given) OR known_key = ANY (tier.given)
                        OR family_key = ANY (tier.surname))
                 ORDER BY family_key, given_key, id)
                UNION ALL
                (SELECT id, restricted, merged_into_id, identity_closed_on FROM cases_person
                 WHERE tier.given IS NULL AND tier.surname IS NULL
                   AND date_of_birth = ANY (tier.days)
                 ORDER BY family_key, given_key, id)
                UNION ALL
                (SELECT member.person_id, known.restricted, NULL, NULL
                 FROM cases_family known JOIN cases_membership member
                     ON member.family_id = known.id AND member.to_date IS NULL
                 WHERE tier.named IS NOT NULL AND known.sort_name = ANY (tier.named))
            ) candidate
            CROSS JOIN LATERAL (
                SELECT member.family_id
                FROM cases_membership member
                WHERE member.person_id = candidate.id AND member.to_date IS NULL
                  AND member.family_id <> ALL (closed)
                  AND (how_far = 'system' OR (everything AND NOT candidate.restricted)
                       OR member.family_id = ANY (opened)
                       OR (NOT everything AND EXISTS (
                           SELECT FROM cases_case episode
                           WHERE episode.family_id = member.family_id AND NOT episode.restricted
                             AND (episode.locality_id = ANY (localities)
                                  OR episode.id = ANY (own)))))
                OFFSET 0
            ) seen
            WHERE candidate.merged_into_id IS NULL AND candidate.identity_closed_on IS NULL
              AND candidate.id <> ALL (taken)
            LIMIT most - cardinality(taken)
        LOOP
            family := row.family_id;
            person := row.id;
            taken := taken || row.id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(taken) >= most;
    END LOOP;
END $$;
