-- Answering whoever sent a request. They see nothing of the case, and whoever allocates or closes a
-- case may see nothing of who else asked about the family: so named functions find and write.

-- How requests stand, with what `referrals.answering` needs to say how much of it may be told.
-- `agreed`: the family agreed to the request, as its sender says, and nothing has ended that since.
-- `recorded`: shared with the sender's agency now, or the sender is in the team around the family.
-- Nothing is a basis for somebody who is linked to the family. `safe`: somebody of the family was last
-- told by a letter that was said to be safe, and that of the decision that stands: a later decision, or
-- that they are not told, ends it. `system`: an agency's own account sent
-- it, whose address nobody reads: its system is told by the API, and whoever is named as the sender by
-- letter once they have said that the address is theirs. `answer_by`: of the question that waits for
-- whoever sent it. `told_before`: when whoever sent it was last told of a decision that stands no more;
-- that it was looked at (`nothing`) tells of none, nor does a letter that failed. `undone`: it was
-- decided once, and is to be decided again.
DROP FUNCTION IF EXISTS standing_of(bigint[]);
DROP FUNCTION IF EXISTS standing_of(bigint[], text);
CREATE OR REPLACE FUNCTION standing_of(numbers bigint[], nothing text) RETURNS TABLE (
    number bigint, reference text, sender text, sender_user_id bigint, account boolean,
    system boolean, email text, confirmed boolean, has_page boolean, received_at timestamptz, urgent boolean,
    stage text, decided_at timestamptz, agreed boolean, recorded boolean, safe boolean,
    why text, outcomes text[], lead text, lead_since timestamptz, closed_on date, answer_by date,
    told_before timestamptz, undone boolean
)
LANGUAGE sql STABLE AS $$
    SELECT request.id, request.reference, request.sender, request.sender_user_id,
        coalesce(writer.is_active AND request.sender_agency_id IS NOT NULL, false),
        coalesce(writer.role = 'partner_system', false),
        coalesce(reader.email, path.email, ''),
        reader.id IS NOT NULL OR path.confirmed_at IS NOT NULL,
        coalesce(writer.is_active, path.id IS NOT NULL, false),
        request.received_at, request.urgent, request.stage, request.decided_at,
        NOT linked.so AND request.family_knows = 'agrees' AND episode.closed_on IS NULL
            AND NOT EXISTS (
                SELECT FROM cases_agreement agreed
                WHERE agreed.family_id = request.family_id
                  AND agreed.withdrawn_on >= (request.received_at AT TIME ZONE 'Europe/London')::date),
        NOT linked.so AND (
            EXISTS (
                SELECT FROM cases_sharingbasis basis
                WHERE basis.family_id = request.family_id
                  AND basis.agency_id = request.sender_agency_id
                  AND basis.stopped_at IS NULL AND basis.from_date <= today.day
                  AND (basis.to_date IS NULL OR basis.to_date >= today.day))
            OR EXISTS (
                SELECT FROM cases_tafmember member
                WHERE member.family_id = request.family_id AND member.left_on IS NULL
                  AND member.user_id = request.sender_user_id)),
        coalesce((
            SELECT said.way = 'email'
                AND (request.decided_at IS NULL OR said.at >= request.decided_at)
            FROM referrals_answer said
            WHERE said.referral_id = request.id AND said.who = 'family'
              AND (said.way = 'not_told' OR said.event = 'decided' AND said.way = 'email')
            ORDER BY said.id DESC LIMIT 1), false),
        coalesce((
            SELECT given.why FROM referrals_answer given
            WHERE given.referral_id = request.id AND given.event = 'decided'
              AND given.why <> '' AND given.at >= request.decided_at
            ORDER BY given.id DESC LIMIT 1), ''),
        ARRAY(
            SELECT DISTINCT decided.outcome::text FROM referrals_decision decided
            WHERE decided.referral_id = request.id AND decided.superseded_at IS NULL ORDER BY 1),
        coalesce(led.name, ''), led.started_at, episode.closed_on,
        (SELECT question.answer_by FROM referrals_question question
         WHERE question.referral_id = request.id AND question.ended_at IS NULL),
        (SELECT max(told.at)
         FROM referrals_answer told LEFT JOIN audit_job sent ON sent.id = told.letter_id
         WHERE told.referral_id = request.id AND told.event = 'decided' AND told.way <> 'not_told'
           AND told.text <> nothing
           AND (request.decided_at IS NULL OR told.at < request.decided_at)
           AND (told.who <> 'family' OR request.sender IN ('parent', 'young_person'))
           AND sent.state IS DISTINCT FROM 'failed'),
        request.decided_at IS NULL AND EXISTS (
            SELECT FROM referrals_decision before
            WHERE before.referral_id = request.id AND before.superseded_at IS NOT NULL
              AND before.outcome NOT IN ('more_information', 'panel', 'harm'))
    FROM unnest(numbers) WITH ORDINALITY AS asked (number, place)
    JOIN referrals_referral request ON request.id = asked.number
    CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE 'Europe/London')::date AS day) today
    CROSS JOIN LATERAL (
        SELECT coalesce(request.sender_user_id = ANY (request.closed_to), false) AS so) linked
    LEFT JOIN accounts_user writer ON writer.id = request.sender_user_id
    LEFT JOIN accounts_user reader ON reader.id = writer.id AND reader.is_active
        AND reader.role <> 'partner_system'
    LEFT JOIN referrals_replypath path ON path.referral_id = request.id
    LEFT JOIN cases_case episode ON episode.id = request.case_id
    LEFT JOIN LATERAL (
        SELECT lead.name, work.started_at
        FROM cases_allocation work JOIN accounts_user lead ON lead.id = work.user_id
        WHERE work.case_id = request.case_id AND work.ended_at IS NULL) led ON true
    ORDER BY asked.place
