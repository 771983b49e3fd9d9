-- Every request is in exactly one queue, or every child of it has one standing decision that ends
-- it. Looked at when the transaction ends, over rows whoever decides may not all read.
-- The outcomes that end nothing are `referrals.models.decision.NOT_FINAL`.
-- It is asked for each row, so that it goes by the indexes also where a load has just filled the
-- tables and nobody has counted them yet.
CREATE OR REPLACE FUNCTION in_one_queue_or_decided() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off
AS $$
DECLARE
    about bigint := CASE TG_TABLE_NAME WHEN 'referrals_referral' THEN NEW.id
                    ELSE (to_jsonb(NEW) ->> 'referral_id')::bigint END;
    decided boolean := (SELECT stage = 'decided' FROM referrals_referral WHERE id = about);
    children integer;
    ended integer;
BEGIN
    IF decided IS NULL THEN
        RETURN NULL;  -- erased meanwhile
    END IF;
    SELECT count(*), count(standing.id) INTO children, ended
    FROM referrals_referralperson child
    LEFT JOIN referrals_decision standing ON standing.child_id = child.id
        AND standing.superseded_at IS NULL
        AND standing.outcome NOT IN ('more_information', 'panel', 'harm')
    WHERE child.referral_id = about AND child.kind <> 'adult';
    IF children > 0 AND decided <> (ended = children) THEN
        RAISE EXCEPTION 'a request is in one queue, or decided for every child'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'in_one_queue_or_decided',
                  DETAIL = format('request %s: %s of %s children decided', about, ended, children);
    END IF;
    RETURN NULL;
END $$;

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'in_one_queue_or_decided') THEN
        CREATE CONSTRAINT TRIGGER in_one_queue_or_decided
            AFTER UPDATE OF stage ON referrals_referral
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            WHEN (OLD.stage IS DISTINCT FROM NEW.stage)
            EXECUTE FUNCTION in_one_queue_or_decided();
        CREATE CONSTRAINT TRIGGER decided_when_added AFTER INSERT ON referrals_referral
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.stage = 'decided')
            EXECUTE FUNCTION in_one_queue_or_decided();
        CREATE CONSTRAINT TRIGGER in_one_queue_or_decided
            AFTER INSERT OR UPDATE OF superseded_at ON referrals_decision
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
            EXECUTE FUNCTION in_one_queue_or_decided();
    END IF;
END $$;
