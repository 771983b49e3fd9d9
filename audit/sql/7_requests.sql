-- Whom requests are closed to, and which request an entry is about: asked by the row policies of the
-- record of deeds, looks and changes (audit/row_security.py). Whoever a request is closed to sees no
-- row of it, so the policies cannot read it for them.

-- Whether a request is closed to somebody: they are linked to somebody in it, or may be whom it names.
CREATE OR REPLACE FUNCTION request_is_closed_to(request bigint, who bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM referrals_referral WHERE id = request AND who = ANY (closed_to))
$$;

-- The request that an event is about, also where it is a disagreement about one.
CREATE OR REPLACE FUNCTION request_of_event(subject text, number bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT CASE subject
        WHEN 'referrals.referral' THEN number
        WHEN 'referrals.disagreement' THEN (
            SELECT referral_id FROM referrals_disagreement WHERE id = number)
    END
$$;

-- The request that a row of the front door is about, of the tables whose rows hang from a case, a
-- family or a person. A whole row names it itself; of a change of some columns the row is asked.
CREATE OR REPLACE FUNCTION request_of_change(named text, number bigint, held jsonb) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce((held ->> 'referral_id')::bigint, CASE named
        WHEN 'referrals_referral' THEN number
        WHEN 'referrals_referralperson' THEN (
            SELECT referral_id FROM referrals_referralperson WHERE id = number)
        WHEN 'referrals_decision' THEN (
            SELECT referral_id FROM referrals_decision WHERE id = number)
        WHEN 'referrals_allegation' THEN (
            SELECT referral_id FROM referrals_allegation WHERE id = number)
        WHEN 'referrals_schoolnotice' THEN (
            SELECT referral_id FROM referrals_schoolnotice WHERE id = number)
        WHEN 'referrals_matchjudgement' THEN (
            SELECT described.referral_id
            FROM referrals_referralperson described
            WHERE described.id = coalesce((held ->> 'referral_person_id')::bigint, (
                SELECT referral_person_id FROM referrals_matchjudgement WHERE id = number)))
    END)
$$;

-- Who is meant by a row about somebody whom a request describes: the person they were found to be.
-- Entries written before this was asked name the number of the description in its place.
CREATE OR REPLACE FUNCTION person_of_change(named text, number bigint, held jsonb) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT described.person_id
    FROM referrals_referralperson described
    WHERE described.id = coalesce((held ->> 'child_id')::bigint, CASE named
        WHEN 'referrals_decision' THEN (
            SELECT child_id FROM referrals_decision WHERE id = number)
        WHEN 'referrals_allegation' THEN (
            SELECT child_id FROM referrals_allegation WHERE id = number)
        WHEN 'referrals_schoolnotice' THEN (
            SELECT child_id FROM referrals_schoolnotice WHERE id = number)
    END)
$$;
