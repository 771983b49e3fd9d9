-- What the public has begun. Nobody reads the table; a digest of the code opens its one row.

CREATE OR REPLACE FUNCTION keep_public_draft(code text, words text, until timestamptz)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO referrals_publicdraft (digest, sealed, started_at, changed_at, expires_at)
    VALUES (code, words, now(), now(), until)
    ON CONFLICT (digest) DO UPDATE
    SET sealed = excluded.sealed, changed_at = now(), expires_at = excluded.expires_at
$$;

CREATE OR REPLACE FUNCTION open_public_draft(code text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT sealed FROM referrals_publicdraft WHERE digest = code AND expires_at > now()
$$;

CREATE OR REPLACE FUNCTION end_public_draft(code text) RETURNS void
LANGUAGE sql AS $$ DELETE FROM referrals_publicdraft WHERE digest = code $$;

GRANT INSERT, DELETE ON referrals_publicdraft TO earlyhelp_counting;
GRANT UPDATE (sealed, changed_at, expires_at) ON referrals_publicdraft TO earlyhelp_counting;
GRANT USAGE ON SEQUENCE referrals_publicdraft_id_seq TO earlyhelp_counting;
