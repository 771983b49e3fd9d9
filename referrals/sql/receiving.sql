-- Writing a request down, whoever sends it. The public may add a request and read none, so this
-- function adds it and gives back its number alone.

-- People known who are surely among those described: the same NHS number or UPN, or the same two
-- names (also swapped) and date of birth.
CREATE OR REPLACE FUNCTION surely_described(people jsonb) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT known.id
    FROM jsonb_to_recordset(people) AS given (
        given_key text, family_key text, date_of_birth date, nhs_number text, upn text)
    JOIN cases_person known ON
        (given.nhs_number <> '' AND known.nhs_number = given.nhs_number)
        OR (given.upn <> '' AND known.upn = given.upn)
        OR (given.given_key <> '' AND given.family_key <> ''
            AND known.date_of_birth = given.date_of_birth
            AND (known.given_key, known.family_key) IN (
                (given.given_key, given.family_key), (given.family_key, given.given_key)))
$$;

-- The restricted family one of these people is of, if any; and who is linked to one of them.
CREATE OR REPLACE FUNCTION restricted_family_among(known bigint[]) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT min(member.family_id)
    FROM cases_membership member JOIN cases_family family ON family.id = member.family_id
    WHERE member.person_id = ANY (known) AND member.to_date IS NULL AND family.restricted
$$;

CREATE OR REPLACE FUNCTION users_linked_to(known bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    SELECT ARRAY(
        SELECT user_id FROM cases_conflict
        WHERE ended_at IS NULL AND person_id = ANY (known)
        UNION
        SELECT linked.user_id
        FROM linked_users linked
        JOIN cases_membership beside ON beside.family_id = linked.family_id
        WHERE beside.person_id = ANY (known)
        ORDER BY 1)
$$;

CREATE OR REPLACE FUNCTION receive_request(request jsonb, people jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := nextval(pg_get_serial_sequence('referrals_referral', 'id'));
    known bigint[] := ARRAY(SELECT surely_described(people));
BEGIN
    -- What is not said is an ordinary request: so the version before this one still sends it.
    INSERT INTO referrals_referral
    SELECT (jsonb_populate_record(NULL::referrals_referral,
        jsonb_build_object('kind', 'request', 'safe_way', '', 'safe_way_words', '') || request || jsonb_build_object(
        'id', number, 'kept_for_id', restricted_family_among(known),
        'closed_to', ARRAY(
            SELECT unnest(users_linked_to(known))
            UNION
            SELECT value::bigint FROM jsonb_array_elements_text(
                coalesce(nullif(request -> 'closed_to', 'null'), '[]'))
            ORDER BY 1)))).*;
    INSERT INTO referrals_referralperson
    SELECT (jsonb_populate_record(NULL::referrals_referralperson, person || jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('referrals_referralperson', 'id')),
        'referral_id', number))).*
    FROM jsonb_array_elements(people) WITH ORDINALITY AS described (person, place)
    ORDER BY place;
    RETURN number;
END $$;

GRANT INSERT ON referrals_referral, referrals_referralperson TO earlyhelp_counting;
GRANT UPDATE (kept_for_id, closed_to) ON referrals_referral TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE referrals_referral_id_seq, referrals_referralperson_id_seq
    TO earlyhelp_counting;

-- What a receipt shows of a request, to the browser that sent it.
DROP FUNCTION IF EXISTS receipt_of(text);
CREATE OR REPLACE FUNCTION receipt_of(sent text) RETURNS TABLE (
    reference text, sender text, urgent boolean, offers_to_lead boolean, due_at timestamptz,
    safe_way text
)
LANGUAGE sql STABLE AS $$
    SELECT request.reference, request.sender, request.urgent, request.offers_to_lead, request.due_at,
        request.safe_way
    FROM referrals_referral request WHERE request.reference = sent
$$;

-- Requests that wait with another team: a restricted family's, or of somebody the reader is linked
-- to. That there is one, since when, and nothing of it. A domestic abuse notification that is
-- closed to the reader is not there at all: they may be whom it names.
CREATE OR REPLACE FUNCTION requests_elsewhere(reader bigint) RETURNS TABLE (
    reference text, received_at timestamptz
)
LANGUAGE sql STABLE AS $$
    SELECT request.reference, request.received_at
    FROM referrals_referral request
    WHERE request.stage <> 'decided' AND (
        (reader = ANY (request.closed_to) AND request.kind <> 'notification')
        OR (request.kept_for_id IS NOT NULL
            AND request.kept_for_id <> ALL ((SELECT opened FROM reach_of(reader))::bigint[])))
    ORDER BY request.received_at, request.id
$$;

-- Somebody linked to a person does not see what was sent about them either.
CREATE OR REPLACE FUNCTION apply_conflict(linked bigint) RETURNS void
LANGUAGE sql AS $$
    UPDATE referrals_referral request
    SET closed_to = ARRAY(
        SELECT unnest(users_linked_to(about.people))
        UNION  -- whoever a notification may name stays shut out of it
        SELECT unnest(CASE request.kind WHEN 'notification' THEN request.closed_to END)
        ORDER BY 1)
    FROM (
        SELECT described.referral_id, array_agg(described.person_id) AS people
        FROM referrals_referralperson described
        WHERE described.referral_id IN (
            SELECT near.referral_id FROM referrals_referralperson near
            WHERE near.person_id = linked OR near.person_id IN (
                SELECT beside.person_id FROM cases_membership beside
                JOIN cases_membership theirs ON theirs.family_id = beside.family_id
                WHERE theirs.person_id = linked))
          AND described.person_id IS NOT NULL
        GROUP BY described.referral_id
    ) about
    WHERE about.referral_id = request.id
$$;
