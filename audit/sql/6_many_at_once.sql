-- Writing many rows at once, whichever table: for what is imported from files.

-- A reference as audit.actions.numbering writes it: five digits, and more where five are not enough.
CREATE OR REPLACE FUNCTION reference_of(prefix text, year integer, number bigint) RETURNS text
STABLE
RETURN prefix || '-' || year || '-' || lpad(number::text, greatest(5, length(number::text)), '0');

-- The columns of a table, or with `given` or `source` what is written into each: as `given` (name, expression,
-- name, …), as the source's column of that name, or as in `base`.
CREATE OR REPLACE FUNCTION columns_to_write(target text, given text[], source text DEFAULT NULL)
RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(
        CASE WHEN given = '{}' AND source IS NULL THEN quote_ident(field.attname)
             WHEN place % 2 = 1 THEN given[place + 1]
             WHEN theirs.attname IS NOT NULL THEN 'staged.' || quote_ident(field.attname)
             ELSE '(base).' || quote_ident(field.attname) END, ', ' ORDER BY field.attnum)
    FROM pg_attribute field
    LEFT JOIN pg_attribute theirs
      ON theirs.attrelid = to_regclass(source) AND theirs.attname = field.attname
     AND theirs.attnum > 0 AND NOT theirs.attisdropped
    CROSS JOIN LATERAL (SELECT array_position(given, field.attname::text) AS place) named
    WHERE field.attrelid = target::regclass AND field.attnum > 0 AND NOT field.attisdropped
$$;