$$;

-- Whether harm is alleged that no social worker has looked into yet. Whoever answers a question may
-- be a partner, to whom no allegation is shown, or nobody known.
CREATE OR REPLACE FUNCTION harm_waits(request bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM referrals_allegation
        WHERE referral_id = request AND looked_into_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION requests_of_case(number bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT id FROM referrals_referral WHERE case_id = number AND stage = 'decided' ORDER BY id
$$;

-- The request a code of the status page opens. Whoever has no code gets nothing.
CREATE OR REPLACE FUNCTION request_by_code(digest text) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT referral_id FROM referrals_replypath WHERE code_digest = digest
$$;

-- The question that waits for whoever holds a code of the status page: they learn it and nothing else.
CREATE OR REPLACE FUNCTION question_by_code(digest text) RETURNS TABLE (
    number bigint, words text, answer_by date
)
LANGUAGE sql STABLE AS $$
    SELECT question.id, question.words, question.answer_by
    FROM referrals_replypath path
    JOIN referrals_question question ON question.referral_id = path.referral_id
    WHERE path.code_digest = digest AND question.ended_at IS NULL
$$;

-- What a receipt shows besides: whether a code goes with it, and whether its sender wants letters.
CREATE OR REPLACE FUNCTION reply_path_of(sent text) RETURNS TABLE (has_code boolean, asked boolean)
LANGUAGE sql STABLE AS $$
    SELECT true, path.email <> '' AND path.confirmed_at IS NULL
    FROM referrals_referral request JOIN referrals_replypath path ON path.referral_id = request.id
    WHERE request.reference = sent
$$;

CREATE OR REPLACE FUNCTION keep_reply_path(request bigint, digest text, address text) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO referrals_replypath (referral_id, code_digest, email, asked_at)
    VALUES (request, digest, address, now())
$$;

-- That whoever reads an address said that it is theirs. Once; whether this was the time.
CREATE OR REPLACE FUNCTION confirm_address(request bigint) RETURNS boolean
LANGUAGE sql AS $$
    WITH now_confirmed AS (
        UPDATE referrals_replypath SET confirmed_at = now()
        WHERE referral_id = request AND confirmed_at IS NULL AND email <> '' RETURNING 1)
    SELECT EXISTS (SELECT FROM now_confirmed)
$$;

CREATE OR REPLACE FUNCTION write_answer(answer jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := nextval(pg_get_serial_sequence('referrals_answer', 'id'));
BEGIN
    INSERT INTO referrals_answer
    SELECT (jsonb_populate_record(
        NULL::referrals_answer, answer || jsonb_build_object('id', number))).*;
    RETURN number;
END $$;

-- Decided requests of which the sender has no answer: none was given since the decision, or it went
-- by a letter that failed or came back. What the family was told, where a professional asked, is no
-- answer to whoever asked.
CREATE OR REPLACE FUNCTION requests_not_answered() RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT request.id FROM referrals_referral request
    WHERE request.stage = 'decided' AND NOT EXISTS (
        SELECT FROM referrals_answer answer LEFT JOIN audit_job letter ON letter.id = answer.letter_id
        WHERE answer.referral_id = request.id AND answer.event = 'decided'
          AND (answer.who <> 'family' OR request.sender IN ('parent', 'young_person'))
          AND answer.at >= request.decided_at AND letter.state IS DISTINCT FROM 'failed')
$$;

GRANT INSERT ON referrals_answer, referrals_replypath TO earlyhelp_counting;
GRANT UPDATE (confirmed_at) ON referrals_replypath TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE referrals_answer_id_seq, referrals_replypath_id_seq TO earlyhelp_counting;
