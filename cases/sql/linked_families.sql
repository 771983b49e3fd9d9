-- Families that share a child with one, or are linked with it: as far as whoever sees the one may
-- know of the other. Its name and people stay out; nothing at all of restricted families.
CREATE OR REPLACE FUNCTION linked_families_of(ours bigint) RETURNS TABLE (
    family_id bigint, children jsonb, why text, lead text
)
LANGUAGE sql STABLE AS $$
    WITH child AS (
        SELECT person_id FROM cases_membership
        WHERE family_id = ours AND to_date IS NULL AND relationship = 'child'
    ),
    shared AS (
        SELECT member.family_id, member.person_id
        FROM cases_membership member JOIN child ON child.person_id = member.person_id
        WHERE member.to_date IS NULL
    ),
    other AS (
        SELECT shared.family_id AS id FROM shared
        UNION
        SELECT CASE WHEN one_id = ours THEN other_id ELSE one_id END FROM cases_familylink
        WHERE ours IN (one_id, other_id)
    )
    SELECT other.id,
           (SELECT jsonb_agg(jsonb_build_object(
                'kind', person.kind, 'given_name', person.given_name,
                'known_as', person.known_as, 'family_name', person.family_name
            ) ORDER BY person.id)
            FROM shared JOIN cases_person person ON person.id = shared.person_id
            WHERE shared.family_id = other.id),
           coalesce(link.why, ''), coalesce(leader.name, '')
    FROM other
    JOIN cases_family family ON family.id = other.id AND NOT family.restricted
    LEFT JOIN cases_familylink link
      ON link.one_id = least(ours, other.id) AND link.other_id = greatest(ours, other.id)
    LEFT JOIN accounts_user leader ON leader.id = link.coordinating_lead_id
    WHERE other.id <> ours
    ORDER BY other.id
$$;
