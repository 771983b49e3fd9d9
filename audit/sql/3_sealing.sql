-- Sealing: when a transaction commits, each of its entries gets a number and a digest in its chain.
--
-- A head is locked only now, all of them in one order and after every other lock of the
-- transaction has been taken: so nobody waits for anybody in a circle, and a chain is held for no
-- longer than a commit takes.

-- Whether this is the first entry the transaction has to seal. Asked for the first of each kind
-- alone (see the triggers in audit/tracking.py): it notes where the entries of the kind begin, as
-- "first,last", so that they are found by number without a search. Numbers only grow, and those of
-- others among them are told by their transaction: so there is no last.
CREATE OR REPLACE FUNCTION audit_is_first(kind text, entry bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('app.to_seal_' || kind, entry || ',9223372036854775807', true);
    IF current_setting('app.to_seal', true) = 'yes' THEN
        RETURN false;
    END IF;
    PERFORM set_config('app.to_seal', 'yes', true);
    RETURN true;
END $$;

-- At the commit the keys of the transaction are checked one after the other, in the order they came
-- in, and this among them. A check that waited while a head is held could wait for somebody who
-- waits for that head: so the turn to seal comes after all of them, by a second deferred trigger.
CREATE UNLOGGED TABLE IF NOT EXISTS audit_turn (xid bigint);
CREATE INDEX IF NOT EXISTS turns_by_transaction ON audit_turn (xid);
REVOKE ALL ON audit_turn FROM earlyhelp_app;
GRANT SELECT, INSERT, DELETE ON audit_turn TO earlyhelp_counting;

CREATE OR REPLACE FUNCTION audit_seal_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_turn VALUES (pg_current_xact_id()::text::bigint);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION audit_seal_at_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit_seal(
        ('{' || coalesce(current_setting('app.to_seal_event', true), '') || '}')::bigint[],
        ('{' || coalesce(current_setting('app.to_seal_look', true), '') || '}')::bigint[],
        ('{' || coalesce(current_setting('app.to_seal_change', true), '') || '}')::bigint[],
        NEW.xid
    );
    PERFORM set_config('app.to_seal_event', '', true), set_config('app.to_seal_look', '', true),
            set_config('app.to_seal_change', '', true), set_config('app.to_seal', '', true);
    DELETE FROM audit_turn WHERE xid = NEW.xid;
    RETURN NULL;
END $$;

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'the_turn_to_seal') THEN
        CREATE CONSTRAINT TRIGGER the_turn_to_seal AFTER INSERT ON audit_turn
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_seal_at_last();
    END IF;
END $$;

-- Seal the entries of one transaction, between these numbers: first and last of each kind. One plan
-- for ever, as planning takes longer than finding; and the plan of one kind where there is one kind.
DROP FUNCTION IF EXISTS audit_seal(bigint, bigint, bigint, bigint);
CREATE OR REPLACE FUNCTION audit_seal(
    events bigint[], looks bigint[], changes bigint[], transaction bigint
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = 'force_generic_plan' AS $$
DECLARE
    -- The entries in the order in which they are sealed, one list for each of their columns: a list
    -- is read faster than a cursor, and many rows are added by one statement.
    kinds text[]; numbers bigint[]; chains text[]; headers text[]; contents bytea[];
    places bigint[]; links bytea[];
    here text;
    more boolean := false;
    place bigint;
    last bytea;
BEGIN
    -- What an entry says is digested where it is read: only the digest is sorted and carried on.
    IF events = '{}' AND changes = '{}' THEN
        SELECT array_agg(kind), array_agg(id), array_agg(chain), array_agg(header), array_agg(said)
        INTO kinds, numbers, chains, headers, contents
        FROM (SELECT kind, id, chain, header, audit_digest(salt, content) AS said
              FROM audit_entry found
              WHERE found.kind = 'look' AND found.id BETWEEN looks[1] AND looks[2]
                AND found.xid = transaction
              ORDER BY found.chain COLLATE "C", found.at, found.id) AS entries;
    ELSIF events = '{}' AND looks = '{}' THEN
        SELECT array_agg(kind), array_agg(id), array_agg(chain), array_agg(header), array_agg(said)
        INTO kinds, numbers, chains, headers, contents
        FROM (SELECT kind, id, chain, header, audit_digest(salt, content) AS said
              FROM audit_entry found
              WHERE found.kind = 'change' AND found.id BETWEEN changes[1] AND changes[2]
                AND found.xid = transaction
              ORDER BY found.chain COLLATE "C", found.at, found.id) AS entries;
    ELSE
        SELECT array_agg(kind), array_agg(id), array_agg(chain), array_agg(header), array_agg(said)
        INTO kinds, numbers, chains, headers, contents
        FROM (SELECT kind, id, chain, header, audit_digest(salt, content) AS said
              FROM audit_entry found
              WHERE ((found.kind = 'event' AND found.id BETWEEN events[1] AND events[2])
                     OR (found.kind = 'look' AND found.id BETWEEN looks[1] AND looks[2])
                     OR (found.kind = 'change' AND found.id BETWEEN changes[1] AND changes[2]))
                AND found.xid = transaction
              ORDER BY found.chain COLLATE "C", found.at, found.kind, found.id) AS entries;
    END IF;
    FOR entry IN 1 .. coalesce(cardinality(numbers), 0) LOOP
        IF here IS DISTINCT FROM chains[entry] THEN
            IF more THEN
                UPDATE audit_head SET number = place, digest = last WHERE chain = here;
            END IF;
            here := chains[entry];
            more := false;
            LOOP -- the head is locked by being moved on: mostly there is one entry, and that is all
                UPDATE audit_head
                SET number = number + 1, at = now(),
                    digest = audit_link(digest, number + 1, headers[entry], contents[entry])
                WHERE chain = here RETURNING number, digest INTO place, last;
                EXIT WHEN FOUND;
                INSERT INTO audit_head (chain, number, digest, at) VALUES (here, 0, '', now())
                ON CONFLICT DO NOTHING;
            END LOOP;
        ELSE
            place := place + 1;
            last := audit_link(last, place, headers[entry], contents[entry]);
            more := true;
        END IF;
        places := places || place;
        links := links || last;
    END LOOP;
    IF more THEN
        UPDATE audit_head SET number = place, digest = last WHERE chain = here;
    END IF;
    INSERT INTO audit_seal (chain, number, kind, entry_id, content, digest)
    SELECT * FROM unnest(chains, places, kinds, numbers, contents, links);
END $$;

-- Two formulas, put in place where they are used. STABLE, as convert_to is: PostgreSQL puts a formula
-- that claims to be steadier than its parts nowhere, and calls it for each entry.
CREATE OR REPLACE FUNCTION audit_digest(salt uuid, content text) RETURNS bytea STABLE
RETURN sha256(convert_to(salt::text || content, 'UTF8'));

CREATE OR REPLACE FUNCTION audit_link(last bytea, place bigint, header text, said bytea)
RETURNS bytea STABLE
RETURN sha256(last || convert_to(place || ' ' || header, 'UTF8') || said);

-- The chain's beginning: what was written before there was one is sealed as it stands then.
CREATE OR REPLACE FUNCTION audit_seal_what_was_before() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM audit_head) THEN
        RETURN;
    END IF;
    PERFORM audit_seal(whole, whole, whole, xid)
    FROM (SELECT ARRAY[0, 9223372036854775807] AS whole) AS every,
         (SELECT DISTINCT xid FROM audit_entry) AS earlier;
END $$;
