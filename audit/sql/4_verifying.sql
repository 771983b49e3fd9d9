-- What does not agree with the chains, one row for each fault: nothing of what the entries say.
CREATE OR REPLACE FUNCTION audit_faults(only_chain text, since timestamptz) RETURNS TABLE (
    chain text, number bigint, kind text, entry_id bigint, fault text
)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    wanted text := CASE
        WHEN only_chain IS NOT NULL THEN 'it.chain = $1'
        WHEN since IS NOT NULL THEN 'it.chain IN (SELECT moved.chain FROM audit_head moved WHERE moved.at >= $2)'
        ELSE 'true' END;
    unsealed text := CASE
        WHEN only_chain IS NOT NULL THEN 'it.case_id = substr($1, 6)::bigint'
        WHEN since IS NOT NULL THEN 'it.written >= $2'
        ELSE 'true' END;
BEGIN
    -- Big sorts and joins go to disk, so memory stays flat.
    RETURN QUERY EXECUTE format($sql$
        WITH sealed AS (
            SELECT it.*, lag(it.number) OVER in_order AS number_before,
                   lag(it.digest) OVER in_order AS digest_before
            FROM audit_seal it
            WHERE %1$s
            WINDOW in_order AS (PARTITION BY it.chain ORDER BY it.number)
        ),
        judged AS (
            SELECT sealed.chain, sealed.number, sealed.kind, sealed.entry_id, CASE
                WHEN entry.id IS NULL THEN 'missing'
                WHEN entry.salt IS NULL AND NOT EXISTS (
                    SELECT FROM audit_event erasing
                    WHERE erasing.verb = 'audit.erased'
                      AND erasing.details ->> 'kind' = sealed.kind
                      AND (erasing.details -> 'entries') @> to_jsonb(sealed.entry_id)
                ) THEN 'erased'
                WHEN audit_digest(entry.salt, entry.content) <> sealed.content THEN 'changed'
                WHEN entry.chain <> sealed.chain THEN 'changed'
                WHEN sealed.number = coalesce(sealed.number_before, 0) + 1
                 AND sealed.digest <> audit_link(coalesce(sealed.digest_before, ''), sealed.number,
                                                 entry.header, sealed.content) THEN 'changed'
                END AS fault
            FROM sealed
            LEFT JOIN audit_entry entry ON entry.kind = sealed.kind AND entry.id = sealed.entry_id
        )
        SELECT judged.chain::text, judged.number, judged.kind::text, judged.entry_id, judged.fault
        FROM judged WHERE judged.fault IS NOT NULL
        UNION ALL
        SELECT sealed.chain::text, sealed.number, sealed.kind::text, sealed.entry_id, 'gap'
        FROM sealed WHERE sealed.number <> coalesce(sealed.number_before, 0) + 1
        UNION ALL
        SELECT it.chain::text, it.number, NULL, NULL, 'cut'
        FROM audit_head it
        LEFT JOIN LATERAL (
            SELECT seal.number, seal.digest FROM audit_seal seal
            WHERE seal.chain = it.chain ORDER BY seal.number DESC LIMIT 1
        ) AS tail ON true
        WHERE %1$s AND (it.number, it.digest) IS DISTINCT FROM (tail.number, tail.digest)
        UNION ALL
        SELECT DISTINCT it.chain::text, NULL::bigint, NULL, NULL::bigint, 'headless'
        FROM audit_seal it
        WHERE %1$s AND NOT EXISTS (SELECT FROM audit_head head WHERE head.chain = it.chain)
        UNION ALL
        SELECT it.chain::text, NULL, it.kind, it.id, 'unsealed'
        FROM audit_entry it
        WHERE %2$s AND NOT EXISTS (
            SELECT FROM audit_seal seal WHERE seal.kind = it.kind AND seal.entry_id = it.id)
    $sql$, wanted, unsealed) USING only_chain, since;
END $$;
