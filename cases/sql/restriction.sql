-- Carrying a restriction over to what it covers. Both may be called at any time and by anybody:
-- they only write what the standing restrictions say already.

-- A person is restricted while they are of a restricted family.
CREATE OR REPLACE FUNCTION mark_restricted_people(family bigint) RETURNS void
LANGUAGE sql AS $$
    UPDATE cases_person person
    SET restricted = NOT person.restricted
    WHERE person.id IN (SELECT person_id FROM cases_membership WHERE family_id = family)
      AND person.restricted <> EXISTS (
          SELECT FROM cases_membership member
          JOIN cases_family of ON of.id = member.family_id
          WHERE member.person_id = person.id AND member.to_date IS NULL AND of.restricted)
$$;

-- A family is restricted while a restriction stands; its cases follow by their foreign key, and
-- what was sent about it goes to the people named.
CREATE OR REPLACE FUNCTION apply_restriction(family bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    stands boolean := EXISTS (
        SELECT FROM cases_restriction WHERE family_id = family AND ended_at IS NULL);
BEGIN
    UPDATE cases_family SET restricted = stands WHERE id = family AND restricted <> stands;
    PERFORM mark_restricted_people(family);
    UPDATE referrals_referral request
    SET kept_for_id = CASE WHEN stands THEN family END
    WHERE kept_for_id IS DISTINCT FROM CASE WHEN stands THEN family END
      AND (request.kept_for_id = family OR request.family_id = family OR EXISTS (
          SELECT FROM referrals_referralperson described
          JOIN cases_membership member ON member.person_id = described.person_id
          WHERE described.referral_id = request.id AND member.family_id = family
            AND member.to_date IS NULL));
END $$;

-- Whoever joins or leaves a restricted family.
CREATE OR REPLACE FUNCTION restriction_follows_membership() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT FROM cases_family WHERE id = NEW.family_id AND restricted)
    THEN
        PERFORM mark_restricted_people(NEW.family_id);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER restriction_follows_membership
    AFTER INSERT OR UPDATE OF to_date, family_id ON cases_membership
    FOR EACH ROW EXECUTE FUNCTION restriction_follows_membership();

GRANT UPDATE (restricted) ON cases_family, cases_person TO earlyhelp_counting;

-- The family and case that somebody who breaks the glass asks for, by a reference of either; or by
-- the whole name and date of birth of one member, where only one family has such a member.
CREATE OR REPLACE FUNCTION family_to_open(reference text, given text, surname text, born date)
RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT id FROM cases_family WHERE cases_family.reference = upper(family_to_open.reference)),
        (SELECT family_id FROM cases_case
         WHERE cases_case.reference = upper(family_to_open.reference)),
        (SELECT min(member.family_id)
         FROM cases_person person
         JOIN cases_membership member ON member.person_id = person.id AND member.to_date IS NULL
         WHERE person.given_key = given AND person.family_key = surname
           AND person.date_of_birth = born AND given <> '' AND surname <> ''
         HAVING count(DISTINCT member.family_id) = 1))
$$;

-- Whom to tell that a closed record was opened: managers of its locality, and the people named.
CREATE OR REPLACE FUNCTION told_of_opening(family bigint) RETURNS TABLE (email text)
LANGUAGE sql STABLE AS $$
    SELECT reader.email::text
    FROM accounts_user reader
    WHERE reader.is_active AND (
        reader.role = 'information_governance'
        OR (reader.role IN ('locality_manager', 'team_manager') AND EXISTS (
            SELECT FROM accounts_user_localities served
            JOIN cases_case episode ON episode.locality_id = served.locality_id
            WHERE served.user_id = reader.id AND episode.family_id = family))
        OR EXISTS (
            SELECT FROM cases_namedperson named
            WHERE named.user_id = reader.id AND named.family_id = family
              AND named.ended_at IS NULL))
      AND NOT EXISTS (
        SELECT FROM linked_users linked
        WHERE linked.user_id = reader.id AND linked.family_id = family)
$$;

-- Every breaking of the glass, for who may read every look, and for managers of the locality.
CREATE OR REPLACE FUNCTION glass_broken_for(reader bigint) RETURNS TABLE (
    id bigint, who text, family_reference text, reason text, opened_at timestamptz,
    ends_at timestamptz, ended_at timestamptz, seen_by text, seen_at timestamptz, finding text,
    role text
)
LANGUAGE sql STABLE AS $$
    SELECT glass.id, opener.name, family.reference, glass.reason, glass.opened_at, glass.ends_at,
           glass.ended_at, seer.name, glass.seen_at, glass.finding, opener.role
    FROM cases_breakglass glass
    JOIN accounts_user opener ON opener.id = glass.user_id
    JOIN cases_family family ON family.id = glass.family_id
    LEFT JOIN accounts_user seer ON seer.id = glass.seen_by_id
    JOIN accounts_user asker ON asker.id = reader AND asker.is_active
    WHERE opener.id <> asker.id AND (
        asker.role = 'information_governance'
        OR EXISTS (
            SELECT FROM cases_namedperson named
            WHERE named.user_id = reader AND named.family_id = family.id AND named.ended_at IS NULL)
        OR (NOT family.restricted AND (
            asker.role = 'head_of_service'
            OR (asker.role IN ('locality_manager', 'team_manager') AND EXISTS (
                SELECT FROM accounts_user_localities served
                JOIN cases_case episode ON episode.locality_id = served.locality_id
                WHERE served.user_id = reader AND episode.family_id = family.id)))))
      AND NOT EXISTS (
        SELECT FROM linked_users linked
        WHERE linked.user_id = reader AND linked.family_id = family.id)
    ORDER BY glass.opened_at DESC, glass.id DESC
$$;

-- Writing down, once, what came of looking into it: only by somebody who is shown it.
CREATE OR REPLACE FUNCTION look_into_glass(number bigint, reader bigint, words text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_breakglass glass
    SET seen_by_id = reader, seen_at = now(), finding = words
    WHERE glass.id = number AND glass.seen_at IS NULL
      AND EXISTS (SELECT FROM glass_broken_for(reader) shown WHERE shown.id = number);
    RETURN FOUND;
END $$;

GRANT UPDATE (seen_by_id, seen_at, finding) ON cases_breakglass TO earlyhelp_counting;
