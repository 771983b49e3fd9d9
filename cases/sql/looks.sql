-- What information governance, who reads no cases, is told of families to see who looked at them:
-- the reference and the name. For whoever has no oversight: nothing.
CREATE OR REPLACE FUNCTION families_to_oversee(wanted text, folded text)
RETURNS TABLE (id bigint, reference text, name text)
LANGUAGE sql STABLE AS $$
    SELECT family.id, family.reference, family.name
    FROM cases_family family
    WHERE current_setting('app.oversight', true) = 'all'
      AND (family.reference = upper(wanted)
           OR family.id IN (SELECT episode.family_id FROM cases_case episode
                            WHERE episode.reference = upper(wanted))
           OR (folded <> '' AND family.sort_name >= folded AND family.sort_name < folded || 'zzzz'))
    ORDER BY family.sort_name, family.id
    LIMIT 50
$$;

-- Accesses to look into: which rule, who, on which day, how many looks. Names no family. For
-- information governance, and for the head of service, who is told of no restricted family and of
-- none in which she is linked to somebody.
CREATE OR REPLACE FUNCTION unusual_accesses(since date)
RETURNS TABLE (rule text, actor_id bigint, actor_name text, day date, looks bigint)
LANGUAGE sql STABLE AS $$
    WITH seen AS (
        SELECT look.actor_id, look.actor_name, look.family_id, look.case_id,
               look.at AT TIME ZONE 'Europe/London' AS moment
        FROM audit_look look
        CROSS JOIN access_reviewer() reviewer
        WHERE (current_setting('app.oversight', true) = 'all' OR EXISTS (
                SELECT FROM cases_family family
                WHERE family.id = look.family_id AND NOT family.restricted
                  AND NOT EXISTS (
                      SELECT FROM linked_users linked
                      WHERE linked.user_id = reviewer.id AND linked.family_id = family.id)))
          AND look.family_id IS NOT NULL AND look.actor_id IS NOT NULL
          AND look.at >= since::timestamp AT TIME ZONE 'Europe/London'
    )
    SELECT 'own_surname', seen.actor_id, min(seen.actor_name), moment::date, count(*)
    FROM seen
    JOIN accounts_user reader ON reader.id = seen.actor_id
    WHERE EXISTS (
        SELECT FROM cases_membership member
        JOIN cases_person person ON person.id = member.person_id
        WHERE member.family_id = seen.family_id
          AND lower(person.family_name) = lower(regexp_replace(reader.name, '^.*\s', '')))
    GROUP BY seen.actor_id, moment::date
    UNION ALL
    SELECT 'many_families', hours.actor_id, min(hours.actor_name), hours.hour::date, max(families)
    FROM (
        SELECT seen.actor_id, min(seen.actor_name) AS actor_name,
               date_trunc('hour', moment) AS hour, count(DISTINCT family_id) AS families
        FROM seen GROUP BY seen.actor_id, date_trunc('hour', moment)
    ) AS hours
    WHERE families >= 20
    GROUP BY hours.actor_id, hours.hour::date
    UNION ALL
    SELECT 'other_locality', seen.actor_id, min(seen.actor_name), moment::date, count(*)
    FROM seen
    JOIN cases_case episode ON episode.id = seen.case_id
    WHERE EXISTS (SELECT FROM accounts_user_localities served WHERE served.user_id = seen.actor_id)
      AND NOT EXISTS (SELECT FROM accounts_user_localities served
                      WHERE served.user_id = seen.actor_id
                        AND served.locality_id = episode.locality_id)
      -- Nor led a case or been in a team there within twelve months of the look.
      AND NOT EXISTS (
          SELECT FROM cases_allocation led
          JOIN cases_case there ON there.id = led.case_id
          WHERE led.user_id = seen.actor_id AND there.locality_id = episode.locality_id
            AND led.started_at::date <= moment::date
            AND (led.ended_at IS NULL OR led.ended_at >= moment - interval '12 months'))
      AND NOT EXISTS (
          SELECT FROM cases_tafmember member
          JOIN cases_case there ON there.id = member.case_id
          WHERE member.user_id = seen.actor_id AND there.locality_id = episode.locality_id
            AND member.joined_on <= moment::date
            AND (member.left_on IS NULL OR member.left_on >= moment - interval '12 months'))
      -- Nor covered that day for somebody who leads a case there.
      AND NOT EXISTS (
          SELECT FROM cases_cover cover
          JOIN cases_allocation led ON led.user_id = cover.absent_id
          JOIN cases_case there ON there.id = led.case_id
          WHERE cover.worker_id = seen.actor_id AND there.locality_id = episode.locality_id
            AND moment::date BETWEEN cover.from_date
                AND least(cover.to_date, cover.ended_at::date))
    GROUP BY seen.actor_id, moment::date
    UNION ALL
    SELECT 'out_of_hours', seen.actor_id, min(seen.actor_name), moment::date, count(*)
    FROM seen
    WHERE extract(hour FROM moment) NOT BETWEEN 6 AND 20 OR extract(isodow FROM moment) = 7
    GROUP BY seen.actor_id, moment::date
$$;
